//! How surely an element of the specification is known, and which other readings of it are plausible.

use crate::finding::Basis;
use serde_json::Value;

/// The basis of one element: an operation, a parameter, a response, a schema or a member.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// How we know it.
    pub basis: Basis,
    /// Why, in one line; required where the basis is not `documented`.
    pub because: Option<String>,
    /// The vendor page the fact comes from, where it is not the operation's own page.
    pub source: Option<String>,
    /// Other readings of this element. Empty: there is no other reading.
    pub plausible: Vec<Reading>,
}

/// One other reading of an element: the same element with one thing changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Reading {
    /// The answer comes with this status instead.
    Status(u16),
    /// The member is (`true`) or is not (`false`) required.
    Required(bool),
    /// Null is (`true`) or is not (`false`) allowed.
    Nullable(bool),
    /// The enum has further values.
    OpenEnum,
    /// Unknown members are kept or ignored (`true`) or refused (`false`).
    AdditionalProperties(bool),
    /// Another keyword has this value; [`Value::Null`] removes the keyword.
    Keyword(String, Value),
}

impl Claim {
    /// Whether some plausible reading makes the member optional.
    pub fn may_be_absent(&self) -> bool {
        self.plausible.contains(&Reading::Required(false))
    }

    /// Whether some plausible reading allows null.
    pub fn may_be_null(&self) -> bool {
        self.plausible.contains(&Reading::Nullable(true))
    }

    /// Statuses that other readings give this response.
    pub fn plausible_statuses(&self) -> impl Iterator<Item = u16> {
        self.plausible.iter().filter_map(|reading| match reading {
            Reading::Status(status) => Some(*status),
            _ => None,
        })
    }
}
