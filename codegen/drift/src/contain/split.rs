//! Splits a record by a property that it insists on, so that each piece may lie within another
//! alternative of the right side although the whole lies within none.

use super::graph::{Edge, Goal, GoalId, Graph};
use super::id::{Mode, NodeId, Part};
use super::shape::{Form, Record, Set, Shape};
use crate::limits::MOST_PIECES;

/// Fills in the goal that every piece of a shape lies within the right node.
pub(super) fn goal(
    graph: &mut Graph<'_>,
    id: GoalId,
    left: NodeId,
    index: u32,
    right: NodeId,
    mode: Mode,
) {
    let form = graph.nodes.form(left);
    let shape = &form.shapes[index as usize];
    let Some((name, pieces)) = best(graph, left, shape, right) else { return };
    for piece in pieces {
        let only = graph.nodes.make(piece);
        let mut part = shape.clone();
        if let Set::Record(Record { properties, .. }) = &mut part.set
            && let Some(property) = properties.get_mut(name)
        {
            property.set = only;
        }
        let part = graph.nodes.make(Form { shapes: vec![part], ..Form::default() });
        graph.rest(id, Goal::Pair(part, right, mode), Edge::Here);
    }
}

/// Whether there is a property to split by.
pub(super) fn is_possible<'a>(
    graph: &mut Graph<'a>,
    left: NodeId,
    shape: &Shape<'a>,
    right: NodeId,
) -> bool {
    best(graph, left, shape, right).is_some()
}

/// The property that tells most alternatives of the right side apart, with its pieces. What was
/// made by splitting is not split again.
fn best<'a>(
    graph: &mut Graph<'a>,
    left: NodeId,
    shape: &Shape<'a>,
    right: NodeId,
) -> Option<(&'a str, Vec<Form<'a>>)> {
    let Set::Record(record) = &shape.set else { return None };
    if matches!(graph.nodes.parts(left), [Part::Made(_)]) {
        return None;
    }
    let other = graph.nodes.form(right);
    let mut best: Option<(usize, &str, Vec<Form<'_>>)> = None;
    for (name, property) in &record.properties {
        if !property.required || property.hidden {
            continue;
        }
        let Some(pieces) = pieces(graph, property.set) else { continue };
        let telling = other.shapes.iter().filter(|other| match &other.set {
            Set::Record(other) => other.properties.get(name).is_some_and(|property| {
                let form = graph.nodes.form(property.set);
                form.shapes.is_empty() && form.values.len() < MOST_PIECES
            }),
            _ => false,
        });
        let telling = telling.count();
        if best.as_ref().is_none_or(|(most, ..)| telling > *most) {
            best = Some((telling, *name, pieces));
        }
    }
    best.map(|(_, name, pieces)| (name, pieces))
}

/// The listed values and the shapes of a node, one by one.
fn pieces<'a>(graph: &mut Graph<'a>, node: NodeId) -> Option<Vec<Form<'a>>> {
    let form = graph.nodes.form(node);
    let number = form.values.len() + form.shapes.len();
    if form.unknown.is_some() || !(2..=MOST_PIECES).contains(&number) {
        return None;
    }
    let values =
        form.values.iter().map(|value| Form { values: vec![value.clone()], ..Form::default() });
    let shapes =
        form.shapes.iter().map(|shape| Form { shapes: vec![shape.clone()], ..Form::default() });
    Some(values.chain(shapes).collect())
}
