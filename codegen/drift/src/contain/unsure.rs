//! Values that show nothing, because validators read the schemas of either side differently.
//!
//! Where several alternatives of a `oneOf` take null, lowering lets null through and strict
//! validators do not.

use super::id::{NodeId, Part};
use super::node::Nodes;
use oasis_model::ir::{Additional, Api, Kind, SchemaId};
use serde_json::Value;
use std::collections::HashSet;

/// Whether it depends on the reader what null means below one of these nodes.
pub(super) fn about_null(nodes: &Nodes<'_>, roots: [NodeId; 2]) -> bool {
    roots.into_iter().flat_map(|root| nodes.parts(root)).any(|part| match part {
        Part::Schema(version, id) => shares_null(nodes.api(*version), *id),
        Part::Made(_) => false,
    })
}

fn shares_null(api: &Api, root: SchemaId) -> bool {
    let mut seen = HashSet::from([root]);
    let mut waiting = vec![root];
    while let Some(id) = waiting.pop() {
        let kind = &api.schema(id).kind;
        if let Kind::OneOf(union) = kind {
            let takes_null = union.variants.iter().filter(|variant| api.resolve(**variant).1);
            if takes_null.count() > 1 {
                return true;
            }
        }
        waiting.extend(children(kind).into_iter().filter(|child| seen.insert(*child)));
    }
    false
}

fn children(kind: &Kind) -> Vec<SchemaId> {
    match kind {
        Kind::Array(rules) => rules.items.into_iter().collect(),
        Kind::Object(rules) => {
            let mut below: Vec<SchemaId> =
                rules.properties.iter().map(|property| property.schema).collect();
            if let Additional::Schema(id) = rules.additional {
                below.push(id);
            }
            below
        }
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.clone(),
        Kind::AllOf(parts) => parts.clone(),
        Kind::Not(id) | Kind::Alias(id) => vec![*id],
        _ => Vec::new(),
    }
}

/// Whether there is a null somewhere in the value.
pub(super) fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(properties) => properties.values().any(holds_null),
        _ => false,
    }
}
