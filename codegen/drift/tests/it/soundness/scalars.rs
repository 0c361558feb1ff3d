//! Random keywords of schemas without parts, and plain values that such schemas may take.

use super::dice::Dice;
use serde_json::{Value, json};

/// Patterns, each with texts that fit it.
pub(super) const PATTERNS: [(&str, &[&str]); 12] = [
    ("^a", &["a", "ab", "aä"]),
    ("b$", &["b", "ab"]),
    ("^[ab]*$", &["", "ab", "bbb"]),
    ("^a+$", &["a", "aaaa"]),
    ("^(a|b)$", &["a", "b"]),
    ("c", &["c", "acb"]),
    ("^[0-9]{2,3}$", &["12", "123"]),
    (r"^\d+$", &["1", "2024"]),
    ("^[A-Z]{2}-[0-9]+$", &["AB-1", "ZZ-100"]),
    ("^$|^x", &["", "x", "xy"]),
    (r"^[^\s]+$", &["a", "\u{1F600}", "12"]),
    (r"^\d{4}-\d{2}-\d{2}$", &["2024-02-29", "1999-12-31"]),
];

/// Formats, each with texts that fit it.
pub(super) const FORMATS: [(&str, &[&str]); 7] = [
    ("date", &["2024-02-29", "1999-12-31"]),
    ("date-time", &["2024-02-29T12:00:00Z", "1999-12-31T23:59:59.5+01:00"]),
    ("uuid", &["d3a00526-1864-4f6e-bb2d-46e3ab7fa780", "00000000-0000-0000-0000-000000000000"]),
    ("email", &["user@example.com", "a@b.c"]),
    ("ipv4", &["192.0.2.1", "10.0.0.1"]),
    ("uri", &["https://example.com/a", "urn:x:y"]),
    ("byte", &["YQ==", "YWJj"]),
];

/// Texts for every occasion.
pub(super) const TEXTS: [&str; 12] =
    ["", "a", "b", "c", "ab", "aaa", "abcde", "ä", "\u{1F600}", " ", "1", "x\ny"];

/// Numbers for every occasion. Draft 4 does not take 2.0 for a whole number, so that it is left out.
pub(super) fn plain_numbers() -> Vec<Value> {
    vec![
        json!(0),
        json!(1),
        json!(-1),
        json!(2),
        json!(6),
        json!(0.5),
        json!(-2.5),
        json!(0.75),
        json!(2_147_483_648_i64),
        json!(-2_147_483_649_i64),
        json!(9_007_199_254_740_993_i64),
        json!(1e300),
        json!(1e-7),
    ]
}

pub(super) fn numbers(dice: &mut Dice) -> Value {
    let kind = dice.pick(&["integer", "number"]);
    let mut schema = json!({ "type": kind });
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if dice.chance(2) {
            schema[bound] = json!(i64::try_from(dice.roll(9)).unwrap() - 3);
            if kind == "number" && dice.chance(3) {
                schema[bound] = dice.pick(&[json!(0.5), json!(-1.25), json!(1e300), json!(1e-7)]);
            }
            if dice.chance(3) {
                schema[exclusive] = json!(true);
            }
        }
    }
    if dice.chance(4) {
        let steps = [json!(1), json!(2), json!(3), json!(10)];
        schema["multipleOf"] = dice.pick(&steps);
        if kind == "number" && dice.chance(2) {
            schema["multipleOf"] = dice.pick(&[json!(0.5), json!(0.25)]);
        }
    }
    if dice.chance(8) {
        let formats = if kind == "integer" { ["int32", "int64"] } else { ["float", "double"] };
        schema["format"] = json!(dice.pick(&formats));
    }
    schema
}

pub(super) fn texts(dice: &mut Dice) -> Value {
    let mut schema = json!({ "type": "string" });
    bounds(dice, &mut schema, "minLength", "maxLength");
    if dice.chance(4) {
        schema["pattern"] = json!(dice.pick(&PATTERNS).0);
    }
    if dice.chance(5) {
        schema["format"] = json!(dice.pick(&FORMATS).0);
    }
    schema
}

pub(super) fn bounds(dice: &mut Dice, schema: &mut Value, least: &str, most: &str) {
    if dice.chance(3) {
        schema[least] = json!(dice.roll(3));
    }
    if dice.chance(3) {
        schema[most] = json!(dice.roll(4));
    }
}

/// Listed values, of one type with that type said, or of several.
pub(super) fn listed(dice: &mut Dice) -> Value {
    let (kind, from) = match dice.roll(5) {
        0 => ("integer", vec![json!(1), json!(2), json!(3)]),
        1 => ("number", vec![json!(1), json!(0.5), json!(-2)]),
        2 => ("", vec![json!("a"), json!(1), json!(true), json!({ "a0": 1 }), json!(["a"])]),
        _ => ("string", vec![json!("a"), json!("b"), json!("c"), json!("")]),
    };
    let mut values: Vec<Value> = Vec::new();
    for _ in 0..=dice.roll(3) {
        let value = dice.pick(&from);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    let mut schema = json!({ "enum": values });
    if !kind.is_empty() {
        schema["type"] = json!(kind);
    }
    schema
}
