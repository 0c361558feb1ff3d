//! Keywords of a schema that OpenAPI 3.1 has and 3.0 has not, such as `type: [string, "null"]` or
//! `const`. In come the keywords of one schema, out comes what 3.0 says for them. Lists of types and
//! constants are read in a 3.0 document too, with a finding.

use super::keywords::{acts_on, is_bound};
use super::notebook::{Notebook, excerpt};
use super::walk::PROSE;
use crate::decimal::Decimal;
use crate::finding::Severity;
use serde_json::{Map, Value, json};
use std::cmp::Ordering;

/// Rewrites the keywords of one schema.
pub(super) fn mend(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    constant(notebook, schema);
    if notebook.is_modern() {
        bound(schema, "minimum", "exclusiveMinimum", Ordering::Greater);
        bound(schema, "maximum", "exclusiveMaximum", Ordering::Less);
        contents(schema);
        examples(notebook, schema);
        unevaluated(schema);
        positions_and_patterns(schema);
        parts(notebook, schema);
        if schema.get("type") == Some(&json!("null")) {
            schema.insert("type".to_owned(), json!(["null"]));
        }
    }
    types(notebook, schema);
    if notebook.is_modern() && schema.get("type") == Some(&json!("array")) {
        schema.entry("items").or_insert_with(|| json!({}));
    }
}

/// A schema that is true or false, as an object.
pub(super) fn flag(schema: &mut Value) {
    match schema {
        Value::Bool(true) => *schema = json!({}),
        Value::Bool(false) => *schema = json!({"not": {}}),
        _ => {}
    }
}

/// Makes keywords beside `$ref` act: the reference becomes a part of `allOf`.
pub(super) fn reference(schema: &mut Map<String, Value>) {
    if schema.len() < 2 {
        return;
    }
    let Some(reference) = schema.shift_remove("$ref") else { return };
    match schema.entry("allOf").or_insert_with(|| json!([])) {
        Value::Array(parts) => parts.push(json!({ "$ref": reference })),
        // The grammar says what is wrong with it.
        _ => drop(schema.insert("$ref".to_owned(), reference)),
    }
}

fn constant(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    let Some(value) = schema.remove("const") else { return };
    if !notebook.is_modern() {
        let message = format!(
            "`const` is no keyword of OpenAPI 3.0; it is read as `enum: [{}]`",
            excerpt(&value)
        );
        notebook.lost_at("const", "spec/const", message, "write an `enum` of one value");
    }
    schema.insert("enum".to_owned(), Value::Array(vec![value]));
}

/// A bound that is excluded, as the pair of a bound and a flag; of two bounds the tighter one acts.
fn bound(schema: &mut Map<String, Value>, key: &str, exclusive: &str, tighter: Ordering) {
    let Some(Value::Number(excluded)) = schema.get(exclusive) else { return };
    let included = schema.get(key).and_then(Value::as_number);
    let order =
        included.and_then(|included| Some(Decimal::of(included)?.compare(Decimal::of(excluded)?)));
    if order == Some(tighter) {
        schema.remove(exclusive);
    } else {
        schema.insert(key.to_owned(), Value::Number(excluded.clone()));
        schema.insert(exclusive.to_owned(), Value::Bool(true));
    }
}

/// What a string holds, as a format.
fn contents(schema: &mut Map<String, Value>) {
    let is = |key: &str, text: &str| schema.get(key).and_then(Value::as_str) == Some(text);
    let media_type = schema.get("contentMediaType").and_then(Value::as_str);
    let is_bytes = media_type.is_some_and(is_bytes);
    let (keyword, format) = if is("contentEncoding", "base64") {
        ("contentEncoding", "byte")
    } else if is_bytes && !schema.contains_key("contentEncoding") {
        ("contentMediaType", "binary")
    } else {
        return;
    };
    if !schema.contains_key("format") {
        schema.remove(keyword);
        // Beside base64 some generators write the media type of the whole body.
        schema.remove("contentMediaType");
        schema.insert("format".to_owned(), json!(format));
        schema.entry("type").or_insert_with(|| json!("string"));
    }
}

/// Whether nothing of this media type is text.
fn is_bytes(media_type: &str) -> bool {
    let families = ["image/", "audio/", "video/", "font/"];
    let types = ["application/octet-stream", "application/pdf", "application/zip"];
    families.iter().any(|family| media_type.starts_with(family) && media_type != "image/svg+xml")
        || types.contains(&media_type)
}

fn examples(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    if !schema.get("examples").is_some_and(Value::is_array) {
        return;
    }
    let Some(Value::Array(examples)) = schema.remove("examples") else { return };
    let is_first = !schema.contains_key("example");
    let lost = examples.len() - usize::from(is_first && !examples.is_empty());
    if lost > 0 {
        let message = "`examples` is ignored: only one example of a schema is read".to_owned();
        notebook.enter("examples", |notebook| {
            notebook.ignored(Severity::Note, message, None);
        });
    }
    if let Some(first) = examples.into_iter().next().filter(|_| is_first) {
        schema.insert("example".to_owned(), first);
    }
}

/// `unevaluatedProperties` and `unevaluatedItems` where nothing evaluates beside `properties` and
/// `items`, or where they allow everything. What is left is not read.
fn unevaluated(schema: &mut Map<String, Value>) {
    const EVALUATE: [&str; 10] = [
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "not",
        "dependentSchemas",
        "patternProperties",
        "prefixItems",
        "contains",
        "$dynamicRef",
    ];
    let alone = !EVALUATE.iter().any(|keyword| schema.contains_key(*keyword));
    for (keyword, rest) in
        [("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")]
    {
        let Some(value) = schema.get(keyword) else { continue };
        if *value == Value::Bool(true) || *value == json!({}) {
            schema.remove(keyword);
        } else if alone && let Some(value) = schema.remove(keyword) {
            schema.entry(rest).or_insert(value);
        }
    }
}

/// Beside `prefixItems` and `patternProperties`, which are not read, `items` and
/// `additionalProperties` speak of the rest only.
fn positions_and_patterns(schema: &mut Map<String, Value>) {
    if schema.contains_key("prefixItems") {
        schema.insert("items".to_owned(), json!({}));
    }
    if schema.contains_key("patternProperties") {
        schema.insert("additionalProperties".to_owned(), Value::Bool(true));
    }
}

/// Prose beside the reference of a part is dropped: what a part names is what matters, to a
/// discriminator too.
fn parts(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let Some(Value::Array(parts)) = schema.get_mut(keyword) else { continue };
        for (index, part) in parts.iter_mut().enumerate() {
            let Value::Object(members) = part else { continue };
            let is_prose = |key: &str| key == "title" || PROSE.contains(&key);
            let bare = members.keys().all(|key| key == "$ref" || is_prose(key));
            if !bare || members.len() < 2 || !members.contains_key("$ref") {
                continue;
            }
            members.retain(|key, _| key == "$ref");
            let message = format!("prose beside `$ref` in `{keyword}` is ignored");
            notebook.enter(keyword, |notebook| {
                notebook.enter(&index.to_string(), |notebook| {
                    notebook.ignored(Severity::Note, message, None);
                });
            });
        }
    }
}

fn types(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>) {
    let Some(Value::Array(listed)) = schema.get("type") else { return };
    if listed.is_empty() || !listed.iter().all(Value::is_string) {
        return;
    }
    let mut kinds: Vec<String> =
        listed.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if !notebook.is_modern() {
        let message = format!("`type` is a list, {}", excerpt(&schema["type"]));
        let help = "give one type; write several as `anyOf`, and null as `nullable: true`";
        notebook.lost_at("type", "spec/list-of-types", message, help);
    }
    let count = kinds.len();
    kinds.retain(|kind| kind != "null");
    if kinds.len() < count {
        schema.insert("nullable".to_owned(), Value::Bool(true));
    }
    match kinds.as_slice() {
        [] => {
            schema.retain(|key, _| !is_bound(key));
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
