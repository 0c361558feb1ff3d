//! What differs between the specification and something else, and what that does to whom.
//!
//! Two descriptions come in, one [`Drift`] comes out. Everything here is pure: reading the other
//! side, filling in lines and printing are done elsewhere.

pub mod accepted;
mod address;
pub mod compare;
mod contain;
mod object;
pub mod observed;
pub mod pages;
pub mod rules;

pub use compare::compare;

use crate::finding::Finding;
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

/// The outcome of a comparison.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Drift {
    /// The worst verdict among the findings that speak of the wire.
    pub verdict: Verdict,
    /// Every difference, worst first, then by place.
    pub findings: Vec<Difference>,
}
