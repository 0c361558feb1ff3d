//! How surely an element of the specification is known, and which other readings of it are plausible.

use crate::finding::Basis;
use serde_json::Value;
use std::collections::BTreeMap;

/// What is written beside one element about how it is known. The element may be an operation, a
/// parameter, a request body, a response, a schema or a property. Nothing is inherited here:
/// [`Api::schema_basis`](super::Api::schema_basis) and its neighbours look further.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// How every keyword is known that is not in `keywords`.
    pub basis: Basis,
    /// Whether `basis` is written here; otherwise it is only the default.
    pub stated: bool,
    /// Keywords with a basis of their own, such as `nullable` or `required`.
    pub keywords: BTreeMap<String, Basis>,
    /// Why, in one line; required where the basis is inferred or assumed.
    pub because: Option<String>,
    /// The vendor page the fact comes from, where it is not the operation's own page.
    pub source: Option<String>,
    /// The measurement behind the basis [`Basis::Observed`].
    pub observed: Option<Observed>,
    /// Other readings of this element. Empty: there is no other reading.
    pub plausible: Vec<Reading>,
}

/// A measurement: on one day, `count` of `of` messages showed what the element says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observed {
    /// The day, such as `2026-11-27`.
    pub on: String,
    /// How many messages showed it.
    pub count: u64,
    /// How many messages could have shown it.
    pub of: u64,
}

/// One other reading of an element: the same element with all of these changes at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// What changes; never empty.
    pub changes: Vec<Change>,
}

/// One thing that a reading changes.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// The response comes with this status instead.
    Status(u16),
    /// The property is (`true`) or is not (`false`) required.
    Required(bool),
    /// Null is (`true`) or is not (`false`) allowed.
    Nullable(bool),
    /// The enum has further values.
    OpenEnum,
    /// Unknown properties are kept or ignored (`true`) or refused (`false`).
    AdditionalProperties(bool),
    /// Another keyword has this value; [`Value::Null`] removes the keyword.
    Keyword(String, Value),
}

impl Reading {
    /// A reading with a single change.
    pub fn of(change: Change) -> Self {
        Self { changes: vec![change] }
    }

    /// The change, if it is the only one.
    pub fn only(&self) -> Option<&Change> {
        match self.changes.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}

impl Change {
    /// The keyword that changes; none for a status.
    pub fn keyword(&self) -> Option<&str> {
        Some(match self {
            Self::Status(_) => return None,
            Self::Required(_) => "required",
            Self::Nullable(_) => "nullable",
            Self::OpenEnum => "enum",
            Self::AdditionalProperties(_) => "additionalProperties",
            Self::Keyword(keyword, _) => keyword,
        })
    }
}

impl Claim {
    /// The basis that is written here for a keyword: its own, or the one for all others.
    pub fn basis_of(&self, keyword: &str) -> Option<Basis> {
        self.keywords.get(keyword).copied().or(self.stated.then_some(self.basis))
    }

    /// Whether anything is written here about how the element is known.
    pub fn says_something(&self) -> bool {
        self.stated || !self.keywords.is_empty()
    }

    /// Every change of every reading.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.plausible.iter().flat_map(|reading| &reading.changes)
    }

    /// Whether some plausible reading has this change, alone or along with others.
    pub fn may_change(&self, change: &Change) -> bool {
        self.changes().any(|other| other == change)
    }

    /// Whether some plausible reading makes the property optional.
    pub fn may_be_absent(&self) -> bool {
        self.may_change(&Change::Required(false))
    }

    /// Whether some plausible reading allows null.
    pub fn may_be_null(&self) -> bool {
        self.may_change(&Change::Nullable(true))
    }

    /// Whether some plausible reading has further enum values.
    pub fn may_have_more_values(&self) -> bool {
        self.may_change(&Change::OpenEnum)
    }

    /// Statuses that other readings give this response.
    pub fn plausible_statuses(&self) -> impl Iterator<Item = u16> {
        self.changes().filter_map(|change| match change {
            Change::Status(status) => Some(*status),
            _ => None,
        })
    }
}
