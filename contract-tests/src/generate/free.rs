//! Free-form JSON: what an integrator may put into an object that the specification leaves open.
//!
//! The strategies stay within what every JSON implementation keeps exactly; [`extremes`] goes to the
//! legal edge. The vendor's own key never appears by chance, and `__proto__` not at all: parsers that
//! guard against it are right to refuse it.

use crate::vendor;
use proptest::{collection::vec, prelude::*, strategy::SBoxedStrategy};
use serde_json::{Map, Value, json};

/// Names that careless servers read as something else.
const ODD_NAMES: &str = "a.b $x $set constructor toString 0 key[0] UPPER snake_case é 😀 _id";

/// A few properties with free names and values; never the vendor's own key.
pub fn members() -> SBoxedStrategy<Vec<(String, Value)>> {
    vec((name(), value()), 0..4).sboxed()
}

/// Any JSON value of moderate size.
pub(super) fn value() -> SBoxedStrategy<Value> {
    nested(3)
}

/// Ids as people and programs write them, and words of any script. Never empty.
pub(super) fn text() -> SBoxedStrategy<String> {
    let of = |letters: &'static str, most: usize| {
        let letters: Vec<char> = letters.chars().collect();
        vec(prop::sample::select(letters), 1..=most).prop_map(String::from_iter)
    };
    prop_oneof![
        4 => of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 24),
        2 => uuids(),
        1 => of("ABCXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:/", 30).prop_map(|text| format!("a{text}z")),
        1 => of("äßéñłшжλあ漢😀🚀𝒳", 12),
    ]
    .sboxed()
}

pub(super) fn uuids() -> SBoxedStrategy<String> {
    any::<u128>()
        .prop_map(|bits| {
            let hex = format!("{bits:032x}");
            let (a, b, c, d) = (&hex[..8], &hex[8..12], &hex[13..16], &hex[17..20]);
            format!("{a}-{b}-4{c}-a{d}-{}", &hex[20..])
        })
        .sboxed()
}

/// A free name of a property.
pub(super) fn name() -> SBoxedStrategy<String> {
    prop_oneof![
        4 => text(),
        1 => prop::sample::select(ODD_NAMES.split(' ').collect::<Vec<_>>()).prop_map(str::to_owned),
    ]
    .prop_map(|name| if name == vendor::EVENTS { format!("not-{name}") } else { name })
    .sboxed()
}

/// A value with at most so many levels. Not `prop_recursive`, whose strategies stay on one thread.
fn nested(levels: u32) -> SBoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991_i64..=9_007_199_254_740_991).prop_map(Value::from),
        (-1000..1000).prop_map(|halves| json!(f64::from(halves) / 2.0)),
        text().prop_map(Value::from),
    ]
    .sboxed();
    if levels == 0 {
        return leaf;
    }
    let inner = nested(levels - 1);
    let object = |properties: Vec<(String, Value)>| Value::Object(properties.into_iter().collect());
    prop_oneof![
        4 => leaf,
        1 => vec(inner.clone(), 0..4).prop_map(Value::Array),
        1 => vec((name(), inner), 0..4).prop_map(object),
    ]
    .sboxed()
}

/// Legal objects at the edge, each with the name of what it tries.
pub fn extremes() -> Vec<(&'static str, Map<String, Value>)> {
    let all = structures().into_iter().chain(scalars());
    let object = |(name, value): (_, Value)| Some((name, value.as_object()?.clone()));
    all.filter_map(object).collect()
}

fn structures() -> Vec<(&'static str, Value)> {
    let nested = |wrap: fn(Value) -> Value| (0..98).fold(json!(1), |inner, _| wrap(inner));
    let (objects, arrays) = (nested(|inner| json!({ "n": inner })), nested(|inner| json!([inner])));
    let many: Map<String, Value> = (0..500).map(|n| (format!("k{n}"), json!(n))).collect();
    let event = json!({"eventId": "6bdbfb2d-65b2-491c-bc97-c0ac73338476", "metadata": {"k": "v"}});
    let session =
        json!({vendor::MARK: "x", vendor::SESSION_ID: 1, vendor::METADATA: {vendor::METADATA: {}}});
    vec![
        ("no property", json!({})),
        ("one property", json!({"note": "value"})),
        ("null inside", json!({"nothing": null, "list": [null]})),
        ("empty containers", json!({"object": {}, "array": [], "text": ""})),
        ("events of the vendor", json!({vendor::EVENTS: [event], "more": 1})),
        ("no events", json!({vendor::EVENTS: []})),
        ("100 levels of objects", json!({ "deep": objects })),
        ("100 levels of arrays", json!({ "deep": arrays })),
        ("500 properties", Value::Object(many)),
        ("1,000 items", json!({"list": (0..1000).collect::<Vec<_>>()})),
        ("equal items in a row", json!({"list": [1, 1, 1, "b", "a", 3, 2]})),
        (
            "names that every object has",
            json!({"constructor": {"prototype": 1}, "toString": 1, "hasOwnProperty": 2}),
        ),
        ("names with dots", json!({"a.b": 1, "a": {"b": 2}})),
        ("names with a dollar", json!({"$x": 1, "$set": {"y": 2}, "$where": "1"})),
        ("odd names", json!({" ": 1, "a/b": 2, "~": 3, "0": 4, "key[0]": 5, "<b>": 6})),
        ("an empty name", json!({"": 1})),
        ("a long name", json!({"k".repeat(1000): 1})),
        ("names of a session", session),
    ]
}

fn scalars() -> Vec<(&'static str, Value)> {
    let big = json!({"big": 9_007_199_254_740_993_u64, "most": u64::MAX, "least": i64::MIN});
    let like =
        json!({"a": "true", "b": "7", "c": "null", "d": "2019-08-24T14:15:22+02:00", "e": "{}"});
    vec![
        ("beyond 2^53", big),
        ("numbers", json!({"tenth": 0.1, "minus": -1, "small": 1e-7, "large": 1e300})),
        ("strings like other types", like),
        ("beyond the BMP", json!({"text": "😀 𝒳 👩‍🚀 \u{10ffff}", "😀": 1})),
        ("decomposed letters", json!({"text": "e\u{301} \u{e9} ﬁ \u{212b}"})),
        ("right to left and marks", json!({"text": "\u{202e}abc\u{feff}\u{200b}\u{2028}"})),
        ("U+0000", json!({"text": "a\u{0}b", "c\u{0}d": 1})),
        ("control characters", json!({"text": "\u{1}\u{8}\t\n\r\u{1f}\u{7f}\\\"/"})),
        ("100,000 characters", json!({"text": "x".repeat(100_000)})),
        ("100,000 letters of two bytes", json!({"text": "é".repeat(100_000)})),
        ("blanks around", json!({"text": "  both sides  ", " key ": " "})),
        ("markup", json!({"text": "<script>alert(1)</script> &amp; ' OR 1=1 --"})),
    ]
}
