//! The summary for a pull request.

use crate::{
    suite::Outcome,
    summary::{last_line, table},
};
use oasis_model::report;

/// Markdown of an outcome.
pub fn markdown(outcome: &Outcome, about: &str) -> String {
    format!(
        "## Contract of {about}\n\n{}\n\n```text\n{}```\n\n{}",
        last_line(outcome, about),
        table(&outcome.counts),
        report::markdown("Findings", &outcome.findings)
    )
}
