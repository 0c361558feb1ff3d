//! Whatever stands in a document, generating from what was read of it ends in files. Printing
//! parses what was written, so that coming back at all proves that it is Rust.

use crate::mangle::{mangled, originals};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

/// The golden documents, with every place in each of them.
static DOCUMENTS: LazyLock<Vec<(Value, Vec<String>)>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/generate");
    let mut cases: Vec<_> =
        fs::read_dir(folder).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    let read = |case: std::path::PathBuf| {
        let text = fs::read_to_string(case.join("spec.yaml")).unwrap();
        let document: Value = serde_yaml::from_str(&text).unwrap();
        let mut places = Vec::new();
        pointers(&document, "", &mut places);
        (document, places)
    };
    cases.into_iter().map(read).collect()
});

fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(properties) => {
            for (name, value) in properties {
                let name = oasis_model::pointer::escape_pointer(name);
                pointers(value, &format!("{at}/{name}"), found);
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

/// Values that are wrong, odd or dangerous somewhere in a document.
fn odd() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("Self"),
        json!("a\rb \u{202e}*/ \u{0} ```"),
        json!("r#type"),
        json!("\"#"),
        json!([]),
        json!({}),
        json!({"type": "string", "enum": ["err", "Err", "", "\u{202e}", "other"]}),
        json!({"type": "array", "items": {"type": "array", "items": {"nullable": true}}}),
        json!({"$ref": "#/components/schemas/Thing"}),
        json!({"$ref": "#/components/schemas/Option"}),
        json!({"allOf": [{"$ref": "#/components/schemas/Thing"}, {"$ref": "#/components/schemas/State"}]}),
        json!({"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"$ref": "#/components/schemas/Either"}]}),
        json!({"anyOf": [{"$ref": "#/components/schemas/Either"}]}),
        json!({"not": {"$ref": "#/components/schemas/Thing"}}),
        json!({"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Nested"}}),
    ])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_document_becomes_rust(
        which in any::<prop::sample::Index>(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), odd()), 1..5),
    ) {
        let (document, places) = &DOCUMENTS[which.index(DOCUMENTS.len())];
        let mut document = document.clone();
        for (place, value) in damage {
            if let Some(target) = document.pointer_mut(&places[place.index(places.len())]) {
                *target = value;
            }
        }
        let api = oasis_model::read("damaged.json", &document.to_string()).api;
        let generation = oasis_codegen::generate(&api);
        let marks = ['\r', '\u{202e}'];
        prop_assert!(generation.files.values().all(|text| !text.contains(marks)), "marks");
    }
}

/// The documents that the reader is tried on: damaged at random, byte by byte too.
#[test]
fn what_is_left_of_a_mangled_document_becomes_rust() {
    let originals = originals();
    let half = |from: u64| {
        let read = |number| oasis_model::read("odd.yaml", &mangled(&originals, number));
        let readings = (from..2_000).step_by(2).map(read);
        readings.filter(|reading| !oasis_codegen::generate(&reading.api).files.is_empty()).count()
    };
    let generated = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(0));
        half(1) + other.join().unwrap()
    });
    assert_eq!(generated, 2_000, "even an empty document gives files");
}
