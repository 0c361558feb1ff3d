//! Finds the object behind aliases and compositions of one.

use oasis_model::ir::{Api, Kind, Object, Schema, SchemaId};

/// The object that a schema stands for, if it is one.
pub(super) fn of(api: &Api, id: SchemaId) -> Option<(&Schema, &Object)> {
    let mut id = id;
    // The bound keeps this total; `lower` refuses cycles of aliases.
    for _ in 0..=api.schemas.len() {
        let schema = api.schema(id);
        match &schema.kind {
            Kind::Object(object) => return Some((schema, object)),
            Kind::Alias(target) => id = *target,
            Kind::OneOf(union) | Kind::AnyOf(union) if union.variants.len() == 1 => {
                id = union.variants[0];
            }
            _ => return None,
        }
    }
    None
}
