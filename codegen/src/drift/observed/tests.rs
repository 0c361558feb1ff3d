//! Traffic over a small API: what drifts is named, what conforms is silent, secrets stay inside.

mod api;
mod drifting;
mod edits;
mod lines;

use super::{compare, read};
use crate::finding::Finding;

/// The findings about some lines of traffic.
fn findings(lines: &[&str]) -> Vec<Finding> {
    let (exchanges, bad) =
        read("run.jsonl", &lines.join("\n")).unwrap_or_else(|bad| panic!("{bad:?}"));
    assert_eq!(bad, []);
    compare(&api::api(), &exchanges)
}
