//! Elements of OpenAPI 3.1 that stand where 3.0 has no place for them: webhooks become paths, and
//! schemas under `$defs` become components. In come elements or pointers, out come the places where
//! they are read, and back again the places where they are written.

use super::references::References;
use crate::ir::Method;
use crate::pointer::escape_pointer;
use serde_json::{Map, Value, json};

const SCHEMAS: &str = "/components/schemas/";

/// Makes each webhook a path with the operations that the vendor calls.
pub(super) fn webhooks(document: &mut Value, references: &mut References) {
    let Some(root) = document.as_object_mut() else { return };
    if !root.get("webhooks").is_some_and(Value::is_object) {
        return;
    }
    let Some(Value::Object(webhooks)) = root.shift_remove("webhooks") else { return };
    let Value::Object(paths) = root.entry("paths").or_insert_with(|| json!({})) else { return };
    for (name, mut item) in webhooks {
        if let Value::Object(members) = &mut item {
            write_out(members, references);
            mark(members);
        }
        let mut path = if name.starts_with('/') { name } else { format!("/{name}") };
        while paths.contains_key(&path) {
            path.insert_str(0, "/webhooks");
        }
        paths.insert(path, item);
    }
}

/// Puts what a reference names beside what stands there already.
pub(super) fn write_out(members: &mut Map<String, Value>, references: &mut References) {
    if let Some(Value::String(reference)) = members.get("$ref")
        && let Some(Value::Object(behind)) = references.copy(reference)
    {
        members.shift_remove("$ref");
        for (key, value) in behind {
            members.entry(key).or_insert(value);
        }
    }
}

fn mark(item: &mut Map<String, Value>) {
    for method in Method::ALL {
        let operation = item.get_mut(&method.as_str().to_ascii_lowercase());
        if let Some(Value::Object(operation)) = operation {
            operation.entry("x-webhook").or_insert(Value::Bool(true));
        }
    }
}

/// Where a schema below `$defs` is read, if the pointer leads to one.
pub(super) fn component(pointer: &str) -> Option<String> {
    let (around, rest) = pointer.rsplit_once("/$defs/")?;
    if around.ends_with("/properties") {
        return None;
    }
    let (name, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let defined = format!("{around}/$defs/{name}");
    let short = defined.strip_prefix(SCHEMAS).unwrap_or(&defined);
    Some(format!("{SCHEMAS}{}{below}", escape_pointer(short)))
}

/// Where else the element at a pointer may be written, the likeliest place first.
pub(super) fn written(pointer: &str) -> Vec<String> {
    let (path, below) = match pointer.strip_prefix("/paths/~1") {
        None => return defined(pointer).into_iter().collect(),
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
    };
    let mut names = vec![path, path.trim_start_matches("webhooks~1")];
    names.dedup();
    let places = names.iter().flat_map(|name| ["", "~1"].map(|slash| format!("{slash}{name}")));
    places.map(|name| format!("/webhooks/{name}{below}")).collect()
}

/// The place below `$defs` that is read as this component.
pub(super) fn defined(pointer: &str) -> Option<String> {
    let rest = pointer.strip_prefix(SCHEMAS)?;
    let (name, below) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let name = name.contains("~1$defs~1").then(|| crate::pointer::unescape_pointer(name))?;
    let home = if name.starts_with('/') { "" } else { SCHEMAS };
    Some(format!("{home}{name}{below}"))
}
