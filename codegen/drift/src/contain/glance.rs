//! Answers at first sight: what needs no goal of its own because it shows from names, from equal
//! schemas or from a simple proof. "No" only means that it does not show.

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
