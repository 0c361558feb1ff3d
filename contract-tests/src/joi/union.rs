//! Alternatives and combinations of schemas, judged as Joi's `alternatives().try(..)` does, with
//! `match('one')` where exactly one may fit.
//!
//! A variant that is of the right type gets to say what is wrong inside; only if none is, or
//! several are, the union as a whole is refused.

use super::broken::{Broken, Detail};
use super::rules::Rule;
use super::walk::Walk;
use oasis_model::ir::{Api, Kind, SchemaId, Union};
use serde_json::Value;

/// Judges a value against alternatives at the current place.
pub(super) fn judge(walk: &mut Walk<'_>, union: &Union, value: &Value, exactly_one: bool) {
    let (mut fitting, mut types, mut of_right_type) = (0, Vec::new(), Vec::new());
    for variant in &union.variants {
        let details = apart(walk, *variant, value);
        if details.is_empty() {
            fitting += 1;
            if !exactly_one || fitting > 1 {
                break;
            }
            continue;
        }
        types.push(type_name(walk.api, *variant));
        if union.variants.len() == 1 || !misses_type(walk, &details) {
            of_right_type.push(details);
        }
    }
    match (fitting, of_right_type.len()) {
        (0, 0) => walk.refuse(Broken::types(&types)),
        (0, 1) => walk.details.extend(of_right_type.into_iter().flatten()),
        (0, _) => walk.refuse(Rule::NoVariantFits.into()),
        (1, _) => {}
        _ if exactly_one => walk.refuse(Rule::SeveralFit.into()),
        _ => {}
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
pub(super) fn apart(walk: &mut Walk<'_>, schema: SchemaId, value: &Value) -> Vec<Detail> {
    let kept = std::mem::take(&mut walk.details);
    walk.value(schema, value);
    std::mem::replace(&mut walk.details, kept)
}

fn misses_type(walk: &Walk<'_>, details: &[Detail]) -> bool {
    details.iter().any(|detail| detail.path == walk.path && detail.rule.is_base())
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
