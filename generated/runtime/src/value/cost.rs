//! What a value loses when a type reads it and writes it again.
//!
//! Free: null for absent, `12` for `12.0`, another spelling of the same instant, properties that the
//! type adds. Everything else costs one for each scalar, and one for each object or array around it.

use super::tree::Tree;
use jiff::Timestamp;
use serde_json::Value;

/// The cost of having `back` in place of `value`.
pub(crate) fn cost(value: &Tree<'_>, back: &Value) -> u64 {
    match (value, back) {
        (Tree::Object(value), Value::Object(back)) => value
            .iter()
            .map(|(key, value)| match back.get(key.as_ref()) {
                Some(back) => cost(value, back),
                None => size(value),
            })
            .sum(),
        (Tree::Array(value), Value::Array(back)) => {
            let lost: u64 = value.iter().skip(back.len()).map(size).sum();
            let kept: u64 = value.iter().zip(back).map(|(value, back)| cost(value, back)).sum();
            lost + kept + back.len().saturating_sub(value.len()) as u64
        }
        (Tree::Number(value), Value::Number(back)) => {
            u64::from(value != back && value.as_f64() != back.as_f64())
        }
        (Tree::String(value), Value::String(back)) => {
            u64::from(value != back && !is_same_instant(value, back))
        }
        (Tree::Null, _) => 0,
        (Tree::Bool(value), Value::Bool(back)) if value == back => 0,
        (value, _) => size(value),
    }
}

/// The cost of losing this.
fn size(value: &Tree<'_>) -> u64 {
    match value {
        Tree::Null => 0,
        Tree::Object(entries) => 1 + entries.iter().map(|(_, value)| size(value)).sum::<u64>(),
        Tree::Array(items) => 1 + items.iter().map(size).sum::<u64>(),
        _ => 1,
    }
}

fn is_same_instant(one: &str, other: &str) -> bool {
    match (one.parse::<Timestamp>(), other.parse::<Timestamp>()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
