//! What a proof of containment stumbled over, and the name of the change that it amounts to.

use super::id::NodeId;
use super::shape::Type;
use serde_json::Value;

/// One reason why the left set is not shown to lie within the right one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Aspect {
    /// The right side has no values of this type.
    Type(Type),
    /// The right side refuses null.
    Null,
    /// The right side refuses this one listed value.
    Value(Value),
    /// The right side takes listed values only.
    Listed(Type),
    /// No alternative of the right side takes this shape of the left one.
    Alternative(u32),
    /// The right side's lower bound is tighter.
    Minimum,
    /// The right side's upper bound is tighter.
    Maximum,
    /// The right side steps more widely.
    Step,
    /// Bounds on the number of characters.
    MinLength,
    /// See [`Aspect::MinLength`].
    MaxLength,
    /// The right side wants another format.
    Format,
    /// The right side wants this pattern.
    Pattern(String),
    /// Bounds on the number of items.
    MinItems,
    /// See [`Aspect::MinItems`].
    MaxItems,
    /// The right side wants different items.
    Unique,
    /// The right side insists on this member.
    Required(String),
    /// The right side refuses this member, or any unknown one.
    Closed(Option<String>),
    /// The right side says what this member is, the left one says nothing of it.
    Typed(String),
    /// One side says what unknown members are, the other takes any.
    Others,
    /// The left side says what this member is, to the right side it is one of the unknown ones.
    Dropped(String),
    /// Bounds on the number of members.
    MinMembers,
    /// See [`Aspect::MinMembers`].
    MaxMembers,
    /// The right side takes out what fits this.
    Overlap(NodeId),
    /// The question was not put, for this reason.
    Loose(&'static str),
}

/// Why nothing is decided where a document is wrong, or says what is not read.
pub(super) const HOLE: &str =
    "a finding about the document says why what fits here is not fully known";
