//! The generators of reference pages write documents of OpenAPI 3.0 in 3.1 or 3.2 before they show
//! them. Here documents are written so, by the changes that those make, and have to be read as what
//! they were.

use crate::modern::{rules, with};
use oasis_model::{Options, keys, read, read_with};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Writes the document in a later version.
fn upgraded(document: &Value, version: &str) -> Value {
    let mut document = document.clone();
    document["openapi"] = json!(version);
    let keys = keys::within(&document);
    let parent = |key: &keys::Key| key.at.rsplit_once('/').map(|(at, _)| at.to_owned());
    let objects: BTreeSet<(&str, String)> =
        keys.iter().filter_map(|key| Some((key.object, parent(key)?))).collect();
    for (object, at) in objects {
        let Some(Value::Object(members)) = document.pointer_mut(&at) else { continue };
        match object {
            "schema" => schema(members),
            "media type" => media_type(members, at.ends_with("/application~1octet-stream")),
            "parameter" => example(members),
            _ => {}
        }
    }
    document
}

fn media_type(members: &mut Map<String, Value>, is_bytes: bool) {
    example(members);
    if is_bytes && members.get("schema") == Some(&json!({"type": "string", "format": "binary"})) {
        members.remove("schema");
    }
}

fn example(members: &mut Map<String, Value>) {
    if let Some(value) = members.remove("example") {
        members.insert("examples".to_owned(), json!({"default": {"value": value}}));
    }
}

fn schema(members: &mut Map<String, Value>) {
    null(members);
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        match (members.remove(exclusive), members.get(bound).cloned()) {
            (Some(Value::Bool(true)), Some(value)) => {
                members.remove(bound);
                members.insert(exclusive.to_owned(), value);
            }
            // Without a bound the flag says nothing, but it is read, so it stays.
            (Some(flag @ Value::Bool(true)), None) => {
                members.insert(exclusive.to_owned(), flag);
            }
            _ => {}
        }
    }
    if let Some(value) = members.remove("example") {
        members.insert("examples".to_owned(), json!([value]));
    }
    if let Some([only]) = members.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
        let only = only.clone();
        members.remove("enum");
        members.insert("const".to_owned(), only);
    }
    let is = |key: &str, text: &str| members.get(key) == Some(&json!(text));
    let (byte, binary) = (is("format", "byte"), is("format", "binary"));
    if byte || binary {
        members.remove("format");
        let (keyword, value) = match byte {
            true => ("contentEncoding", "base64"),
            false => ("contentMediaType", "application/octet-stream"),
        };
        members.insert(keyword.to_owned(), json!(value));
    }
}

fn null(members: &mut Map<String, Value>) {
    let nullable = members.get("nullable") == Some(&Value::Bool(true));
    let Some(kind) = members.get("type").cloned().filter(|_| nullable) else { return };
    members.remove("nullable");
    if members.get("enum") == Some(&json!([null])) && kind == json!("object") {
        members.remove("enum");
        members.insert("type".to_owned(), json!("null"));
    } else {
        members.insert("type".to_owned(), json!([kind, "null"]));
    }
}

fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths: Vec<PathBuf> = fs::read_dir(root.join("codegen/tests/fixtures/generate"))
        .unwrap()
        .map(|case| case.unwrap().path().join("spec.yaml"))
        .collect();
    paths.push(root.join("spec/oasis.yaml"));
    paths.push(root.join("codegen/drift/tests/fixtures/drift/base.yaml"));
    paths.push(root.join("xtask/tests/fixtures/every-key.yaml"));
    paths
}

#[test]
fn an_upgraded_document_reads_as_its_source() {
    for path in documents() {
        let source: Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for (version, bare) in [("3.1.1", false), ("3.2.0", false), ("3.1.0", true)] {
            let options = Options { bare, ..Options::default() };
            let old = read_with("old", &source.to_string(), options);
            let new = read_with("new", &upgraded(&source, version).to_string(), options);
            assert_eq!(old.api, new.api, "{}: {version}", path.display());
            assert_eq!(rules(&old), rules(&new), "{}: {version}", path.display());
        }
    }
}

fn scalar() -> impl Strategy<Value = Value> {
    let bound = || prop_oneof![Just(None), (-9_i64..9).prop_map(Some)];
    let number = (bound(), bound(), any::<[bool; 4]>()).prop_map(|(low, high, flags)| {
        let mut schema = json!({"type": if flags[0] { "integer" } else { "number" }});
        for (key, exclusive, value, flag) in [
            ("minimum", "exclusiveMinimum", low, flags[1]),
            ("maximum", "exclusiveMaximum", high.map(|high| high + 20), flags[2]),
        ] {
            if let Some(value) = value {
                schema[key] = json!(value);
                schema[exclusive] = json!(flag);
            }
        }
        schema["nullable"] = json!(flags[3]);
        schema
    });
    prop_oneof![
        number,
        any::<bool>()
            .prop_map(|flag| json!({"type": "string", "format": "byte", "nullable": flag})),
        Just(json!({"type": "string", "format": "binary"})),
        Just(json!({"type": "string", "enum": ["a"], "example": "a"})),
        Just(json!({"type": "string", "enum": ["a", null], "nullable": true})),
        Just(json!({"type": "object", "nullable": true, "enum": [null]})),
        Just(json!({"$ref": "#/components/schemas/A"})),
        Just(json!({"default": {"type": ["x", "null"], "const": 1}, "description": "Anything."})),
    ]
}

fn any_schema() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 12, 3, |inner| {
        let few = || prop::collection::vec(inner.clone(), 1..3);
        prop_oneof![
            (inner.clone(), any::<bool>()).prop_map(
                |(items, flag)| json!({"type": "array", "items": items, "nullable": flag})
            ),
            (inner.clone(), inner.clone(), any::<bool>()).prop_map(|(one, rest, flag)| json!({
                "type": "object", "nullable": flag, "required": ["const"],
                "properties": {"const": one, "examples": {"type": "string", "nullable": true}},
                "additionalProperties": rest,
            })),
            few().prop_map(|parts| json!({"oneOf": parts})),
            few().prop_map(|parts| json!({"anyOf": parts, "description": "Some."})),
            few().prop_map(|parts| json!({"allOf": parts})),
            inner.prop_map(|refused| json!({"not": refused})),
        ]
    })
}

proptest! {
    #[test]
    fn any_upgraded_schema_reads_as_its_source(schema in any_schema()) {
        let old = with("3.0.3", &schema);
        let new = upgraded(&old, "3.1.0");
        let (old, new) = (read("x", &old.to_string()), read("x", &new.to_string()));
        prop_assert_eq!(rules(&old), rules(&new));
        prop_assert_eq!(old.api, new.api);
    }
}
