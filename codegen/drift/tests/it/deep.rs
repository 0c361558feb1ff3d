//! Differences far down in a message, and differences that many operations share.

use super::{drift, lines};
use oasis_drift::Verdict;
use serde_json::{Value, json};

/// A document with this many operations that send `Level0`, which holds `Level1`, and so on; the
/// last level holds a number of at least `minimum`.
fn document(operations: usize, levels: usize, minimum: u64) -> String {
    let mut schemas = serde_json::Map::new();
    for level in 0..levels {
        let below = json!({"$ref": format!("#/components/schemas/Level{}", level + 1)});
        let schema =
            json!({"type": "object", "required": ["below"], "properties": {"below": below}});
        schemas.insert(format!("Level{level}"), schema);
    }
    schemas.insert(format!("Level{levels}"), json!({"type": "integer", "minimum": minimum}));
    let mut paths = serde_json::Map::new();
    for index in 0..operations {
        let operation: Value = json!({"put": {
            "operationId": format!("put{index:02}"),
            "requestBody": {"required": true, "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Level0"}}}},
            "responses": {"204": {"description": ""}},
        }});
        paths.insert(format!("/p{index:02}"), operation);
    }
    json!({
        "openapi": "3.0.3",
        "info": {"title": "deep", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
    .to_string()
}

#[test]
fn a_difference_is_found_however_deep_and_shown_where_it_can_be_read() {
    for (levels, verdict) in [
        (1, Verdict::Breaking),
        (20, Verdict::Breaking),
        (100, Verdict::Breaking),
        (101, Verdict::Undecided),
    ] {
        let drift = drift(&document(1, levels, 0), &document(1, levels, 1));
        assert_eq!(drift.verdict, verdict, "{levels} levels: {}", lines(&drift));
        let [only] = &drift.findings[..] else { panic!("{levels} levels: {}", lines(&drift)) };
        assert_eq!(only.finding.rule, "drift/request-minimum-raised", "{levels} levels");
        assert_eq!(only.finding.at.pointer, format!("/components/schemas/Level{levels}"));
    }
}

#[test]
fn a_difference_that_many_operations_share_is_one_finding_that_names_some_of_them() {
    for (operations, levels, named) in [
        (1, 2, "put00"),
        (3, 2, "put00, put01, put02"),
        (40, 2, "put00, put01, put02, put03, put04, put05, put06, put07, and others"),
        (40, 20, "put00, put01, put02, put03, put04, put05, put06, put07, and others"),
    ] {
        let drift = drift(&document(operations, levels, 0), &document(operations, levels, 1));
        let [only] = &drift.findings[..] else { panic!("{}", lines(&drift)) };
        let evidence = &only.finding.evidence;
        let found = evidence.iter().find(|evidence| evidence.label == "operations").unwrap();
        assert_eq!(found.text, named, "{operations} operations, {levels} levels");
    }
}

#[test]
fn a_witness_shows_the_difference_that_it_is_printed_under() {
    let document = |pattern: &str, least: u64| {
        document(1, 0, 0).replace(
            r#"{"type":"integer","minimum":0}"#,
            &json!({"type": "object", "required": ["clear"], "properties": {
                "doubtful": {"type": "string", "pattern": pattern},
                "clear": {"type": "integer", "minimum": least},
            }})
            .to_string(),
        )
    };
    // Neither pattern is understood, and the smaller number breaks whatever they mean.
    let drift = drift(&document("^\\p{Lu}a", 0), &document("^\\p{Lu}b", 1));
    let found: Vec<(&str, Verdict)> = drift
        .findings
        .iter()
        .map(|difference| (difference.finding.rule.as_ref(), difference.verdict))
        .collect();
    assert_eq!(
        found,
        [
            ("drift/request-minimum-raised", Verdict::Breaking),
            ("drift/request-pattern-changed", Verdict::Undecided),
        ]
    );
}

/// A document whose one body is of this component.
fn sized(components: Value, root: &str) -> String {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "t", "version": "1"},
        "paths": {"/a": {"put": {
            "operationId": "a",
            "requestBody": {"required": true, "content": {"application/json": {
                "schema": {"$ref": format!("#/components/schemas/{root}")},
            }}},
            "responses": {"204": {"description": ""}},
        }}},
        "components": {"schemas": components},
    })
    .to_string()
}

#[test]
fn what_stands_at_the_end_of_a_long_chain_of_references_is_compared() {
    let chain = |kind: &str| {
        let next = |index: usize| json!({"$ref": format!("#/components/schemas/C{}", index + 1)});
        let mut schemas: serde_json::Map<String, Value> =
            (0..5_000).map(|index| (format!("C{index}"), next(index))).collect();
        schemas.insert("C5000".to_owned(), json!({"type": kind}));
        sized(schemas.into(), "C0")
    };
    let found = drift(&chain("string"), &chain("integer"));
    assert_eq!(found.verdict, Verdict::Breaking, "{}", lines(&found));
    assert_eq!(drift(&chain("string"), &chain("string")).verdict, Verdict::None);
}

#[test]
fn one_changed_alternative_among_many_is_found() {
    let wide = |changed: bool| {
        let alternative = |index: usize| {
            let kind = if changed && index == 321 { "integer" } else { "string" };
            let name = format!("v{index}");
            json!({"type": "object", "required": [name], "properties": {name: {"type": kind}}})
        };
        let mut schemas: serde_json::Map<String, Value> =
            (0..400).map(|index| (format!("V{index}"), alternative(index))).collect();
        let all = (0..400).map(|index| json!({"$ref": format!("#/components/schemas/V{index}")}));
        schemas.insert("U".to_owned(), json!({"oneOf": all.collect::<Vec<_>>()}));
        sized(schemas.into(), "U")
    };
    let found = drift(&wide(false), &wide(true));
    assert_eq!(found.verdict, Verdict::Breaking, "{}", lines(&found));
}
