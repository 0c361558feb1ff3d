//! What a schema says in the terms of a page: a few kinds, a null, and rules about the value.

use oasis_model::ir::{Api, Claim, Kind, Numbers, Schema, SchemaId};
use serde_json::Value;

/// A schema with its aliases and single-variant compositions followed.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape<'a> {
    /// The page's words for the alternatives, without null; empty: anything.
    pub(super) kinds: Vec<&'static str>,
    /// Null is allowed.
    pub(super) nullable: bool,
    /// A name for the kind of text or number.
    pub(super) format: Option<&'a str>,
    /// Bounds of a number.
    pub(super) numbers: Option<&'a Numbers>,
    /// The only values allowed.
    pub(super) values: Option<&'a [Value]>,
    /// The value meant when absent.
    pub(super) default: Option<&'a Value>,
    /// Regular expression.
    pub(super) pattern: Option<&'a str>,
    /// Fewest and most characters.
    pub(super) length: (Option<u64>, Option<u64>),
    /// Fewest and most items.
    pub(super) items: (Option<u64>, Option<u64>),
    /// Fewest and most members.
    pub(super) properties: (Option<u64>, Option<u64>),
    /// Not to be used any more.
    pub(super) deprecated: bool,
    /// Every claim on the way, the outermost first.
    pub(super) claims: Vec<&'a Claim>,
    /// Pointer of the schema that says something.
    pub(super) at: &'a str,
}

/// The shape of a schema.
pub(super) fn of(api: &Api, id: SchemaId) -> Shape<'_> {
    nested(api, id, 8)
}

/// The same with a bound on unions within unions, which may contain themselves.
fn nested(api: &Api, id: SchemaId, depth: usize) -> Shape<'_> {
    let mut shape = Shape::default();
    let mut id = id;
    // The bound keeps this total; `lower` refuses cycles of aliases.
    for _ in 0..=api.schemas.len() {
        let schema = api.schema(id);
        note(schema, &mut shape);
        match &schema.kind {
            Kind::Alias(target) => id = *target,
            Kind::OneOf(union) | Kind::AnyOf(union) if union.variants.len() == 1 => {
                id = union.variants[0]
            }
            kind => {
                rules(api, kind, depth, &mut shape);
                shape.at = &schema.at;
                break;
            }
        }
    }
    shape
}

fn note<'a>(schema: &'a Schema, shape: &mut Shape<'a>) {
    shape.nullable |= schema.nullable;
    shape.deprecated |= schema.docs.deprecated;
    shape.values = shape.values.or(schema.values.as_deref());
    shape.default = shape.default.or(schema.default.as_ref());
    shape.claims.push(&schema.claim);
}

fn rules<'a>(api: &'a Api, kind: &'a Kind, depth: usize, shape: &mut Shape<'a>) {
    let word = match kind {
        Kind::Any | Kind::Not(_) | Kind::Never | Kind::Alias(_) => return,
        Kind::Boolean => "boolean",
        Kind::Integer(numbers) | Kind::Number(numbers) => {
            shape.format = numbers.format.as_deref();
            shape.numbers = Some(numbers);
            if matches!(kind, Kind::Integer(_)) { "integer" } else { "number" }
        }
        Kind::String(text) => {
            shape.format = text.format.as_deref();
            shape.pattern = text.pattern.as_deref();
            shape.length = (text.min_length, text.max_length);
            "string"
        }
        Kind::Array(array) => {
            shape.items = (array.min_items, array.max_items);
            "array"
        }
        Kind::Object(object) => {
            shape.properties = (object.min_properties, object.max_properties);
            "object"
        }
        Kind::AllOf(_) => "object",
        Kind::OneOf(union) | Kind::AnyOf(union) => {
            for variant in union.variants.iter().take(if depth == 0 { 0 } else { usize::MAX }) {
                let variant = nested(api, *variant, depth - 1);
                shape.nullable |= variant.nullable;
                shape.kinds.extend(variant.kinds);
            }
            return;
        }
    };
    shape.kinds.push(word);
}

/// The schema of a list's items, if the schema is a list.
pub(super) fn items(api: &Api, id: SchemaId) -> Option<SchemaId> {
    match &api.schema(api.resolve(id).0).kind {
        Kind::Array(array) => array.items,
        _ => None,
    }
}
