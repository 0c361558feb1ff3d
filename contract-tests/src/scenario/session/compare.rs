//! Compares what a session should hold with what a response shows: values in, differences out.
//!
//! It names places and kinds, never values: what is shown may be anybody's data. Numbers that JSON
//! implementations round and the key `__proto__`, which many languages cannot hold, are not compared.

use crate::vendor;
use oasis_model::pointer::escape_pointer;
use serde_json::{Map, Number, Value};

const MISSING: &str = "is missing";

/// One place where two values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::scenario) struct Difference {
    /// JSON pointer of the place.
    pub(in crate::scenario) at: String,
    /// The property at the top in which it lies.
    pub(in crate::scenario) property: String,
    /// How it differs, such as `is missing`.
    pub(in crate::scenario) how: String,
}

impl Difference {
    /// The place, cut to a length that a line has room for, and how it differs.
    pub(in crate::scenario) fn text(&self) -> String {
        match self.at.char_indices().nth(80) {
            Some((end, _)) => format!("{}… {}", &self.at[..end], self.how),
            None => format!("{} {}", self.at, self.how),
        }
    }

    /// JSON pointer of what is there to be seen: of what is missing, the object that lacks it.
    pub(in crate::scenario) fn focus(&self) -> String {
        match self.at.rsplit_once('/').filter(|_| self.how == MISSING) {
            Some((parent, _)) => parent.to_owned(),
            None => self.at.clone(),
        }
    }
}

/// The first difference within each property. The time of the last update may move.
pub(in crate::scenario) fn sessions(
    expected: &Map<String, Value>,
    shown: &Map<String, Value>,
) -> Vec<Difference> {
    let added = shown.keys().filter(|name| !expected.contains_key(*name));
    let names = expected.keys().chain(added).filter(|name| *name != vendor::UPDATED_AT);
    names
        .filter_map(|name| {
            let (at, how) = entry(expected.get(name), shown.get(name), name, "")?;
            Some(Difference { at, property: name.clone(), how })
        })
        .collect()
}

/// The first difference between two values: where, and how.
pub(in crate::scenario) fn values(
    expected: &Value,
    shown: &Value,
    at: &str,
) -> Option<(String, String)> {
    let here = |how: &str| Some((at.to_owned(), how.to_owned()));
    match (expected, shown) {
        (Value::Object(expected), Value::Object(shown)) => {
            let added = shown.keys().filter(|name| !expected.contains_key(*name));
            let mut names = expected.keys().chain(added).filter(|name| *name != "__proto__");
            names.find_map(|name| entry(expected.get(name), shown.get(name), name, at))
        }
        (Value::Array(expected), Value::Array(shown)) if expected.len() != shown.len() => {
            here(&format!("has {} items, not {}", shown.len(), expected.len()))
        }
        (Value::Array(expected), Value::Array(shown)) => {
            let pairs = expected.iter().zip(shown).enumerate();
            pairs.into_iter().find_map(|(index, (expected, shown))| {
                values(expected, shown, &format!("{at}/{index}"))
            })
        }
        (Value::Number(expected), Value::Number(shown)) if same_number(expected, shown) => None,
        _ if expected == shown => None,
        _ if kind(expected) == kind(shown) => here(&format!("is another {}", kind(shown))),
        _ => here(&format!("is {}, not {}", kind(shown), kind(expected))),
    }
}

fn entry(
    expected: Option<&Value>,
    shown: Option<&Value>,
    name: &str,
    at: &str,
) -> Option<(String, String)> {
    let at = format!("{at}/{}", escape_pointer(name));
    match (expected, shown) {
        (Some(expected), Some(shown)) => values(expected, shown, &at),
        (Some(_), None) => Some((at, MISSING.to_owned())),
        (None, _) => Some((at, "is there although it should not be".to_owned())),
    }
}

/// Whether two numbers are equal, or so large that implementations round them.
fn same_number(left: &Number, right: &Number) -> bool {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    match (left.as_f64(), right.as_f64()) {
        (Some(left), Some(right)) => {
            left == right || left.abs() > EXACT && right.abs() >= EXACT && same_sign(left, right)
        }
        _ => true,
    }
}

fn same_sign(left: f64, right: f64) -> bool {
    left.is_sign_negative() == right.is_sign_negative()
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn map(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    #[test]
    fn differences_name_the_place_and_never_the_value() {
        for (expected, shown, at, how) in [
            (json!({"m": {"a": 1}}), json!({"m": {}}), "/m/a", "is missing"),
            (json!({"m": {}}), json!({"m": {"a/b": 1}}), "/m/a~1b", "is there although"),
            (json!({"m": [1, 2]}), json!({"m": [1]}), "/m", "has 1 items, not 2"),
            (json!({"m": [1, {"x": "s"}]}), json!({"m": [1, {"x": "t"}]}), "/m/1/x", "is another"),
            (json!({"m": true}), json!({"m": 1}), "/m", "is number, not boolean"),
            (json!({"m": 1.5}), json!({"m": 1.6}), "/m", "is another number"),
            (json!({"m": 9_007_199_254_740_993_u64}), json!({"m": 1}), "/m", "is another number"),
        ] {
            let found = sessions(&map(expected), &map(shown));
            assert_eq!(found.len(), 1, "{at}");
            assert!(found[0].at == at && found[0].how.starts_with(how), "{found:?}");
        }
    }

    #[test]
    fn what_implementations_round_or_cannot_hold_is_no_difference() {
        for (expected, shown) in [
            (json!({"m": 1}), json!({"m": 1.0})),
            (json!({"m": 9_007_199_254_740_993_u64}), json!({"m": 9_007_199_254_740_992_u64})),
            (json!({"m": 1e300}), json!({"m": 1.000_000_1e300})),
            (json!({"m": {"__proto__": 1, "a": 1}}), json!({"m": {"a": 1}})),
            (json!({vendor::UPDATED_AT: "a"}), json!({vendor::UPDATED_AT: "b"})),
            (json!({"m": {"a": 1, "b": 2}}), json!({"m": {"b": 2, "a": 1}})),
        ] {
            assert_eq!(sessions(&map(expected.clone()), &map(shown)), [], "{expected}");
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-1_000_i64..1_000).prop_map(Value::from),
            "[a-c~/]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::vec(("[a-c~/]{0,2}", inner), 0..4)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn two_values_differ_here_if_and_only_if_they_are_not_equal(
            left in json(),
            right in json(),
        ) {
            let found = values(&left, &right, "");
            prop_assert_eq!(found.is_some(), left != right);
            if let Some((at, _)) = found {
                let place = |value: &Value| value.pointer(&at).cloned();
                prop_assert_ne!(place(&left), place(&right), "at {}", at);
            }
            prop_assert_eq!(values(&left, &left.clone(), ""), None);
        }
    }
}
