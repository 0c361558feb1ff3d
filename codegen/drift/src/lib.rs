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
//! | `.severity` | `error` (breaking, or a file that cannot be read), `warning` (undecided, something is gone, unexplained by the specification, or a guess of the specification is contradicted), `note` |
//! | `.basis` | how the claim in question is known: `documented`, `observed`, `inferred` or `assumed` |
//! | `.at`, `.other` | the place in the new document (page, recording) and in the base: `document`, `pointer`, and where known `line`, `column`, `text` |
//! | `.message`, `.help` | what happened; why it hurts and what to do |
//! | `.evidence[]` | `label` and `text`: a witness as JSON (`only the base takes`, `only the new one takes`), why nothing was decided (`undecided`), `value at`, `operations`, the `spec edit`, what was `seen`; absent if empty |
//! | `.harm` | `wire` (the set of messages differs), `code` (only generated code notices), `docs` |
//! | `.verdict` | what this difference alone means on the wire; `none` where `harm` is not `wire` |
//! | `.correction` | the specification now says what a source documents, where the base guessed; a mark, which changes neither verdict nor severity |
//! | `.base`, `.new` | the value of either side, where there is one; an entry that accepts the difference repeats both |
//!
//! For recorded traffic the command adds `coverage`, the findings of [`observed::Observed::coverage`].

pub mod accepted;
mod address;
pub mod compare;
mod contain;
mod direction;
mod holes;
mod limits;
mod object;
pub mod observed;
pub mod pages;
mod readings;
pub mod report;
pub mod rules;
pub mod settle;
pub mod version;
mod write;

pub use compare::compare;
pub use holes::holes;

use oasis_model::finding::{Finding, Severity};
use oasis_model::settle::Edit;
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
    /// The specification now says what a source documents, where it was a guess before.
    pub correction: bool,
    /// What the two sides say.
    #[serde(flatten)]
    pub values: Values,
    /// Where a report shows it, and what would settle it.
    #[serde(skip)]
    pub about: About,
}

/// What a report needs to know of a difference beside its finding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct About {
    /// The rule without the side on which it was met.
    pub fact: &'static str,
    /// The element by its names, such as `session.locationId`; empty if it has none.
    pub subject: String,
    /// The operations that meet it. Where there are many, not all of them.
    pub operations: Vec<String>,
    /// What makes the base say the same as the new side; empty if that cannot be expressed.
    pub edits: Vec<Edit>,
}

/// The values of both sides of a difference, in words and figures.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Values {
    /// What the base says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// What the new side says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<String>,
}

impl Values {
    /// The message of a page or a recording holds the values of both sides. How often something was
    /// seen, which stands at its end, is none of them.
    fn of_source(finding: &Finding) -> Self {
        let message =
            finding.message.rsplit_once(", in ").map_or(&*finding.message, |(said, _)| said);
        Self { base: None, new: Some(message.to_owned()) }
    }
}

impl Difference {
    /// What a finding about a page or a recording means: an error breaks messages, a warning does
    /// not, and what could not be read is neither the same nor different.
    pub fn of_source(finding: Finding) -> Self {
        let rule = rules::of(&finding.rule);
        if rule.is_some_and(|rule| rule.gap) {
            return Self::undecided(finding);
        }
        let (verdict, harm) = match finding.severity {
            _ if rule.is_some_and(|rule| rule.harm == Harm::Docs) => (Verdict::None, Harm::Docs),
            Severity::Error => (Verdict::Breaking, Harm::Wire),
            Severity::Warning => (Verdict::NonBreaking, Harm::Wire),
            Severity::Note => (Verdict::None, Harm::Docs),
        };
        let values = Values::of_source(&finding);
        Self { finding, harm, verdict, correction: false, values, about: About::default() }
    }

    /// Something of which nobody knows what it means.
    pub fn undecided(finding: Finding) -> Self {
        let values = Values::of_source(&finding);
        Self {
            finding,
            harm: Harm::Wire,
            verdict: Verdict::Undecided,
            correction: false,
            values,
            about: About::default(),
        }
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

    /// Verdict and severities in one line that does not contradict itself: the verdict knows no basis,
    /// the severities do.
    pub fn summary(&self) -> String {
        let findings: Vec<Finding> =
            self.findings.iter().map(|difference| difference.finding.clone()).collect();
        let tally = oasis_model::report::tally(&findings);
        let breaking = || self.findings.iter().filter(|d| d.verdict == Verdict::Breaking);
        let guesses = breaking().count();
        match self.verdict {
            _ if findings.is_empty() => format!("{} ({tally})", self.verdict),
            Verdict::Breaking if breaking().all(|d| d.finding.severity < Severity::Error) => {
                let plural = if guesses == 1 { "" } else { "es" };
                format!("breaking in {guesses} guess{plural} ({tally})")
            }
            Verdict::None => format!("no message differs ({tally})"),
            verdict => format!("{verdict} ({tally})"),
        }
    }
}
