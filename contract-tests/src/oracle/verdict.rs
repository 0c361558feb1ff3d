//! What one exchange shows.

use super::{Applied, Check, point::Point};
use crate::joi::Generation;
use oasis_model::finding::{Basis, Severity};
use oasis_model::ir::{Labels, Reports};
use oasis_model::settle::Edit;

/// What one exchange shows.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// The checks that were made, whether or not they failed.
    pub applied: Applied,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Guesses that this exchange bears out.
    pub held: Vec<Held>,
    /// What a webhook takes although its schema says otherwise: wrong only if it refuses other bodies.
    pub lapses: Vec<Problem>,
    /// What the envelope tells of the validator.
    pub votes: Votes,
}

/// One contradiction. Problems with the same cause are one finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The promise that is broken.
    pub check: Check,
    /// What makes problems one finding. Never holds a value that was sent or received, nor, where the
    /// cause lies in a shared part of the specification, the operation.
    pub cause: String,
    /// How the contradicted claim is known.
    pub basis: Basis,
    /// How bad it is; [`oasis_model::severity::severity`] of the basis, save where a rule says otherwise.
    pub severity: Severity,
    /// JSON pointer of the claim in the specification, if one is contradicted.
    pub claim: Option<String>,
    /// Which of several elements that share the cause, such as `locationId`.
    pub element: Option<String>,
    /// What was claimed and what was seen, in lower case, without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// The edits of the specification that would settle it.
    pub edits: Vec<Edit>,
    /// JSON pointer into the response's body of the part that shows it.
    pub focus: Option<String>,
}

/// A guess that was borne out: the problem with this cause and element did not occur where it could have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// As of [`Problem::cause`].
    pub cause: String,
    /// As of [`Problem::element`].
    pub element: Option<String>,
}

/// What one envelope tells of the validator that made it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    /// Rule names and sentences fit only this generation.
    pub words: Option<Generation>,
    /// Labels fit only this form.
    pub labels: Option<Labels>,
    /// All of several violations are listed, or only one of them.
    pub reports: Option<Reports>,
    /// Some of several violations are listed, but not all.
    pub partial: bool,
    /// A value whose type is only spelled differently (`"5"` for 5) was accepted or refused.
    pub converts: Option<bool>,
}

impl Problem {
    /// A problem whose severity follows from its basis, without a claim, an element or edits.
    pub fn new(
        check: Check,
        basis: Basis,
        cause: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            check,
            cause: cause.into(),
            basis,
            severity: oasis_model::severity::severity(basis),
            claim: None,
            element: None,
            message: message.into(),
            help: help.into(),
            edits: Vec::new(),
            focus: None,
        }
    }

    /// The same, with the claim and the element of a keyword.
    pub(super) fn about(self, point: &Point) -> Self {
        Self { claim: Some(point.claim.clone()), element: point.element.clone(), ..self }
    }
}
