//! The graph of goals: each is a claim about two sets and rests on others. It is filled in and solved
//! elsewhere.

use super::equal::Equal;
use super::id::{Mode, NodeId, Version};
use super::node::Nodes;
use super::shape::{Shape, Type};
use oasis_model::conform::Way;
use oasis_model::ir::{Api, SchemaId};
use serde_json::Value;
use std::collections::HashMap;
use std::ops::{Index, IndexMut};

/// Index of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct GoalId(u32);

/// A claim that one set lies within another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Goal {
    /// One node within another.
    Pair(NodeId, NodeId, Mode),
    /// One shape of a node within some shape of another.
    Fit(NodeId, u32, NodeId, Mode),
    /// One shape within one other shape.
    Match(NodeId, u32, NodeId, u32, Mode),
    /// One shape, split by the values of a property, within a node.
    Split(NodeId, u32, NodeId, Mode),
    /// One shape has nothing that fits the node taken out of a right shape.
    Disjoint(NodeId, u32, NodeId),
    /// One shape has no values at all.
    Empty(NodeId, u32),
}

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
    /// The right side insists on this property.
    Required(String),
    /// The right side refuses this property, or any unknown one.
    Closed(Option<String>),
    /// The right side says what this property is, the left one says nothing of it.
    Typed(String),
    /// One side says what unknown properties are, the other takes any.
    Others,
    /// The left side says what this property is, to the right side it is one of the unknown ones.
    Dropped(String),
    /// Bounds on the number of properties.
    MinProperties,
    /// See [`Aspect::MinProperties`].
    MaxProperties,
    /// The right side takes out what fits this.
    Overlap(NodeId),
    /// The question was not put, for this reason.
    Unknown(&'static str),
}

/// What a subgoal is about, seen from its parent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Edge<'a> {
    /// Another goal about the same value.
    Here,
    Property(&'a str),
    Typed(&'a str),
    Dropped(&'a str),
    Extra,
    Items,
    /// The right side takes this out.
    Without(NodeId),
}

/// A goal with what it rests on.
pub(super) struct Entry<'a> {
    pub(super) goal: Goal,
    /// One subgoal is enough; otherwise all have to hold.
    pub(super) any: bool,
    pub(super) failed: bool,
    pub(super) aspects: Vec<Aspect>,
    pub(super) below: Vec<(GoalId, Edge<'a>)>,
    pub(super) above: Vec<GoalId>,
    pub(super) open: usize,
}

/// Everything that was asked in one direction of travel.
pub(super) struct Graph<'a> {
    pub(super) nodes: Nodes<'a>,
    pub(super) equal: Equal,
    entries: Vec<Entry<'a>>,
    index: HashMap<Goal, GoalId>,
    /// Where the entries start that are not expanded yet.
    pub(super) waiting: GoalId,
}

impl<'a> Graph<'a> {
    /// An empty graph over two documents, for values that travel one way.
    pub(super) fn new(base: &'a Api, new: &'a Api, way: Way) -> Self {
        Self {
            nodes: Nodes::new(base, new, way),
            equal: Equal::default(),
            entries: Vec::new(),
            index: HashMap::new(),
            waiting: GoalId(0),
        }
    }

    /// Whether two schemas are the same word for word, prose aside.
    pub(super) fn are_equal(&mut self, base: Option<SchemaId>, new: Option<SchemaId>) -> bool {
        match (base, new) {
            (None, None) => true,
            (Some(base), Some(new)) => {
                let (left, right) = (self.nodes.api(Version::Base), self.nodes.api(Version::New));
                self.equal.judge(left, right, base, new)
            }
            _ => false,
        }
    }

    /// The node of a schema; none is anything.
    pub(super) fn node(&mut self, version: Version, schema: Option<SchemaId>) -> NodeId {
        self.nodes.of(version, schema)
    }

    /// The component that declares a shape.
    pub(super) fn component(&self, shape: &Shape<'_>) -> Option<&'a str> {
        let (version, id) = shape.origin?;
        let schema = self.nodes.api(version).schema(id);
        schema.component.then_some(schema.name.as_str())
    }

    /// Whether a goal compares with every value there is.
    pub(super) fn rests_on_any(&self, goal: GoalId) -> bool {
        matches!(self[goal].goal, Goal::Pair(left, ..) if left == NodeId::ANY)
    }

    /// The goals from this one on.
    pub(super) fn since(&self, first: GoalId) -> impl Iterator<Item = GoalId> + use<> {
        (first.0..self.next().0).map(GoalId)
    }

    /// The goal that waits longest to be expanded; it waits no more.
    pub(super) fn take(&mut self) -> Option<GoalId> {
        let id = self.waiting;
        (id < self.next()).then(|| {
            self.waiting = GoalId(id.0 + 1);
            id
        })
    }

    /// The id of the next entry.
    fn next(&self) -> GoalId {
        GoalId(u32::try_from(self.entries.len()).expect("memory ends before 2^32 goals"))
    }

    /// The entry of a goal, made if need be.
    pub(super) fn ask(&mut self, goal: Goal) -> GoalId {
        // Some goals are asked by one other goal only, so that none is looked for.
        let shared = !matches!(goal, Goal::Fit(..) | Goal::Match(..) | Goal::Split(..));
        if shared && let Some(id) = self.asked(goal) {
            return id;
        }
        let id = self.next();
        self.entries.push(Entry {
            goal,
            any: false,
            failed: false,
            aspects: Vec::new(),
            below: Vec::new(),
            above: Vec::new(),
            open: 0,
        });
        if shared {
            self.index.insert(goal, id);
        }
        id
    }

    /// The entry of a goal that was asked before.
    pub(super) fn asked(&self, goal: Goal) -> Option<GoalId> {
        self.index.get(&goal).copied()
    }

    /// Makes a goal rest on another.
    pub(super) fn rest(&mut self, above: GoalId, goal: Goal, edge: Edge<'a>) {
        let below = self.ask(goal);
        self[above].below.push((below, edge));
        self[below].above.push(above);
    }
}

impl<'a> Index<GoalId> for Graph<'a> {
    type Output = Entry<'a>;

    fn index(&self, id: GoalId) -> &Entry<'a> {
        &self.entries[id.0 as usize]
    }
}

impl<'a> IndexMut<GoalId> for Graph<'a> {
    fn index_mut(&mut self, id: GoalId) -> &mut Entry<'a> {
        &mut self.entries[id.0 as usize]
    }
}
