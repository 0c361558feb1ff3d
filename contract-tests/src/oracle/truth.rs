//! Whether what a rule says of a place is true.
//!
//! In come a rule, a place and everything that a body bears on, out comes yes, no, or that it cannot be
//! told. A rule that is true may still be one that the specification does not have.

use super::{
    places::Place,
    rules::{Meaning, Rule},
    sent::{self, Sent},
};
use oasis_model::{conform, ir::Api};
use serde_json::Value;

/// Whether the rule speaks the truth about the place; `None`: it cannot be told.
pub(super) fn of(api: &Api, sent: &Sent<'_>, rule: &Rule, place: &Place<'_>) -> Option<bool> {
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
            Value::Number(number) => sent::is_unsafe(number),
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
    match value {
        Value::Number(number) => {
            oasis_model::decimal::Decimal::of(number).is_some_and(|it| it.is_whole())
        }
        _ => false,
    }
}

/// Whether every reader takes a text as a date-time.
fn is_date_time(text: &str) -> bool {
    sent::is_plain_date_time(text) && conform::is_date_time(text)
}
