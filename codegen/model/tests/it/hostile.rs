//! Documents made to hang, to fill memory or to overflow the stack. Each is read, judged and shown on a
//! thread with a small stack; none may take longer than its length explains.

use oasis_model::conform::{self, View};
use oasis_model::finding::Finding;
use oasis_model::report::{self, Colour};
use oasis_model::{Reading, read, sample};
use serde_json::{Value, json};

/// A document with these component schemas.
fn schemas(schemas: Value) -> String {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    })
    .to_string()
}

/// Reads a text on a stack that holds no deep recursion, and does what commands do with it.
fn survive(text: String) -> Reading {
    let work = move || {
        let reading = read("hostile", &text);
        for (id, schema) in reading.api.schemas().take(300) {
            sample::value(&reading.api, id);
            for value in schema.example.iter().chain([&json!({"a": [{}]})]) {
                conform::check(&reading.api, id, value, View::Widest);
            }
        }
        report::text(&reading.findings, Colour::With);
        let lost = reading.findings.iter().find(|finding| finding.at.line.is_none());
        assert_eq!(lost, None);
        reading
    };
    std::thread::Builder::new().stack_size(512 << 10).spawn(work).unwrap().join().unwrap()
}

fn has(reading: &Reading, rule: &str) -> bool {
    reading.findings.iter().any(|finding| finding.rule == rule)
}

fn reference(name: impl std::fmt::Display) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

#[test]
fn a_schema_that_leads_back_to_itself_is_a_finding() {
    let a = || reference("A");
    for made in [
        json!({"A": a()}),
        json!({"A": a(), "B": {"allOf": [a(), {"type": "object"}]}}),
        json!({"A": {"allOf": [a()]}}),
        json!({"A": {"allOf": [a(), {"type": "object"}]}}),
        json!({"A": {"type": "object", "allOf": [a()]}}),
        json!({"A": {"anyOf": [a()]}}),
        json!({"A": {"oneOf": [a()]}}),
        json!({"A": {"not": a()}}),
        json!({"A": {"not": {"not": a()}}}),
        json!({"A": {"oneOf": [{"type": "string"}, {"allOf": [{"anyOf": [a()]}]}]}}),
        json!({"A": {"anyOf": [reference("B")]}, "B": {"anyOf": [a()]}}),
        json!({"A": {"anyOf": [reference("B"), {"type": "string"}]}, "B": {"oneOf": [a(), {"type": "integer"}]}}),
        json!({"A": reference("B"), "B": reference("C"), "C": a()}),
        json!({"A": {"allOf": [reference("B")]}, "B": {"allOf": [reference("C")]}, "C": {"allOf": [a()]}}),
        json!({"A": {"allOf": [{"$ref": "#/components/schemas/A/allOf/0"}]}}),
        json!({"A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/A/properties/a"}}}}),
    ] {
        let text = schemas(made);
        let reading = survive(text.clone());
        let known = ["spec/reference-cycle", "spec/dangling-reference"];
        assert!(known.iter().any(|rule| has(&reading, rule)), "{text}\n{:#?}", reading.findings);
        // It costs the schema, and a curated document everything.
        assert!(reading.usable());
        let info = "\"info\":{\"x-curated\":true,";
        assert!(!survive(text.replace("\"info\":{", info)).usable(), "{text}");
    }
}

#[test]
fn a_schema_that_holds_itself_is_none() {
    for made in [
        json!({"A": {"type": "object", "properties": {"a": reference("A")}}}),
        json!({"A": {"type": "array", "items": reference("A")}}),
        json!({"A": {"type": "object", "additionalProperties": {"anyOf": [reference("A"), {"type": "string"}]}}}),
        // Two recursive objects whose common properties are merged for ever, if nobody remembers.
        json!({
            "A": {"type": "object", "properties": {"p": reference("A")}},
            "B": {"type": "object", "properties": {"p": reference("B")}},
            "C": {"allOf": [reference("A"), reference("B")]},
        }),
        json!({
            "A": {"type": "object", "properties": {"p": {"$ref": "#/components/schemas/A/properties/q"}, "q": {"type": "string"}}},
        }),
        json!({"A": {"type": "object", "properties": {"p": {"allOf": [reference("A"), {"type": "object"}]}}}}),
    ] {
        let reading = survive(schemas(made));
        assert!(reading.usable(), "{:#?}", reading.findings);
        assert!(!has(&reading, "spec/reference-cycle"), "{:#?}", reading.findings);
    }
}

/// Rings of objects with one common property: merged, they make a ring as long as the product of
/// their lengths.
#[test]
fn rings_that_multiply_are_not_merged_to_the_end() {
    let mut made = serde_json::Map::new();
    let mut parts = Vec::new();
    for length in [2, 3, 5, 7, 11, 13, 17] {
        for index in 0..length {
            let next = reference(format!("R{length}x{}", (index + 1) % length));
            made.insert(
                format!("R{length}x{index}"),
                json!({"type": "object", "properties": {"p": next}}),
            );
        }
        parts.push(reference(format!("R{length}x0")));
    }
    made.insert("All".to_owned(), json!({ "allOf": parts }));
    let reading = survive(schemas(made.into()));
    assert!(reading.usable());
    assert!(reading.api.schemas.len() < 100_000, "{}", reading.api.schemas.len());
}

#[test]
fn an_example_against_shared_alternatives_is_judged_once_a_schema() {
    for keyword in ["oneOf", "anyOf", "allOf"] {
        for levels in [30, 100, 200] {
            let mut made = serde_json::Map::new();
            for level in 0..levels {
                let next =
                    [reference(format!("S{}", level + 1)), reference(format!("T{}", level + 1))];
                let schema = json!({ keyword: next });
                let schema = if level % 2 == 0 { schema } else { json!({"not": schema}) };
                made.insert(format!("S{level}"), schema.clone());
                made.insert(format!("T{level}"), schema);
            }
            made.insert(format!("S{levels}"), json!({"type": "string"}));
            made.insert(format!("T{levels}"), json!({"type": "integer"}));
            made.insert(
                "Example".to_owned(),
                json!({"allOf": [reference("S0"), {"type": "string"}], "example": "x"}),
            );
            let reading = survive(schemas(made.into()));
            assert!(reading.findings.iter().all(is_short), "{:#?}", reading.findings);
        }
    }
}

fn is_short(finding: &Finding) -> bool {
    finding.message.len() < 1_000
}

#[test]
fn a_text_that_nests_too_deep_is_refused() {
    let many = 200_000;
    let (open, close) = ("[".repeat(many), "]".repeat(many));
    for text in [
        format!("a: {open}{close}"),
        format!("{open}{close}"),
        open.clone(),
        format!("{{\"openapi\": \"3.0.3\", \"x\": {open}{close}}}"),
        format!("{{\"openapi\": \"3.0.3\", \"x\": {open}"),
        format!("{{\"openapi\": '3.0.3', x: {open}{close}}}"),
        "{\"a\":".repeat(many),
        "{a: ".repeat(many),
        "{".repeat(many),
        "- ".repeat(many),
        "a:\n".to_owned() + &(1..2_000).map(|n| " ".repeat(n) + "a:\n").collect::<String>(),
    ] {
        let reading = survive(text.clone());
        let start: String = text.chars().take(40).collect();
        assert!(has(&reading, "spec/too-deep"), "{start}\n{:#?}", reading.findings);
    }
    let reading = survive("? ".repeat(100) + "x");
    assert!(has(&reading, "spec/syntax"), "{:#?}", reading.findings);
}

/// The deepest document that is read, in all ways in which schemas nest.
#[test]
fn the_deepest_document_is_read() {
    let wraps: [fn(Value) -> Value; 9] = [
        |inner| json!({ "not": inner }),
        |inner| json!({ "allOf": [inner] }),
        |inner| json!({"oneOf": [{"type": "string"}, inner]}),
        |inner| json!({"anyOf": [inner], "allOf": [{}], "oneOf": [{}], "minLength": 1}),
        |inner| json!({"type": "array", "items": inner}),
        |inner| json!({ "items": inner }),
        |inner| json!({"type": "object", "properties": {"a": inner}}),
        |inner| json!({"type": "object", "additionalProperties": inner}),
        |inner| json!({"type": "object", "allOf": [{"type": "object", "properties": {"a": inner}}]}),
    ];
    for (index, wrap) in wraps.into_iter().enumerate() {
        let mut inner = json!({"type": "string"});
        // The document, `components` and `schemas` are three levels.
        while depth(&wrap(inner.clone())) <= 97 {
            inner = wrap(inner);
        }
        let reading = survive(schemas(json!({ "A": inner })));
        assert!(reading.is_document(), "{index}: {:#?}", reading.findings);
        let reading = survive(schemas(json!({ "A": inner, "B": {"example": inner} })));
        assert!(!reading.is_document() || depth(&inner) < 97, "{index}");
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

#[test]
fn wide_documents_are_read_in_one_go() {
    let many = 5_000;
    let object = |n: usize| json!({"type": "object", "required": [format!("k{n}")], "properties": {format!("k{n}"): {"type": "integer"}}});
    let variants: Vec<Value> = (0..many).map(object).collect();
    let properties: serde_json::Map<String, Value> =
        (0..many).map(|n| (format!("k{n}"), json!({"type": "string"}))).collect();
    let required: Vec<String> = (0..many).map(|n| format!("k{n}")).collect();
    let numbers: Vec<usize> = (0..many).collect();
    let chain = |name: &str, wrap: fn(Value) -> Value| {
        let link =
            |n: usize| (format!("{name}{n:05}"), wrap(reference(format!("{name}{:05}", n + 1))));
        let mut chain: serde_json::Map<String, Value> = (0..many).map(link).collect();
        chain.insert(format!("{name}{many:05}"), json!({"type": "string", "nullable": true}));
        Value::Object(chain)
    };
    for (what, made) in [
        ("oneOf", json!({"A": {"oneOf": variants}})),
        ("allOf", json!({"A": {"allOf": variants}})),
        (
            "properties",
            json!({"A": {"type": "object", "properties": properties, "required": required}}),
        ),
        ("required", json!({"A": {"type": "object", "required": required}})),
        (
            "items",
            json!({"A": {"type": "array", "uniqueItems": true, "items": {"type": "string", "pattern": "^(a|b)*$"}, "example": numbers}}),
        ),
        ("enum", json!({"A": {"type": "array", "items": {"enum": required}, "example": numbers}})),
        (
            "same names",
            (0..many)
                .map(|n| ("a".to_owned() + &"_".repeat(n % 100) + &"-".repeat(n / 100), json!({})))
                .collect::<serde_json::Map<_, _>>()
                .into(),
        ),
        ("aliases", chain("A", |next| next)),
        ("unions", chain("A", |next| json!({"anyOf": [next, {"type": "integer"}]}))),
        (
            "parts",
            chain(
                "A",
                |next| json!({"allOf": [next, {"type": "object", "properties": {"a": {}}}]}),
            ),
        ),
        ("arrays", chain("A", |next| json!({"type": "array", "items": next}))),
        ("unknown", json!({"A": properties})),
    ] {
        let reading = survive(schemas(made));
        assert!(reading.is_document(), "{what}");
    }
}
