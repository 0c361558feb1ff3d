//! The rules of two schemas for single values, side by side.

use oasis_model::ir::{Kind, Numbers, Schema};
use serde_json::{Value, json};

/// Whether the rules of one kind of value can be compared one by one.
pub(super) fn alike(old: &Kind, new: &Kind) -> bool {
    match (old, new) {
        (Kind::OneOf(old) | Kind::AnyOf(old), Kind::OneOf(new) | Kind::AnyOf(new)) => {
            old.variants.len() == new.variants.len()
        }
        _ => std::mem::discriminant(old) == std::mem::discriminant(new),
    }
}

/// The type of a value without parts.
pub(super) fn type_name(kind: &Kind) -> Option<&'static str> {
    Some(match kind {
        Kind::Boolean => "boolean",
        Kind::Integer(_) => "integer",
        Kind::Number(_) => "number",
        Kind::String(_) => "string",
        _ => return None,
    })
}

/// Whether two rules say the same; lists of values in whatever order.
pub(super) fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Array(old), Value::Array(new)) => {
            let within = |one: &[Value], other: &[Value]| {
                one.iter().all(|v| other.iter().any(|w| oasis_model::conform::same(v, w)))
            };
            within(old, new) && within(new, old)
        }
        _ => oasis_model::conform::same(old, new),
    }
}

/// The rules of a schema for single values, those aside that are not written.
pub(super) fn rules(schema: &Schema) -> Vec<(&'static str, Value)> {
    let mut rules = match &schema.kind {
        Kind::Integer(rules) | Kind::Number(rules) => numbers(rules),
        Kind::String(rules) => vec![
            ("format", json!(rules.format)),
            ("pattern", json!(rules.pattern)),
            ("minLength", json!(rules.min_length)),
            ("maxLength", json!(rules.max_length)),
        ],
        Kind::Array(rules) => vec![
            ("minItems", json!(rules.min_items)),
            ("maxItems", json!(rules.max_items)),
            ("uniqueItems", json!(rules.unique.then_some(true))),
        ],
        Kind::Object(rules) => vec![
            ("minProperties", json!(rules.min_properties)),
            ("maxProperties", json!(rules.max_properties)),
        ],
        _ => Vec::new(),
    };
    rules.push(("enum", json!(schema.values)));
    rules.retain(|(_, value)| !value.is_null());
    rules
}

fn numbers(rules: &Numbers) -> Vec<(&'static str, Value)> {
    vec![
        ("format", json!(rules.format)),
        ("multipleOf", json!(rules.multiple_of)),
        ("minimum", json!(rules.minimum)),
        ("maximum", json!(rules.maximum)),
        ("exclusiveMinimum", json!(rules.exclusive_minimum.then_some(true))),
        ("exclusiveMaximum", json!(rules.exclusive_maximum.then_some(true))),
    ]
}
