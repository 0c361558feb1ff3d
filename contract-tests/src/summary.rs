//! An outcome as text for people: the table, the findings, the last line.

mod table;

pub use table::table;

use crate::suite::Outcome;
use oasis_model::finding::Severity;
use oasis_model::report::{self, Colour};
use std::fmt::Write;

/// Everything that is printed at the end of a run.
pub fn text(outcome: &Outcome, about: &str) -> String {
    let mut out = format!("\n{}\n", table(&outcome.counts));
    let (errors, others): (Vec<_>, Vec<_>) =
        outcome.findings.iter().cloned().partition(|finding| finding.severity == Severity::Error);
    out += &report::text(&others, Colour::Without);
    out += &report::text(&errors, Colour::Without);
    for reason in &outcome.skipped {
        out += &format!("not tested: {reason}\n");
    }
    // Writing to a string cannot fail.
    let _ = writeln!(out, "{}", last_line(outcome, about));
    out
}

/// What a run was, in one line.
pub fn last_line(outcome: &Outcome, about: &str) -> String {
    let seconds = outcome.elapsed.as_secs_f64();
    let cases: u64 = outcome.counts.values().map(|count| count.cases).sum();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let rate = outcome.requests as f64 / seconds.max(0.001);
    let mut line = format!(
        "{about}: {cases} cases, {} requests in {seconds:.1} s ({rate:.0} per second), {}",
        outcome.requests,
        report::tally(&outcome.findings)
    );
    if let Some(ended) = outcome.ended {
        let (done, total) = outcome.done;
        let _ = write!(line, "; ended after {done} of {total} items: {ended}");
    }
    if let Some(world) = outcome.world {
        let _ = write!(line, "; validator: {world}");
    }
    line
}
