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

/// Parts of a pointer that name nothing.
const STRUCTURE: [&str; 14] = [
    "components",
    "content",
    "definitions",
    "delete",
    "get",
    "patch",
    "paths",
    "post",
    "put",
    "requestBody",
    "responses",
    "schema",
    "schemas",
    "webhooks",
];

impl Walk<'_> {
    /// Adds every such schema to the components, and points the references there.
    pub(super) fn adopt(&mut self, document: &mut Value) {
        let (mut names, aliases) = (Names::new(), aliases(document));
        while let Some(pointer) = self.deep.pop_first() {
            if names.contains_key(&format!("#{pointer}")) || is_read(document, &pointer) {
                continue;
            }
            let Some(mut schema) = self.references.copy(&format!("#{pointer}")) else { continue };
            let name = aliases.get(&format!("#{pointer}")).cloned();
            let name = name.unwrap_or_else(|| self::name(document, &pointer));
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

/// The components that are nothing but a reference, by what they refer to.
fn aliases(document: &Value) -> Names {
    let known = document.pointer("/components/schemas").and_then(Value::as_object);
    let alias = |(name, schema): (&String, &Value)| {
        Some((schema.get("$ref")?.as_str()?.to_owned(), name.clone()))
    };
    known.into_iter().flatten().filter_map(alias).collect()
}

/// What stands last in the pointer and tells something, with as much before it as makes it a name
/// of its own.
fn name(document: &Value, pointer: &str) -> String {
    let known = document.pointer("/components/schemas").and_then(Value::as_object);
    let says_something = |token: &&str| {
        let is_media_type =
            token.contains("~1") && !token.starts_with("~1") && without_extension(token) == *token;
        !STRUCTURE.contains(token) && *token != files::KEY && !is_media_type
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
