//! Schemas that stand where none is read, such as below `#/definitions`, in a response that nobody
//! uses or in a file beside the document: where one is referred to, it is read as a component.

use super::files;
use super::grammar::SCHEMA;
use super::shape::Shape;
use super::walk::Walk;
use crate::pointer::{escape_pointer, unescape_pointer};
use serde_json::Value;
use std::collections::BTreeMap;

/// Where each schema was referred to, and what it is called as a component.
type Names = BTreeMap<String, String>;

impl Walk<'_> {
    /// Adds every such schema to the components, and points the references there.
    pub(super) fn adopt(&mut self, document: &mut Value) {
        let mut names = Names::new();
        while let Some(pointer) = self.deep.pop_first() {
            if names.contains_key(&format!("#{pointer}")) || is_read(document, &pointer) {
                continue;
            }
            let Some(mut schema) = self.references.copy(&format!("#{pointer}")) else { continue };
            let name = name(document, &pointer);
            self.notebook.pointer = format!("/components/schemas/{}", escape_pointer(&name));
            if self.fits(&mut schema, Shape::Ref(&SCHEMA)) {
                document["components"]["schemas"][&name] = schema;
                names.insert(format!("#{pointer}"), name);
            }
        }
        if !names.is_empty() {
            redirect(document, &names);
        }
    }
}

/// Whether a schema is read where it stands.
fn is_read(document: &Value, pointer: &str) -> bool {
    let home = ["/paths/", "/components/schemas/"].iter().any(|home| pointer.starts_with(home));
    home && document.pointer(pointer).is_some()
}

/// The component that is nothing but a reference to the schema; else what stands last in the
/// pointer and tells something, with as much before it as makes it a name of its own.
fn name(document: &Value, pointer: &str) -> String {
    let known = document.pointer("/components/schemas").and_then(Value::as_object);
    let reference = format!("#{pointer}");
    let is_alias = |schema: &Value| schema.get("$ref").and_then(Value::as_str) == Some(&reference);
    if let Some((name, _)) = known.into_iter().flatten().find(|(_, schema)| is_alias(schema)) {
        return name.clone();
    }
    let says_something = |token: &&str| {
        let structure = ["content", "schema", "components", "schemas", "paths", "definitions"];
        let is_media_type =
            token.contains("~1") && !token.starts_with("~1") && without_extension(token) == *token;
        !structure.contains(token) && *token != files::KEY && !is_media_type
    };
    let tokens = pointer.split('/').skip(1).filter(says_something);
    let tokens: Vec<String> =
        tokens.map(|token| without_extension(&unescape_pointer(token)).to_owned()).collect();
    let is_name = |token: &str| token.starts_with(|first: char| first.is_alphabetic());
    let last = tokens.iter().rposition(|token| is_name(token)).unwrap_or_default();
    let is_free = |name: &String| known.is_none_or(|known| !known.contains_key(name));
    let longer = (0..=last).rev().map(|first| tokens[first..].join(" "));
    let numbered = (2..).map(|number| format!("{} {number}", tokens.join(" ")));
    longer.chain(numbered).find(is_free).unwrap_or_default()
}

/// The name of a file without its folder and its extension.
fn without_extension(token: &str) -> &str {
    let known = [".yaml", ".yml", ".json"];
    match known.iter().find_map(|extension| token.strip_suffix(extension)) {
        Some(path) => path.rsplit('/').next().unwrap_or(path),
        None => token,
    }
}

/// Points every reference to the component.
fn redirect(document: &mut Value, names: &Names) {
    let mut open = vec![document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => open.extend(members.values_mut()),
            Value::Array(items) => open.extend(items),
            Value::String(text) if text.starts_with("#/") => {
                if let Some(name) = names.get(text.as_str()) {
                    *text = format!("#/components/schemas/{}", escape_pointer(name));
                }
            }
            _ => {}
        }
    }
}
