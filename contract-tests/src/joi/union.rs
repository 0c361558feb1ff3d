//! Alternatives and combinations of schemas, judged as Joi's `alternatives().try(..)` does.
//!
//! A variant that is of the right type gets to say what is wrong inside; only if none is, or
//! several are, the union as a whole is refused.

use super::Detail;
use super::walk::Walk;
use super::wording::{Complaint, is_base};
use oasis_model::ir::{Api, Kind, SchemaId, Union};
use serde_json::Value;

/// Judges a value against alternatives at the current place.
pub(super) fn judge(walk: &mut Walk<'_>, choice: &Union, value: &Value) {
    let mut fitting_type = Vec::new();
    let mut types = Vec::new();
    for variant in &choice.variants {
        let details = apart(walk, *variant, value);
        if details.is_empty() {
            return;
        }
        types.push(type_name(walk.api, *variant));
        if choice.variants.len() == 1 || !misses_type(walk, &details) {
            fitting_type.push(details);
        }
    }
    match fitting_type.len() {
        0 => walk.complain(&Complaint::NoTypeFits(types)),
        1 => walk.details.extend(fitting_type.into_iter().flatten()),
        _ => walk.complain(&Complaint::NoVariantFits),
    }
}

/// Judges a value against every part; what several parts say is said once.
pub(super) fn judge_all(walk: &mut Walk<'_>, parts: &[SchemaId], value: &Value) {
    for part in parts {
        for detail in apart(walk, *part, value) {
            if !walk.details.contains(&detail) {
                walk.details.push(detail);
            }
        }
    }
}

/// What one schema says of the value, without writing it down yet.
fn apart(walk: &mut Walk<'_>, schema: SchemaId, value: &Value) -> Vec<Detail> {
    let kept = std::mem::take(&mut walk.details);
    walk.value(schema, value);
    std::mem::replace(&mut walk.details, kept)
}

fn misses_type(walk: &Walk<'_>, details: &[Detail]) -> bool {
    details.iter().any(|detail| detail.path == walk.path && is_base(detail.rule))
}

fn type_name(api: &Api, id: SchemaId) -> &'static str {
    let (id, _) = api.resolve(id);
    match api.schema(id).kind {
        Kind::Boolean => "boolean",
        Kind::Integer(_) | Kind::Number(_) => "number",
        Kind::String(_) => "string",
        Kind::Array(_) => "array",
        Kind::Object(_) => "object",
        Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) => "alternatives",
        Kind::Any | Kind::Never | Kind::Not(_) | Kind::Alias(_) => "any",
    }
}
