//! Judges request bodies with the `jsonschema` crate against the text of a specification, so that no code of
//! ours has a say in whether a body is right.

use jsonschema::{Draft, Validator};
use oasis_model::ir::Api;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Validators for the request body of every operation.
pub(super) struct Judges(BTreeMap<String, Validator>);

impl Judges {
    pub(super) fn new(api: &Api, text: &str) -> Self {
        let mut yaml: serde_yaml::Value = serde_yaml::from_str(text).expect("it is YAML");
        yaml.apply_merge().expect("its merge keys are sound");
        let mut document = json_of(yaml);
        descend(&mut document);
        let bodies = api.operations.iter().filter_map(|operation| {
            let content = operation.body.as_ref()?.json()?;
            Some((operation.id.clone(), validator(&document, &content.at)))
        });
        Self(bodies.collect())
    }

    pub(super) fn is_valid(&self, operation: &str, body: &Value) -> bool {
        self.0[operation].is_valid(body)
    }
}

/// Draft 4 knows the boolean `exclusiveMinimum` of OpenAPI 3.0.
fn validator(document: &Value, at: &str) -> Validator {
    let mut root = document.clone();
    let at = at.replace('{', "%7B").replace('}', "%7D");
    root["$ref"] = json!(format!("#{at}/schema"));
    let options = jsonschema::options().with_draft(Draft::Draft4).should_validate_formats(true);
    options.build(&root).expect("jsonschema reads the specification")
}

/// YAML reads statuses as numbers.
fn json_of(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Mapping(map) => {
            let key = |key: serde_yaml::Value| match json_of(key) {
                Value::String(text) => text,
                other => other.to_string(),
            };
            Value::Object(map.into_iter().map(|(k, v)| (key(k), json_of(v))).collect())
        }
        serde_yaml::Value::Sequence(items) => items.into_iter().map(json_of).collect(),
        serde_yaml::Value::Tagged(tagged) => json_of(tagged.value),
        scalar => serde_json::to_value(scalar).unwrap_or(Value::Null),
    }
}

/// Looks for schemas in everything that is none.
fn descend(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, child) in map.iter_mut() {
                match key.as_str() {
                    "schema" => schema(child),
                    "schemas" => each_schema(child),
                    "example" | "examples" => {}
                    _ => descend(child),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(descend),
        _ => {}
    }
}

fn each_schema(map: &mut Value) {
    map.as_object_mut().into_iter().flat_map(Map::values_mut).for_each(schema);
}

/// OpenAPI's `nullable` becomes a type; it acts only beside one.
fn schema(value: &mut Value) {
    let Some(map) = value.as_object_mut() else { return };
    if let Some(properties) = map.get_mut("properties") {
        each_schema(properties);
    }
    for key in ["items", "additionalProperties", "not"] {
        map.get_mut(key).into_iter().for_each(schema);
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        map.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().for_each(schema);
    }
    let nullable = map.shift_remove("nullable") == Some(json!(true));
    if let Some(kind) = map.get("type").cloned().filter(|_| nullable) {
        map.insert("type".to_owned(), json!([kind, "null"]));
        if let Some(values) = map.get_mut("enum").and_then(Value::as_array_mut)
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
    }
}
