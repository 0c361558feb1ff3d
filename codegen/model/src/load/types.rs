//! Lists of types, which OpenAPI 3.1 has and 3.0 has not: `type: [string, "null"]`. They are
//! reported, and read as they are meant: null as `nullable`, several types as `anyOf`.

use super::keywords::{acts_on, is_bound};
use super::walk::{Walk, excerpt};
use serde_json::{Map, Value, json};

/// Rewrites a list of types in the members of one schema.
pub(super) fn split(walk: &mut Walk<'_>, schema: &mut Map<String, Value>) {
    let Some(Value::Array(listed)) = schema.get("type") else { return };
    if listed.is_empty() || !listed.iter().all(Value::is_string) {
        return;
    }
    let message = format!("`type` is a list, {}", excerpt(&schema["type"]));
    let mut kinds: Vec<String> =
        listed.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    walk.below("type", |walk| {
        let help = "give one type; write several as `anyOf`, and null as `nullable: true`";
        walk.lost("spec/list-of-types", message, help);
    });
    let count = kinds.len();
    kinds.retain(|kind| kind != "null");
    if kinds.len() < count {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    match kinds.as_slice() {
        [] => {
            schema.insert("type".to_owned(), json!("object"));
            schema.insert("enum".to_owned(), json!([null]));
        }
        [only] => {
            schema.insert("type".to_owned(), json!(only));
        }
        _ => {
            schema.remove("type");
            alternatives(schema, &kinds);
        }
    }
}

/// Spreads a schema over one alternative a type, each with the keywords that act on it.
fn alternatives(schema: &mut Map<String, Value>, kinds: &[String]) {
    let alternative = |kind: &String| {
        let own = |key: &str| key == "nullable" || acts_on(key, kind);
        let mut members: Map<String, Value> = schema
            .iter()
            .filter(|(key, _)| own(key))
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
        members.insert("type".to_owned(), json!(kind));
        Value::Object(members)
    };
    let any_of: Vec<Value> = kinds.iter().map(alternative).collect();
    schema.retain(|key, _| !(key == "nullable" || is_bound(key)));
    if !schema.contains_key("anyOf") {
        schema.insert("anyOf".to_owned(), Value::Array(any_of));
    } else if let Some(all_of) = schema.entry("allOf").or_insert_with(|| json!([])).as_array_mut() {
        all_of.push(json!({ "anyOf": any_of }));
    }
}
