//! Marks every schema with the way its values travel, seen from the integrator.

use crate::ir::{Additional, Api, Direction, Kind, SchemaId, Usage};

/// Follows bodies, responses and parameters down to the last schema.
pub(super) fn mark(api: &mut Api) {
    let mut sent = Vec::new();
    let mut received = Vec::new();
    for operation in &api.operations {
        let asked = operation
            .body
            .iter()
            .flat_map(|body| &body.contents)
            .filter_map(|content| content.schema);
        let asked = asked.chain(operation.parameters.iter().map(|parameter| parameter.schema));
        let responses = operation
            .responses
            .iter()
            .flat_map(|response| {
                let headers = response.headers.iter().filter_map(|header| header.schema);
                response.contents.iter().filter_map(|content| content.schema).chain(headers)
            })
            .collect::<Vec<_>>();
        match operation.direction {
            Direction::Call => {
                sent.extend(asked);
                received.extend(responses);
            }
            Direction::Webhook { .. } => {
                received.extend(asked);
                sent.extend(responses);
            }
        }
    }
    spread(api, sent, |usage| std::mem::replace(&mut usage.sent, true));
    spread(api, received, |usage| std::mem::replace(&mut usage.received, true));
}

fn spread(api: &mut Api, mut open: Vec<SchemaId>, mark: impl Fn(&mut Usage) -> bool) {
    while let Some(id) = open.pop() {
        if !mark(&mut api.schemas[id.index()].usage) {
            open.extend(children(&api.schema(id).kind));
        }
    }
}

/// The schemas that a schema is directly made of.
fn children(kind: &Kind) -> Vec<SchemaId> {
    match kind {
        Kind::Any
        | Kind::Never
        | Kind::Boolean
        | Kind::Integer(_)
        | Kind::Number(_)
        | Kind::String(_) => Vec::new(),
        Kind::Array(array) => array.items.into_iter().collect(),
        Kind::Object(object) => {
            let additional = match object.additional {
                Additional::Schema(id) => Some(id),
                Additional::Unstated | Additional::Any | Additional::Refused => None,
            };
            let discriminator = object.discriminator.iter();
            let family = discriminator.flat_map(|base| &base.children).map(|child| child.schema);
            let own = object.properties.iter().map(|property| property.schema);
            own.chain(additional).chain(family).collect()
        }
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.clone(),
        Kind::AllOf(parts) => parts.clone(),
        Kind::Not(id) | Kind::Alias(id) => vec![*id],
    }
}
