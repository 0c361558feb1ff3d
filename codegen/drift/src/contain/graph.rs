//! The graph of goals: each is a claim about two sets and rests on others. It is filled in and solved
//! elsewhere.

use super::Mode;
use super::fact::Aspect;
use super::id::{NodeId, Version};
use super::node::Nodes;
use super::same::Same;
use oasis_model::conform::Way;
use oasis_model::ir::{Api, SchemaId};
use std::collections::HashMap;

/// Index of a goal.
pub(super) type GoalId = usize;

/// A claim that one set lies within another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Goal {
    /// One node within another.
    Pair(NodeId, NodeId, Mode),
    /// One shape of a node within some shape of another.
    Fit(NodeId, u32, NodeId, Mode),
    /// One shape within one other shape.
    Match(NodeId, u32, NodeId, u32, Mode),
    /// One shape, split by the values of a member, within a node.
    Split(NodeId, u32, NodeId, Mode),
    /// One shape has nothing that fits the node taken out of a right shape.
    Apart(NodeId, u32, NodeId),
    /// One shape has no members at all.
    Void(NodeId, u32),
}

/// What a subgoal is about, seen from its parent.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Edge {
    /// Another goal about the same value.
    Here,
    Member(String),
    Typed(String),
    Dropped(String),
    Extra,
    Items,
    /// The right side takes this out.
    Without(NodeId),
}

/// A goal with what it rests on.
pub(super) struct Entry {
    pub(super) goal: Goal,
    /// One subgoal is enough; otherwise all have to hold.
    pub(super) any: bool,
    pub(super) failed: bool,
    pub(super) aspects: Vec<Aspect>,
    pub(super) below: Vec<(GoalId, Edge)>,
    pub(super) above: Vec<GoalId>,
    pub(super) open: usize,
}

/// Everything that was asked in one direction of travel.
pub(crate) struct Graph<'a> {
    pub(super) nodes: Nodes<'a>,
    pub(super) same: Same,
    pub(super) entries: Vec<Entry>,
    index: HashMap<Goal, GoalId>,
    /// How many entries are expanded; the rest waits.
    pub(super) expanded: usize,
}

impl<'a> Graph<'a> {
    /// An empty graph over two documents, for values that travel one way.
    pub(crate) fn new(base: &'a Api, new: &'a Api, way: Way) -> Self {
        Self {
            nodes: Nodes::new(base, new, way),
            same: Same::default(),
            entries: Vec::new(),
            index: HashMap::new(),
            expanded: 0,
        }
    }

    /// Whether two schemas are the same word for word, prose aside.
    pub(crate) fn alike(&mut self, base: Option<SchemaId>, new: Option<SchemaId>) -> bool {
        match (base, new) {
            (None, None) => true,
            (Some(base), Some(new)) => {
                let (left, right) = (self.nodes.api(Version::Base), self.nodes.api(Version::New));
                self.same.judge(left, right, base, new)
            }
            _ => false,
        }
    }

    /// One of the two documents.
    pub(crate) fn api(&self, version: Version) -> &'a Api {
        self.nodes.api(version)
    }

    /// The node of a schema; none is anything.
    pub(crate) fn node(&mut self, version: Version, schema: Option<SchemaId>) -> NodeId {
        self.nodes.of(version, schema)
    }

    /// Whether a goal compares with every value there is.
    pub(super) fn rests_on_any(&self, goal: GoalId) -> bool {
        matches!(self.entries[goal].goal, Goal::Pair(left, ..) if left == NodeId::ANY)
    }

    /// The entry of a goal, made if need be.
    pub(super) fn ask(&mut self, goal: Goal) -> GoalId {
        if let Some(id) = self.index.get(&goal) {
            return *id;
        }
        let id = self.entries.len();
        self.entries.push(Entry {
            goal,
            any: false,
            failed: false,
            aspects: Vec::new(),
            below: Vec::new(),
            above: Vec::new(),
            open: 0,
        });
        self.index.insert(goal, id);
        id
    }

    /// The entry of a goal that was asked before.
    pub(super) fn asked(&self, goal: Goal) -> Option<GoalId> {
        self.index.get(&goal).copied()
    }

    /// Makes a goal rest on another.
    pub(super) fn rest(&mut self, above: GoalId, goal: Goal, edge: Edge) {
        let below = self.ask(goal);
        self.entries[above].below.push((below, edge));
        self.entries[below].above.push(above);
    }
}
