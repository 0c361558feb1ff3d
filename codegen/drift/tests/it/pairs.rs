//! Pairs of schemas that are easy to get wrong, with what a change from the first to the second
//! means for those who send such values and for those who receive them.

use super::soundness::schemas::document;
use super::{drift, lines};
use serde_json::{Value, json};

/// The verdict for senders, and for receivers.
type Verdicts = (&'static str, &'static str);

const SAME: Verdicts = ("none", "none");
const NARROWER: Verdicts = ("breaking", "non-breaking");
const WIDER: Verdicts = ("non-breaking", "breaking");

fn hold(name: &str, base: &Value, new: &Value, expected: Verdicts) {
    for (received, expected) in [(false, expected.0), (true, expected.1)] {
        let side =
            |schema: &Value| document(&json!({ "root": schema, "components": {} }), received);
        let drift = drift(&side(base), &side(new));
        assert_eq!(drift.verdict.to_string(), expected, "{name} ({received}): {}", lines(&drift));
    }
}

fn text(rules: Value) -> Value {
    let mut schema = json!({ "type": "string" });
    schema.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
    schema
}

fn list(rules: Value) -> Value {
    let mut schema = json!({ "type": "array", "items": { "type": "string" } });
    schema.as_object_mut().unwrap().extend(rules.as_object().unwrap().clone());
    schema
}

#[test]
fn numbers_between_whole_ones_are_found_anywhere() {
    for (key, bound) in [("minimum", 3), ("maximum", -2)] {
        let with = |kind: &str| json!({ "type": kind, key: bound });
        hold("whole numbers", &with("integer"), &with("number"), WIDER);
    }
    let huge = json!({ "type": "number", "minimum": 1e300 });
    hold("a huge number", &huge, &json!({ "type": "boolean" }), ("breaking", "breaking"));
    let number = |step: f64| json!({ "type": "number", "multipleOf": step });
    hold("steps", &number(0.5), &json!({ "type": "number" }), WIDER);
    hold("finer steps", &number(0.01), &number(0.1), NARROWER);
}

#[test]
fn ranges_of_several_alternatives_add_up() {
    let whole = json!({ "type": "integer" });
    let ranges = |low: i64, high: i64| {
        json!({ "oneOf": [
            { "type": "integer", "minimum": high },
            { "type": "integer", "maximum": low }
        ] })
    };
    hold("no gap", &whole, &ranges(2, 3), SAME);
    hold("a gap", &whole, &ranges(2, 4), NARROWER);
}

#[test]
fn the_largest_sizes_that_can_be_written_are_sizes_like_others() {
    for (key, least) in [("minItems", list(json!({}))), ("minLength", text(json!({})))] {
        let at_least = |size: u64| {
            let mut schema = least.clone();
            schema[key] = json!(size);
            schema
        };
        // No message of that size can be shown.
        let (wide, narrow) = (at_least(u64::MAX - 1), at_least(u64::MAX));
        hold(key, &wide, &narrow, ("undecided", "non-breaking"));
        hold(key, &narrow, &narrow, SAME);
    }
}

#[test]
fn sets_without_members_are_all_the_same() {
    let empty = [
        text(json!({ "minLength": 2, "maxLength": 1 })),
        text(json!({ "pattern": "^a+$", "format": "date" })),
        list(json!({ "items": { "type": "number", "minimum": 2, "maximum": 1 }, "minItems": 1 })),
        json!({ "type": "object", "required": ["a"], "additionalProperties": false }),
        json!({ "not": { "anyOf": [{}, { "type": "string" }] } }),
    ];
    for (index, left) in empty.iter().enumerate() {
        for right in &empty[index + 1..] {
            hold("both empty", left, right, SAME);
        }
        hold("one empty", left, &json!({ "type": "boolean" }), WIDER);
    }
}

#[test]
fn parts_of_what_is_empty_make_no_difference() {
    let object = |mut rules: Value| {
        rules["type"] = json!("object");
        rules
    };
    let around: [fn(Value) -> Value; 5] = [
        |part| json!({ "minProperties": 3, "maxProperties": 2, "properties": { "a": part } }),
        |part| {
            json!({
                "required": ["b"],
                "additionalProperties": false,
                "properties": { "a": part }
            })
        },
        |part| json!({ "required": ["b"], "properties": { "a": part, "b": { "not": {} } } }),
        |part| {
            json!({
                "required": ["b"],
                "properties": { "a": part, "b": { "type": "number", "minimum": 2, "maximum": 1 } }
            })
        },
        |part| {
            let list = json!({ "type": "array", "minItems": 2, "maxItems": 1, "items": part });
            json!({ "required": ["b"], "properties": { "b": list } })
        },
    ];
    for around in around {
        let [left, right] =
            ["string", "integer"].map(|kind| object(around(json!({ "type": kind }))));
        hold("empty", &left, &right, SAME);
        let [left, right] = [&left, &right].map(|it| list(json!({ "minItems": 1, "items": it })));
        hold("arrays of it", &left, &right, SAME);
    }
}

#[test]
fn what_is_not_not_something_is_that() {
    let plain = list(json!({ "minItems": 1 }));
    hold("not not", &plain, &json!({ "not": { "not": plain } }), SAME);
    let strings = json!({ "not": { "anyOf": [{ "type": "string" }, { "type": "string", "nullable": true }] } });
    hold("null in a not", &json!({ "not": { "type": "string" } }), &strings, NARROWER);
}

#[test]
fn formats_are_taken_at_their_word_everywhere() {
    let listed = text(json!({ "enum": ["abc"] }));
    for format in ["uuid", "ipv4", "ipv6", "time", "duration", "date", "email", "uri"] {
        let formatted = text(json!({ "format": format }));
        hold(format, &listed, &formatted, ("breaking", "breaking"));
        hold(format, &text(json!({})), &formatted, NARROWER);
    }
    let both = text(json!({ "pattern": "^(a|b)$", "format": "ipv4" }));
    hold("pattern and format", &json!({ "type": "boolean" }), &both, ("breaking", "non-breaking"));
    let several = json!({ "oneOf": [text(json!({ "pattern": "^(a|b)$" })), text(json!({ "format": "uuid" }))] });
    hold("told apart by format", &several, &json!({ "type": "boolean" }), ("breaking", "breaking"));
}

#[test]
fn breaks_far_out_are_found() {
    for most in [65_535, 1_048_576] {
        hold("long", &text(json!({})), &text(json!({ "maxLength": most })), NARROWER);
    }
    hold(
        "least",
        &text(json!({ "minLength": 5_000 })),
        &text(json!({ "minLength": 6_000 })),
        NARROWER,
    );
    hold("items", &list(json!({})), &list(json!({ "maxItems": 50_000 })), NARROWER);
    let different = |most: u64, items: Value| {
        list(json!({ "uniqueItems": true, "maxItems": most, "items": items }))
    };
    for items in [
        text(json!({})),
        json!({ "type": "integer", "minimum": 5 }),
        text(json!({ "pattern": "^[a-z]{2}$" })),
        json!({ "type": "object", "required": ["id"], "properties": { "id": { "type": "integer" } } }),
    ] {
        hold("different items", &different(40, items.clone()), &different(20, items), NARROWER);
    }
    let letters = |values: Value| list(json!({ "items": text(values), "minItems": 2 }));
    let pattern = json!({ "pattern": "^(a|b)$" });
    let listed = json!({ "pattern": "^(a|b)$", "enum": ["a"] });
    hold("not listed", &letters(pattern), &letters(listed), NARROWER);
}

#[test]
fn members_that_do_not_travel_stand_in_nobody_s_way() {
    let with = |most: Value| {
        json!({
            "type": "object",
            "required": ["id", "secret"],
            "maxProperties": 2,
            "properties": {
                "id": text(json!({ "readOnly": true, "minLength": 2, "maxLength": 1 })),
                "secret": text(json!({ "writeOnly": true, "minLength": 2, "maxLength": 1 })),
                "size": { "type": "integer", "maximum": most }
            }
        })
    };
    // Each way one of the two impossible members is insisted on, so that nothing travels at all.
    hold("impossible", &with(json!(5)), &with(json!(4)), SAME);
}
