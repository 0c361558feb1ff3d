//! A goal that was not proved in, the reasons why out, the nearest first, each with the way back up.
//! Each goal is walked through for a few roots only. Whether a message fails is not decided here.

use super::disjoint;
use super::expand;
use super::graph::{Aspect, Edge, Goal, GoalId, Graph};
use super::id::{Mode, NodeId};
use crate::limits::MOST_EXPLANATIONS;
use std::collections::{HashMap, HashSet, VecDeque};

/// One reason, with where it was met.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) aspect: Aspect,
    pub(super) left: NodeId,
    pub(super) right: NodeId,
    /// The shapes that were matched, where the reason is about shapes.
    pub(super) shapes: Option<(u32, u32)>,
    /// The step that led here; none at the root.
    pub(super) trail: Option<usize>,
}

/// One step from a value into a part of it.
#[derive(Clone, Debug)]
pub(super) struct Step<'a> {
    pub(super) above: Option<usize>,
    pub(super) node: NodeId,
    pub(super) other: NodeId,
    pub(super) shape: u32,
    pub(super) edge: Edge<'a>,
    /// How many steps lead here, this one included.
    depth: usize,
}

/// All reasons below one goal, the nearest first.
#[derive(Default)]
pub(super) struct Explanation<'a> {
    pub(super) found: Vec<Found>,
    /// There is more, deeper down than was asked for.
    pub(super) cut: bool,
    /// Something was left out because enough operations meet it.
    pub(super) limited: bool,
    pub(super) steps: Vec<Step<'a>>,
    seen: HashSet<GoalId>,
    /// With the number of rounds that a goal still waits: those about parts that say the same are met
    /// without the goals in between, and are not to come before their neighbours.
    waiting: VecDeque<(GoalId, Option<usize>, u8)>,
}

/// How often each goal was explained. The same reasons are met by all operations that share a
/// schema; naming all of them would take the square of their number.
#[derive(Default)]
pub(super) struct Visits(HashMap<GoalId, usize>);

impl Visits {
    fn enter(&mut self, goal: GoalId) -> bool {
        let visits = self.0.entry(goal).or_default();
        *visits += 1;
        *visits <= MOST_EXPLANATIONS
    }
}

/// Explains why a node could not be shown to lie within another, at most `deepest` steps down.
pub(super) fn explain<'a>(
    graph: &mut Graph<'a>,
    (left, right): (NodeId, NodeId),
    mode: Mode,
    visits: &mut Visits,
    deepest: usize,
) -> Explanation<'a> {
    let mut explanation = Explanation::default();
    // What was never asked needs no explanation.
    let root = graph.asked(Goal::Pair(left, right, mode));
    explanation.waiting.extend(root.map(|root| (root, None, 0)));
    while let Some((id, trail, rounds)) = explanation.waiting.pop_front() {
        if let Some(rounds) = rounds.checked_sub(1) {
            explanation.waiting.push_back((id, trail, rounds));
            continue;
        }
        if !graph[id].failed || !explanation.seen.insert(id) {
            continue;
        }
        if explanation.depth(trail) > deepest {
            explanation.cut = true;
        } else if visits.enter(id) {
            explanation.visit(graph, id, trail);
        } else {
            explanation.limited = true;
        }
    }
    explanation
}

impl<'a> Explanation<'a> {
    /// The property that the last step led into.
    pub(super) fn last_property(&self, found: &Found) -> Option<&'a str> {
        match &self.steps[found.trail?].edge {
            Edge::Property(name) => Some(name),
            _ => None,
        }
    }

    /// The steps that led to a reason, innermost first.
    pub(super) fn steps_to(&self, found: &Found) -> impl Iterator<Item = &Step<'a>> {
        let step = |index: Option<usize>| index.map(|index| &self.steps[index]);
        std::iter::successors(step(found.trail), move |inner| step(inner.above))
    }

    /// Whether another reason at the same place says this one as well: a change of type says that null
    /// is another matter, too.
    pub(super) fn says_as_well(&self, found: &Found) -> bool {
        let says = |other: &Found| {
            matches!(other.aspect, Aspect::Type(_))
                && (other.left, other.right) == (found.left, found.right)
        };
        found.aspect == Aspect::Null && self.found.iter().any(says)
    }

    /// How many steps a trail has.
    pub(super) fn depth(&self, trail: Option<usize>) -> usize {
        trail.map_or(0, |step| self.steps[step].depth)
    }

    fn visit(&mut self, graph: &mut Graph<'a>, id: GoalId, trail: Option<usize>) {
        let entry = &mut graph[id];
        let (goal, aspects) = (entry.goal, entry.aspects.clone());
        // Taken out for a while, since goals are many.
        let below = std::mem::take(&mut entry.below);
        match goal {
            Goal::Pair(left, right, _) => {
                let found = |aspect| Found { aspect, left, right, shapes: None, trail };
                self.found.extend(aspects.into_iter().map(found));
                self.found.extend(untaken(graph, right, &below).into_iter().map(found));
                for (below, edge) in &below {
                    match edge {
                        Edge::Here => self.waiting.push_back((*below, trail, 0)),
                        _ if graph[*below].failed => {
                            self.step((left, right), 0, trail, (*below, *edge), 2);
                        }
                        _ => {}
                    }
                }
            }
            Goal::Fit(left, shape, right, _) => match nearest(graph, left, shape, right, &below) {
                Some(best) => self.waiting.push_back((best, trail, 0)),
                None => {
                    let aspect = Aspect::Alternative(shape);
                    self.found.push(Found { aspect, left, right, shapes: None, trail });
                }
            },
            Goal::Match(left, shape, right, other, _) => {
                let found =
                    |aspect| Found { aspect, left, right, shapes: Some((shape, other)), trail };
                self.found.extend(aspects.into_iter().map(found));
                for (below, edge) in below.iter().filter(|(below, _)| graph[*below].failed) {
                    let name = |name: &str| name.to_owned();
                    let aspect = match edge {
                        Edge::Typed(typed) => Aspect::Typed(name(typed)),
                        Edge::Dropped(dropped) => Aspect::Dropped(name(dropped)),
                        Edge::Without(out) => Aspect::Overlap(*out),
                        Edge::Extra if graph.rests_on_any(*below) => Aspect::Others,
                        Edge::Here => {
                            self.waiting.push_back((*below, trail, 0));
                            continue;
                        }
                        Edge::Property(_) | Edge::Items | Edge::Extra => {
                            self.step((left, right), shape, trail, (*below, *edge), 0);
                            continue;
                        }
                    };
                    self.found.push(found(aspect));
                }
            }
            Goal::Split(..) | Goal::Disjoint(..) | Goal::Empty(..) => {}
        }
        graph[id].below = below;
    }

    /// Steps into a part of a shape of `node`.
    fn step(
        &mut self,
        (node, other): (NodeId, NodeId),
        shape: u32,
        above: Option<usize>,
        (below, edge): (GoalId, Edge<'a>),
        rounds: u8,
    ) {
        let depth = self.depth(above) + 1;
        self.steps.push(Step { above, node, other, shape, edge, depth });
        self.waiting.push_back((below, Some(self.steps.len() - 1), rounds));
    }
}

/// The shapes that only a lack of values would have saved.
fn untaken(graph: &mut Graph<'_>, right: NodeId, below: &[(GoalId, Edge<'_>)]) -> Vec<Aspect> {
    let other = graph.nodes.form(right);
    let mut aspects = Vec::new();
    for (id, _) in below {
        if let (Goal::Empty(left, index), true) = (graph[*id].goal, graph[*id].failed) {
            let form = graph.nodes.form(left);
            aspects.push(expand::untaken(&form.shapes[index as usize], &other));
        }
    }
    aspects.dedup();
    aspects
}

/// The alternative that a shape was meant to match, if that can be told.
fn nearest(
    graph: &mut Graph<'_>,
    left: NodeId,
    index: u32,
    right: NodeId,
    below: &[(GoalId, Edge<'_>)],
) -> Option<GoalId> {
    let (form, other) = (graph.nodes.form(left), graph.nodes.form(right));
    let shape = &form.shapes[index as usize];
    let matches: Vec<(GoalId, u32)> = below
        .iter()
        .filter_map(|(id, _)| match graph[*id].goal {
            Goal::Match(_, _, _, position, _) => Some((*id, position)),
            _ => None,
        })
        .filter(|(_, position)| shape.set.same_type(&other.shapes[*position as usize].set))
        .collect();
    if let [(only, _)] = matches[..]
        && form.shapes.iter().filter(|own| own.set.same_type(&shape.set)).count() == 1
    {
        return Some(only);
    }
    let name = graph.component(shape);
    let namesake = matches.iter().find(|(_, position)| {
        name.is_some() && graph.component(&other.shapes[*position as usize]) == name
    });
    if let Some((id, _)) = namesake {
        return Some(*id);
    }
    let own: HashSet<&str> = form.shapes.iter().filter_map(|own| graph.component(own)).collect();
    let mut fitting: Vec<(usize, GoalId)> = Vec::new();
    for (id, position) in matches {
        let candidate = &other.shapes[position as usize];
        let taken = graph.component(candidate).is_some_and(|name| own.contains(name));
        if !taken && !disjoint::shapes(&mut graph.nodes, shape, candidate) {
            let entry = &graph[id];
            let failed = entry.below.iter().filter(|(below, _)| graph[*below].failed).count();
            fitting.push((entry.aspects.len() + failed, id));
        }
    }
    fitting.into_iter().min().map(|(_, id)| id)
}
