//! What a goal rests on: reasons against it found on the spot, and the goals below it.

use super::cover::covered;
use super::glance::{at_first_sight, demanded, excluded, has_values, in_question};
use super::graph::{Aspect, Edge, Goal, GoalId, Graph};
use super::id::{Mode, NodeId};
use super::judging::Listed;
use super::node::Nodes;
use super::shape::{Form, Set, Shape, Type, UNREAD};
use super::{matching, parallel, split};
use crate::limits::{FEW_LISTED, MOST_NAMED_VALUES, MOST_TRIED_ALTERNATIVES};
use serde_json::Value;

/// Fills in one goal.
pub(super) fn goal(graph: &mut Graph<'_>, id: GoalId) {
    match graph[id].goal {
        Goal::Pair(left, right, mode) => pair(graph, id, left, right, mode),
        Goal::Fit(left, shape, right, mode) => fit(graph, id, left, shape, right, mode),
        Goal::Match(left, shape, right, other, mode) => {
            matching::shapes(graph, id, (left, shape), (right, other), mode);
        }
        Goal::Split(left, shape, right, mode) => split::goal(graph, id, left, shape, right, mode),
        Goal::Empty(left, shape) => empty(graph, id, left, shape),
        Goal::Disjoint(left, shape, out) => disjoint_from(graph, id, (left, shape), out),
    }
}

/// What the right side takes out has nothing of the shape if the left side takes it out as well.
fn disjoint_from(graph: &mut Graph<'_>, id: GoalId, (left, shape): (NodeId, u32), out: NodeId) {
    let form = graph.nodes.form(left);
    let without = &form.shapes[shape as usize].without;
    graph[id].any = true;
    for own in without {
        if without.len() <= MOST_TRIED_ALTERNATIVES || is_plausible(graph, out, *own) {
            graph.rest(id, Goal::Pair(out, *own, Mode::default()), Edge::Here);
        }
    }
}

/// Whether it makes sense, at first sight, to ask if one node lies within another.
fn is_plausible(graph: &mut Graph<'_>, left: NodeId, right: NodeId) -> bool {
    let (form, other) = (graph.nodes.form(left), graph.nodes.form(right));
    form.shapes.iter().all(|shape| {
        other
            .shapes
            .iter()
            .any(|other| shape.set.same_type(&other.set) && demands_met(&shape.set, &other.set))
    })
}

/// A shape has no values if nothing fits one of the parts that it insists on. That nothing does is the
/// goal that it lies within the empty set, so that endless demands end in a proof.
fn empty(graph: &mut Graph<'_>, id: GoalId, node: NodeId, index: u32) {
    let form = graph.nodes.form(node);
    graph[id].any = true;
    for part in demanded(&form.shapes[index as usize]) {
        if !has_values(graph, part) {
            graph.rest(id, Goal::Pair(part, NodeId::NEVER, Mode::default()), Edge::Here);
        }
    }
}

fn pair(graph: &mut Graph<'_>, id: GoalId, left: NodeId, right: NodeId, mode: Mode) {
    if at_first_sight(graph, left, right) {
        return;
    }
    if parallel::goal(graph, id, (left, right), mode) {
        return;
    }
    let (form, other) = (graph.nodes.form(left), graph.nodes.form(right));
    // A left side that is not fully known proves nothing wrong by what it may hold besides; one that could
    // not be read says nothing at all.
    let unread = form.unknown.filter(|reason| *reason == UNREAD);
    if let Some(reason) = other.unknown.or(unread) {
        graph[id].aspects.push(Aspect::Unknown(reason));
        return;
    }
    let mut aspects = Vec::new();
    let plain = graph.nodes.lists_plainly(right);
    let listed = (form.values.len() > FEW_LISTED).then(|| Listed::of(&other, plain));
    for value in &form.values {
        if mode.text && value.is_null() {
            continue;
        }
        let sure = listed.as_ref().and_then(|listed| listed.takes(value));
        let sure = sure.filter(|taken| *taken || !mode.text);
        if sure.or_else(|| accepts(&graph.nodes, right, value, mode)) != Some(true)
            && aspects.len() < MOST_NAMED_VALUES
        {
            let aspect = refused(value, &other);
            if !aspects.contains(&aspect) {
                aspects.push(aspect);
            }
        }
    }
    for (index, shape) in form.shapes.iter().enumerate() {
        let index = u32::try_from(index).expect("forms are bounded");
        let taken = few(&shape.set).is_some_and(|values| {
            values.iter().all(|value| accepts(&graph.nodes, right, value, mode) == Some(true))
        });
        if taken {
            continue;
        }
        if other.shapes.iter().any(|other| comparable(&shape.set, &other.set, mode)) {
            graph.rest(id, Goal::Fit(left, index, right, mode), Edge::Here);
        } else if in_question(graph, shape) {
            graph.rest(id, Goal::Empty(left, index), Edge::Here);
        } else {
            aspects.push(untaken(shape, &other));
        }
    }
    graph[id].aspects = aspects;
}

/// Why nothing of the other form takes a shape of another type.
pub(super) fn untaken(shape: &Shape<'_>, other: &Form<'_>) -> Aspect {
    let kind = shape.set.kind();
    let listed = other.values.iter().any(|value| similar(kind, Type::of(value)));
    if listed { Aspect::Listed(kind) } else { Aspect::Type(kind) }
}

fn refused(value: &Value, other: &Form<'_>) -> Aspect {
    let kind = Type::of(value);
    let known = other.values.iter().any(|value| similar(kind, Type::of(value)))
        || other.shapes.iter().any(|shape| similar(kind, shape.set.kind()));
    match value {
        Value::Null => Aspect::Null,
        _ if known => Aspect::Value(value.clone()),
        _ => Aspect::Type(kind),
    }
}

fn similar(left: Type, right: Type) -> bool {
    let number = |kind| matches!(kind, Type::Integer | Type::Number);
    left == right || (number(left) && number(right))
}

/// Whether it makes sense to ask if one set lies within another.
pub(super) fn comparable(left: &Set<'_>, right: &Set<'_>, mode: Mode) -> bool {
    left.same_type(right)
        || (mode.text && matches!((left, right), (Set::Number(_), Set::Text(_))))
        || (mode.text && matches!((left, right), (Set::Number(_) | Set::Text(_), Set::List(_))))
}

/// The values of a small set.
fn few(set: &Set<'_>) -> Option<Vec<Value>> {
    match set {
        Set::Number(numbers) => numbers.few(),
        Set::Text(texts) => texts.few(),
        Set::List(_) | Set::Record(_) => None,
    }
}

/// Whether a value, or what a reader may take its text for, belongs to a node.
pub(super) fn accepts(nodes: &Nodes<'_>, node: NodeId, value: &Value, mode: Mode) -> Option<bool> {
    let plain = nodes.accepts(node, value);
    if !mode.text || plain == Some(true) {
        return plain;
    }
    if readings(value).iter().any(|reading| nodes.accepts(node, reading) == Some(true)) {
        return Some(true);
    }
    plain
}

/// What else a reader may take the text of a value for.
pub(super) fn readings(value: &Value) -> Vec<Value> {
    let mut readings = Vec::new();
    match value {
        Value::String(text) => readings.extend(
            serde_json::from_str::<Value>(text).ok().filter(|v| v.is_number() || v.is_boolean()),
        ),
        Value::Number(_) | Value::Bool(_) => readings.push(Value::String(value.to_string())),
        _ => {}
    }
    if !value.is_array() && !value.is_object() {
        let items: Vec<Value> = readings.iter().chain([value]).cloned().collect();
        readings.extend(items.into_iter().map(|item| Value::Array(vec![item])));
    }
    readings
}

fn fit(graph: &mut Graph<'_>, id: GoalId, left: NodeId, index: u32, right: NodeId, mode: Mode) {
    let (form, other) = (graph.nodes.form(left), graph.nodes.form(right));
    let shape = &form.shapes[index as usize];
    let candidates = other.shapes.iter().enumerate();
    let candidates = candidates.filter(|(_, other)| comparable(&shape.set, &other.set, mode));
    let mut positions: Vec<usize> = candidates.map(|(position, _)| position).collect();
    if positions.len() > MOST_TRIED_ALTERNATIVES {
        let name = graph.component(shape);
        positions.retain(|position| {
            let other = &other.shapes[*position];
            *position == index as usize
                || (name.is_some() && graph.component(other) == name)
                || demands_met(&shape.set, &other.set)
        });
    }
    if positions.len() > 1 && joined(graph, shape, &other, mode) {
        return;
    }
    graph[id].any = true;
    for position in &positions {
        let position = u32::try_from(*position).expect("forms are bounded");
        graph.rest(id, Goal::Match(left, index, right, position, mode), Edge::Here);
    }
    if positions.len() > 1 && split::is_possible(graph, left, shape, right) {
        graph.rest(id, Goal::Split(left, index, right, mode), Edge::Here);
    }
    if in_question(graph, shape) {
        graph.rest(id, Goal::Empty(left, index), Edge::Here);
    }
}

/// Whether the left set has at least the properties that the right one insists on.
fn demands_met(left: &Set<'_>, right: &Set<'_>) -> bool {
    let (Set::Record(own), Set::Record(bound)) = (left, right) else { return true };
    bound.properties.iter().filter(|(_, property)| property.required && !property.hidden).all(
        |(name, _)| {
            own.properties.get(name).is_some_and(|property| property.required && !property.hidden)
        },
    )
}

/// Whether several sets of numbers together take the shape.
fn joined(graph: &mut Graph<'_>, shape: &Shape<'_>, other: &Form<'_>, mode: Mode) -> bool {
    let Set::Number(own) = &shape.set else { return false };
    let mut parts = Vec::new();
    for candidate in &other.shapes {
        if let Set::Number(part) = &candidate.set
            && candidate.without.iter().all(|out| excluded(graph, shape, *out, mode))
        {
            parts.push(part);
        }
    }
    covered(own, &parts)
}
