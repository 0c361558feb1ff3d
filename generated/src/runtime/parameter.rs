//! Parameters as text: how a value becomes the pieces of a path, a query, a header or a cookie, and
//! how it is read back from them.
//!
//! The styles are those of OpenAPI 3.0. What a style does not define (objects within lists) is
//! written as JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// How a parameter that is a list or an object is spelt out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One text; items are joined with this.
    Joined(char),
    /// One parameter for each item or member.
    Exploded,
    /// One parameter for each member, called `name[member]`.
    Deep,
    /// One text that is JSON.
    Json,
}

/// The named texts that stand for a value; none for null.
pub(super) fn encode<T: Serialize>(name: &str, style: Style, value: &T) -> Vec<(String, String)> {
    let value = serde_json::to_value(value).unwrap_or_default();
    let one = |text| vec![(name.to_owned(), text)];
    match (value, style) {
        (Value::Null, _) => Vec::new(),
        (value, Style::Json) => one(value.to_string()),
        (Value::Array(items), Style::Joined(separator)) => one(join(&items, separator)),
        (Value::Array(items), _) => {
            items.iter().map(|item| (name.to_owned(), text(item))).collect()
        }
        (Value::Object(members), Style::Joined(separator)) => {
            let flat = |(key, value)| [Value::String(key), value];
            one(join(&members.into_iter().flat_map(flat).collect::<Vec<_>>(), separator))
        }
        (Value::Object(members), Style::Deep) => {
            members.iter().map(|(key, value)| (format!("{name}[{key}]"), text(value))).collect()
        }
        (Value::Object(members), _) => {
            members.iter().map(|(key, value)| (key.clone(), text(value))).collect()
        }
        (value, _) => one(text(&value)),
    }
}

fn join(items: &[Value], separator: char) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(&separator.to_string())
}

/// A value as plain text: strings without quotes, everything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Reads a parameter back from all named texts; nothing if none of them belongs to it.
///
/// # Errors
/// The texts do not make a `T`.
pub(super) fn decode<T: DeserializeOwned>(
    name: &str,
    style: Style,
    texts: &[(String, String)],
) -> Result<Option<T>, String> {
    if style == Style::Deep {
        return members(name, texts).map(|found| read(Value::Object(found))).transpose();
    }
    let mut own = texts.iter().filter(|(key, _)| key == name).map(|(_, text)| text.as_str());
    let Some(first) = own.next() else {
        return Ok(None);
    };
    if style == Style::Json {
        return serde_json::from_str(first).map(Some).map_err(|error| error.to_string());
    }
    let split: Vec<&str> = match style {
        Style::Joined(separator) => first.split(separator).collect(),
        _ => std::iter::once(first).chain(own).collect(),
    };
    scalar(first).or_else(|error| list(&split).map_err(|_| error)).map(Some)
}

fn members(name: &str, texts: &[(String, String)]) -> Option<Map<String, Value>> {
    let found: Map<String, Value> = texts
        .iter()
        .filter_map(|(key, text)| {
            let member = key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some((member.to_owned(), guess(text)))
        })
        .collect();
    (!found.is_empty()).then_some(found)
}

/// Reads one text: as a string if the type takes one, else as what the text looks like.
///
/// # Errors
/// The text is neither.
pub(super) fn scalar<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    read(Value::String(text.to_owned()))
        .or_else(|error| if guess(text).is_string() { Err(error) } else { read(guess(text)) })
}

/// Reads a list: of strings if the type takes them, else of what the texts look like.
fn list<T: DeserializeOwned>(texts: &[&str]) -> Result<T, String> {
    let strings = texts.iter().map(|text| Value::String((*text).to_owned())).collect();
    let guesses = || texts.iter().map(|text| guess(text)).collect();
    read(Value::Array(strings)).or_else(|_| read(Value::Array(guesses())))
}

fn guess(text: &str) -> Value {
    match serde_json::from_str(text) {
        Ok(found @ (Value::Bool(_) | Value::Number(_))) => found,
        _ => Value::String(text.to_owned()),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}
