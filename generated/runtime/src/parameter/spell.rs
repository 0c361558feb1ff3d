//! Values in, strings out: how a client spells a parameter. What has no JSON form is left out.

use super::percent::encode;
use super::{Place, Style};
use serde_json::Value;

/// The pairs that stand for a value in a query, a form or a cookie, percent-encoded; none for null.
pub(crate) fn pairs(name: &str, style: Style, value: &Value) -> Vec<(String, String)> {
    let one = |key: &str, value| (encode(key), value);
    match (value, style) {
        (Value::Null, _) => Vec::new(),
        (Value::Array(items), Style::Exploded | Style::Spread) => {
            items.iter().map(|item| one(name, encode(&text(item)))).collect()
        }
        (Value::Object(entries), Style::Exploded | Style::Spread) => entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .flat_map(|(key, value)| pairs(key, Style::Deep, value))
            .collect(),
        (value, Style::Deep) => {
            let mut found = Vec::new();
            deep(name.to_owned(), value, &mut found);
            found.iter().map(|(key, value)| (encode(key), encode(value))).collect()
        }
        (value, style) => vec![one(name, single(Place::Query, name, style, value))],
    }
}

/// `name[property]` to any depth. Items of an array repeat its name; items that are not scalars are
/// numbered.
fn deep(name: String, value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(entries) => {
            for (key, value) in entries {
                deep(format!("{name}[{key}]"), value, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = if is_scalar(item) { name.clone() } else { format!("{name}[{index}]") };
                deep(name, item, found);
            }
        }
        scalar => found.push((name, text(scalar))),
    }
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// The one string that stands for a value in a path, a header or a pair of a query. What separates
/// stands as it is, data is percent-encoded; in a header nothing is.
pub(crate) fn single(place: Place, name: &str, style: Style, value: &Value) -> String {
    let data = |value: &Value| plain(place, &text(value));
    let key = |key: &str| plain(place, key);
    if style == Style::Json {
        return plain(place, &value.to_string());
    }
    let separator = separator(place, style);
    match value {
        Value::Array(items) => {
            let items = items.iter().map(data);
            match style {
                Style::Matrix { explode: true } => {
                    items.map(|item| format!(";{}={item}", key(name))).collect()
                }
                Style::Label { explode: true } => items.map(|item| format!(".{item}")).collect(),
                _ => before(name, style, join(items, &separator)),
            }
        }
        Value::Object(entries) => {
            let entries = entries.iter().filter(|(_, value)| !value.is_null());
            match style {
                Style::Matrix { explode: true } => {
                    entries.map(|(name, value)| format!(";{}={}", key(name), data(value))).collect()
                }
                Style::Label { explode: true } => {
                    entries.map(|(name, value)| format!(".{}={}", key(name), data(value))).collect()
                }
                Style::Exploded => {
                    join(entries.map(|(name, v)| format!("{}={}", key(name), data(v))), &separator)
                }
                _ => {
                    let flat = entries.flat_map(|(name, value)| [key(name), data(value)]);
                    before(name, style, join(flat, &separator))
                }
            }
        }
        scalar => before(name, style, data(scalar)),
    }
}

fn before(name: &str, style: Style, value: String) -> String {
    match style {
        Style::Matrix { .. } if value.is_empty() => format!(";{}", encode(name)),
        Style::Matrix { .. } => format!(";{}={value}", encode(name)),
        Style::Label { .. } => format!(".{value}"),
        _ => value,
    }
}

fn join(items: impl Iterator<Item = String>, separator: &str) -> String {
    items.collect::<Vec<_>>().join(separator)
}

/// The separator as it travels: a query cannot hold a blank or a bar.
fn separator(place: Place, style: Style) -> String {
    match style {
        Style::Joined(separator) if separator != ',' => plain(place, &separator.to_string()),
        _ => ",".to_owned(),
    }
}

fn plain(place: Place, text: &str) -> String {
    if place == Place::Header { text.to_owned() } else { encode(text) }
}

/// A value as plain text: strings without quotes, everything else as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
