//! A document written in parts: each part names nothing that stands in another, so that each compiles
//! with its own feature alone, and no path of a user is other than without parts.

use oasis_codegen::{Files, Generation, Options, generate_with};
use std::collections::{BTreeMap, BTreeSet};

const DOCUMENT: &str = r##"{
  "openapi": "3.0.3",
  "info": {"title": "Parts", "version": "1"},
  "paths": {
    "/v1/pets": {
      "get": {"operationId": "listPets", "tags": ["Pets & more"], "parameters": [
          {"name": "kind", "in": "query", "schema": {"type": "string", "enum": ["cat", "dog"]}}],
        "responses": {"200": {"description": "", "content": {"application/json": {"schema":
          {"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}}}},
          "404": {"$ref": "#/components/responses/Missing"}}},
      "post": {"operationId": "addPet", "tags": ["Pets & more"],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}},
        "responses": {"204": {"description": ""}, "409": {"description": "There is one."}}}
    },
    "/v1/orders/{id}": {
      "get": {"operationId": "getOrder", "tags": ["types"], "parameters": [
          {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "", "content": {"application/json": {"schema":
          {"$ref": "#/components/schemas/Order"}}}}, "404": {"$ref": "#/components/responses/Missing"}}}
    },
    "/v1/health/now": {"get": {"operationId": "health", "responses": {"204": {"description": ""}}}},
    "/v1/people/{id}": {"get": {"operationId": "getPerson", "parameters": [
          {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "", "content": {"application/json": {"schema":
          {"$ref": "#/components/schemas/Person"}}}}}}}
  },
  "components": {
    "responses": {"Missing": {"description": "There is none.", "content": {"application/json": {"schema":
      {"$ref": "#/components/schemas/Problem"}}}}},
    "schemas": {
      "Pet": {"type": "object", "properties": {"tag": {"$ref": "#/components/schemas/Collar"},
        "owner": {"$ref": "#/components/schemas/Person"}, "bite": {"$ref": "#/components/schemas/Bite"}}},
      "Bite": {"allOf": [{"$ref": "#/components/schemas/Problem"},
        {"type": "object", "properties": {"depth": {"type": "integer"}}}]},
      "Collar": {"type": "object", "properties": {"colour": {"type": "string"}}},
      "Order": {"type": "object", "properties": {"total": {"type": "number"},
        "state": {"type": "string", "enum": ["open", "paid"]}}},
      "Person": {"type": "object", "properties": {"address": {"$ref": "#/components/schemas/Address"}}},
      "Address": {"type": "object", "properties": {"street": {"type": "string"}}},
      "Problem": {"type": "object", "properties": {"code": {"type": "string"}}},
      "Unused": {"type": "object", "properties": {"street": {"type": "integer"}}}
    }
  }
}"##;

fn generate(options: Options) -> Generation {
    generate_with(oasis_model::read("parts.json", DOCUMENT).api, options)
}

fn split() -> Generation {
    generate(Options { split_above: Some(0), ..Options::default() })
}

/// The code of a file, without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim_start().starts_with("//"))
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// The items that a file declares.
fn declared(text: &str) -> BTreeSet<&str> {
    let item = |line| {
        let mut words = words(line);
        let is_public = words.next() == Some("pub");
        let kind =
            words.next().filter(|kind| ["struct", "enum", "type", "const", "trait"].contains(kind));
        kind.filter(|_| is_public).and(words.next())
    };
    code(text).filter_map(item).collect()
}

/// The part of a file such as `types/pets.rs`.
fn part(path: &str) -> Option<&str> {
    path.strip_suffix(".rs")?.split_once('/').map(|(_, part)| part)
}

/// The part of each item that belongs to one.
fn owners(files: &Files) -> BTreeMap<&str, &str> {
    let parts = files.iter().filter_map(|(path, text)| Some((part(path)?, text)));
    parts
        .flat_map(|(part, text)| declared(text).into_iter().map(move |name| (name, part)))
        .collect()
}

#[test]
fn a_part_is_named_after_its_tag_or_its_paths() {
    let features = split().features;
    let names: Vec<_> = features.iter().map(|it| (it.name.as_str(), it.tag.as_str())).collect();
    let expected = [
        ("health", "health"),
        ("types2", "types"),
        ("people", "people"),
        ("pets-more", "Pets & more"),
    ];
    assert_eq!(names, expected);
}

#[test]
fn no_part_names_what_stands_in_another() {
    let files = split().files;
    let owners = owners(&files);
    assert_eq!(owners.get("Collar").map(|part| part.starts_with("pets")), Some(true), "{owners:?}");
    assert_eq!(owners.get("Order"), Some(&"types2"));
    for shared in ["Person", "Address", "Problem"] {
        assert!(!owners.contains_key(shared), "{shared} is needed by several parts");
    }
    for (path, text) in &files {
        let (mut open, mut gated) = (false, 0);
        for line in code(text) {
            // The root has a gate in front of whatever belongs to a part: a line, or a whole item.
            if part(path).is_none() {
                open = if line.contains("#[cfg(feature") { true } else { open && gated < 12 };
                gated = if line.contains("#[cfg(feature") { 0 } else { gated + 1 };
            }
            for word in words(line).filter(|_| !open) {
                let owner = owners.get(word).copied();
                assert!(
                    owner.is_none() || owner == part(path),
                    "{path} names {word} of {owner:?} without its feature: {line}"
                );
            }
        }
    }
}

#[test]
fn a_part_imports_what_stands_in_the_root() {
    let files = split().files;
    let in_root = declared(&files["types.rs"]);
    let mut widened = 0;
    for (path, text) in files.iter().filter(|(path, _)| path.starts_with("types/")) {
        let (own, text) = (declared(text), code(text).collect::<Vec<_>>().join("\n"));
        let (imports, items): (Vec<_>, Vec<_>) =
            text.split_inclusive(';').partition(|statement| statement.trim().starts_with("use "));
        let imported: BTreeSet<&str> = imports.iter().flat_map(|import| words(import)).collect();
        for word in items.iter().flat_map(|item| words(item)) {
            let is_known = !in_root.contains(word) || own.contains(word) || imported.contains(word);
            assert!(is_known, "{path} names {word} of the root without importing it");
        }
        widened += items.iter().filter(|item| item.contains("Bite => Problem")).count();
    }
    assert_eq!(widened, 1, "a type of a part widens to one of the root");
}

#[test]
fn the_items_are_those_of_one_part() {
    let all = |files: &Files, kind: &str| -> BTreeSet<String> {
        let of_kind = files.iter().filter(|(path, _)| {
            path.starts_with(&format!("{kind}/")) || **path == format!("{kind}.rs")
        });
        of_kind.flat_map(|(_, text)| declared(text)).map(str::to_owned).collect()
    };
    let (one, many) = (generate(Options::default()), split());
    assert_eq!(one.files.len(), 7);
    assert_eq!(one.ledger, many.ledger);
    for kind in ["types", "operations", "refusals", "examples", "client", "server"] {
        assert_eq!(all(&one.files, kind), all(&many.files, kind), "{kind}");
    }
}

#[test]
fn components_that_no_operation_mentions_are_written_when_asked_for() {
    let has = |options| declared(&generate(options).files["types.rs"]).contains("Unused");
    assert!(!has(Options::default()));
    assert!(has(Options { all_components: true, ..Options::default() }));
}
