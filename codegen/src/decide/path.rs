//! Path templates that the runtime can fill and match.
//!
//! In comes the path of the document, out comes the same path with its literal text
//! percent-encoded and with braces around path parameters only. It does not decide the arguments.

use oasis_model::ir::{Operation, Parameter, ParameterPlace};
use std::fmt::Write;

/// A path template with the keys of its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Template {
    /// The path, such as `/stores/{storeId}`.
    pub(crate) path: String,
    /// Whether two parameters stand side by side, so that no reader can tell where one ends.
    pub(crate) is_ambiguous: bool,
}

/// The template of an operation.
pub(crate) fn template(operation: &Operation) -> Template {
    let names: Vec<&str> = path_parameters(operation).map(|p| p.name.as_str()).collect();
    let has_style = |name: &str| {
        let named = path_parameters(operation).find(|parameter| parameter.name == name);
        named.is_some_and(|parameter| matches!(parameter.style.as_str(), "matrix" | "label"))
    };
    let mut path = String::new();
    let mut is_ambiguous = false;
    // A fragment tells entries of a document apart and never travels.
    let mut rest = operation.path.split('#').next().unwrap_or_default();
    if !rest.starts_with('/') {
        path.push('/');
    }
    while let Some(open) = rest.find('{') {
        push_literal(&mut path, &rest[..open]);
        let name = rest[open + 1..].split_once('}').map(|(name, _)| name);
        match name.and_then(|name| names.iter().position(|known| *known == name)) {
            Some(index) => {
                let name = names[index];
                is_ambiguous |= path.ends_with('}') && !has_style(name);
                // Writing to a string cannot fail.
                let _ = write!(path, "{{{}}}", key(name, index));
                rest = &rest[open + 1 + name.len() + 1..];
            }
            None => {
                push_literal(&mut path, "{");
                rest = &rest[open + 1..];
            }
        }
    }
    push_literal(&mut path, rest);
    is_ambiguous |= path.split_once('?').is_some_and(|(_, query)| !has_whole_values(query));
    Template { path, is_ambiguous }
}

/// Whether each parameter in a query is the whole value of a pair.
fn has_whole_values(query: &str) -> bool {
    query.split('&').all(|pair| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let is_one = value.starts_with('{') && value.find('}') == Some(value.len() - 1);
        !key.contains('{') && (is_one || !value.contains('{'))
    })
}

/// What the template calls the path parameter with this name and index.
pub(crate) fn key(name: &str, index: usize) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~".contains(c);
    if !name.is_empty() && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        // No other name has a colon.
        format!("{index}:")
    }
}

/// The path parameters of an operation, in the order of its path.
pub(crate) fn path_parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.place == ParameterPlace::Path)
}

/// The path with its parameters made equal: two operations with one form cannot both be routed.
pub(crate) fn form(path: &str) -> String {
    let segment =
        |segment: &'_ str| if segment.contains('{') { "{}".to_owned() } else { segment.to_owned() };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let path = path.split('/').map(segment).collect::<Vec<_>>().join("/");
    format!("{path}?{query}")
}

/// Percent-encodes what an address cannot hold, braces included; slashes and escapes stay, and so does
/// the mark in front of a query.
fn push_literal(path: &mut String, literal: &str) {
    for byte in literal.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%?".contains(&byte) {
            path.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(path, "%{byte:02X}");
        }
    }
}
