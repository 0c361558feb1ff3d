//! Schemas that Rust says in another way than the document, rewritten before anything is decided.
//!
//! The API keeps its values: an object whose discriminator names the
//! schemas that extend it becomes a union of those, an `allOf` with alternatives a union of objects,
//! a list of values of several types a union of lists. Every schema keeps its id; what is added
//! stands behind, and is called and located like what it was made of.

mod alternatives;
mod families;
mod redeclared;
mod values;

use oasis_model::ir::{Api, Kind, Schema, SchemaId};

/// Unions within each other that are written out.
const ROUNDS: usize = 4;
/// Limit on the alternatives that are added to one API.
const MOST_ALTERNATIVES: usize = 20_000;

/// Makes an API say the same as Rust does.
pub(crate) fn expand(api: &mut Api) {
    families::write_out(api);
    values::split(api);
    let all = api.schemas().filter(|(_, schema)| matches!(schema.kind, Kind::AllOf(_)));
    let mut open: Vec<SchemaId> = all.map(|(id, _)| id).collect();
    let (mut known, mut left) = (redeclared::Known::default(), MOST_ALTERNATIVES);
    for _ in 0..ROUNDS {
        let all = known.merge(api, open);
        open = alternatives::distribute(api, all, &mut left);
    }
    known.merge(api, open);
    api.merged.extend(known.merged());
}

/// Adds a schema of this kind, made of the one with this id.
fn add(api: &mut Api, of: SchemaId, name: String, kind: Kind) -> SchemaId {
    let schema = Schema {
        name,
        component: false,
        kind,
        nullable: false,
        values: None,
        constant: None,
        default: None,
        example: None,
        ..api.schema(of).clone()
    };
    api.schemas.push(schema);
    SchemaId::new(api.schemas.len() - 1)
}

/// Whether a schema says nothing about its values.
fn says_nothing(api: &Api, id: SchemaId) -> bool {
    let schema = api.schema(api.resolve(id).0);
    schema.kind == Kind::Any && schema.values.is_none()
}
