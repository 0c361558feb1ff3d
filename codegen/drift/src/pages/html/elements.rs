//! Visits the elements of an OpenAPI document or a schema, whatever they are.
//!
//! Data is no element: nothing inside of examples, defaults and values is visited, nor is a map whose
//! keys are names.

use serde_json::{Map, Value};

/// Keys whose values are data.
const DATA: [&str; 6] = ["const", "default", "enum", "example", "examples", "value"];

/// Keys whose values are maps from names to elements.
const NAMED: [&str; 17] = [
    "$defs",
    "callbacks",
    "content",
    "definitions",
    "dependentSchemas",
    "encoding",
    "headers",
    "links",
    "parameters",
    "paths",
    "patternProperties",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
    "securitySchemes",
    "webhooks",
];

/// Calls `visit` for every element of a value, the outer ones first.
pub(crate) fn each(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each(item, visit)),
        Value::Object(map) => {
            visit(map);
            for (key, value) in map.iter_mut() {
                match value {
                    _ if key.starts_with("x-") || DATA.contains(&key.as_str()) => {}
                    Value::Object(names) if NAMED.contains(&key.as_str()) => {
                        names.values_mut().for_each(|value| each(value, visit));
                    }
                    value => each(value, visit),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_and_names_are_no_elements() {
        let mut value = json!({
            "properties": {"x-basis": {"x-basis": 1}, "enum": {"x-basis": 1}},
            "example": {"x-basis": 1},
            "allOf": [{"x-basis": 1, "default": {"x-basis": 1}}],
        });
        each(&mut value, &mut |map| drop(map.remove("x-basis")));
        let rest = json!({
            "properties": {"x-basis": {}, "enum": {}},
            "example": {"x-basis": 1},
            "allOf": [{"default": {"x-basis": 1}}],
        });
        assert_eq!(value, rest);
    }
}
