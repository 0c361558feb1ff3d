//! The names of sets of values, a node being a conjunction of schemas of either document, and the ways
//! in which they are compared. What the sets hold is known to `node` alone.

use oasis_model::ir::SchemaId;

/// Which of the two documents something belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Version {
    /// The document compared with.
    Base,
    /// The document under judgement.
    New,
}

/// Index of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(pub(super) u32);

impl NodeId {
    /// Every JSON value.
    pub(super) const ANY: Self = Self(0);
    /// No value at all.
    pub(super) const NEVER: Self = Self(1);
}

/// What a node is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    /// A schema of a document.
    Schema(Version, SchemaId),
    /// A form made while splitting another one.
    Made(u32),
}

/// How two sets are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mode {
    /// The left side is a sender: its objects hold the properties that it names and one fresh name.
    pub(crate) sender: bool,
    /// Values travel as text: the number 5 and the string "5" are the same message.
    pub(crate) text: bool,
}

/// The property name that stands for every name neither side knows.
pub(super) const FRESH: &str = "x-unknown";
