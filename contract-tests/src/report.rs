//! What the user sees: an [`Outcome`] in, text and files out.
//!
//! [`Folder`] and [`Log`] write, [`open`] starts a browser, everything else here is pure. Nothing prints
//! and nothing decides how bad a finding is.

mod case_files;
mod edits;
mod files;
mod github;
mod html;
mod json;
mod junit;
mod log;
mod markdown;
mod open;
mod replay;
#[cfg(test)]
mod sample;
mod sarif;
mod scrub;
mod skipped;
mod table;
mod text;
mod validator;

pub use files::{Folder, Options};
pub use github::github_lines;
pub use json::{Report, json, schema};
pub use log::Log;
pub use open::open;
pub use replay::Stored;
pub use text::{last_line, text};

use crate::{
    http::Ended,
    run::{Outcome, Shown},
    scenario::Restored,
};
use oasis_model::finding::{Evidence, Finding, Severity};

/// The exit code of a run: 0 if it is clean, 1 for an error, with `strict` for a warning too, 2 if nothing
/// was tested, and what shells expect of a program that a signal ended. Originals that were not put back
/// are never clean.
pub fn exit_code(outcome: &Outcome, strict: bool) -> u8 {
    let fails = |shown: &Shown| shown.finding.severity >= threshold(strict);
    let is_untested = outcome.counts.values().all(|count| count.cases == 0);
    match outcome.ended {
        Some(Ended::Interrupted) => 130,
        Some(Ended::Terminated) => 143,
        Some(Ended::HungUp) => 129,
        _ if outcome.findings.iter().any(fails) => 1,
        _ if is_untested => 2,
        _ => u8::from(matches!(outcome.restored, Restored::Failed(_))),
    }
}

/// The least severity that makes a run fail.
fn threshold(strict: bool) -> Severity {
    if strict { Severity::Warning } else { Severity::Error }
}

/// Every finding, worst first; those of one severity stay in their order.
fn worst_first(outcome: &Outcome) -> Vec<&Shown> {
    let mut findings: Vec<&Shown> = outcome.findings.iter().collect();
    findings.sort_by_key(|shown| std::cmp::Reverse(shown.finding.severity));
    findings
}

/// Findings that say for themselves how often and where they were seen, and what would settle them.
fn complete(findings: &[&Shown]) -> Vec<Finding> {
    let complete = |shown: &&Shown| {
        let mut finding = shown.finding.clone();
        let seen = Evidence { label: "seen".into(), text: seen(shown) };
        finding.evidence.insert(0, seen);
        for edit in &shown.edits {
            finding = finding.with_evidence("edit", edits::line(edit));
        }
        finding
    };
    findings.iter().map(complete).collect()
}

/// How often and where, such as `20 of 20 times in updateSession (code, customerId)`.
fn seen(shown: &Shown) -> String {
    let mut seen = how_often(shown);
    if !shown.operations.is_empty() {
        seen += &format!(" in {}", shown.operations.join(", "));
    }
    if !shown.elements.is_empty() {
        seen += &format!(" ({})", shown.elements.join(", "));
    }
    seen
}

fn how_often(shown: &Shown) -> String {
    match (shown.times, shown.of) {
        (times, Some(of)) => format!("{times} of {of} times"),
        (1, None) => "once".to_owned(),
        (times, None) => format!("{times} times"),
    }
}

/// Cases of all operations and categories.
fn cases(outcome: &Outcome) -> u64 {
    outcome.counts.values().map(|count| count.cases).sum()
}

/// The operations that anything is known about, in alphabetical order.
fn operations(outcome: &Outcome) -> Vec<&str> {
    let counted = outcome.counts.keys().map(|(operation, _)| operation.as_str());
    let checked = outcome.results.keys().map(|(operation, _)| operation.as_str());
    let all: std::collections::BTreeSet<&str> = counted.chain(checked).collect();
    all.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sample::{clean_outcome, sample_outcome};

    /// The sample with findings of one severity.
    fn only(severity: Option<Severity>) -> Outcome {
        let mut outcome = sample_outcome();
        outcome.findings.retain(|shown| Some(shown.finding.severity) == severity);
        outcome.restored = Restored::Done;
        outcome
    }

    #[test]
    fn the_exit_code_follows_the_worst_that_happened() {
        for (outcome, code, strict) in [
            (clean_outcome(), 0, 0),
            (only(Some(Severity::Note)), 0, 0),
            (only(Some(Severity::Warning)), 0, 1),
            (only(Some(Severity::Error)), 1, 1),
            (Outcome { restored: sample_outcome().restored, ..clean_outcome() }, 1, 1),
            (Outcome { counts: Default::default(), ..clean_outcome() }, 2, 2),
            (Outcome { counts: Default::default(), ..only(Some(Severity::Error)) }, 1, 1),
            (Outcome { ended: Some(Ended::Budget), ..clean_outcome() }, 0, 0),
            (Outcome { ended: Some(Ended::Interrupted), ..sample_outcome() }, 130, 130),
            (Outcome { ended: Some(Ended::Terminated), ..clean_outcome() }, 143, 143),
            (Outcome { ended: Some(Ended::HungUp), ..clean_outcome() }, 129, 129),
        ] {
            let seen = (exit_code(&outcome, false), exit_code(&outcome, true));
            assert_eq!(seen, (code, strict), "{:?}", outcome.findings.first());
        }
    }

    #[test]
    fn the_worst_findings_come_first_and_say_how_often() {
        let mut outcome = sample_outcome();
        outcome.findings.reverse();
        let findings = complete(&worst_first(&outcome));
        assert!(findings.is_sorted_by(|one, next| one.severity >= next.severity));
        let seen: Vec<&str> = findings.iter().map(|it| it.evidence[0].text.as_str()).collect();
        assert!(seen.contains(&"14 of 20 times in updateShopper (code, customerId, locationId)"));
    }
}
