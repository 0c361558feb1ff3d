//! Traffic over a small API: what drifts is named, what conforms is silent, secrets stay inside.

mod api;
mod drifting;
mod edits;
mod har;
mod hosts;
mod lines;

use super::{Observed, Recording, compare};
use oasis_model::finding::Finding;

/// What one file of traffic shows.
fn observed(text: &str) -> Observed {
    files(&[text])
}

/// What several files show.
fn files(texts: &[&str]) -> Observed {
    let file = |text: &&str| Recording { name: "run.jsonl".to_owned(), text: (*text).to_owned() };
    compare(&api::api(), &texts.iter().map(file).collect::<Vec<_>>(), None)
}

/// Asks for something that the contract leaves open.
const PROBE: &str = r#"{"probe":true,"method":"GET","path":"/"}"#;

/// The findings about some lines of traffic, all of which can be read. A probe, of which nothing is
/// said, stands last, so that even an odd line alone stands in a file of traffic.
fn findings(lines: &[&str]) -> Vec<Finding> {
    let observed = observed(&[lines, &[PROBE]].concat().join("\n"));
    let findings = observed.findings();
    assert_eq!(observed.unreadable, []);
    assert!(findings.iter().all(|finding| finding.rule != super::UNREADABLE), "{findings:?}");
    findings
}
