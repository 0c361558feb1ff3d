//! How a property stands in its struct: its type, when it is written, and how it is read.

use super::Types;
use super::object::{Presence, Reading};
use crate::decide::claims::{is_guess, is_guess_of_schema, typing};
use crate::decide::shapes::{Shape, is_strict};
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Property, SchemaId};

/// The type of a field, when it is written and how it is read.
pub(super) fn state(
    types: &Types<'_>,
    owner: SchemaId,
    property: &Property,
    inner: RustType,
) -> (RustType, Presence, Reading) {
    let api = types.api;
    let reach = types.reach(owner);
    let facets = [property.schema, types.target(property.schema)].map(|id| api.schema(id));
    let takes_null = types.takes_null(&inner);
    let nullable = types.is_nullable(property.schema) && !takes_null;
    let is_integer = |plain| matches!(plain, Plain::Int32 | Plain::Int64 | Plain::Unsigned64);
    let whole = types.is_whole(&inner)
        || matches!(types.target_shape(property.schema), Shape::Plain(plain) if is_integer(plain));
    // Whoever sends only leaves out what he never has to send; whoever receives too takes what comes.
    let strict = is_strict(reach.usage);
    let option = |inner: RustType| if takes_null { inner } else { inner.optional() };
    if strict {
        let reading = if whole { Reading::Whole } else { Reading::Plain };
        return match (property.required, nullable) {
            (true, false) => (inner, Presence::Always, reading),
            (true, true) => (option(inner), Presence::Always, Reading::Nullable),
            (false, true) if reach.patched => {
                (RustType::Field(Box::new(inner)), Presence::Field, Reading::Plain)
            }
            (false, _) => (RustType::Option(Box::new(inner)), Presence::Some, reading),
        };
    }
    let guess = type_is_guess(types, owner, property);
    let null_is_guess = is_guess(api, owner, property, "nullable");
    let absent_is_fine = !property.required
        || facets.iter().any(|schema| schema.docs.deprecated)
        || property.claim.may_be_absent()
        || is_guess(api, owner, property, "required");
    let null_is_fine = nullable
        || null_is_guess
        || property.claim.may_be_null()
        || facets.iter().any(|schema| schema.claim.may_be_null());
    if reach.patched && absent_is_fine && nullable {
        return (RustType::Field(Box::new(inner)), Presence::Field, Reading::Plain);
    }
    if absent_is_fine || guess {
        let reading = match (guess, whole) {
            (true, _) => Reading::Guess,
            (false, true) => Reading::Whole,
            (false, false) => Reading::Plain,
        };
        // A property that is only on its way out is still there, as null.
        let deprecated = facets.iter().any(|schema| schema.docs.deprecated);
        let sure = !property.claim.may_be_absent() && !is_guess(api, owner, property, "required");
        let always = deprecated && property.required && nullable && sure;
        let presence = if always { Presence::Always } else { Presence::Some };
        return (RustType::Option(Box::new(inner)), presence, reading);
    }
    let reading = if whole { Reading::Whole } else { Reading::Plain };
    if takes_null || !null_is_fine {
        return (inner, Presence::Always, reading);
    }
    // Whoever is sure of null is sure of presence too; a guess of null asks for nothing more.
    let reading = if nullable && !null_is_guess { Reading::Nullable } else { reading };
    (option(inner), Presence::Always, reading)
}

/// Whether a value of another type than the one the contract gives may come: the type is a guess,
/// or something within it that has no type of its own to be lenient.
fn type_is_guess(types: &Types<'_>, owner: SchemaId, property: &Property) -> bool {
    let keywords = typing(types.api, property.schema);
    if keywords.iter().any(|keyword| is_guess(types.api, owner, property, keyword)) {
        return true;
    }
    let mut next = types.target(property.schema);
    for _ in 0..super::DEEPEST {
        next = match types.shape(next) {
            Shape::List(Some(inner)) | Shape::Map(Some(inner)) => inner,
            _ => return false,
        };
        let keywords = typing(types.api, next);
        if keywords.iter().any(|keyword| is_guess_of_schema(types.api, next, keyword)) {
            return true;
        }
        next = types.target(next);
    }
    false
}
