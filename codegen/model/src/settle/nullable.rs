//! Null, allowed or not. `nullable` acts only beside `type`, so that a schema without one takes null
//! as an alternative of `anyOf`.

use super::claim;
use super::document::Document;
use super::order;
use crate::ir::Observed;
use serde_json::{Map, Value, json};

/// Allows null at a schema, or refuses it.
pub(super) fn nullable(
    document: &mut Document,
    at: &str,
    allowed: bool,
    observed: Option<&Observed>,
) -> Result<(), String> {
    match form(document.map(at)?) {
        Form::Typed => typed(document.map_mut(at)?, allowed),
        Form::Union(keyword) => union(document, at, keyword, allowed)?,
        Form::Anything if allowed => {}
        Form::Reference if allowed => {
            let schema = document.map_mut(at)?;
            let reference = std::mem::take(schema);
            schema.insert("anyOf".to_owned(), json!([reference, only_null()]));
        }
        Form::Part if allowed => {
            document.rename(at, "allOf", "anyOf")?;
            add_null(document.map_mut(at)?, "anyOf");
        }
        Form::Parts if allowed => {
            let schema = document.map_mut(at)?;
            order::rename(schema, "allOf", "anyOf");
            if let Some(parts) = schema.get_mut("anyOf") {
                *parts = json!([{ "allOf": parts.take() }, only_null()]);
            }
        }
        // What stands behind takes null or not; the caller looks.
        Form::Part | Form::Parts => {}
        Form::Reference | Form::Anything | Form::Mixed => {
            return Err(
                "whether null fits cannot be said here; give the schema a `type` first".to_owned()
            );
        }
    }
    let schema = document.map_mut(at)?;
    let flag = Value::Bool(allowed);
    claim::revise(schema, claim::by_value("nullable", &flag, observed.is_some()));
    if let Some(observed) = observed {
        claim::observe(schema, Some("nullable"), observed);
    }
    Ok(())
}

/// Pointers of the parts of an `allOf`, before and after it has become an alternative to null.
pub(super) fn moved(document: &Document, at: &str) -> Option<(String, String)> {
    let to = format!("{at}/anyOf/0/allOf");
    let is_moved = document.value().pointer(&to).is_some();
    is_moved.then(|| (format!("{at}/allOf"), to))
}

/// How a schema is written, as far as null is concerned.
enum Form {
    Typed,
    /// `anyOf` or `oneOf`.
    Union(&'static str),
    /// `allOf` of one part.
    Part,
    /// `allOf` of several parts, and no rules beside it.
    Parts,
    Reference,
    Anything,
    Mixed,
}

fn form(schema: &Map<String, Value>) -> Form {
    let prose =
        ["title", "description", "default", "deprecated", "example", "readOnly", "writeOnly"];
    let rules: Vec<&str> = (schema.keys().map(String::as_str))
        .filter(|key| !prose.contains(key) && !key.starts_with("x-") && *key != "nullable")
        .collect();
    match rules.as_slice() {
        [] => Form::Anything,
        ["$ref"] => Form::Reference,
        ["anyOf"] => Form::Union("anyOf"),
        ["oneOf"] => Form::Union("oneOf"),
        ["allOf"] => match schema["allOf"].as_array().map_or(0, Vec::len) {
            1 => Form::Part,
            _ => Form::Parts,
        },
        rules if rules.contains(&"type") && !rules.iter().any(|key| is_composing(key)) => {
            Form::Typed
        }
        _ => Form::Mixed,
    }
}

fn is_composing(key: &str) -> bool {
    ["allOf", "anyOf", "oneOf", "not", "$ref"].contains(&key)
}

fn typed(schema: &mut Map<String, Value>, allowed: bool) {
    match allowed {
        true => order::insert(schema, "nullable", Value::Bool(true)),
        false => drop(schema.shift_remove("nullable")),
    }
    // Where values are listed, null is one of them.
    if let Some(Value::Array(values)) = schema.get_mut("enum") {
        let lists_null = values.contains(&Value::Null);
        match allowed {
            true if !lists_null => values.push(Value::Null),
            false if values.len() > 1 => values.retain(|value| !value.is_null()),
            _ => {}
        }
    }
}

fn union(
    document: &mut Document,
    at: &str,
    keyword: &'static str,
    allowed: bool,
) -> Result<(), String> {
    let schema = document.map_mut(at)?;
    if allowed {
        add_null(schema, keyword);
        return Ok(());
    }
    let Some(Value::Array(alternatives)) = schema.get_mut(keyword) else { return Ok(()) };
    let count = alternatives.len();
    if alternatives.iter().any(|alternative| !is_null(alternative)) {
        alternatives.retain(|alternative| !is_null(alternative));
    }
    if alternatives.len() == 1 && count > 1 {
        document.rename(at, keyword, "allOf")?;
    }
    Ok(())
}

fn add_null(schema: &mut Map<String, Value>, keyword: &str) {
    if let Some(Value::Array(alternatives)) = schema.get_mut(keyword)
        && !alternatives.iter().any(is_null)
    {
        alternatives.push(only_null());
    }
}

/// A schema that only null fits.
fn only_null() -> Value {
    json!({ "type": "object", "nullable": true, "enum": [null] })
}

fn is_null(schema: &Value) -> bool {
    schema.get("enum") == Some(&json!([null]))
}
