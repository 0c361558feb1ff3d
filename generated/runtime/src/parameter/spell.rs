//! Values in, strings out: how a client spells a parameter. What has no JSON form is left out.

use super::percent::{encode, encode_but_reserved};
use super::{Place, Style};
use serde_json::Value;

/// The pairs that stand for a value in a query, a form or a cookie, percent-encoded; none for null.
pub(crate) fn pairs(
    place: Place,
    name: &str,
    style: Style,
    value: &Value,
) -> Vec<(String, String)> {
    let data = |value: &Value| plain(place, &text(value));
    match (value, style) {
        (Value::Null, _) => Vec::new(),
        (Value::Array(items), Style::Exploded | Style::Spread) => {
            items.iter().map(|item| (encode(name), data(item))).collect()
        }
        (Value::Object(entries), Style::Exploded | Style::Spread) => entries
            .iter()
            .filter(|(_, value)| !value.is_null())
            .flat_map(|(key, value)| pairs(place, key, Style::Deep, value))
            .collect(),
        (value, Style::Deep) => {
            let mut found = Vec::new();
            deep(name.to_owned(), value, &mut found);
            found.into_iter().map(|(key, value)| (encode(&key), data(value))).collect()
        }
        (value, style) => vec![(encode(name), single(place, name, style, value))],
    }
}

/// Pairs of a query or a form, encoded already.
pub(crate) fn line(pairs: &[(String, String)]) -> String {
    pairs.iter().map(|(key, value)| format!("{key}={value}")).collect::<Vec<_>>().join("&")
}

/// `name[property]` to any depth. Items of an array have brackets of their own, which are empty
/// around scalars and numbered otherwise.
fn deep<'a>(name: String, value: &'a Value, found: &mut Vec<(String, &'a Value)>) {
    match value {
        Value::Null => {}
        Value::Object(entries) => {
            for (key, value) in entries {
                deep(format!("{name}[{key}]"), value, found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let index = if is_scalar(item) { String::new() } else { index.to_string() };
                deep(format!("{name}[{index}]"), item, found);
            }
        }
        scalar => found.push((name, scalar)),
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
    // A comma that is data ends no item, whatever else may stay as it is.
    let item = |value: &Value| match place {
        Place::Reserved => data(value).replace(',', "%2C"),
        _ => data(value),
    };
    match value {
        Value::Array(items) => {
            let items = items.iter().map(item);
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
                    let flat = entries.flat_map(|(name, value)| [key(name), item(value)]);
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
    match place {
        Place::Header => text.to_owned(),
        Place::Reserved => encode_but_reserved(text),
        Place::Path | Place::Query | Place::Cookie => encode(text),
    }
}

/// A value as plain text: strings without quotes, everything else as JSON.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
