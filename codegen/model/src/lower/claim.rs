//! The `x-` keys of an element in, its [`Claim`] out.

use super::Lowering;
use crate::finding::Basis;
use crate::ir::{Claim, Reading};
use serde_json::Value;

impl Lowering<'_> {
    /// Reads the claim of the element at `at`; `key` looks up one of its extensions.
    pub(super) fn claim<'v>(&mut self, key: impl Fn(&str) -> Option<&'v Value>, at: &str) -> Claim {
        let mut claim = Claim {
            because: text(key("x-because")),
            source: text(key("x-source")),
            ..Claim::default()
        };
        match key("x-basis") {
            None => {}
            Some(Value::String(basis)) if basis == "inferred" => claim.basis = Basis::Inferred,
            Some(Value::String(basis)) if basis == "assumed" => claim.basis = Basis::Assumed,
            Some(other) => self.lost(
                "spec/unknown-basis",
                &format!("{at}/x-basis"),
                format!("{other} is no basis"),
                "write `inferred` or `assumed`; documented is said by saying nothing",
            ),
        }
        match key("x-plausible") {
            None => {}
            Some(Value::Array(readings)) => {
                for (index, reading) in readings.iter().enumerate() {
                    self.reading(
                        reading,
                        &format!("{at}/x-plausible/{index}"),
                        &mut claim.plausible,
                    );
                }
            }
            Some(_) => self.not_a_reading(&format!("{at}/x-plausible"), "`x-plausible` is a list"),
        }
        claim
    }

    fn reading(&mut self, reading: &Value, at: &str, readings: &mut Vec<Reading>) {
        match reading {
            Value::String(status) => match status.parse::<u16>() {
                Ok(status @ 100..=599) => readings.push(Reading::Status(status)),
                _ => self.not_a_reading(at, &format!("`{status}` is no status")),
            },
            Value::Object(keywords) => {
                for (keyword, value) in keywords {
                    match fragment(keyword, value) {
                        Some(reading) => readings.push(reading),
                        None => self.not_a_reading(
                            at,
                            &format!("`{keyword}: {value}` says nothing about a schema"),
                        ),
                    }
                }
            }
            other => self
                .not_a_reading(at, &format!("{other} is neither a status nor a schema fragment")),
        }
    }

    fn not_a_reading(&mut self, at: &str, message: &str) {
        self.lost(
            "spec/unknown-reading",
            at,
            message.to_owned(),
            "write a status such as \"400\", or a fragment such as {required: false} or {minLength: 1}",
        );
    }
}

/// The names that another reading of an object's `required` list keeps, if there is such a reading.
pub(super) fn required_reading<'v>(
    key: impl Fn(&str) -> Option<&'v Value>,
) -> Option<Vec<&'v str>> {
    let readings = key("x-plausible")?.as_array()?;
    let list = readings.iter().find_map(|reading| reading.get("required")?.as_array())?;
    Some(list.iter().filter_map(Value::as_str).collect())
}

/// Whether any key that says how a thing is known stands here.
pub(super) fn says_basis<'v>(key: impl Fn(&str) -> Option<&'v Value>) -> bool {
    ["x-basis", "x-because", "x-source"].iter().any(|name| key(name).is_some())
}

fn fragment(keyword: &str, value: &Value) -> Option<Reading> {
    Some(match (keyword, value) {
        ("required", Value::Bool(flag)) => Reading::Required(*flag),
        ("nullable", Value::Bool(flag)) => Reading::Nullable(*flag),
        ("open", Value::Bool(true)) => Reading::OpenEnum,
        ("additionalProperties", Value::Bool(flag)) => Reading::AdditionalProperties(*flag),
        // A list of required names is spread over the members; see `required_reading`.
        ("required", Value::Array(_)) => Reading::Keyword("required".to_owned(), value.clone()),
        (keyword, value)
            if JUDGED.contains(&keyword)
                && (value.is_null() || value.is_number() || value.is_string()) =>
        {
            Reading::Keyword(keyword.to_owned(), value.clone())
        }
        _ => return None,
    })
}

/// Keywords that a reading may change, because `conform` can judge them apart.
const JUDGED: [&str; 11] = [
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "multipleOf",
    "pattern",
    "format",
];

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}
