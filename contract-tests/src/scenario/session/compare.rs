//! Compares what a session should hold with what a response shows: values in, differences out.
//!
//! It names places and kinds, never values: what is shown may be anybody's data. Numbers that JSON
//! implementations round and the key `__proto__`, which many languages cannot hold, are not compared.

use crate::vendor;
use oasis_model::pointer::escape_pointer;
use serde_json::{Map, Number, Value, json};

const MISSING: &str = "is missing";
const EXTRA: &str = "is there although it should not be";
const OTHER: &str = "is another value";
/// How something differs that the last change should have removed.
pub(super) const LEFT: &str = "is left of what was there before";

/// One place where two values differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// JSON pointer of the place.
    pub(super) at: String,
    /// The property at the top in which it lies.
    pub(super) property: String,
    /// How it differs, such as `is missing`.
    pub(super) how: &'static str,
}

impl Difference {
    /// JSON pointer of what is there to be seen: of what is missing, the object that lacks it.
    pub(super) fn focus(&self) -> &str {
        let parent = self.at.rsplit_once('/').map(|(parent, _)| parent);
        parent.filter(|_| self.how == MISSING).unwrap_or(&self.at)
    }
}

/// The first difference within each property between what a session held with these changes and what
/// it shows. The time of the last update may move.
pub(super) fn differences(
    before: &Map<String, Value>,
    changes: Map<String, Value>,
    shown: &Map<String, Value>,
) -> Vec<Difference> {
    let mut expected = before.clone();
    expected.extend(changes);
    // No page says that a session always shows these. One that never did is not compared.
    let is_unseen = |name: &str| {
        let is_nothing = expected.get(name).is_none_or(|value| *value == json!({}));
        let is_open = |map: &Map<String, Value>| map.get(name).is_none_or(Value::is_null);
        let is_ours = [vendor::METADATA, vendor::MARK].contains(&name);
        is_ours && is_open(shown) && (is_nothing || is_open(before))
    };
    let added = shown.keys().filter(|name| !expected.contains_key(*name));
    let names = expected.keys().chain(added);
    let names = names.filter(|name| *name != vendor::UPDATED_AT && !is_unseen(name));
    let difference = |name: &String| {
        let (at, how) = entry(expected.get(name), shown.get(name), name, "")?;
        let within = at.get(1 + escape_pointer(name).len()..);
        let was_there = before.get(name).zip(within).and_then(|(it, at)| it.pointer(at)).is_some();
        let how = if how == EXTRA && was_there { LEFT } else { how };
        Some(Difference { at, property: name.clone(), how })
    };
    names.filter_map(difference).collect()
}

/// The first difference between two values: where, and how.
pub(in crate::scenario) fn values(
    expected: &Value,
    shown: &Value,
    at: &str,
) -> Option<(String, &'static str)> {
    match (expected, shown) {
        (Value::Object(expected), Value::Object(shown)) => {
            let added = shown.keys().filter(|name| !expected.contains_key(*name));
            let mut names = expected.keys().chain(added).filter(|name| *name != "__proto__");
            names.find_map(|name| entry(expected.get(name), shown.get(name), name, at))
        }
        (Value::Array(expected), Value::Array(shown)) if expected.len() == shown.len() => {
            let mut pairs = expected.iter().zip(shown).enumerate();
            pairs.find_map(|(index, (left, right))| values(left, right, &format!("{at}/{index}")))
        }
        (Value::Number(expected), Value::Number(shown)) if same_number(expected, shown) => None,
        _ if expected == shown => None,
        _ => Some((at.to_owned(), OTHER)),
    }
}

fn entry(
    expected: Option<&Value>,
    shown: Option<&Value>,
    name: &str,
    at: &str,
) -> Option<(String, &'static str)> {
    let at = format!("{at}/{}", escape_pointer(name));
    match (expected, shown) {
        (Some(expected), Some(shown)) => values(expected, shown, &at),
        (Some(_), None) => Some((at, MISSING)),
        (None, _) => Some((at, EXTRA)),
    }
}

/// Whether two numbers are equal, or so large that implementations round them.
fn same_number(left: &Number, right: &Number) -> bool {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    let Some((left, right)) = left.as_f64().zip(right.as_f64()) else { return true };
    let is_rounded = left.abs() > EXACT && right.abs() >= EXACT;
    left == right || is_rounded && left.is_sign_negative() == right.is_sign_negative()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // A table is read by the line.
    #[rustfmt::skip]
    #[test]
    fn differences_name_the_place_and_how_and_what_is_rounded_or_never_shown_is_none() {
        let large = 9_007_199_254_740_993_u64;
        for (before, changes, shown, expected) in [
            (json!({"m": {"a": 1}}), json!({}), json!({"m": {}}), Some(("/m/a", MISSING))),
            (json!({"m": {}}), json!({}), json!({"m": {"a/b": 1}}), Some(("/m/a~1b", EXTRA))),
            (json!({"m": {"x~y": 1}}), json!({"m": {}}), json!({"m": {"x~y": 1}}), Some(("/m/x~0y", LEFT))),
            (json!({"m": [{"x": 1}]}), json!({}), json!({"m": [{"x": 2}]}), Some(("/m/0/x", OTHER))),
            (json!({"m": large}), json!({}), json!({"m": 1}), Some(("/m", OTHER))),
            (json!({"m": true}), json!({}), json!({"m": 1}), Some(("/m", OTHER))),
            (json!({"metadata": {"a": 1}}), json!({}), json!({}), Some(("/metadata", MISSING))),
            (json!({"m": 1}), json!({}), json!({"m": 1.0}), None),
            (json!({"m": large}), json!({}), json!({"m": large - 1}), None),
            (json!({"m": {"__proto__": 1, "a": 1}}), json!({}), json!({"m": {"a": 1}}), None),
            (json!({vendor::UPDATED_AT: "a"}), json!({}), json!({vendor::UPDATED_AT: "b"}), None),
            (json!({"m": {"a": 1, "b": 2}}), json!({}), json!({"m": {"b": 2, "a": 1}}), None),
            (json!({}), json!({"metadata": {"a": 1}}), json!({"metadata": null}), None),
            (json!({"metadata": {"a": 1}}), json!({"metadata": {}}), json!({}), None),
        ] {
            let map = |value: Value| value.as_object().cloned().expect("it is an object");
            let found = differences(&map(before), map(changes), &map(shown));
            let found: Vec<_> = found.iter().map(|it| (it.at.as_str(), it.how)).collect();
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            (-1_000_i64..1_000).prop_map(Value::from),
            "[a-c~/]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            let pairs = proptest::collection::vec(("[a-c~/]{0,2}", inner.clone()), 0..4);
            prop_oneof![
                proptest::collection::vec(inner, 0..4).prop_map(Value::from),
                pairs.prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn two_values_differ_here_if_and_only_if_they_are_not_equal(left in json(), right in json()) {
            let found = values(&left, &right, "");
            prop_assert_eq!(found.is_some(), left != right);
            if let Some((at, _)) = found {
                prop_assert_ne!(left.pointer(&at), right.pointer(&at), "at {}", at);
            }
            prop_assert_eq!(values(&left, &left.clone(), ""), None);
        }
    }
}
