//! What OpenAPI 3.1 says and 3.0 does not: lists of types such as `type: [string, "null"]`, and
//! `const`. They are reported, and read as they are meant: null as `nullable`, several types as
//! `anyOf`, a constant as an enum of one value.

use super::keywords::{acts_on, is_bound};
use super::notebook::{Notebook, excerpt};
use serde_json::{Map, Value, json};

/// Rewrites the members of one schema.
pub(super) fn mend(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    constant(notebook, schema);
    types(notebook, schema);
}

fn constant(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    let Some(value) = schema.get("const").cloned() else { return };
    let message = format!(
        "`const` is no keyword of OpenAPI 3.0; it is read as `enum: [{}]`",
        excerpt(&value)
    );
    notebook.lost_at("const", "spec/const", message, "write an `enum` of one value");
    schema.remove("const");
    schema.insert("enum".to_owned(), Value::Array(vec![value]));
}

fn types(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    let Some(Value::Array(listed)) = schema.get("type") else { return };
    if listed.is_empty() || !listed.iter().all(Value::is_string) {
        return;
    }
    let message = format!("`type` is a list, {}", excerpt(&schema["type"]));
    let mut kinds: Vec<String> =
        listed.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let help = "give one type; write several as `anyOf`, and null as `nullable: true`";
    notebook.lost_at("type", "spec/list-of-types", message, help);
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
