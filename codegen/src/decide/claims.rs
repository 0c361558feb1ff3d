//! What the model says about an element beyond its JSON Schema: how surely it is known, what it
//! extends, what is personal.

use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Kind, Object, Property, Schema, SchemaId};
use oasis_model::severity::{self, Decode};

/// Whether a keyword of a property is only inferred or assumed: then what is received may break it.
pub(crate) fn is_guess(api: &Api, owner: SchemaId, property: &Property, keyword: &str) -> bool {
    is_unsure(api.property_basis(owner, property, keyword))
}

/// Whether a keyword of a schema is only inferred or assumed.
pub(crate) fn is_guess_of_schema(api: &Api, id: SchemaId, keyword: &str) -> bool {
    is_unsure(api.schema_basis(id, keyword))
}

/// The keywords that decide which Rust type reads the values of a schema; none where any value is
/// taken anyway.
pub(crate) fn typing(api: &Api, id: SchemaId) -> &'static [&'static str] {
    match &api.schema(api.resolve(id).0).kind {
        Kind::String(text) if text.format.is_some() => &["type", "format"],
        Kind::Integer(numbers) if numbers.format.is_some() => &["type", "format"],
        Kind::OneOf(_) => &["oneOf"],
        Kind::AnyOf(_) => &["anyOf"],
        Kind::AllOf(_) => &["allOf"],
        Kind::Any if api.schema(api.resolve(id).0).values.is_some() => &["enum"],
        Kind::Any | Kind::Not(_) | Kind::Alias(_) => &[],
        _ => &["type"],
    }
}

/// Whether a body is read although it contradicts what is known on this basis.
fn is_unsure(basis: Basis) -> bool {
    severity::decode(basis) == Decode::Accepted
}

/// The component schemas that an object extends by `allOf`.
pub(crate) fn extends(object: &Object) -> &[SchemaId] {
    &object.extends
}

/// Whether values are personal and never printed.
pub(crate) fn is_personal(api: &Api, id: SchemaId) -> bool {
    [id, api.resolve(id).0].iter().any(|id| api.schema(*id).personal)
}

/// What a schema is called: the component's name, or a hint made of where it stands.
pub(crate) fn hint(schema: &Schema) -> &str {
    &schema.name
}
