//! Which version the generated crate needs after the specification has changed, and what its changelog says.
//!
//! In come the differences of two editions of the specification, out come a [`Bump`] and a section in
//! Markdown. Only the specification is looked at; what was changed by hand needs its own entry.
//!
//! | what changed | bump |
//! |---|---|
//! | a message breaks, it could not be decided, something that was declared is gone, or code notices (a name, a default, a type) | major |
//! | messages differ, and each one that was understood still is; a value is new where the crate has room for it | minor |
//! | deprecations, and what only readers notice | patch |
//! | nothing | none |
//!
//! A type counts by the rule (`types`, `open` in the rule book), not by the code that was generated, so
//! this may ask for a major version where a guess kept the type as it was. The first optional parameter
//! of an operation is the other way round: its method gets an argument, and only a minor version is asked for.

use crate::rules::{self, Side};
use crate::{Difference, Drift, Harm, Verdict};
use serde::Serialize;
use std::fmt;

/// Limit on the entries of one heading.
const MOST_ENTRIES: usize = 50;

/// The part of a version that has to grow. Before 1.0 every part moves one place to the right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// The same version still fits.
    #[default]
    None,
    /// `1.2.3` becomes `1.2.4`.
    Patch,
    /// `1.2.3` becomes `1.3.0`.
    Minor,
    /// `1.2.3` becomes `2.0.0`.
    Major,
}

impl fmt::Display for Bump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "no new version",
            Self::Patch => "a patch version",
            Self::Minor => "a minor version (before 1.0: a patch version)",
            Self::Major => "a major version (before 1.0: a minor version)",
        })
    }
}

/// What one difference asks for, by the table above.
fn of(difference: &Difference) -> Bump {
    let id = &difference.finding.rule;
    let has = |flag: fn(&rules::Rule) -> bool| rules::of(id).is_some_and(flag);
    let is_received = Side::of(id).is_some_and(|side| !side.is_sent());
    match (difference.verdict, difference.harm) {
        _ if has(|rule| rule.gone) => Bump::Major,
        (Verdict::Breaking, _) if is_received && has(|rule| rule.open) => Bump::Minor,
        (Verdict::Breaking | Verdict::Undecided, _) | (_, Harm::Code) => Bump::Major,
        (Verdict::NonBreaking, Harm::Wire) if has(|rule| rule.types) => Bump::Major,
        (Verdict::NonBreaking, Harm::Wire) => Bump::Minor,
        (_, Harm::Wire | Harm::Docs) => Bump::Patch,
    }
}

/// What all differences together ask for.
pub fn bump(drift: &Drift) -> Bump {
    drift.findings.iter().map(of).max().unwrap_or_default()
}

/// A section for `CHANGELOG.md`: the worst first, each difference in a line. Empty without differences.
pub fn changelog(drift: &Drift) -> String {
    let headings =
        [(Bump::Major, "Breaking"), (Bump::Minor, "Added"), (Bump::Patch, "Documentation")];
    let mut text = String::new();
    for (wanted, heading) in headings {
        let entries = drift.findings.iter().filter(|difference| of(difference) == wanted);
        let mut lines: Vec<String> = entries.map(entry).collect();
        lines.dedup();
        if lines.is_empty() {
            continue;
        }
        let more = lines.len().saturating_sub(MOST_ENTRIES);
        lines.truncate(MOST_ENTRIES);
        text += &format!("### {heading}\n{}\n", lines.join("\n"));
        if more > 0 {
            text += &format!("- and {more} more\n");
        }
        text += "\n";
    }
    text
}

/// One difference in a line, with the operation that meets it where the message names none.
fn entry(difference: &Difference) -> String {
    let message = oasis_model::report::inline(&difference.finding.message);
    match difference.about.operations.first() {
        Some(operation) if !message.contains(operation.as_str()) => {
            format!("- {operation}: {message}")
        }
        _ => format!("- {message}"),
    }
}
