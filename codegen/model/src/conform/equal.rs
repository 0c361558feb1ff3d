//! When two JSON values are the same, for pairs and for long lists.

use serde_json::Value;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Equality of JSON values, in which 1 and 1.0 are the same number; the order of properties is irrelevant.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => crate::decimal::compare(left, right).is_eq(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, value)| right.get(name).is_some_and(|other| same(value, other)))
        }
        _ => left == right,
    }
}

/// The index of the first item that repeats an earlier one; only items with one digest are compared.
pub fn repeated(items: &[Value]) -> Option<usize> {
    let mut seen: HashMap<u64, Vec<&Value>> = HashMap::new();
    items.iter().position(|item| {
        let alike = seen.entry(digest(item)).or_default();
        let twin = alike.iter().any(|other| same(item, other));
        alike.push(item);
        twin
    })
}

/// The same for values that are the same.
pub(super) fn digest(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Null => 0.hash(&mut hasher),
        Value::Bool(flag) => flag.hash(&mut hasher),
        // Minus zero is zero.
        Value::Number(number) => {
            number.as_f64().map(|float| (float + 0.0).to_bits()).hash(&mut hasher);
        }
        Value::String(text) => text.hash(&mut hasher),
        Value::Array(items) => items.iter().for_each(|item| digest(item).hash(&mut hasher)),
        Value::Object(members) => {
            let each = members.iter().map(|(name, value)| {
                let mut hasher = DefaultHasher::new();
                (name, digest(value)).hash(&mut hasher);
                hasher.finish()
            });
            each.fold(0_u64, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_same_values_have_the_same_digest() {
        let values = [
            (json!(1), json!(1.0), true),
            (json!(0), json!(-0.0), true),
            (json!(9_007_199_254_740_993_u64), json!(9_007_199_254_740_992_u64), false),
            (json!("1"), json!(1), false),
            (json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1}), true),
            (json!([1, 2]), json!([2, 1]), false),
            (json!(null), json!(false), false),
        ];
        for (left, right, expected) in values {
            assert_eq!(same(&left, &right), expected, "{left} {right}");
            assert!(!expected || digest(&left) == digest(&right), "{left} {right}");
            assert_eq!(repeated(&[left, json!({}), right]), expected.then_some(2));
        }
    }
}
