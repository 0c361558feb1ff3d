//! What the user sees: an [`Outcome`] in, text and files out.
//!
//! [`Folder`] and [`Log`] write, [`open`] starts a browser, everything else here is pure. Nothing prints
//! and nothing decides how bad a finding is.

mod case_files;
mod files;
mod github;
mod html;
mod json;
mod junit;
mod log;
mod markdown;
mod rows;
#[cfg(test)]
mod sample;
mod sarif;
mod table;
mod text;

pub use case_files::Stored;
pub(crate) use case_files::quoted;
pub use files::{Folder, Options, open};
pub use github::github_lines;
pub use json::json;
pub use log::Log;
pub use text::{last_line, text};

use crate::{
    http::Ended,
    run::{Outcome, Shown},
    scenario::Restored,
};
use oasis_model::finding::Severity;

/// The exit code of a run: 0 if it is clean, 1 for an error, with `strict` for a warning too, 2 if nothing
/// was tested, and what shells expect of a program that a signal ended. Originals that were not put back
/// are never clean.
pub fn exit_code(outcome: &Outcome, strict: bool) -> u8 {
    let fails = |shown: &Shown| shown.finding.severity >= threshold(strict);
    match outcome.ended {
        Some(Ended::Interrupted) => 130,
        Some(Ended::Terminated) => 143,
        Some(Ended::HungUp) => 129,
        _ if outcome.findings.iter().any(fails) => 1,
        _ if rows::cases(outcome) == 0 => 2,
        _ => u8::from(matches!(outcome.restored, Restored::Failed(_))),
    }
}

/// The least severity that makes a run fail.
fn threshold(strict: bool) -> Severity {
    if strict { Severity::Warning } else { Severity::Error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sample::{clean_outcome, sample_outcome};

    /// The sample with findings of one severity.
    fn only(severity: Severity) -> Outcome {
        let mut outcome = sample_outcome();
        outcome.findings.retain(|shown| shown.finding.severity == severity);
        Outcome { restored: Restored::Done, ..outcome }
    }

    #[test]
    fn the_exit_code_follows_the_worst_that_happened() {
        let untested = |outcome| Outcome { counts: Default::default(), ..outcome };
        let ended = |ended, outcome| Outcome { ended: Some(ended), ..outcome };
        for (outcome, code, strict) in [
            (clean_outcome(), 0, 0),
            (only(Severity::Note), 0, 0),
            (only(Severity::Warning), 0, 1),
            (only(Severity::Error), 1, 1),
            (Outcome { restored: sample_outcome().restored, ..clean_outcome() }, 1, 1),
            (untested(clean_outcome()), 2, 2),
            (untested(only(Severity::Error)), 1, 1),
            (ended(Ended::Budget, clean_outcome()), 0, 0),
            (ended(Ended::Interrupted, sample_outcome()), 130, 130),
            (ended(Ended::Terminated, clean_outcome()), 143, 143),
            (ended(Ended::HungUp, clean_outcome()), 129, 129),
        ] {
            let seen = (exit_code(&outcome, false), exit_code(&outcome, true));
            assert_eq!(seen, (code, strict), "{:?}", outcome.findings.first());
        }
    }
}
