//! Text (YAML or JSON) in, one JSON value out. Knows nothing of OpenAPI.
//!
//! A key written twice is an error in both notations: the parsers' habit of keeping the last one
//! would drop the other silently.

use crate::finding::{Finding, Severity};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};
use std::fmt;

/// Parses the text. JSON is tried first where the text looks like it, because it is much faster.
pub(super) fn value(text: &str) -> Result<Value, Box<Finding>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{') {
        return match serde_json::from_str::<Strict>(text) {
            Ok(strict) => Ok(strict.0),
            // A flow mapping in YAML also starts with a brace.
            Err(json) => yaml(text)
                .map_err(|yaml| if json.is_data() { syntax(&json.to_string()) } else { yaml }),
        };
    }
    yaml(text)
}

fn yaml(text: &str) -> Result<Value, Box<Finding>> {
    let mut value: serde_yaml::Value =
        serde_yaml::from_str(text).map_err(|error| match error.location() {
            Some(location) => {
                let mut finding = syntax(&error.to_string());
                finding.at.line = Some(location.line());
                finding.at.column = Some(location.column());
                finding
            }
            None => syntax(&error.to_string()),
        })?;
    value.apply_merge().map_err(|error| syntax(&error.to_string()))?;
    Ok(to_json(value))
}

fn syntax(problem: &str) -> Box<Finding> {
    Box::new(Finding::new(
        Severity::Error,
        "spec/syntax",
        "",
        format!("the text is neither YAML nor JSON: {problem}"),
        "mend the syntax at the named place",
    ))
}

/// YAML allows keys that are no strings (`200:`) and numbers that JSON has not; both become text.
fn to_json(value: serde_yaml::Value) -> Value {
    use serde_yaml::Value as Yaml;
    match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(flag) => Value::Bool(flag),
        Yaml::Number(number) => yaml_number(&number),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(to_json).collect()),
        Yaml::Mapping(members) => Value::Object(
            members.into_iter().map(|(key, value)| (key_text(key), to_json(value))).collect(),
        ),
        Yaml::Tagged(tagged) => to_json(tagged.value),
    }
}

fn yaml_number(number: &serde_yaml::Number) -> Value {
    if let Some(whole) = number.as_i64() {
        return Value::from(whole);
    }
    if let Some(whole) = number.as_u64() {
        return Value::from(whole);
    }
    number
        .as_f64()
        .and_then(Number::from_f64)
        .map_or_else(|| Value::String(number.to_string()), Value::Number)
}

fn key_text(key: serde_yaml::Value) -> String {
    match to_json(key) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// A JSON value in which no key stands twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::from(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = members.next_key::<String>()? {
            let Strict(value) = members.next_value()?;
            match map.entry(key) {
                Entry::Vacant(vacant) => drop(vacant.insert(value)),
                Entry::Occupied(known) => {
                    let key = known.key();
                    return Err(A::Error::custom(format!(
                        "the key `{key}` stands twice in one object"
                    )));
                }
            }
        }
        Ok(Value::Object(map))
    }
}
