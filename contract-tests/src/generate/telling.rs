//! Fixed valid bodies that tell most: a schema in, bodies out, the most telling first.

use super::body::{Place, fits, get_mut, places};
use super::change::rounds;
use super::subject::Json;
use super::{free, valid};
use oasis_model::ir::{Additional, Api, Kind, Numbers, Schema, Text};
use oasis_model::sample::{self, Fill};
use serde_json::{Number, Value, json};
use std::collections::HashSet;

/// Longer strings and arrays are not sent to reach a bound.
const LONGEST: u64 = 10_000;

/// The page's example, the smallest body, the complete one, each optional property alone, all that may be
/// null at once, and single changes of the complete body from everywhere first.
pub(super) fn bodies(api: &Api, json: &Json) -> Vec<Value> {
    let mut bodies: Vec<Value> = json.example.clone().into_iter().collect();
    bodies.extend([json.minimal.clone(), json.complete.clone()]);
    bodies.extend(each_alone(api, json));
    let mut all_null = json.complete.clone();
    let places = places(api, json.schema, &json.complete);
    for place in places.iter().filter(|place| !place.at.is_empty() && may_be_null(api, place)) {
        // What lies inside of a null is gone.
        if let Some(value) = get_mut(&mut all_null, &place.at) {
            *value = Value::Null;
        }
    }
    bodies.push(all_null);
    let alternatives = places.iter().map(|place| {
        let values = alternatives(api, place).into_iter();
        values.map(|value| (&place.at, value)).collect()
    });
    bodies.extend(rounds(alternatives).into_iter().map(|(at, value)| {
        let mut body = json.complete.clone();
        if let Some(place) = get_mut(&mut body, at) {
            *place = value;
        }
        body
    }));
    let mut seen = HashSet::new();
    bodies.retain(|body| json.worst(api, body).is_none() && seen.insert(body.to_string()));
    bodies
}

/// The smallest body with one more property, for each object in it.
pub(super) fn each_alone(api: &Api, json: &Json) -> Vec<Value> {
    let mut bodies = Vec::new();
    for place in places(api, json.schema, &json.minimal) {
        for property in place.objects(api).flat_map(|rules| &rules.properties) {
            let mut body = json.minimal.clone();
            if let Some(Value::Object(properties)) = get_mut(&mut body, &place.at)
                && !properties.contains_key(&property.name)
            {
                let value = sample::filled(api, property.schema, Fill::All);
                properties.insert(property.name.clone(), value);
                bodies.push(body);
            }
        }
    }
    bodies
}

fn may_be_null(api: &Api, place: &Place<'_>) -> bool {
    place.declared.is_some_and(|id| fits(api, id, &Value::Null))
}

/// Other values for a place that should be valid there.
fn alternatives(api: &Api, place: &Place<'_>) -> Vec<Value> {
    let Some(declared) = place.declared else { return Vec::new() };
    let variants = match &api.schema(api.resolve(declared).0).kind {
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.as_slice(),
        _ => &[],
    };
    let mut values: Vec<Value> =
        may_be_null(api, place).then_some(Value::Null).into_iter().collect();
    values.extend(variants.iter().map(|variant| sample::filled(api, *variant, Fill::All)));
    values.extend(place.schemas.iter().flat_map(|id| of_kind(api.schema(*id), place.value)));
    values.retain(|value| value != place.value);
    values
}

/// Other values of the same kind: listed ones, bounds, other spellings.
pub(super) fn of_kind(schema: &Schema, value: &Value) -> Vec<Value> {
    if let Some(values) = &schema.values {
        return values.clone();
    }
    match (&schema.kind, value) {
        (Kind::Boolean, _) => vec![json!(value != &json!(true)), json!(value == &json!(true))],
        (Kind::Integer(rules), _) => numbers(rules, json!(3_000_000_000_u64)),
        (Kind::Number(rules), _) => numbers(rules, json!(0.5)),
        (Kind::String(rules), Value::String(text)) => strings(rules, text),
        (Kind::Array(rules), Value::Array(items)) => {
            let bounds = [Some(0), Some(2), rules.min_items, rules.max_items].into_iter().flatten();
            let bounds = bounds.filter(|bound| *bound == 0 || !items.is_empty());
            let sized =
                |count: u64| items.iter().take(1).cycle().take(count as usize).cloned().collect();
            bounds.filter(|bound| *bound <= LONGEST).map(sized).collect()
        }
        (Kind::Object(rules), Value::Object(present)) => match rules.additional {
            Additional::Any => {
                let beside = free::extremes().into_iter().map(|(_, mut extreme)| {
                    extreme.extend(present.clone());
                    Value::Object(extreme)
                });
                beside.collect()
            }
            Additional::Schema(_) => vec![json!({})],
            Additional::Unstated | Additional::Refused => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn numbers(rules: &Numbers, beyond: Value) -> Vec<Value> {
    let bound = |bound: &Option<Number>| bound.clone().map(Value::Number);
    let bounds = [bound(&rules.minimum), bound(&rules.maximum), Some(json!(0)), Some(beyond)];
    bounds.into_iter().flatten().collect()
}

fn strings(rules: &Text, text: &str) -> Vec<Value> {
    let lengths = [rules.min_length, rules.max_length].into_iter().flatten();
    let lengths = lengths.filter(|length| (1..=LONGEST).contains(length));
    let sized = lengths.map(|length| json!(valid::resized(text, Some(length), Some(length))));
    let dates: &[&str] = match rules.format.as_deref() {
        Some("date-time") => &["2019-08-24T14:15:22+02:00", "2019-08-24T14:15:22.123Z"],
        Some("date") => &["2020-02-29"],
        _ => &[],
    };
    sized.chain(dates.iter().map(|text| json!(text))).collect()
}
