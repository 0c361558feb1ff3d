//! Decides whether every value of one schema belongs to another, of the same document or not.
//!
//! The theory in one page. A **node** is a set of values: a conjunction of schemas of either
//! document. Its **form** is a finite list of values and one **shape** for each other kind of value:
//! a range of numbers, strings of some lengths and patterns, an array of a node, an object whose
//! properties are nodes. Unions are split into shapes, conjunctions are multiplied out, and what
//! `not` and `oneOf` exclude is kept beside each shape as nodes.
//!
//! That node A lies within node B is a **goal**. It rests on further goals: each shape of A has to fit
//! some shape of B, and there each property has to lie within its counterpart. Goals are met once
//! each; they make a graph, and a goal that rests on itself, as with trees, does no harm: what holds is
//! the greatest fixpoint, all goals but those that something refutes. A value is finite, so
//! that a refutation always starts at a leaf: a bound, a type, a value that is not listed.
//!
//! An example. A is `{id: integer, next: A}` and B is `{id: integer <= 9, next: B}`. A within B rests on
//! integer within `integer <= 9`, which the bound refutes, and on itself. So A within B fails; B
//! within A rests on `integer <= 9` within integer and on itself, and holds.
//!
//! Proofs are sound and not complete: a goal that is not proved need not be false. Each reason
//! therefore comes with a **witness**, a value that the left side takes and the right side refuses,
//! made from the forms and judged by `conform`, where one is found. Without one it is undecided, and
//! so is whatever a limit cut short.
//!
//! From the leaves up: `id`, `shape` (with `number`, `text` and `pattern`), `node` with `forming` and
//! `judging`, `apart`, `graph`, `glance`, then `expand` with `matching`, `split` and `void`, `solve`,
//! `explain`, and `sample` and `witness` beside it.

mod apart;
mod expand;
mod explain;
mod fact;
mod forming;
mod glance;
mod graph;
mod id;
mod judging;
mod listed;
mod matching;
mod node;
mod number;
mod pattern;
mod same;
mod sample;
mod shape;
mod solve;
mod split;
mod text;
mod unsure;
mod view;
mod void;
mod witness;

pub(super) use explain::{Explanation, Found, Visits, explain};
pub(super) use fact::Aspect;
pub(super) use graph::Graph;
pub(super) use id::{NodeId, Version};
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
