//! Free-form JSON: what an integrator may put into an object that the specification leaves open.
//!
//! The strategies stay within what every JSON implementation keeps exactly; [`extremes`] goes to
//! the legal edge. The key `events` belongs to the vendor and never appears here by chance.

use super::text;
use crate::vendor;
use proptest::{collection::vec, prelude::*, strategy::SBoxedStrategy};
use serde_json::{Map, Value, json};

/// Any JSON value of moderate size.
pub fn value() -> SBoxedStrategy<Value> {
    nested(3)
}

/// A value with at most so many levels. Not `prop_recursive`, whose strategies stay on one thread.
fn nested(levels: u32) -> SBoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        (-1000..1000).prop_map(|halves| json!(f64::from(halves) / 2.0)),
        text::plain().prop_map(Value::from),
    ]
    .sboxed();
    if levels == 0 {
        return leaf;
    }
    let inner = nested(levels - 1);
    prop_oneof![
        4 => leaf,
        1 => vec(inner.clone(), 0..4).prop_map(Value::Array),
        1 => vec((key(), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
    ]
    .sboxed()
}

/// A few members with free names.
pub fn members() -> SBoxedStrategy<Vec<(String, Value)>> {
    vec((key(), value()), 0..4).sboxed()
}

/// A member's name.
pub fn key() -> SBoxedStrategy<String> {
    prop_oneof![
        4 => text::plain(),
        1 => prop::sample::select(ODD_KEYS.to_vec()).prop_map(str::to_owned),
    ]
    .prop_map(|key| if key == vendor::EVENTS { "notEvents".to_owned() } else { key })
    .sboxed()
}

const ODD_KEYS: [&str; 14] = [
    "a.b",
    "$x",
    "$set",
    "constructor",
    "toString",
    "a b",
    "0",
    "key[0]",
    "UPPER",
    "snake_case",
    "kebab-case",
    "é",
    "😀",
    "_id",
];

/// Legal objects at the edge, each with the name of what it tries.
pub fn extremes() -> Vec<(&'static str, Map<String, Value>)> {
    let nested = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!({ "n": inner }));
    let lists = |levels: usize| (0..levels).fold(json!(1), |inner, _| json!([inner]));
    let number = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let many: Map<String, Value> = (0..500).map(|n| (format!("k{n}"), json!(n))).collect();
    let all = [
        ("no member", json!({})),
        ("one member", json!({"note": "value"})),
        ("null inside", json!({"nothing": null, "list": [null]})),
        ("empty containers", json!({"object": {}, "array": [], "text": ""})),
        (
            "events of the vendor",
            json!({"events": [{"eventId": "6bdbfb2d-65b2-491c-bc97-c0ac73338476", "metadata": {"key": "value"}}], "more": 1}),
        ),
        ("no events", json!({"events": []})),
        ("beyond the BMP", json!({"text": "😀 𝒳 👩‍🚀 \u{10ffff}", "😀": 1})),
        ("decomposed letters", json!({"text": "e\u{301} \u{e9} ﬁ \u{212b}"})),
        ("right to left and marks", json!({"text": "\u{202e}abc\u{feff}\u{200b}\u{2028}"})),
        ("U+0000", json!({"text": "a\u{0}b", "c\u{0}d": 1})),
        ("control characters", json!({"text": "\u{1}\u{8}\t\n\r\u{1f}\u{7f}\\\"/"})),
        ("100,000 characters", json!({"text": "x".repeat(100_000)})),
        ("100,000 letters of two bytes", json!({"text": "é".repeat(100_000)})),
        ("100 levels of objects", json!({"deep": nested(98)})),
        ("100 levels of arrays", json!({"deep": lists(98)})),
        ("a key __proto__", json!({"__proto__": {"polluted": true}, "after": 1})),
        (
            "keys of every object",
            json!({"constructor": {"prototype": 1}, "toString": 1, "hasOwnProperty": 2}),
        ),
        ("keys with dots", json!({"a.b": 1, "a": {"b": 2}})),
        ("keys with a dollar", json!({"$x": 1, "$set": {"y": 2}, "$where": "1"})),
        ("odd keys", json!({" ": 1, "a/b": 2, "~": 3, "0": 4, "key[0]": 5, "<b>": 6})),
        ("an empty key", json!({"": 1})),
        ("long key", Value::Object([("k".repeat(1000), json!(1))].into_iter().collect())),
        ("500 members", Value::Object(many)),
        ("1,000 items", json!({"list": (0..1000).collect::<Vec<_>>()})),
        ("same items in a row", json!({"list": [1, 1, 1, "b", "a", 3, 2]})),
        (
            "beyond 2^53",
            json!({"big": 9_007_199_254_740_993_u64, "bigger": u64::MAX, "negative": i64::MIN}),
        ),
        (
            "numbers",
            json!({"tenth": 0.1, "minus": -1, "small": number("1e-7"), "large": number("1e300")}),
        ),
        (
            "texts like other types",
            json!({"a": "true", "b": "7", "c": "null", "d": "2019-08-24T14:15:22+02:00", "e": "{}"}),
        ),
        ("blanks around", json!({"text": "  both sides  ", " key ": " "})),
        ("markup", json!({"text": "<script>alert(1)</script> &amp; ' OR 1=1 --"})),
        (
            "names of a session",
            json!({"suspectedFraud": "x", "sessionId": 1, "metadata": {"metadata": {}}}),
        ),
    ];
    all.into_iter()
        .filter_map(|(name, value)| match value {
            Value::Object(map) => Some((name, map)),
            _ => None,
        })
        .collect()
}
