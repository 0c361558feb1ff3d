//! Two objects, or two arrays, whose schemas say the same apart from their parts: one lies within the
//! other if each part does. No form of the whole is needed, which is what keeps large documents quick
//! in which one small change is below everything. What takes more thought is left to `expand`.

use super::equal;
use super::glance::has_values;
use super::graph::{Edge, GoalId, Graph};
use super::id::{Mode, NodeId, Part};
use super::matching::part;
use oasis_model::ir::{Additional, Kind, SchemaId};

/// Makes the goal rest on the parts of both sides. Returns `false` if that would not be the whole
/// answer.
pub(super) fn goal(
    graph: &mut Graph<'_>,
    id: GoalId,
    (left, right): (NodeId, NodeId),
    mode: Mode,
) -> bool {
    let Some(parts) = parts(graph, left, right) else { return false };
    for (edge, left, right) in parts {
        part(graph, id, (left, right), mode, edge);
    }
    true
}

/// The parts of two such schemas that travel, in pairs.
fn parts<'a>(
    graph: &mut Graph<'a>,
    left: NodeId,
    right: NodeId,
) -> Option<Vec<(Edge<'a>, NodeId, NodeId)>> {
    let ([Part::Schema(version, own)], [Part::Schema(other_version, other)]) =
        (graph.nodes.parts(left), graph.nodes.parts(right))
    else {
        return None;
    };
    let (version, other_version) = (*version, *other_version);
    let own = graph.nodes.api(version).schema(*own);
    let other = graph.nodes.api(other_version).schema(*other);
    if own.unknown || own.values.is_some() || !equal::are_equal_but_for_parts(own, other) {
        return None;
    }
    let mut pair = |own: SchemaId, other: SchemaId, required: bool| {
        let hidden = [(version, own), (other_version, other)]
            .map(|(version, id)| graph.nodes.is_hidden(graph.nodes.api(version).schema(id)));
        if hidden == [true, true] {
            return Some(None);
        }
        let nodes = (graph.nodes.schema(version, own), graph.nodes.schema(other_version, other));
        // A part that has to be there and that nothing fits leaves nothing of the whole.
        let possible = !required || (has_values(graph, nodes.0) && has_values(graph, nodes.1));
        (hidden == [false, false] && possible).then_some(Some(nodes))
    };
    let mut parts = Vec::new();
    match (&own.kind, &other.kind) {
        // Sizes may leave nothing of the whole.
        (Kind::Array(own), Kind::Array(other)) if own.max_items.is_none() => {
            let nodes = pair(own.items?, other.items?, own.min_items.is_some())?;
            parts.extend(nodes.map(|(left, right)| (Edge::Items, left, right)));
        }
        (Kind::Object(own), Kind::Object(other))
            if !matches!(own.additional, Additional::Schema(_))
                && own.required_undeclared.is_empty()
                && (own.min_properties, own.max_properties) == (None, None) =>
        {
            for (property, other) in own.properties.iter().zip(&other.properties) {
                let nodes = pair(property.schema, other.schema, property.required)?;
                let edge = Edge::Property(&property.name);
                parts.extend(nodes.map(|(left, right)| (edge, left, right)));
            }
            parts.sort_by_key(|(edge, ..)| match edge {
                Edge::Property(name) => *name,
                _ => "",
            });
        }
        _ => return None,
    }
    Some(parts)
}
