//! The names of sets of values: a node is a conjunction of schemas of either document. What the
//! sets hold is known to `node` alone.

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
