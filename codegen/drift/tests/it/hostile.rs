//! Schemas made to keep a comparison busy for ever, or to exhaust the stack: all come to an end.

use super::soundness::schemas::document;
use super::{drift, lines};
use oasis_drift::Verdict;
use serde_json::{Map, Value, json};

/// Compares both ways. Whatever is left undecided says why, or is what a document lacks.
fn compared(name: &str, base: &Value, new: &Value) -> Verdict {
    let there = drift(&document(base, false), &document(new, false));
    let back = drift(&document(new, false), &document(base, false));
    for difference in there.findings.iter().chain(&back.findings) {
        let says = difference.finding.evidence.iter().any(|evidence| evidence.label == "undecided");
        let hole = difference.finding.rule.starts_with("spec/");
        let decided = difference.verdict != Verdict::Undecided;
        assert!(decided || says || hole, "{name} says no reason: {}", lines(&there));
    }
    there.verdict
}

/// Makes a schema that leads to the next one.
type Link = fn(Value) -> Value;

fn refer(index: usize) -> Value {
    json!({ "$ref": format!("#/components/schemas/A{index}") })
}

/// A root that leads through so many schemas to the last one.
fn chain(length: usize, last: &Value, link: impl Fn(Value) -> Value) -> Value {
    let mut components = Map::new();
    for index in 0..length {
        components.insert(format!("A{index}"), link(refer(index + 1)));
    }
    components.insert(format!("A{length}"), last.clone());
    json!({ "root": refer(0), "components": components })
}

#[test]
fn depth_exhausts_neither_stack_nor_patience() {
    let (text, short) = (json!({ "type": "string" }), json!({ "type": "string", "maxLength": 3 }));
    let links: [(&str, Link); 6] = [
        ("allOf", |next| json!({ "allOf": [next, { "description": "d" }] })),
        ("oneOf", |next| json!({ "oneOf": [next, { "type": "boolean" }] })),
        ("not", |next| json!({ "not": next })),
        ("member", |next| json!({ "type": "object", "properties": { "a": next } })),
        (
            "required",
            |next| json!({ "type": "object", "required": ["a"], "properties": { "a": next } }),
        ),
        (
            "twice",
            |next| json!({ "type": "object", "required": ["a", "b"], "properties": { "a": next, "b": next } }),
        ),
    ];
    for (name, link) in links {
        for length in [40, 1_500] {
            let (long, short) = (chain(length, &text, link), chain(length, &short, link));
            let worst = compared(name, &long, &short).max(compared(name, &short, &long));
            // They differ at the end, so that one way is not contained, whether or not it is seen.
            assert!(worst >= Verdict::Undecided, "{name} of {length}");
        }
    }
    // Deeper than is followed on the left side only, which then must not pass for empty.
    let conjunction = links[0].1;
    let plain = chain(0, &short, conjunction);
    assert!(compared("deep", &chain(1_500, &text, conjunction), &plain) >= Verdict::Undecided);
}

#[test]
fn what_is_made_of_itself_ends() {
    let roots = |component: Value| json!({ "root": refer(0), "components": { "A0": component } });
    let text = roots(json!({ "type": "string" }));
    for component in [
        refer(0),
        json!({ "allOf": [refer(0), { "type": "string" }] }),
        json!({ "oneOf": [refer(0), { "type": "string" }] }),
        json!({ "not": refer(0) }),
        json!({ "type": "object", "required": ["a"], "properties": { "a": refer(0) } }),
        json!({ "type": "array", "minItems": 1, "items": refer(0) }),
    ] {
        compared(&component.to_string(), &roots(component.clone()), &text);
    }
    // Rings of demands that nothing fulfils: all of them are empty, so that only the name differs.
    let ring = |length: usize, extra: &str| {
        let mut schemas = chain(length, &json!({}), |next| next);
        for index in 0..=length {
            let (next, other) = (refer((index + 1) % length), refer((index + 2) % length));
            schemas["components"][format!("A{index}")] = json!({
                "type": "object",
                "required": ["a", "b"],
                "properties": { "a": next, "b": other, extra: { "type": "string" } }
            });
        }
        schemas
    };
    assert_eq!(compared("ring", &ring(30, "c"), &ring(30, "d")), Verdict::NonBreaking);
}

#[test]
fn width_is_bounded() {
    let pair = |index: usize, mark: &str| {
        let (left, right) = (format!("a{index}{mark}"), format!("b{index}"));
        json!({ "anyOf": [
            { "type": "object", "required": [left] },
            { "type": "object", "required": [right] }
        ] })
    };
    for keyword in ["allOf", "oneOf", "anyOf"] {
        let schema = |mark: &str| {
            let parts: Vec<Value> = (0..40).map(|index| pair(index, mark)).collect();
            json!({ "root": { keyword: parts }, "components": {} })
        };
        compared(keyword, &schema(""), &schema("x"));
    }
    let listed = |from: usize| {
        let values: Vec<String> = (from..from + 5_000).map(|index| format!("v{index}")).collect();
        json!({ "root": { "type": "string", "enum": values }, "components": {} })
    };
    assert_eq!(compared("enum", &listed(0), &listed(1)), Verdict::Breaking);
    assert_eq!(compared("enum", &listed(0), &listed(0)), Verdict::None);
    for (left, right) in
        [("^(a+)+$", "^(a+)+b$"), ("a.{12}$", "b.{12}$"), ("^(.*a){20}$", "^(.*b){20}$")]
    {
        let root = |pattern: &str| json!({ "root": { "type": "string", "pattern": pattern }, "components": {} });
        compared(left, &root(left), &root(right));
    }
}
