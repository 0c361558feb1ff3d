//! One field, or one sample value, as a schema.

use super::super::super::page::{Bounds, Field, Tags};
use serde_json::{Map, Value, json};

/// The schema that a field's type and rules say; the sample value helps where names are lost.
pub(super) fn of(field: &Field, sample: Option<&Value>) -> Value {
    let mut schema = typed(field, sample);
    let Some(object) = schema.as_object_mut() else { return schema };
    if !field.description.is_empty() {
        object.insert("description".to_owned(), json!(field.description));
    }
    if field.deprecated {
        object.insert("deprecated".to_owned(), json!(true));
    }
    let Tags { default, pattern, format, multiple_of, range, length, properties, items, values } =
        &field.tags;
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    put("format", format.as_ref().map(|format| json!(format)));
    put("pattern", pattern.as_ref().map(|pattern| json!(pattern)));
    put("multipleOf", multiple_of.as_ref().map(|number| json!(number)));
    for (bounds, min, max) in [
        (range, "minimum", "maximum"),
        (length, "minLength", "maxLength"),
        (properties, "minProperties", "maxProperties"),
        (items, "minItems", "maxItems"),
    ] {
        let Some(Bounds { min: low, exclusive_min, max: high, exclusive_max }) = bounds else {
            continue;
        };
        put(min, low.as_ref().map(|number| json!(number)));
        put("exclusiveMinimum", exclusive_min.then(|| json!(true)));
        put(max, high.as_ref().map(|number| json!(number)));
        put("exclusiveMaximum", exclusive_max.then(|| json!(true)));
    }
    put("enum", values.as_ref().map(|values| json!(values)));
    put("default", default.clone());
    let lists_null = values.iter().flatten().any(Value::is_null);
    put("nullable", lists_null.then(|| json!(true)));
    schema
}

fn typed(field: &Field, sample: Option<&Value>) -> Value {
    let Some(written) = field.written.as_deref() else {
        let mut schema = sample.map_or_else(|| json!({}), inferred);
        because(&mut schema, "The page's text lost the type; this is that of the sample value.");
        return schema;
    };
    let parts: Vec<&str> = written.split('|').map(str::trim).collect();
    if parts.len() == 1 {
        return single(parts[0], sample);
    }
    let known: Vec<&str> =
        parts.iter().copied().filter(|part| !part.is_empty() && *part != "null").collect();
    let by_value =
        || field.tags.values.iter().flatten().chain(sample).find(|value| !value.is_null());
    let mut schema = match known[..] {
        [one] => single(one, sample),
        _ if parts.len() > 2 => json!({}),
        _ => by_value().map_or_else(|| json!({}), inferred),
    };
    if let Some(object) = schema.as_object_mut().filter(|object| object.contains_key("type")) {
        object.insert("nullable".to_owned(), json!(true));
    }
    because(
        &mut schema,
        match parts.len() {
            2 => "A bar stands for one more type, whose name is lost; read as null.",
            _ => "The bars stand for several types, whose names are lost.",
        },
    );
    schema
}

/// One type as the page writes it.
fn single(written: &str, sample: Option<&Value>) -> Value {
    match written {
        "" => {
            let mut schema = match sample {
                Some(object @ Value::Object(_)) => inferred(object),
                _ => json!({ "type": "object" }),
            };
            because(
                &mut schema,
                "The page shows no type, which stands for an object; its members are not shown.",
            );
            schema
        }
        "string" | "integer" | "number" | "boolean" => json!({ "type": written }),
        "object" => json!({ "type": "object", "additionalProperties": true }),
        "file" => json!({ "type": "string", "format": "binary" }),
        "any" | "unknown" | "never" | "null" => json!({}),
        _ => match written.strip_prefix("array<").and_then(|item| item.strip_suffix('>')) {
            Some("") => {
                let first = sample.and_then(Value::as_array).and_then(|items| items.first());
                let mut schema =
                    json!({ "type": "array", "items": first.map_or_else(|| json!({}), inferred) });
                because(&mut schema, "The page's text lost the type of the items.");
                schema
            }
            Some(item) => json!({ "type": "array", "items": single(item, None) }),
            None => serde_json::from_str::<Value>(written).map_or_else(
                |_| json!({ "type": "object" }),
                |value| {
                    let mut schema = inferred(&value);
                    if let Some(object) = schema.as_object_mut() {
                        object.insert("enum".to_owned(), json!([value]));
                    }
                    schema
                },
            ),
        },
    }
}

/// A schema that takes a sample value and its like.
pub(super) fn inferred(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(text) => {
            let stamp =
                text.len() == 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
            if stamp {
                json!({ "type": "string", "format": "date-time" })
            } else {
                json!({ "type": "string" })
            }
        }
        Value::Array(items) => {
            json!({ "type": "array", "items": items.first().map_or_else(|| json!({}), inferred) })
        }
        Value::Object(members) => {
            let properties: Map<String, Value> =
                members.iter().map(|(name, value)| (name.clone(), inferred(value))).collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}

/// Marks a schema as worked out, and why.
pub(super) fn because(schema: &mut Value, why: &str) {
    if let Some(object) = schema.as_object_mut() {
        object.insert("x-basis".to_owned(), json!("inferred"));
        object.insert("x-because".to_owned(), json!(why));
    }
}
