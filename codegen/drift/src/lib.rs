//! What differs between the specification and something else, and what that does to whom.
//!
//! A specification and another one, a page or a recording come in, differences go out; a [`Drift`]
//! is a report of them. Everything here is pure: reading files, filling in lines and printing are
//! done elsewhere.
//!
//! As JSON a [`Drift`] is one object:
//!
//! | member | what it is |
//! |---|---|
//! | `verdict` | `none`, `non-breaking`, `undecided` or `breaking`: the worst of the findings |
//! | `findings[]` | the differences, worst first |
//! | `.rule` | the id, such as `drift/response-member-removed` |
//! | `.severity` | `error` (breaking, or a file that cannot be read), `warning` (undecided, unexplained by the specification, or a correction that changes generated code), `note` |
//! | `.basis` | how the claim in question is known: `documented`, `observed`, `inferred` or `assumed` |
//! | `.at`, `.other` | the place in the new document (page, recording) and in the base: `document`, `pointer`, and where known `line`, `column`, `text` |
//! | `.message`, `.help` | what happened; why it hurts and what to do |
//! | `.evidence[]` | `label` and `text`: a witness as JSON (`only the base takes`, `only the new one takes`), why nothing was decided (`undecided`), `value at`, `operations`, the `spec edit`, what was `seen`; absent if empty |
//! | `.harm` | `wire` (the set of messages differs), `code` (only generated code notices), `docs` |
//! | `.verdict` | what this difference alone means on the wire; `none` where `harm` is not `wire` |
//! | `.correction` | the specification now says what a source documents, where the base guessed |
//!
//! For recorded traffic the command adds `coverage`, the findings of [`observed::Observed::coverage`].

pub mod accepted;
mod address;
pub mod compare;
mod contain;
mod holes;
mod limits;
mod object;
pub mod observed;
pub mod pages;
mod readings;
pub mod rules;

pub use compare::compare;
pub use holes::holes;

use oasis_model::finding::{Finding, Severity};
use serde::Serialize;
use std::fmt;

/// What all findings together mean for messages on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Both sides accept the same messages.
    #[default]
    None,
    /// Every message that was understood before still is.
    NonBreaking,
    /// Some part could be neither proved nor refuted; a finding says which and why.
    Undecided,
    /// Some message that was understood before no longer is.
    Breaking,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::NonBreaking => "non-breaking",
            Self::Undecided => "undecided",
            Self::Breaking => "breaking",
        })
    }
}

/// Who notices a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Harm {
    /// Messages: the other side sends or accepts something else.
    Wire,
    /// Programs: regenerated Rust has another interface, messages stay the same.
    Code,
    /// Readers only.
    Docs,
}

impl fmt::Display for Harm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wire => "wire",
            Self::Code => "code",
            Self::Docs => "docs",
        })
    }
}

/// One finding of a comparison, with what it means.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Difference {
    /// What differs and where; `at` is the new side, `other` the base.
    #[serde(flatten)]
    pub finding: Finding,
    /// Who notices.
    pub harm: Harm,
    /// What this one difference means for messages; the drift's verdict is the worst of these.
    pub verdict: Verdict,
    /// The specification now says what a source documents, where it was a guess before: generated
    /// code changes, the API did not.
    pub correction: bool,
}

impl Difference {
    /// What a finding about a page or a recording means: an error breaks messages, a warning does
    /// not, and what could not be read is neither the same nor different.
    pub fn of_source(finding: Finding) -> Self {
        if pages::GAPS.contains(&finding.rule.as_ref()) || finding.rule == observed::UNREADABLE {
            return Self::undecided(finding);
        }
        let (verdict, harm) = match finding.severity {
            _ if pages::UNFELT.contains(&finding.rule.as_ref()) => (Verdict::None, Harm::Docs),
            Severity::Error => (Verdict::Breaking, Harm::Wire),
            Severity::Warning => (Verdict::NonBreaking, Harm::Wire),
            Severity::Note => (Verdict::None, Harm::Docs),
        };
        Self { finding, harm, verdict, correction: false }
    }

    /// Something of which nobody knows what it means.
    pub fn undecided(finding: Finding) -> Self {
        Self { finding, harm: Harm::Wire, verdict: Verdict::Undecided, correction: false }
    }
}

/// The outcome of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Drift {
    /// The worst verdict among the findings that speak of the wire.
    pub verdict: Verdict,
    /// Every difference, worst first, then by place.
    pub findings: Vec<Difference>,
}

impl Drift {
    /// Takes in more differences: the verdict is the worst of all, the worst stand first.
    pub fn add(&mut self, differences: Vec<Difference>) {
        self.findings.extend(differences);
        self.findings.sort_by(|left, right| {
            let rank = |difference: &Difference| (difference.verdict, difference.finding.severity);
            let place = |difference: &Difference| difference.finding.at.pointer.clone();
            rank(right)
                .cmp(&rank(left))
                .then_with(|| place(left).cmp(&place(right)))
                .then_with(|| left.finding.rule.cmp(&right.finding.rule))
        });
        let verdicts = self.findings.iter().map(|difference| difference.verdict);
        self.verdict = verdicts.max().unwrap_or_default();
    }
}
