//! Sets that have no values because they insist on a part that nothing fits. That a part has no
//! values is the goal that it lies within the empty set, so that endless demands end in a proof.

use super::graph::{Edge, Goal, GoalId, Graph};
use super::id::{Mode, NodeId};
use super::shape::{Set, Shape};

/// Fills in the goal that a shape has no values: one part that nothing fits is enough.
pub(super) fn goal(graph: &mut Graph<'_>, id: GoalId, node: NodeId, index: u32) {
    let form = graph.nodes.form(node);
    graph[id].any = true;
    for part in demanded(&form.shapes[index as usize]) {
        if !has_values(graph, part) {
            graph.rest(id, Goal::Pair(part, NodeId::NEVER, Mode::default()), Edge::Here);
        }
    }
}

/// Whether it is worth asking if the shape has no values.
pub(super) fn in_question(graph: &mut Graph<'_>, shape: &Shape<'_>) -> bool {
    demanded(shape).into_iter().any(|part| !has_values(graph, part))
}

/// Whether it shows at once that a node has no values.
pub(super) fn is_empty(graph: &mut Graph<'_>, node: NodeId) -> bool {
    if graph.nodes.has_plain_values(node) {
        return false;
    }
    let form = graph.nodes.form(node);
    form.unknown.is_none() && form.values.is_empty() && form.shapes.is_empty()
}

/// The parts that every value of the shape has.
fn demanded(shape: &Shape<'_>) -> Vec<NodeId> {
    match &shape.set {
        Set::List(list) if list.min > 0 => vec![list.items],
        Set::Record(record) => {
            let properties = record.properties.values();
            properties
                .filter(|property| property.required && !property.hidden)
                .map(|property| property.set)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether it shows at once that a node has values.
pub(super) fn has_values(graph: &mut Graph<'_>, node: NodeId) -> bool {
    if graph.nodes.has_plain_values(node) {
        return true;
    }
    let form = graph.nodes.form(node);
    let simple = |shape: &Shape<'_>| {
        let simple = match &shape.set {
            Set::Number(_) | Set::Text(_) => true,
            Set::List(list) => list.min == 0,
            Set::Record(record) => record.sizes().0 == 0,
        };
        simple && shape.without.is_empty()
    };
    form.unknown.is_none() && (!form.values.is_empty() || form.shapes.iter().any(simple))
}
