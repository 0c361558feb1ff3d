//! A sample value as a schema that takes it and its like.

use super::schema;
use serde_json::{Map, Value, json};

/// A schema that takes a sample value and its like.
pub(super) fn inferred(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(text) => {
            if is_time(text) {
                json!({ "type": "string", "format": "date-time" })
            } else {
                json!({ "type": "string" })
            }
        }
        Value::Array(items) => json!({ "type": "array", "items": common(items) }),
        Value::Object(members) => {
            let properties: Map<String, Value> =
                members.iter().map(|(name, value)| (name.clone(), member(value))).collect();
            if properties.is_empty() {
                return json!({ "type": "object" });
            }
            json!({ "type": "object", "properties": properties })
        }
    }
}

/// Whether a text is a point in time as the pages write it.
pub(super) fn is_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let zeros = digits_as_zeros(time);
    let fraction = zeros.strip_prefix("00:00:00").and_then(|rest| rest.strip_suffix('Z'));
    is_date(date)
        && fraction.is_some_and(|rest| rest.is_empty() || rest.trim_end_matches('0') == ".")
}

/// Whether a text is a day as the pages write it.
pub(super) fn is_date(text: &str) -> bool {
    digits_as_zeros(text) == "0000-00-00"
}

fn digits_as_zeros(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// A schema that takes all items of a list: objects with the members of any of them, or values of
/// one kind.
fn common(items: &[Value]) -> Value {
    if items.iter().all(Value::is_object) {
        let mut members = Map::new();
        for (name, value) in items.iter().filter_map(Value::as_object).flatten() {
            members.entry(name).or_insert_with(|| value.clone());
        }
        return if items.is_empty() { json!({}) } else { inferred(&Value::Object(members)) };
    }
    let mut schemas = items.iter().map(inferred);
    let first = schemas.next().unwrap_or_default();
    if schemas.all(|schema| schema == first) { first } else { json!({}) }
}

/// A sample value as one of the properties of an object.
pub(super) fn member(value: &Value) -> Value {
    let mut schema = inferred(value);
    if let Some(object) = schema.as_object_mut() {
        object.insert("description".to_owned(), json!(schema::described("")));
    }
    schema
}

/// A schema that takes a sample value of a request, which shows required members only.
pub(super) fn sent(value: &Value) -> Value {
    let mut schema = inferred(value);
    require(&mut schema, &[value]);
    schema
}

/// Requires the members that every sample at this place has.
fn require(schema: &mut Value, samples: &[&Value]) {
    let Some(object) = schema.as_object_mut() else { return };
    if let Some(items) = object.get_mut("items") {
        let inner: Vec<&Value> =
            samples.iter().filter_map(|sample| sample.as_array()).flatten().collect();
        require(items, &inner);
    }
    let Some(Value::Object(properties)) = object.get_mut("properties") else { return };
    for (name, property) in properties.iter_mut() {
        let inner: Vec<&Value> = samples.iter().filter_map(|sample| sample.get(name)).collect();
        require(property, &inner);
    }
    let everywhere = |name: &&String| samples.iter().all(|sample| sample.get(*name).is_some());
    let names: Vec<&String> = properties.keys().filter(everywhere).collect();
    if !names.is_empty() {
        let required = json!(names);
        object.insert("required".to_owned(), required);
    }
}
