//! Walks over the schemas: which of them are used at all, and where a struct would hold itself.
//!
//! Both are linear in the document and keep their own stack, so that no document is too deep.

use crate::emit::shape::{Shape, shape};
use oasis_model::ir::{Additional, Api, Kind, Schema, SchemaId};
use std::collections::HashSet;

/// Which schemas are used by components or operations. Merging leaves some behind that are not.
pub(super) fn reachable(api: &Api) -> Vec<bool> {
    let mut seen = vec![false; api.schemas.len()];
    let mut waiting: Vec<SchemaId> =
        api.schemas().filter(|(_, schema)| schema.component).map(|(id, _)| id).collect();
    for operation in &api.operations {
        let bodies = operation.body.iter().flat_map(|body| &body.contents);
        let answers = operation.responses.iter().flat_map(|response| &response.contents);
        waiting.extend(bodies.chain(answers).filter_map(|content| content.schema));
        waiting.extend(operation.parameters.iter().map(|parameter| parameter.schema));
    }
    while let Some(id) = waiting.pop() {
        if !std::mem::replace(&mut seen[id.index()], true) {
            waiting.extend(uses(api.schema(id)));
        }
    }
    seen
}

/// The schemas that the Rust type of this one mentions.
fn uses(schema: &Schema) -> Vec<SchemaId> {
    match &schema.kind {
        Kind::Array(array) => array.items.into_iter().collect(),
        Kind::Object(object) => {
            let additional = match object.additional {
                Additional::Schema(id) => Some(id),
                _ => None,
            };
            object.properties.iter().map(|property| property.schema).chain(additional).collect()
        }
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.clone(),
        Kind::Alias(target) => vec![*target],
        _ => Vec::new(),
    }
}

/// The members of structs through which a struct would hold itself: the back edges of a walk.
pub(super) fn boxed(api: &Api) -> HashSet<(SchemaId, SchemaId)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; api.schemas.len()];
    let mut boxed = HashSet::new();
    for (root, _) in api.schemas() {
        let mut path = vec![(root, 0)];
        if marks[root.index()] != Mark::New {
            continue;
        }
        marks[root.index()] = Mark::Open;
        while let Some((owner, next)) = path.last_mut() {
            let properties = match shape(api.schema(*owner)) {
                Shape::Struct(object) => object.properties.as_slice(),
                _ => &[],
            };
            let Some(property) = properties.get(*next) else {
                marks[owner.index()] = Mark::Done;
                path.pop();
                continue;
            };
            *next += 1;
            let target = api.resolve(property.schema).0;
            match marks[target.index()] {
                Mark::New => {
                    marks[target.index()] = Mark::Open;
                    path.push((target, 0));
                }
                Mark::Open => {
                    boxed.insert((*owner, property.schema));
                }
                Mark::Done => {}
            }
        }
    }
    boxed
}
