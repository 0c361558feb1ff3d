//! Named texts in, values out. Texts carry no types, so the type asked for decides how they read.

use super::Style;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Reads a parameter back from all named texts; nothing if none of them belongs to it.
///
/// # Errors
/// The texts do not make a `T`.
pub(crate) fn decode<T: DeserializeOwned>(
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
pub(crate) fn scalar<T: DeserializeOwned>(text: &str) -> Result<T, String> {
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
        // Blanks around JSON mean nothing, but a text with blanks is another text.
        Ok(found @ (Value::Bool(_) | Value::Number(_))) if text.trim() == text => found,
        _ => Value::String(text.to_owned()),
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_with_blanks_around_it_is_no_number() {
        assert_eq!(scalar::<i64>("1"), Ok(1));
        for text in ["1\n", " 1", "1\t", "\r1", "+1", "01", "1.0", ""] {
            assert!(scalar::<i64>(text).is_err(), "{text:?}");
        }
    }
}
