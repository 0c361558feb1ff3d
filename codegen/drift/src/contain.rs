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
//! `judging`, `disjoint`, `graph`, `glance`, then `expand` with `parallel`, `matching`, `split`, `cover`,
//! `solve`, `explain`, `sample` and `witness`, and `reason`. This module is the door: nothing else is
//! seen from outside.

mod cover;
mod disjoint;
mod equal;
mod expand;
mod explain;
mod forming;
mod glance;
mod graph;
mod id;
mod judging;
mod matching;
mod node;
mod number;
mod parallel;
mod pattern;
mod reason;
mod sample;
mod shape;
mod solve;
mod split;
mod text;
mod unsure;
mod witness;

pub(crate) use graph::Aspect;
pub(crate) use id::Mode;
pub(crate) use reason::{Description, Reason};

use crate::limits::NEAR;
use crate::rules::Side;
use explain::{Visits, explain};
use graph::Graph;
use id::{NodeId, Version};
use oasis_model::conform::Way;
use oasis_model::ir::{Api, SchemaId};
use reason::Asked;
use serde_json::Value;
use std::collections::HashMap;
use std::rc::Rc;
use witness::Witnesses;

/// Whether every value of a schema of one document belongs to a schema of the other. No schema means
/// any value.
#[derive(Clone, Copy)]
pub(crate) struct Question {
    pub(crate) base: Option<SchemaId>,
    pub(crate) new: Option<SchemaId>,
    /// The values are those of the base, and have to belong to the new schema; else the other way round.
    pub(crate) forward: bool,
    pub(crate) mode: Mode,
}

/// What is known of a [`Question`].
pub(crate) enum Answer<'a> {
    /// All of them do.
    Holds,
    /// It was not proved, for these reasons, the nearest first. Each is sure where it has a witness.
    Fails {
        reasons: Vec<Reason<'a>>,
        /// There is more further down than was looked.
        further: bool,
    },
    /// It was not proved, and there is no reason to name.
    Undecided(Why),
}

/// Why there is no reason to name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The reasons are further down than was looked.
    TooFar,
    /// They were named often enough.
    Named,
    /// None was found.
    Unknown,
}

/// Answers questions about two documents whose values travel one way, and keeps what it learns.
pub(crate) struct Containment<'a> {
    graph: Graph<'a>,
    witnesses: Witnesses,
    visits: HashMap<Side, Visits>,
    deepest: usize,
}

impl<'a> Containment<'a> {
    /// Nothing is known yet; reasons are looked for near the root of a message.
    pub(crate) fn new(base: &'a Api, new: &'a Api, way: Way) -> Self {
        Self {
            graph: Graph::new(base, new, way),
            witnesses: Witnesses::default(),
            visits: HashMap::new(),
            deepest: NEAR,
        }
    }

    /// From now on looks for reasons at any depth, and names again what was named.
    pub(crate) fn look_far(&mut self) {
        self.deepest = usize::MAX;
        self.visits.clear();
    }

    /// Whether two schemas are the same word for word, prose aside.
    pub(crate) fn are_equal(&mut self, base: Option<SchemaId>, new: Option<SchemaId>) -> bool {
        self.graph.are_equal(base, new)
    }

    /// Whether it is proved.
    pub(crate) fn holds(&mut self, question: Question) -> bool {
        let (left, right) = self.roots(question);
        self.graph.within(left, right, question.mode)
    }

    /// The answer, with reasons that were not named too often on this side of an exchange.
    pub(crate) fn ask(&mut self, question: Question, side: Side) -> Answer<'a> {
        if self.holds(question) {
            return Answer::Holds;
        }
        let (roots, mode) = (self.roots(question), question.mode);
        let visits = self.visits.entry(side).or_default();
        let explanation = explain(&mut self.graph, roots, mode, visits, self.deepest);
        let further = explanation.cut;
        if explanation.found.is_empty() {
            return Answer::Undecided(match (further, explanation.limited) {
                (true, _) => Why::TooFar,
                (false, true) => Why::Named,
                (false, false) => Why::Unknown,
            });
        }
        let asked = Rc::new(Asked { roots, mode, explanation });
        let reasons = reason::reasons(&mut self.graph, &asked, question.forward);
        Answer::Fails { reasons, further }
    }

    /// A message that shows this reason. It is dear: ask where the reason is news.
    pub(crate) fn witness(&mut self, reason: &Reason<'_>) -> Option<Value> {
        let Asked { roots, mode, explanation } = &*reason.asked;
        self.witnesses.find(&mut self.graph, explanation, &reason.found, *roots, *mode)
    }

    /// A plain message that shows that the answer is no, whatever the reason.
    pub(crate) fn counterexample(&mut self, question: Question) -> Option<Value> {
        let roots = self.roots(question);
        self.witnesses.plain(&mut self.graph, roots, question.mode)
    }

    fn roots(&mut self, question: Question) -> (NodeId, NodeId) {
        let base = self.graph.node(Version::Base, question.base);
        let new = self.graph.node(Version::New, question.new);
        if question.forward { (base, new) } else { (new, base) }
    }
}
