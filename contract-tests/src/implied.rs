//! What the error envelope must name, worked out from how a body was broken.
//!
//! In comes a change, out come the rules and the field that each world of the vendor's validator
//! reports for it. The world is not known, but one server lives in one of them. Nothing here
//! looks at an answer.

use crate::mutation::{Change, Step, What};
use oasis_model::ir::{Api, Kind, Schema, Text};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A generation of the validator: its rule names and its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum World {
    /// Joi 16 and later: labels are full paths.
    New,
    /// Joi 15 and earlier: labels are the last step.
    Old,
}

impl World {
    /// Both worlds.
    pub const BOTH: [Self; 2] = [Self::New, Self::Old];

    /// As people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "Joi 16 or later",
            Self::Old => "Joi 15 or earlier",
        }
    }
}

/// One violation that an envelope has to name, or may.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
    /// The field, in its quotes.
    pub field: String,
    /// Any of these rules names it; a name that ends with a dot stands for all that begin so.
    pub rules: Vec<&'static str>,
    /// It has to be there.
    pub needed: bool,
}

/// The violations that one change causes.
pub fn slots(api: &Api, change: &Change, world: World) -> Vec<Slot> {
    let field = format!("\"{}\"", label(&change.at, world));
    let needed =
        |rules: &[&'static str]| Slot { field: field.clone(), rules: rules.to_vec(), needed: true };
    let value = match &change.what {
        What::Remove => return vec![needed(&["any.required"])],
        What::Add(_) => {
            return vec![match world {
                World::New => needed(&["object.unknown", "any.unknown"]),
                World::Old => needed(&["object.allowUnknown", "any.unknown"]),
            }];
        }
        What::Put(value) => value,
    };
    let Some(schema) = api.schemas.iter().find(|schema| schema.at == change.schema) else {
        return vec![Slot { field, rules: vec![""], needed: false }];
    };
    let mut slots: Vec<Slot> = Vec::new();
    let base = base_rules(&schema.kind, value, world);
    match &schema.values {
        // A value of the right type that no rule speaks of.
        None if base.is_empty() => {}
        None => slots.push(needed(&base)),
        Some(_) => {
            let only: &[&str] = match world {
                World::New => &["any.only"],
                World::Old => &["any.allowOnly"],
            };
            // A place that may hold any text may be checked as plain text.
            let open = schema.claim.may_have_more_values();
            let fits = base.is_empty();
            let listed = Slot { needed: fits || world == World::New && !open, ..needed(only) };
            // In the old world a wrong type ends the checks; an empty string does not.
            if fits || world == World::New || value == "" {
                slots.push(listed);
            }
            if !fits {
                slots.push(needed(&base));
            }
        }
    }
    if let Some(rules) = further(&schema.kind, value) {
        slots.push(Slot { field, rules, needed: false });
    }
    slots
}

/// The rule for the type, or for the one further thing that can be wrong with a value of the right type.
fn base_rules(kind: &Kind, value: &Value, world: World) -> Vec<&'static str> {
    match (kind, value) {
        (Kind::Boolean, Value::Bool(_)) => Vec::new(),
        (Kind::Boolean, _) => vec!["boolean.base"],
        (Kind::Integer(_), Value::Number(number)) if number.is_f64() => {
            vec!["number.integer", "number.unsafe", "number.base"]
        }
        (Kind::Integer(_) | Kind::Number(_), Value::Number(_)) => {
            vec![
                "number.min",
                "number.max",
                "number.unsafe",
                "number.greater",
                "number.less",
                "number.positive",
                "number.multiple",
                "any.only",
                "any.allowOnly",
            ]
        }
        (Kind::Integer(_) | Kind::Number(_), _) => vec!["number.base"],
        (Kind::String(rules), Value::String(text)) => text_rules(rules, text, world),
        (Kind::String(rules), _) if is_date(rules) => {
            vec!["string.base", "date.base", "date.format", "date.isoDate", "string.isoDate"]
        }
        (Kind::String(_), _) => vec!["string.base"],
        (Kind::Array(_), Value::Array(_)) => {
            vec!["array.min", "array.max", "array.length", "array.unique"]
        }
        (Kind::Array(_), _) => vec!["array.base"],
        (Kind::Object(_), _) => vec!["object.base"],
        _ => vec!["object.base", "alternatives.", "any.", "string.base", "number.base"],
    }
}

fn text_rules(rules: &Text, text: &str, world: World) -> Vec<&'static str> {
    let empty = match world {
        World::New => "string.empty",
        World::Old => "any.empty",
    };
    match (text, rules.format.as_deref()) {
        ("", Some("date-time" | "date")) => {
            vec![empty, "date.base", "date.format", "date.isoDate", "string.isoDate"]
        }
        ("", _) => vec![empty],
        (_, Some("date-time" | "date")) => vec![
            "string.isoDate",
            "date.format",
            "date.isoDate",
            "date.base",
            "date.strict",
            "string.pattern.base",
            "string.regex.base",
        ],
        (_, Some(_)) => vec!["string."],
        _ if rules.pattern.is_some()
            || rules.min_length.is_some()
            || rules.max_length.is_some() =>
        {
            vec!["string."]
        }
        _ => Vec::new(),
    }
}

/// Rules that may be reported as well, as several rules of one value all are.
fn further(kind: &Kind, value: &Value) -> Option<Vec<&'static str>> {
    match (kind, value) {
        (Kind::Integer(_) | Kind::Number(_), Value::Number(_)) => Some(vec!["number."]),
        (Kind::String(_), Value::String(_)) => Some(vec!["string."]),
        (Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_), _) => {
            Some(vec!["alternatives.", "any."])
        }
        (Kind::Object(_), _) => Some(vec!["alternatives."]),
        _ => None,
    }
}

fn is_date(rules: &Text) -> bool {
    matches!(rules.format.as_deref(), Some("date-time" | "date"))
}

/// Whether a rule is the one or among those that a pattern stands for.
pub fn matches(pattern: &str, rule: &str) -> bool {
    pattern == rule || (pattern.is_empty() || pattern.ends_with('.')) && rule.starts_with(pattern)
}

/// How the validator calls a place, without the quotes.
pub fn label(at: &[Step], world: World) -> String {
    if world == World::Old {
        return match at.last() {
            None => "value".to_owned(),
            Some(Step::Member(name)) => name.clone(),
            Some(Step::Item(index)) => index.to_string(),
        };
    }
    let mut label = String::new();
    for step in at {
        match step {
            Step::Member(name) if label.is_empty() => label.push_str(name),
            Step::Member(name) => label.extend([".", name]),
            Step::Item(index) => label += &format!("[{index}]"),
        }
    }
    if at.is_empty() { "value".to_owned() } else { label }
}

/// The schema that stands at a change, if the specification still has it.
pub fn schema_of<'a>(api: &'a Api, change: &Change) -> Option<&'a Schema> {
    api.schemas.iter().find(|schema| schema.at == change.schema)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_full_paths_or_last_steps() {
        let at = [
            Step::Member("session".into()),
            Step::Member("events".into()),
            Step::Item(1),
            Step::Member("eventId".into()),
        ];
        assert_eq!(label(&at, World::New), "session.events[1].eventId");
        assert_eq!(label(&at, World::Old), "eventId");
        assert_eq!(label(&at[..3], World::New), "session.events[1]");
        assert_eq!(label(&at[..3], World::Old), "1");
        assert_eq!(label(&[], World::New), "value");
    }

    #[test]
    fn a_closing_dot_stands_for_a_whole_area() {
        assert!(matches("string.", "string.min") && matches("any.only", "any.only"));
        assert!(!matches("any.only", "any.only.x") && !matches("string.", "number.base"));
    }
}
