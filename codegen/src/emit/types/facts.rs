//! What a schema says beyond its Rust type, as doc lines: the type does not enforce it.

use crate::emit::docs::{code, sentence};
use crate::emit::shape::{Shape, shape};
use oasis_model::ir::{Kind, Numbers, Schema, Text};
use serde_json::Value;

/// How many values an enum may have to be listed in docs.
const LISTED: usize = 20;
/// How long an example may be to stand in docs.
const EXAMPLE: usize = 120;

/// The doc lines, most telling first.
pub(in crate::emit) fn facts(schema: &Schema) -> Vec<String> {
    let mut facts = Vec::new();
    match &schema.kind {
        Kind::Integer(numbers) | Kind::Number(numbers) => facts.extend(range(numbers)),
        Kind::String(text) => facts.extend(string(text)),
        Kind::Array(array) => facts.extend(between("Items", array.min_items, array.max_items)),
        Kind::Object(object) => {
            facts.extend(between("Members", object.min_properties, object.max_properties));
            let required = object
                .required_undeclared
                .iter()
                .map(|name| format!("Member {} is required.", code(name)));
            facts.extend(required);
        }
        Kind::AllOf(_) | Kind::Not(_) => {
            facts.push("The contract says more than a Rust type can: any value is taken.".into());
        }
        _ => {}
    }
    if let Some(values) = schema.values.as_ref().filter(|values| !is_enum(schema, values)) {
        facts.push(format!("One of {}.", list(values)));
    }
    facts.extend(schema.constant.as_ref().map(|value| format!("Always {}.", json(value))));
    facts.extend(schema.default.as_ref().map(|value| format!("Default: {}.", json(value))));
    let example = schema.example.as_ref().map(json).filter(|text| text.len() <= EXAMPLE);
    facts.extend(example.map(|text| format!("Example: {text}.")));
    facts
}

/// Whether the values are variants of a Rust enum, and documented there.
fn is_enum(schema: &Schema, values: &[Value]) -> bool {
    values.is_empty() || matches!(shape(schema), Shape::Text(..))
}

fn list(values: &[Value]) -> String {
    let mut listed: Vec<String> = values.iter().take(LISTED).map(json).collect();
    if values.len() > LISTED {
        listed.push("…".to_owned());
    }
    listed.join(", ")
}

fn json(value: &Value) -> String {
    code(&value.to_string())
}

fn range(numbers: &Numbers) -> Vec<String> {
    let bound = |exclusive: bool| if exclusive { "<" } else { "<=" };
    let low =
        numbers.minimum.as_ref().map(|low| format!("{low} {} ", bound(numbers.exclusive_minimum)));
    let high = numbers
        .maximum
        .as_ref()
        .map(|high| format!(" {} {high}", bound(numbers.exclusive_maximum)));
    let range = (low.is_some() || high.is_some()).then(|| {
        let text = format!("{}value{}", low.unwrap_or_default(), high.unwrap_or_default());
        format!("Range: {}.", code(&text))
    });
    let multiple = numbers.multiple_of.as_ref().map(|of| format!("A multiple of {of}."));
    [range, multiple].into_iter().flatten().collect()
}

fn string(text: &Text) -> Vec<String> {
    let format = text.format.as_deref().filter(|format| !matches!(*format, "date-time" | "date"));
    let format = format.map(|format| format!("Format: {}.", sentence(format)));
    let pattern = text.pattern.as_deref().map(|pattern| format!("Pattern: {}.", code(pattern)));
    let length = between("Characters", text.min_length, text.max_length);
    [format, pattern, length].into_iter().flatten().collect()
}

fn between(what: &str, low: Option<u64>, high: Option<u64>) -> Option<String> {
    match (low, high) {
        (Some(low), Some(high)) if low == high => Some(format!("{what}: {low}.")),
        (Some(low), Some(high)) => Some(format!("{what}: {low} to {high}.")),
        (Some(low), None) => Some(format!("{what}: at least {low}.")),
        (None, Some(high)) => Some(format!("{what}: at most {high}.")),
        (None, None) => None,
    }
}
