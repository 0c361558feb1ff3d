//! Whatever stands in a document, reading it ends in findings and never in a panic.

use oasis_model::conform::{self, View};
use oasis_model::{load, lower};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::LazyLock;

static SPEC: LazyLock<Value> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/oasis.yaml");
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
});

/// All JSON pointers of a value.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                pointers(
                    value,
                    &format!("{at}/{}", oasis_model::name::escape_pointer(name)),
                    found,
                );
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

static POINTERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut found = Vec::new();
    pointers(&SPEC, "", &mut found);
    found
});

/// Values that are wrong, odd or dangerous somewhere in a document.
fn odd() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(18_446_744_073_709_551_615_u64),
        json!(""),
        json!("\u{0}/~{}"),
        json!("object"),
        json!([]),
        json!([null, 1, "a"]),
        json!({}),
        json!({"$ref": "#/components/schemas/Session"}),
        json!({"$ref": "#/components/schemas/TransitionLeft"}),
        json!({"$ref": "#/nowhere"}),
        json!({"$ref": 7}),
        json!({"type": "string", "enum": [1, null]}),
        json!({"allOf": [{"$ref": "#/components/schemas/UpdatedSession"}, {"type": "string"}]}),
        json!({"oneOf": [{"$ref": "#/components/schemas/Session"}, {"$ref": "#/components/schemas/Session"}]}),
        json!({"not": {"$ref": "#/components/schemas/Customer"}}),
        json!({"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Store"}}),
        json!({"type": "array", "items": {"type": "array", "items": {"nullable": true, "allOf": []}}}),
    ])
}

fn read(text: &str) {
    let loaded = load::document("odd.yaml", text);
    let Some(document) = loaded.document else {
        assert!(!loaded.findings.is_empty(), "a document that cannot be read says why");
        return;
    };
    let (api, _) = lower::api(&document);
    for (id, _) in api.schemas() {
        for view in [View::Claim, View::Widest, View::Narrowest] {
            conform::check(&api, id, &json!({"sessionId": "a", "metadata": {"events": []}}), view);
            conform::check(&api, id, &Value::Null, view);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_document_never_panics(
        damage in prop::collection::vec((any::<prop::sample::Index>(), odd(), any::<bool>()), 1..4),
    ) {
        let mut document = SPEC.clone();
        for (place, value, rename) in damage {
            let pointer = &POINTERS[place.index(POINTERS.len())];
            match document.pointer_mut(pointer) {
                Some(Value::Object(members)) if rename => {
                    members.insert("additional".to_owned(), value);
                }
                Some(target) => *target = value,
                None => {}
            }
        }
        read(&document.to_string());
    }

    #[test]
    fn a_damaged_text_never_panics(cut in any::<prop::sample::Index>(), noise in "\\PC{0,8}", drop in 0..200_usize) {
        let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/oasis.yaml")).unwrap();
        let chars: Vec<char> = text.chars().collect();
        let at = cut.index(chars.len());
        let damaged: String = chars[..at].iter().copied().chain(noise.chars()).chain(chars[(at + drop).min(chars.len())..].iter().copied()).collect();
        read(&damaged);
    }
}

#[test]
fn a_schema_made_of_itself_is_left_undecided() {
    let text = r##"{"openapi": "3.0.3", "info": {"title": "", "version": ""}, "paths": {}, "components": {"schemas": {
        "A": {"oneOf": [{"$ref": "#/components/schemas/B"}, {"$ref": "#/components/schemas/A"}]},
        "B": {"anyOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}}}}"##;
    let document = load::document("loop.json", text).document.unwrap();
    let (api, _) = lower::api(&document);
    let verdict = conform::check(&api, api.component("A").unwrap(), &json!(7), View::Claim);
    assert!(!verdict.accepts(), "{verdict:?}");
}

#[test]
fn garbage_is_named_as_such() {
    for text in [
        "",
        "null",
        "[]",
        "just text",
        "<html></html>",
        "{",
        "a: [",
        "openapi: 3.0.3",
        "\u{0}\u{1}",
        "swagger: '2.0'",
    ] {
        let loaded = load::document("garbage", text);
        assert!(loaded.document.is_none() || !loaded.findings.is_empty(), "{text:?}");
        assert!(
            oasis_model::finding::any_error(&loaded.findings) || loaded.document.is_some(),
            "{text:?}"
        );
    }
}
