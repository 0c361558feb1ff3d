//! Proves that two sets have nothing in common. "No" only means that no simple proof was found.

use super::id::NodeId;
use super::node::Nodes;
use super::shape::{Record, Set, Shape, Type};
use crate::limits::DEEPEST_DISJOINT;
use oasis_model::decimal::Decimal;
use serde_json::Value;

/// Whether no value of the shape belongs to the node. `names` are the only properties that a sender
/// uses, where one is known.
pub(super) fn shape_and_node(
    nodes: &mut Nodes<'_>,
    shape: &Shape<'_>,
    node: NodeId,
    names: Option<&Record<'_>>,
) -> bool {
    shape_node(nodes, shape, node, names, DEEPEST_DISJOINT)
}

fn shape_node(
    nodes: &mut Nodes<'_>,
    shape: &Shape<'_>,
    node: NodeId,
    names: Option<&Record<'_>>,
    depth: usize,
) -> bool {
    if depth == 0 || !nodes.may_try() {
        return false;
    }
    let form = nodes.form(node);
    if form.unknown.is_some() && form.shapes.is_empty() {
        return false;
    }
    form.values.iter().all(|value| !may_hold(shape, value))
        && form
            .shapes
            .iter()
            .all(|other| unsendable(names, other) || shapes_at(nodes, shape, other, depth))
}

/// A sender that knows only its own names never sends a property that the other shape insists on.
fn unsendable(names: Option<&Record<'_>>, other: &Shape<'_>) -> bool {
    let (Some(own), Set::Record(record)) = (names, &other.set) else { return false };
    record.properties.iter().any(|(name, property)| {
        property.required && own.properties.get(name).is_none_or(|property| property.hidden)
    })
}

/// Whether two shapes have nothing in common.
pub(super) fn shapes(nodes: &mut Nodes<'_>, left: &Shape<'_>, right: &Shape<'_>) -> bool {
    shapes_at(nodes, left, right, DEEPEST_DISJOINT)
}

fn shapes_at(nodes: &mut Nodes<'_>, left: &Shape<'_>, right: &Shape<'_>, depth: usize) -> bool {
    match (&left.set, &right.set) {
        (Set::Number(a), Set::Number(b)) => a.disjoint(b),
        (Set::Text(a), Set::Text(b)) => a.disjoint(b),
        (Set::List(a), Set::List(b)) => {
            a.max.is_some_and(|max| max < b.min)
                || b.max.is_some_and(|max| max < a.min)
                || (a.min.max(b.min) > 0 && sets(nodes, a.items, b.items, depth - 1))
        }
        (Set::Record(a), Set::Record(b)) => {
            let required = |record: &Record<'_>| -> Vec<String> {
                let properties = record.properties.iter().filter(|(_, property)| property.required);
                properties.map(|(name, _)| (*name).to_owned()).collect()
            };
            required(a).into_iter().chain(required(b)).any(|name| {
                let of = |record: &Record<'_>| {
                    record.properties.get(name.as_str()).copied().unwrap_or(record.undeclared()).set
                };
                sets(nodes, of(a), of(b), depth - 1)
            })
        }
        _ => true,
    }
}

/// Whether two nodes have nothing in common.
fn sets(nodes: &mut Nodes<'_>, left: NodeId, right: NodeId, depth: usize) -> bool {
    if left == NodeId::NEVER || right == NodeId::NEVER {
        return true;
    }
    if depth == 0 || left == right || left == NodeId::ANY || right == NodeId::ANY {
        return false;
    }
    let form = nodes.form(left);
    if form.unknown.is_some() && form.shapes.is_empty() {
        return false;
    }
    form.values.iter().all(|value| nodes.accepts(right, value) == Some(false))
        && form.shapes.iter().all(|shape| shape_node(nodes, shape, right, None, depth))
}

/// Whether a value could be one of the shape's.
pub(super) fn may_hold(shape: &Shape<'_>, value: &Value) -> bool {
    match (&shape.set, value) {
        (Set::Number(set), Value::Number(number)) => {
            Decimal::of(number).is_none_or(|number| set.holds(number))
        }
        (Set::Text(set), Value::String(text)) => set.may_hold(text),
        (Set::List(_) | Set::Record(_), value) => {
            matches!(Type::of(value), Type::Array | Type::Object)
        }
        _ => false,
    }
}
