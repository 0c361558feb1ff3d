//! One item of an envelope: its sentence, its rule and its field, and whether it is true of a place.
//!
//! In comes the item as JSON, out come its parts as they are compared: without the quotes round the field
//! and without HTML escapes, which a server may add. A rule that is true may still be one that the
//! specification does not have.

use super::{
    places::Place,
    sent::{self, Sent},
};
use crate::{
    joi::{self, Meaning, Row},
    vendor,
};
use oasis_model::{conform, decimal::Decimal, ir::Api};
use serde_json::Value;

/// One item of an envelope.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Item {
    /// The sentence, without HTML escapes.
    error: String,
    /// The rule.
    pub(super) rule: String,
    /// The field as it came.
    pub(super) field: String,
    /// The field without quotes and HTML escapes.
    pub(super) label: String,
}

impl Item {
    /// The item, if it has all parts.
    pub(super) fn of(item: &Value) -> Option<Self> {
        let [error, rule, field] = vendor::ITEM.map(|name| item.get(name).and_then(Value::as_str));
        let (error, rule, field) = (error?, rule?, field?);
        let plain = unescaped(field);
        let inner = plain.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        Some(Self {
            error: unescaped(error),
            rule: rule.to_owned(),
            field: field.to_owned(),
            label: inner.unwrap_or(&plain).to_owned(),
        })
    }

    /// Whether the sentence is about the field.
    pub(super) fn speaks_of_its_field(&self) -> bool {
        // An empty name is quoted as nothing, or called `value`.
        let is_nameless = self.label.is_empty() || self.label == "value";
        is_nameless || self.error.contains(&self.label)
    }

    /// How the sentence goes on after the label.
    pub(super) fn sentence(&self) -> &str {
        let quoted = format!("\"{}\"", self.label);
        let rest = [quoted.as_str(), self.label.as_str()];
        let rest = rest.iter().find_map(|label| self.error.strip_prefix(label));
        rest.unwrap_or(&self.error).trim_start()
    }
}

/// A text without the HTML escapes that a template may have put in.
fn unescaped(text: &str) -> String {
    let mut pieces = text.split('&');
    let mut units: Vec<u16> = pieces.next().unwrap_or_default().encode_utf16().collect();
    for piece in pieces {
        let escape = piece.split_once(';').and_then(|(name, rest)| Some((unit(name)?, rest)));
        let (unit, rest) = escape.unwrap_or((u16::from(b'&'), piece));
        units.push(unit);
        units.extend(rest.encode_utf16());
    }
    String::from_utf16_lossy(&units)
}

/// What an escape stands for. JavaScript escapes each half of a surrogate pair, so this is no character.
fn unit(name: &str) -> Option<u16> {
    match (name, name.strip_prefix("#x"), name.strip_prefix('#')) {
        ("amp", ..) => Some(u16::from(b'&')),
        ("lt", ..) => Some(u16::from(b'<')),
        ("gt", ..) => Some(u16::from(b'>')),
        ("quot", ..) => Some(u16::from(b'"')),
        ("apos", ..) => Some(u16::from(b'\'')),
        (_, Some(hex), _) => u16::from_str_radix(hex, 16).ok(),
        (_, None, Some(digits)) => digits.parse().ok(),
        _ => None,
    }
}

/// Whether the rule speaks the truth about the place; `None`: it cannot be told.
pub(super) fn is_true(api: &Api, sent: &Sent<'_>, rule: &Row, place: &Place<'_>) -> Option<bool> {
    let value = match (rule.meaning, place.value) {
        (Meaning::Absent, value) => return Some(value.is_none()),
        (Meaning::Anything, _) => return None,
        // Of what is absent nothing else can be said.
        (_, None) => return Some(false),
        (_, Some(value)) => value,
    };
    Some(match rule.meaning {
        Meaning::Absent | Meaning::Anything => return None,
        Meaning::Unknown => true,
        Meaning::NotA(kind) => kind_of(value) != kind,
        Meaning::NotListed => is_unlisted(api, place, value),
        Meaning::Empty => value.as_str().is_some_and(|text| text.trim().is_empty()),
        Meaning::Fraction => !is_whole(value),
        // A server that converts may speak of the number that it made of a string.
        Meaning::Unsafe => match value {
            Value::Number(number) => joi::is_unsafe(number),
            other => other.is_string(),
        },
        Meaning::NotADate => !value.as_str().is_some_and(is_date_time),
        Meaning::Breaks(kind) => kind_of(value) == kind || kind == "number" && value.is_string(),
        Meaning::Within => {
            let mut points = sent.broken.iter().chain(&sent.allowed);
            points.any(|point| place.is_at_or_above(&point.pointer))
        }
    })
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Whether no list has the value. Where there is no list, the server may have one of its own.
fn is_unlisted(api: &Api, place: &Place<'_>, value: &Value) -> bool {
    let mut lists = place.schemas.iter().filter_map(|id| api.schema(*id).values.as_ref());
    !lists.any(|values| values.iter().any(|listed| conform::same(listed, value)))
}

fn is_whole(value: &Value) -> bool {
    matches!(value, Value::Number(it) if Decimal::of(it).is_some_and(Decimal::is_whole))
}

/// Whether every reader takes a text as a date-time.
fn is_date_time(text: &str) -> bool {
    sent::is_plain_date_time(text) && conform::is_date_time(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn escapes_and_quotes_are_taken_off() {
        for (text, expected) in [
            ("must be &#x5b;true&#x5d;", "must be [true]"),
            ("&quot;a&amp;lt;b&quot;", "\"a&lt;b\""),
            ("a & b &; &#; &#xzz; &", "a & b &; &#; &#xzz; &"),
            ("&#39;&#xfc;&#55357;&#56832;&#39;", "'ü😀'"),
        ] {
            assert_eq!(unescaped(text), expected);
        }
        let item = Item::of(&json!({
            "error": "&quot;a.b&quot; is required", "rule": "any.required", "field": "\"a.b\""
        }))
        .expect("all parts");
        assert_eq!((item.label.as_str(), item.sentence()), ("a.b", "is required"));
        assert_eq!(Item::of(&json!({"error": "x", "rule": "y"})), None);
    }
}
