//! Values in, named texts out. It cannot fail: what has no text is left out.

use super::Style;
use serde::Serialize;
use serde_json::Value;

/// The named texts that stand for a value; none for null.
pub(crate) fn encode<T: Serialize>(name: &str, style: Style, value: &T) -> Vec<(String, String)> {
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
