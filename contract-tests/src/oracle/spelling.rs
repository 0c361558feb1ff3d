//! Values whose type is only spelled differently, such as `"5"` for 5: what a validator converts that is
//! told to.
//!
//! In come a body and what it breaks, out come the places where a conversion mends it.

use super::{point::Point, scene::Scene, sent::Sent};
use oasis_model::{
    conform,
    ir::{Api, Kind, SchemaId},
};
use serde_json::{Number, Value};

/// The pointers of the values that are right once they are converted.
pub(super) fn mended(scene: &Scene<'_>, sent: &Sent<'_>) -> Vec<String> {
    let (Some(body), Some(schema)) = (sent.body, scene.body_schema()) else { return Vec::new() };
    let mut converted = body.clone();
    let mut changed = Vec::new();
    for point in sent.broken.iter().filter(|point| point.keyword == "type") {
        let Some(value) = converted.pointer_mut(&point.pointer) else { continue };
        if let Some(other) = conversion(scene.api, point.schema, value) {
            *value = other;
            changed.push(point.pointer.clone());
        }
    }
    if changed.is_empty() {
        return changed;
    }
    let verdict = conform::check_travelling(scene.api, schema, &converted, scene.request_way());
    let left = verdict.violations.iter().map(|it| Point::of_violation(scene.api, it));
    let left: Vec<Point> = left.collect();
    changed.retain(|pointer| !left.iter().any(|point| point.pointer == *pointer));
    changed
}

/// What Joi's `convert` makes of a string. It parses no JSON text since Joi 16.
fn conversion(api: &Api, schema: SchemaId, value: &Value) -> Option<Value> {
    let text = value.as_str()?.trim();
    match api.schema(api.resolve(schema).0).kind {
        Kind::Integer(_) | Kind::Number(_) => text.parse::<Number>().ok().map(Value::Number),
        Kind::Boolean => text.to_ascii_lowercase().parse().ok().map(Value::Bool),
        _ => None,
    }
}
