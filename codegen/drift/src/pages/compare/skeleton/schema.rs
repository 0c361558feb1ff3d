//! One field as a schema that the house rules of the specification take.

use super::super::super::page::{Bounds, Field, Tags};
use super::inferred::{inferred, sent};
use serde_json::{Map, Value, json};

/// The schema that a field's type and rules say; the sample value helps where names are lost.
pub(super) fn of(field: &Field, sample: Option<&Value>) -> Value {
    let mut schema = typed(field, sample);
    let Some(object) = schema.as_object_mut() else { return schema };
    object.insert("description".to_owned(), json!(described(&field.description)));
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
    // Values of a list that are no lists are those of its items.
    let list = field.written.as_deref().is_some_and(|written| written.starts_with("array<"));
    let of_items = |values: &&Vec<Value>| list && values.iter().all(|value| !value.is_array());
    let item_values = values.as_ref().filter(of_items);
    let values = values.as_ref().filter(|values| !of_items(values));
    put("enum", values.map(|values| json!(values)));
    put("default", default.clone());
    let lists_null = values.into_iter().flatten().any(Value::is_null);
    put("nullable", lists_null.then(|| json!(true)));
    if let Some(values) = item_values
        && let Some(items) = object.get_mut("items").and_then(Value::as_object_mut)
    {
        items.insert("enum".to_owned(), json!(values));
    }
    if let Some(default) = default.as_ref().filter(|default| !fits(object, default)) {
        object.shift_remove("default");
        let why = format!("The page gives the default {default}, which is no value of this type.");
        because(&mut schema, &why);
    }
    schema
}

/// The schema of a field whose sample is that of a component.
pub(super) fn referring(field: &Field, reference: Value) -> Value {
    let mut schema = json!({ "description": described(&field.description) });
    if let Some(object) = schema.as_object_mut().filter(|_| field.deprecated) {
        object.insert("deprecated".to_owned(), json!(true));
    }
    let (keyword, parts, why) = if field.is_union() {
        // A null beside a reference acts only in a schema of its own.
        let absent = json!({ "type": "object", "nullable": true, "enum": [null] });
        let why = "A bar stands for one more type, read as null; the sample is this component's.";
        ("anyOf", json!([reference, absent]), why)
    } else {
        let why = "The page shows no type; its sample is that of this component.";
        ("allOf", json!([reference]), why)
    };
    because(&mut schema, why);
    if let Some(object) = schema.as_object_mut() {
        object.insert(keyword.to_owned(), parts);
    }
    schema
}

/// What stands where the page has no prose, since the specification wants a description everywhere.
pub(super) fn described(prose: &str) -> &str {
    if prose.is_empty() { "Not described on the page." } else { prose }
}

/// Whether a value is of the type that a schema names; null is asked for by a bar.
fn fits(schema: &Map<String, Value>, value: &Value) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        _ if value.is_null() => schema.contains_key("nullable") || !schema.contains_key("type"),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("array") => value.is_array(),
        Some("object") => value.is_object(),
        _ => true,
    }
}

fn typed(field: &Field, sample: Option<&Value>) -> Value {
    let Some(written) = field.written.as_deref() else {
        let mut schema = sample.map_or_else(|| json!({}), sent);
        because(
            &mut schema,
            match sample {
                Some(_) => "The page's text lost the type; this is that of the sample value.",
                None => "The page's text lost the type.",
            },
        );
        return schema;
    };
    let parts: Vec<&str> = written.split('|').map(str::trim).collect();
    if parts.len() == 1 {
        return single(parts[0], sample);
    }
    let known: Vec<&str> =
        parts.iter().copied().filter(|part| !part.is_empty() && *part != "null").collect();
    if !parts.contains(&"") {
        return named(&known, parts.contains(&"null"));
    }
    let by_value =
        || field.tags.values.iter().flatten().chain(sample).find(|value| !value.is_null());
    let mut schema = match known[..] {
        [one] => single(one, sample),
        _ if parts.len() > 2 => json!({}),
        _ => by_value().map_or_else(|| json!({}), sent),
    };
    let typed = schema.get("type").is_some();
    if let Some(object) = schema.as_object_mut().filter(|_| typed) {
        object.insert("nullable".to_owned(), json!(true));
    }
    because(
        &mut schema,
        match parts.len() {
            2 if typed => "A bar stands for one more type, whose name is lost; read as null.",
            2 if field.tags.default == Some(Value::Null) => {
                "The bar parts two types, whose names are lost; the default is null, so one allows it."
            }
            2 => "The bar parts two types, whose names are lost; one of them is often null.",
            _ => "The bars part several types, whose names are lost.",
        },
    );
    schema
}

/// A union whose types all have their names.
fn named(types: &[&str], nullable: bool) -> Value {
    let mut schemas: Vec<Value> = types.iter().map(|written| single(written, None)).collect();
    for schema in schemas.iter_mut().take(usize::from(nullable)) {
        if let Some(object) = schema.as_object_mut() {
            object.insert("nullable".to_owned(), json!(true));
        }
    }
    if schemas.len() == 1 { schemas.remove(0) } else { json!({ "anyOf": schemas }) }
}

/// One type as the page writes it.
fn single(written: &str, sample: Option<&Value>) -> Value {
    match written {
        "" => {
            let (mut schema, why) = match sample {
                Some(object @ Value::Object(_)) => (
                    sent(object),
                    "The page shows no type, which stands for an object; its members are those of the sample.",
                ),
                _ => (
                    json!({ "type": "object" }),
                    "The page shows no type, which stands for an object; its members are not shown.",
                ),
            };
            because(&mut schema, why);
            schema
        }
        "string" | "integer" | "number" | "boolean" => json!({ "type": written }),
        "object" => json!({ "type": "object", "additionalProperties": true }),
        "file" => json!({ "type": "string", "format": "binary" }),
        "any" | "unknown" | "never" | "null" => json!({}),
        _ => match written.strip_prefix("array<").and_then(|item| item.strip_suffix('>')) {
            Some("") => {
                let list =
                    sample.filter(|sample| sample.as_array().is_some_and(|all| !all.is_empty()));
                let mut schema = list.map_or_else(|| json!({ "type": "array", "items": {} }), sent);
                because(
                    &mut schema,
                    match list {
                        Some(_) => {
                            "The page's text lost the type of the items; it is that of the sample's."
                        }
                        None => "The page's text lost the type of the items.",
                    },
                );
                schema
            }
            Some(item) => json!({ "type": "array", "items": single(item, None) }),
            None if written.starts_with(|c: char| c.is_ascii_lowercase() && !is_json(written)) => {
                let mut schema = json!({});
                because(&mut schema, &format!("The page's type `{written}` is none of OpenAPI's."));
                schema
            }
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

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok()
}

/// Marks a schema as worked out, and why.
pub(super) fn because(schema: &mut Value, why: &str) {
    if let Some(object) = schema.as_object_mut() {
        object.insert("x-basis".to_owned(), json!("inferred"));
        object.insert("x-because".to_owned(), json!(why));
    }
}
