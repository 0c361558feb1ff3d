//! Answers at first sight: what needs no goal of its own because it shows from names, from equal
//! schemas or from a simple proof. "No" only means that it does not show: whether a set is empty
//! because it insists on a part that nothing fits, for one, is a goal.

use super::graph::Graph;
use super::id::{Mode, NodeId, Part, Version};
use super::shape::{Set, Shape};
use super::{disjoint, text};

/// Whether the left node lies within the right one for a reason that needs no look at their forms.
pub(super) fn at_first_sight(graph: &mut Graph<'_>, left: NodeId, right: NodeId) -> bool {
    let parts = graph.nodes.parts(left);
    left == right
        || left == NodeId::NEVER
        || graph.nodes.parts(right).iter().all(|part| parts.contains(part))
        || are_equal(graph, left, right)
}

/// Whether both nodes are single schemas that say the same.
fn are_equal(graph: &mut Graph<'_>, left: NodeId, right: NodeId) -> bool {
    let (mut base, mut new) = (None, None);
    for node in [left, right] {
        match graph.nodes.parts(node) {
            [Part::Schema(Version::Base, id)] => base = Some(*id),
            [Part::Schema(Version::New, id)] => new = Some(*id),
            _ => return false,
        }
    }
    base.is_some() && new.is_some() && graph.are_equal(base, new)
}

/// Whether nothing of the shape fits the node that the right side takes out.
pub(super) fn excluded(graph: &mut Graph<'_>, shape: &Shape<'_>, out: NodeId, mode: Mode) -> bool {
    let names = match &shape.set {
        Set::Record(record) if mode.sender => Some(record),
        _ => None,
    };
    shape.without.contains(&out) || disjoint::shape_and_node(&mut graph.nodes, shape, out, names)
}

/// Whether the text of any number fits.
pub(super) fn takes_numbers(texts: &text::Texts) -> bool {
    texts.min <= 1 && texts.max.is_none() && texts.formats.is_empty() && texts.patterns.is_empty()
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
pub(super) fn demanded(shape: &Shape<'_>) -> Vec<NodeId> {
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
