//! Fixed valid bodies that tell most: a schema in, bodies out, the most telling first.

use super::body::{Place, Step, places, with};
use super::free;
use super::subject::Json;
use oasis_model::conform::{self, View};
use oasis_model::ir::{Additional, Api, Kind, Numbers, Object, Schema, SchemaId, Text};
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
    bodies.extend(each_optional_alone(api, json));
    bodies.push(all_null(api, json));
    bodies.extend(single_changes(api, json));
    let mut seen = HashSet::new();
    bodies.retain(|body| json.is_valid(api, body) && seen.insert(body.to_string()));
    bodies
}

/// The smallest body with one more property, for each object in it.
fn each_optional_alone(api: &Api, json: &Json) -> Vec<Value> {
    let mut bodies = Vec::new();
    for place in places(api, json.schema, &json.minimal) {
        let Value::Object(present) = place.value else { continue };
        for property in objects(api, &place).flat_map(|rules| &rules.properties) {
            if !present.contains_key(&property.name) {
                let mut properties = present.clone();
                let value = sample::filled(api, property.schema, Fill::All);
                properties.insert(property.name.clone(), value);
                bodies.extend(with(&json.minimal, &place.at, Value::Object(properties)));
            }
        }
    }
    bodies
}

fn objects<'a>(api: &'a Api, place: &Place<'_>) -> impl Iterator<Item = &'a Object> {
    let objects = place.schemas.iter().filter_map(|id| match &api.schema(*id).kind {
        Kind::Object(rules) => Some(rules),
        _ => None,
    });
    objects.collect::<Vec<_>>().into_iter()
}

fn may_be_null(api: &Api, schema: SchemaId) -> bool {
    conform::check(api, schema, &Value::Null, View::Claim).violations.is_empty()
}

/// The complete body with everything null that may be; what lies inside of such a place is gone.
fn all_null(api: &Api, json: &Json) -> Value {
    let mut body = json.complete.clone();
    for place in places(api, json.schema, &json.complete) {
        if !place.at.is_empty() && place.declared.is_some_and(|id| may_be_null(api, id)) {
            body = with(&body, &place.at, Value::Null).unwrap_or(body);
        }
    }
    body
}

/// The complete body with one value changed: the first alternative of each place, then the second.
fn single_changes(api: &Api, json: &Json) -> Vec<Value> {
    let mut found: Vec<(usize, Vec<Step>, Value)> = Vec::new();
    for place in places(api, json.schema, &json.complete) {
        for (round, value) in alternatives(api, &place).into_iter().enumerate() {
            found.push((round, place.at.clone(), value));
        }
    }
    found.sort_by_key(|(round, _, _)| *round);
    found.into_iter().filter_map(|(_, at, value)| with(&json.complete, &at, value)).collect()
}

/// Other values for a place that should be valid there.
fn alternatives(api: &Api, place: &Place<'_>) -> Vec<Value> {
    let Some(declared) = place.declared else { return Vec::new() };
    let null = may_be_null(api, declared).then_some(Value::Null);
    let (target, _) = api.resolve(declared);
    let variants = match &api.schema(target).kind {
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.as_slice(),
        _ => &[],
    };
    let variants = variants.iter().map(|variant| sample::filled(api, *variant, Fill::All));
    let of_kind = place.schemas.iter().flat_map(|id| of_kind(api.schema(*id), place.value));
    null.into_iter().chain(variants).chain(of_kind).filter(|value| value != place.value).collect()
}

fn of_kind(schema: &Schema, value: &Value) -> Vec<Value> {
    if let Some(values) = &schema.values {
        return values.clone();
    }
    match (&schema.kind, value) {
        (Kind::Boolean, Value::Bool(flag)) => vec![json!(!flag)],
        (Kind::Integer(rules), _) => numbers(rules, Some(json!(3_000_000_000_u64))),
        (Kind::Number(rules), _) => numbers(rules, Some(json!(0.5))),
        (Kind::String(rules), Value::String(text)) => strings(rules, text),
        (Kind::Array(rules), Value::Array(items)) => {
            let bounds = [Some(0), Some(2), rules.min_items, rules.max_items];
            let first = items.first().cloned();
            let sized = |count: u64| {
                let count = usize::try_from(count).ok()?;
                (count == 0 || first.is_some())
                    .then(|| first.iter().cycle().take(count).cloned().collect())
            };
            bounds
                .into_iter()
                .flatten()
                .filter(|bound| *bound <= LONGEST)
                .filter_map(sized)
                .collect()
        }
        (Kind::Object(rules), Value::Object(present)) => match rules.additional {
            Additional::Any => free::extremes()
                .into_iter()
                .map(|(_, mut extreme)| {
                    extreme.extend(present.clone());
                    Value::Object(extreme)
                })
                .collect(),
            Additional::Schema(_) => vec![json!({})],
            Additional::Unstated | Additional::Refused => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn numbers(rules: &Numbers, beyond: Option<Value>) -> Vec<Value> {
    let bound = |bound: &Option<Number>| bound.clone().map(Value::Number);
    let bounds = [bound(&rules.minimum), bound(&rules.maximum), Some(json!(0)), beyond];
    bounds.into_iter().flatten().collect()
}

fn strings(rules: &Text, text: &str) -> Vec<Value> {
    let sized = |length: u64| {
        let exactly =
            Text { min_length: Some(length), max_length: Some(length), ..Text::default() };
        json!(super::text::resized(text, &exactly))
    };
    let lengths = [rules.min_length, rules.max_length].into_iter().flatten();
    let lengths = lengths.filter(|length| (1..=LONGEST).contains(length)).map(sized);
    let dates = match rules.format.as_deref() {
        Some("date-time") => {
            vec![json!("2019-08-24T14:15:22+02:00"), json!("2019-08-24T14:15:22.123Z")]
        }
        Some("date") => vec![json!("2020-02-29")],
        _ => Vec::new(),
    };
    lengths.chain(dates).collect()
}
