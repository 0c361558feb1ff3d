//! Decides whether every value of one schema belongs to another, of the same document or not.
//!
//! Schemas come in as nodes, goals ("this node lies within that one") are expanded once each into
//! a graph and solved as a greatest fixpoint, so that recursion ends and shared parts are judged
//! once. What is not proved is explained as facts, each with a witness where one could be found.

mod apart;
mod expand;
mod explain;
mod fact;
mod forming;
mod graph;
mod judging;
mod listed;
mod matching;
mod node;
mod number;
mod pattern;
mod same;
mod sample;
mod shape;
mod split;
mod text;
mod unsure;
mod view;
mod void;
mod witness;

pub(super) use explain::{Explanation, Found, Visits, explain};
pub(super) use fact::Aspect;
pub(super) use graph::Graph;
pub(super) use node::NodeId;
pub(super) use shape::Version;
pub(super) use view::{View, instance, view, way};
pub(super) use witness::Witnesses;

/// How two sets are compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Mode {
    /// The left side is a sender: its objects hold the members that it names and one fresh name.
    pub(crate) sender: bool,
    /// Values travel as text: the number 5 and the string "5" are the same message.
    pub(crate) text: bool,
}

/// The member name that stands for every name neither side knows.
const FRESH: &str = "x-unknown";
