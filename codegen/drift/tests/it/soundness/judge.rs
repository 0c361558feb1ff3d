//! The schemas as another validator understands them: `nullable`, formats and members that do not
//! travel are spelt out in Draft 4.

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

/// What formats mean that Draft 4 does not know, or takes more narrowly than most.
const FORMATS: [(&str, &str); 2] = [
    ("uuid", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"),
    ("byte", "^[A-Za-z0-9+/_-]*={0,2}$"),
];

/// A validator for the root of `{root, components}`, for values that are sent or received.
pub(super) fn validator(schemas: &Value, received: bool) -> Validator {
    let spelt = json!({
        "allOf": [spelt(&schemas["root"], received)],
        "components": { "schemas": each(&schemas["components"], received) },
    });
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .build(&spelt)
        .expect("a schema as Draft 4 has them")
}

/// The type that the keywords of an untyped schema speak of.
pub(super) fn implied(schema: &Value) -> Option<&'static str> {
    let has = |keys: &[&str]| keys.iter().any(|key| schema.get(key).is_some());
    if has(&["required", "additionalProperties", "minProperties", "maxProperties"])
        || schema.get("properties").is_some_and(|members| *members != json!({}))
    {
        Some("object")
    } else if has(&["items", "minItems", "maxItems", "uniqueItems"]) {
        Some("array")
    } else if has(&["pattern", "minLength", "maxLength"]) {
        Some("string")
    } else if has(&["minimum", "maximum", "multipleOf"]) {
        Some("number")
    } else {
        None
    }
}

fn each(schemas: &Value, received: bool) -> Value {
    let members = schemas.as_object().into_iter().flatten();
    members.map(|(name, schema)| (name.clone(), spelt(schema, received))).collect()
}

fn spelt(schema: &Value, received: bool) -> Value {
    let Some(members) = schema.as_object() else { return schema.clone() };
    let mut plain = Map::new();
    for (key, value) in members {
        let value = match key.as_str() {
            "properties" => each(value, received),
            "items" | "not" | "additionalProperties" => spelt(value, received),
            "oneOf" | "anyOf" | "allOf" => {
                value.as_array().unwrap().iter().map(|part| spelt(part, received)).collect()
            }
            "required" => match travelling(value, members, received) {
                names if names.is_empty() => continue,
                names => json!(names),
            },
            "nullable" | "readOnly" | "writeOnly" | "default" | "description" => continue,
            "exclusiveMinimum" if !members.contains_key("minimum") => continue,
            "exclusiveMaximum" if !members.contains_key("maximum") => continue,
            _ => value.clone(),
        };
        plain.insert(key.clone(), value);
    }
    let kind = schema.get("type").and_then(Value::as_str).or_else(|| implied(schema));
    if let Some(kind) = kind {
        plain.insert("type".to_owned(), json!(kind));
        if schema["nullable"] == json!(true) {
            plain.insert("type".to_owned(), json!([kind, "null"]));
            if let Some(Value::Array(values)) = plain.get_mut("enum") {
                values.push(Value::Null);
            }
        }
    }
    let spelling = FORMATS.iter().find(|(name, _)| schema["format"] == *name);
    if let (Some((_, pattern)), Some("string")) = (spelling, kind) {
        return json!({ "allOf": [plain, { "pattern": pattern }] });
    }
    if schema["format"] == "int32" && kind == Some("integer") {
        let range = json!({ "minimum": i32::MIN, "maximum": i32::MAX });
        return json!({ "anyOf": [{ "allOf": [plain, range] }, { "allOf": [plain, { "enum": [null] }] }] });
    }
    Value::Object(plain)
}

/// Whether a member's schema says that it does not travel this way.
pub(super) fn is_hidden(schema: &Value, received: bool) -> bool {
    schema[if received { "writeOnly" } else { "readOnly" }] == json!(true)
}

/// The required members that travel at all.
pub(super) fn travelling(
    required: &Value,
    schema: &Map<String, Value>,
    received: bool,
) -> Vec<Value> {
    let hidden = |name: &Value| {
        schema.get("properties").is_some_and(|members| {
            name.as_str().is_some_and(|name| is_hidden(&members[name], received))
        })
    };
    required.as_array().into_iter().flatten().filter(|name| !hidden(name)).cloned().collect()
}
