//! OpenAPI 3.1 and 3.2 are read as 3.0: what can be said there comes out the same, and of what
//! cannot nothing is claimed.

use oasis_model::conform::{self, View};
use oasis_model::finding::Severity;
use oasis_model::ir::{Additional, Api, Direction, Kind, Schema};
use oasis_model::{Options, Reading, read, read_with};
use serde_json::{Value, json};

/// The rules of the findings, those aside that only say what is left out on purpose.
pub(crate) fn rules(reading: &Reading) -> Vec<&str> {
    let mut rules: Vec<&str> = reading.findings.iter().map(|it| it.rule.as_ref()).collect();
    rules.retain(|rule| *rule != "spec/ignored-keyword");
    rules.sort_unstable();
    rules
}

/// A document with this schema under the name `S`, and with two to refer to.
pub(crate) fn with(version: &str, schema: &Value) -> Value {
    json!({
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {
            "A": {"type": "object", "properties": {"a": {"type": "string"}}},
            "B": {"type": "integer"},
            "S": schema,
        }},
    })
}

fn reading(version: &str, schema: &Value) -> Reading {
    read("x.json", &with(version, schema).to_string())
}

fn schema_of(api: &Api) -> &Schema {
    api.schema(api.component("S").unwrap())
}

#[test]
fn what_3_0_can_say_is_read_as_it_says_it() {
    let a = json!({"$ref": "#/components/schemas/A"});
    let nothing = json!({"type": "object", "nullable": true, "enum": [null]});
    for (later, earlier) in [
        (json!({"type": "null"}), nothing.clone()),
        (json!({"type": ["null"]}), nothing.clone()),
        (json!({"const": null}), json!({"enum": [null]})),
        (json!({"const": {"const": 1}}), json!({"enum": [{"const": 1}]})),
        (
            json!({"type": ["string", "integer"], "minLength": 2, "minimum": 3}),
            json!({"anyOf": [{"type": "string", "minLength": 2}, {"type": "integer", "minimum": 3}]}),
        ),
        (
            json!({"type": "number", "minimum": 3, "exclusiveMinimum": 2}),
            json!({"type": "number", "minimum": 3}),
        ),
        (
            json!({"type": "number", "maximum": 3, "exclusiveMaximum": 3}),
            json!({"type": "number", "maximum": 3, "exclusiveMaximum": true}),
        ),
        (
            json!({"type": "number", "maximum": 3, "exclusiveMaximum": 2.5}),
            json!({"type": "number", "maximum": 2.5, "exclusiveMaximum": true}),
        ),
        (
            json!({"type": "string", "examples": ["a", "b"]}),
            json!({"type": "string", "example": "a"}),
        ),
        (
            json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
            json!({"type": "string", "format": "byte"}),
        ),
        (
            json!({"contentMediaType": "application/octet-stream"}),
            json!({"type": "string", "format": "binary"}),
        ),
        (json!({"oneOf": [a, {"type": "null"}]}), json!({"oneOf": [a, nothing]})),
        (
            json!({"$ref": "#/components/schemas/A", "description": "One."}),
            json!({"allOf": [a], "description": "One."}),
        ),
        (
            json!({"$ref": "#/components/schemas/B", "minimum": 3}),
            json!({"allOf": [{"$ref": "#/components/schemas/B"}], "minimum": 3}),
        ),
        (
            json!({"$ref": "#/components/schemas/A", "allOf": [{"required": ["a"]}]}),
            json!({"allOf": [{"required": ["a"]}, a]}),
        ),
        (
            json!({"allOf": [{"$ref": "#/components/schemas/A", "title": "Base"}]}),
            json!({"allOf": [a]}),
        ),
        (json!({"type": "array"}), json!({"type": "array", "items": {}})),
        (
            json!({"type": "array", "items": false, "unevaluatedItems": true}),
            json!({"type": "array", "items": {"not": {}}}),
        ),
        (
            json!({"properties": {"a": true}, "unevaluatedProperties": false}),
            json!({"properties": {"a": {}}, "additionalProperties": false}),
        ),
        (
            json!({"oneOf": [a, {"type": "null"}], "discriminator": {"propertyName": "a"}}),
            json!({"oneOf": [a, nothing], "discriminator": {"propertyName": "a"}}),
        ),
    ] {
        let new = reading("3.1.0", &later);
        assert_eq!(new.api, reading("3.0.3", &earlier).api, "{later}");
        assert!(rules(&new).is_empty(), "{later}: {:#?}", new.findings);
        let bare = Options { bare: true, ..Options::default() };
        let read = |version, schema| read_with("x", &with(version, schema).to_string(), bare).api;
        assert_eq!(read("3.1.0", &later), read("3.0.3", &earlier), "{later}, without prose");
    }
}

#[test]
fn of_what_3_0_cannot_say_nothing_is_claimed() {
    for (keyword, value) in [
        ("prefixItems", json!([{"type": "string"}])),
        ("contains", json!({"type": "string"})),
        ("minContains", json!(2)),
        ("unevaluatedItems", json!({"type": "string"})),
        ("patternProperties", json!({"^x": {"type": "string"}})),
        ("propertyNames", json!({"maxLength": 3})),
        ("dependentRequired", json!({"a": ["b"]})),
        ("dependentSchemas", json!({"a": false})),
        ("unevaluatedProperties", json!(false)),
        ("if", json!({"required": ["a"]})),
        ("then", json!({"required": ["b"]})),
        ("else", json!(false)),
        ("$dynamicRef", json!("#node")),
        ("$id", json!("https://other.example/schema")),
    ] {
        // Beside another reference every keyword may act.
        let mut schema = json!({"$ref": "#/components/schemas/A"});
        schema[keyword] = value.clone();
        let reading = reading("3.1.0", &schema);
        let [finding] = reading.findings.as_slice() else {
            panic!("{keyword}: {:#?}", reading.findings)
        };
        assert_eq!(finding.rule, "spec/ignored-keyword");
        assert_eq!(finding.severity, Severity::Warning, "{keyword}");
        assert_eq!(finding.at.pointer, format!("/components/schemas/S/{keyword}"));
        assert_eq!(finding.evidence[0].text, value.to_string(), "{keyword}");
        assert!(schema_of(&reading.api).unknown, "{keyword}");
        let id = reading.api.component("S").unwrap();
        assert!(
            reading.api.schema(reading.api.resolve(id).0).unknown,
            "{keyword} is looked through"
        );
        for value in [json!({"a": "b"}), json!([1]), json!(3)] {
            let verdict = conform::check(&reading.api, id, &value, View::Claim);
            assert!(verdict.violations.is_empty() && !verdict.undecided.is_empty(), "{keyword}");
        }
    }
}

#[test]
fn what_holds_a_part_that_is_not_fully_known_is_not_decided() {
    let part = json!({"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}});
    let schema = json!({"allOf": [part, {"type": "object", "properties": {"b": {}}}]});
    let reading = reading("3.1.0", &schema);
    let id = reading.api.component("S").unwrap();
    let verdict = conform::check(&reading.api, id, &json!({"a": 1}), View::Claim);
    assert!(!verdict.undecided.is_empty(), "{:?}", schema_of(&reading.api).kind);
}

#[test]
fn what_stands_beside_a_reference_holds_for_whoever_refers_to_both() {
    let schema = json!({"type": "object", "properties": {
        "one": {"$ref": "#/components/schemas/B", "minimum": 3},
        "two": {"$ref": "#/components/schemas/S/properties/one"},
    }});
    let reading = reading("3.1.0", &schema);
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    let id = reading.api.component("S").unwrap();
    let verdict = conform::check(&reading.api, id, &json!({"two": 1}), View::Claim);
    assert_eq!(verdict.violations.len(), 1, "{verdict:?}");
}

#[test]
fn what_speaks_of_the_rest_is_not_read_of_everything() {
    let patterns = json!({
        "type": "object", "patternProperties": {"^x-": {}}, "additionalProperties": false,
    });
    let read = reading("3.1.0", &patterns);
    let Kind::Object(object) = &schema_of(&read.api).kind else { panic!("no object") };
    assert_eq!(object.additional, Additional::Any);
    let tuple = json!({"type": "array", "prefixItems": [{"type": "string"}], "items": false});
    let read = reading("3.1.0", &tuple);
    let Kind::Array(array) = &schema_of(&read.api).kind else { panic!("no array") };
    assert_eq!(read.api.schema(array.items.unwrap()).kind, Kind::Any);
}

fn garden() -> Reading {
    read("modern.yaml", include_str!("../fixtures/modern.yaml"))
}

#[test]
fn webhooks_are_operations_that_the_vendor_calls() {
    let api = garden().api;
    let found: Vec<(&str, &str, bool)> = api
        .operations
        .iter()
        .map(|it| {
            (it.id.as_str(), it.path.as_str(), matches!(it.direction, Direction::Webhook { .. }))
        })
        .collect();
    let expected = [
        ("listBeds", "/beds", false),
        ("harvested", "/harvested", true),
        ("watered", "/watered", true),
        ("bedsChanged", "/webhooks/beds", true),
    ];
    assert_eq!(found, expected);
    let content = &api.operation("watered").unwrap().body.as_ref().unwrap().contents[0];
    let bed = api.resolve(content.schema.unwrap()).0;
    assert_eq!(Some(bed), api.component("Bed"), "a media type may be a component");
    let stream = &api.operation("listBeds").unwrap().responses[0].contents[0];
    assert!(api.schema(stream.schema.unwrap()).unknown, "what a stream consists of is not read");
}

#[test]
fn definitions_are_components() {
    let api = garden().api;
    let soil = api.component("Bed/$defs/Soil").expect("what is defined within a schema is found");
    let Kind::Object(bed) = &api.schema(api.component("Bed").unwrap()).kind else {
        panic!("no object")
    };
    assert_eq!(api.resolve(bed.properties[0].schema).0, soil);
    assert!(api.schema(bed.properties[0].schema).docs.deprecated);
}

#[test]
fn a_property_may_be_called_as_a_keyword() {
    let schema = json!({"type": "object", "properties": {
        "$defs": {"type": "object", "properties": {"const": {"type": "string"}}},
        "b": {"$ref": "#/components/schemas/S/properties/$defs/properties/const"},
    }});
    let (old, new) = (reading("3.0.3", &schema), reading("3.1.0", &schema));
    assert!(new.findings.is_empty(), "{:#?}", new.findings);
    assert_eq!(old.api, new.api);
}

#[test]
fn values_are_left_alone() {
    let value = json!({"type": ["string", "null"], "const": 1, "$defs": {"x": true}});
    let schema = json!({
        "type": "object", "default": value, "examples": [value], "x-any": value,
        "properties": {"a": {"enum": [value, 1]}, "b": {"const": value}},
    });
    let reading = reading("3.1.0", &schema);
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    let schema = schema_of(&reading.api);
    assert_eq!((schema.default.as_ref(), schema.example.as_ref()), (Some(&value), Some(&value)));
    let Kind::Object(object) = &schema.kind else { panic!("no object") };
    for property in &object.properties {
        let values = reading.api.schema(property.schema).values.as_ref().unwrap();
        assert_eq!(values[0], value, "{}", property.name);
    }
}

#[test]
fn every_finding_stands_where_the_text_has_it() {
    let reading = garden();
    let lines: Vec<&str> = include_str!("../fixtures/modern.yaml").lines().collect();
    let mut found: Vec<String> = reading
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Note)
        .map(|finding| {
            let (line, column) = (finding.at.line.unwrap(), finding.at.column.unwrap());
            lines[line - 1].chars().skip(column - 1).take(14).collect()
        })
        .collect();
    found.sort();
    let expected = [
        "additionalOper",
        "dependentRequi",
        "itemSchema: {$",
        "minimum: 4}",
        "prefixItems: [",
        "put: {operatio",
        "query: {operat",
        "{name: all, in",
    ];
    assert_eq!(found, expected, "{:#?}", reading.findings);
    let mut places: Vec<_> = reading
        .api
        .operations
        .iter()
        .map(|it| oasis_model::finding::Place::pointer(it.at.as_str()))
        .collect();
    oasis_model::locate_places(places.iter_mut(), "x", include_str!("../fixtures/modern.yaml"));
    let lines: Vec<Option<usize>> = places.iter().map(|place| place.line).collect();
    assert_eq!(lines, [Some(23), Some(16), Some(8), Some(18)], "operations in the order of paths");
}

#[test]
fn other_versions_are_named_with_what_to_do() {
    for (head, said, help) in [
        (r#""swagger": "2.0""#, "this is Swagger \"2.0\"", "swagger2openapi"),
        (r#""openapi": "3.3.0""#, "this is OpenAPI 3.3.0", "3.0, 3.1 or 3.2"),
        (r#""openapi": "3.10.0""#, "this is OpenAPI 3.10.0", "3.0, 3.1 or 3.2"),
        (r#""openapi": "4.0.0""#, "this is OpenAPI 4.0.0", "3.0, 3.1 or 3.2"),
    ] {
        let reading = read("x.json", &format!("{{{head}, \"paths\": {{}}}}"));
        let [finding] = reading.findings.as_slice() else { panic!("{:#?}", reading.findings) };
        assert_eq!(finding.rule, "spec/version");
        assert!(finding.message.starts_with(said), "{}", finding.message);
        assert!(finding.help.contains(help), "{}", finding.help);
    }
}
