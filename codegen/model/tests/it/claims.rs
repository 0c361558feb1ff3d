//! Claims: which basis a keyword has, how bad it is to break it, and what other readings take.

use oasis_model::conform::{self, View};
use oasis_model::finding::{Basis, Finding, Severity};
use oasis_model::ir::{Api, Kind, Labels, Observed, Property, Reports, SchemaId};
use oasis_model::read;
use oasis_model::severity::{self, Decode};
use serde_json::{Value, json};

/// An API with these component schemas (the YAML of `components.schemas`, indented by two).
fn api(schemas: &str) -> Api {
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n schemas:\n{schemas}"
    );
    let reading = read("claims.yaml", &text);
    let is_loud = |finding: &&Finding| finding.severity != Severity::Note;
    let loud: Vec<_> = reading.findings.iter().filter(is_loud).collect();
    assert!(loud.is_empty(), "{loud:?}");
    reading.api
}

fn property<'a>(api: &'a Api, object: &str, name: &str) -> (SchemaId, &'a Property) {
    let id = api.component(object).unwrap();
    let Kind::Object(rules) = &api.schema(id).kind else { panic!("{object} is no object") };
    (id, rules.properties.iter().find(|property| property.name == name).unwrap())
}

fn basis(api: &Api, object: &str, name: &str, keyword: &str) -> Basis {
    let (owner, property) = property(api, object, name);
    api.property_basis(owner, property, keyword)
}

const SAMPLE: &str = "
  Sample:
    type: object
    x-basis: {type: documented, others: inferred}
    x-because: Read off a sample.
    required: [plain, mapped]
    properties:
      plain: {type: string, format: date-time}
      mapped: {type: integer, nullable: true, minimum: 0, x-basis: {nullable: assumed}, x-because: A guess.}
      own: {type: string, x-basis: assumed, x-because: A guess.}
      elsewhere: {type: string, maxLength: 3, x-source: PAGE}
      named: {allOf: [{$ref: '#/components/schemas/Name'}]}
      direct: {$ref: '#/components/schemas/Name'}
      list: {type: array, minItems: 1, items: {type: string, minLength: 1}}
  Name:
    type: string
    enum: [a]
    maxLength: 9
    x-basis: {enum: assumed, maxLength: observed}
    x-observed: {on: 2026-11-27, count: 2, of: 2}
    x-because: A guess.
  Stated:
    type: object
    required: [id]
    properties:
      id: {type: string}
      free: {}
  Merged:
    allOf:
      - {$ref: '#/components/schemas/Stated'}
      - {$ref: '#/components/schemas/Sample'}
      - {type: object, required: [own, free], x-basis: observed, x-observed: {on: 2026-11-27, count: 2, of: 3}}
";

#[test]
fn the_nearest_word_about_a_keyword_decides() {
    let api = api(SAMPLE);
    for (object, name, keyword, expected) in [
        // A sample proves the type of a value, and nothing else.
        ("Sample", "plain", "type", Basis::Documented),
        ("Sample", "plain", "format", Basis::Inferred),
        ("Sample", "plain", "required", Basis::Inferred),
        ("Sample", "plain", "nullable", Basis::Inferred),
        // A map speaks of its keywords alone.
        ("Sample", "mapped", "nullable", Basis::Assumed),
        ("Sample", "mapped", "minimum", Basis::Inferred),
        ("Sample", "mapped", "type", Basis::Documented),
        ("Sample", "mapped", "required", Basis::Inferred),
        // A basis of its own covers all of a property, and so does a page.
        ("Sample", "own", "type", Basis::Assumed),
        ("Sample", "own", "nullable", Basis::Assumed),
        ("Sample", "elsewhere", "maxLength", Basis::Documented),
        ("Sample", "elsewhere", "nullable", Basis::Documented),
        // Behind a reference the target comes before the object around.
        ("Sample", "named", "enum", Basis::Assumed),
        ("Sample", "direct", "enum", Basis::Assumed),
        ("Sample", "direct", "maxLength", Basis::Observed),
        ("Sample", "direct", "type", Basis::Documented),
        ("Sample", "direct", "nullable", Basis::Inferred),
        ("Sample", "list", "minItems", Basis::Inferred),
        // What is not written is assumed; null follows the type.
        ("Sample", "plain", "maxLength", Basis::Assumed),
        ("Stated", "id", "required", Basis::Documented),
        ("Stated", "id", "nullable", Basis::Documented),
        ("Stated", "id", "enum", Basis::Assumed),
        ("Stated", "free", "required", Basis::Assumed),
        ("Stated", "free", "type", Basis::Assumed),
        // In a merged object each list and each declaration keeps its basis.
        ("Merged", "id", "required", Basis::Documented),
        ("Merged", "plain", "required", Basis::Inferred),
        ("Merged", "free", "required", Basis::Observed),
        ("Merged", "own", "required", Basis::Assumed),
        ("Merged", "plain", "type", Basis::Documented),
    ] {
        assert_eq!(basis(&api, object, name, keyword), expected, "{object}.{name} {keyword}");
    }
    let sample = api.component("Sample").unwrap();
    assert_eq!(api.schema_basis(sample, "additionalProperties"), Basis::Assumed);
    assert_eq!(api.schema_basis(sample, "required"), Basis::Inferred);
    let (_, list) = property(&api, "Sample", "list");
    let Kind::Array(rules) = &api.schema(list.schema).kind else { panic!("no list") };
    assert_eq!(api.schema_basis(rules.items.unwrap(), "minLength"), Basis::Inferred);
    let observed = Observed { on: "2026-11-27".to_owned(), count: 2, of: 2 };
    assert_eq!(api.schema(api.component("Name").unwrap()).claim.observed, Some(observed));
}

#[test]
fn a_violation_leads_to_the_keyword_it_breaks() {
    let api = api(SAMPLE);
    let body = json!({"id": 1, "plain": null, "mapped": -1, "named": "b", "list": [""], "free": 1});
    let verdict = conform::check(&api, api.component("Merged").unwrap(), &body, View::Claim);
    let mut found: Vec<(String, Basis)> = verdict
        .violations
        .iter()
        .map(|violation| (violation.at(&api), violation.basis(&api)))
        .collect();
    found.sort();
    let at = |tail: &str| format!("/components/schemas/{tail}");
    assert_eq!(
        found,
        [
            (at("Merged/allOf/2/required"), Basis::Assumed),
            (at("Name/enum"), Basis::Assumed),
            (at("Sample/properties/list/items/minLength"), Basis::Inferred),
            (at("Sample/properties/mapped/minimum"), Basis::Inferred),
            (at("Sample/properties/plain/nullable"), Basis::Inferred),
            (at("Stated/properties/id/type"), Basis::Documented),
        ]
    );
}

/// Flips every basis of a schema in the real specification, one after the other.
#[test]
fn a_flipped_basis_flips_the_severity() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/oasis.yaml");
    let text = std::fs::read_to_string(path).unwrap();
    let spec: Value = serde_yaml::from_str(&text).unwrap();
    let mut places = Vec::new();
    bases(&spec["components"]["schemas"], "/components/schemas", &mut places);
    assert!(places.len() > 10, "the specification says how its schemas are known: {places:?}");
    for (element, keyword, pointer) in places {
        for (word, expected) in [
            ("documented", Severity::Error),
            ("observed", Severity::Error),
            ("inferred", Severity::Warning),
            ("assumed", Severity::Note),
        ] {
            let mut spec = spec.clone();
            *spec.pointer_mut(&pointer).unwrap() = json!(word);
            let api = read("oasis.json", &spec.to_string()).api;
            let (id, _) = api.schemas().find(|(_, schema)| schema.at == element).unwrap();
            let severity = severity::severity(api.schema_basis(id, &keyword));
            assert_eq!(severity, expected, "{word} at {pointer}");
        }
    }
}

/// Every word of a basis: the pointer of the element, a keyword that the word speaks of, and the
/// pointer of the word.
fn bases(value: &Value, at: &str, found: &mut Vec<(String, String, String)>) {
    let Value::Object(members) = value else { return };
    for (name, value) in members {
        let below = format!("{at}/{}", oasis_model::pointer::escape_pointer(name));
        match value {
            Value::String(_) if name == "x-basis" => {
                found.push((at.to_owned(), "type".to_owned(), below));
            }
            Value::Object(map) if name == "x-basis" => {
                for keyword in map.keys() {
                    // What all others are, null is.
                    let meant = if keyword == "others" { "nullable" } else { keyword };
                    found.push((at.to_owned(), meant.to_owned(), format!("{below}/{keyword}")));
                }
            }
            Value::Array(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    bases(part, &format!("{below}/{index}"), found);
                }
            }
            _ => bases(value, &below, found),
        }
    }
}

#[test]
fn a_broken_keyword_is_as_bad_as_its_basis() {
    let body = json!({"plain": null, "mapped": 1});
    let severity = |schemas: &str| {
        let api = api(schemas);
        let id = api.component("Sample").unwrap();
        let violations = conform::check(&api, id, &body, View::Claim).violations;
        assert_eq!(violations.len(), 1, "{violations:?}");
        severity::of_violation(&api, &violations[0])
    };
    let whole = "{type: documented, others: inferred}";
    assert_eq!(severity(SAMPLE), Severity::Warning);
    let assumed = SAMPLE.replace(whole, "{type: documented, others: assumed}");
    assert_eq!(severity(&assumed), Severity::Note);
    assert_eq!(severity(&SAMPLE.replace(whole, "documented")), Severity::Error);
    assert_eq!(severity(&SAMPLE.replace(whole, "{type: assumed}")), Severity::Note);
}

#[test]
fn each_actor_is_held_to_what_is_sure() {
    use Basis::{Assumed, Documented, Inferred, Observed};
    for basis in [Documented, Observed] {
        assert_eq!(severity::decode(basis), Decode::Error);
        assert_eq!(severity::of_difference(basis, Severity::Warning), Severity::Warning);
        assert_eq!(severity::severity(basis), Severity::Error);
    }
    for basis in [Inferred, Assumed] {
        assert_eq!(severity::decode(basis), Decode::Accepted);
        assert!(severity::of_difference(basis, Severity::Error) < Severity::Error);
        assert_eq!(severity::of_difference(basis, Severity::Note), Severity::Note);
    }
    assert!(Documented < Observed && Observed < Inferred && Inferred < Assumed);
}

#[test]
fn keys_of_one_fragment_hold_together() {
    let api = api("
  Number: {type: integer, minimum: 0, maximum: 9, x-plausible: [{minimum: 20, maximum: 30}]}
  Apart: {type: integer, minimum: 0, maximum: 9, x-plausible: [{minimum: 20}, {maximum: 30}]}
  Word: {type: string, enum: [abc], maxLength: 3, x-plausible: [{open: true, maxLength: 4}]}
  Closed: {type: object, required: [a], properties: {a: {}}, x-plausible: [{required: [], additionalProperties: false}]}
  Part: {type: object, required: [a, b], properties: {a: {x-plausible: [{required: false, nullable: true}], type: string}, b: {}}}
");
    let takes = |schema: &str, value: Value, view| {
        let id = api.component(schema).unwrap();
        conform::check(&api, id, &value, view).violations.is_empty()
    };
    for (schema, value, widest, narrowest) in [
        ("Number", json!(5), true, false),
        ("Number", json!(25), true, false),
        ("Number", json!(15), false, false),
        ("Number", json!(40), false, false),
        ("Apart", json!(15), true, false),
        ("Word", json!("abc"), true, true),
        ("Word", json!("abcd"), true, false),
        ("Word", json!("abcde"), false, false),
        ("Closed", json!({"a": 1}), true, true),
        ("Closed", json!({"a": 1, "b": 1}), true, false),
        ("Closed", json!({}), true, false),
        ("Closed", json!({"b": 1}), false, false),
        ("Part", json!({"b": 1}), true, false),
        ("Part", json!({"a": null, "b": 1}), true, false),
        ("Part", json!({"a": "x"}), false, false),
    ] {
        assert_eq!(takes(schema, value.clone(), View::Widest), widest, "{schema} {value}");
        assert_eq!(takes(schema, value.clone(), View::Narrowest), narrowest, "{schema} {value}");
    }
    let (_, a) = property(&api, "Closed", "a");
    assert!(a.claim.may_be_absent(), "a reader has to be ready for every reading");
}

#[test]
fn a_merged_property_is_optional_only_if_every_list_is_doubted() {
    let api = api("
  Base: {type: object, properties: {a: {}, b: {}}}
  One: {allOf: [{$ref: '#/components/schemas/Base'}, {required: [a, b], x-plausible: [{required: [a]}]}]}
  Two: {allOf: [{$ref: '#/components/schemas/One'}, {required: [b]}]}
");
    for (object, name, absent) in
        [("One", "a", false), ("One", "b", true), ("Two", "a", false), ("Two", "b", false)]
    {
        let (_, property) = property(&api, object, name);
        assert!(property.required);
        assert_eq!(property.claim.may_be_absent(), absent, "{object}.{name}");
    }
}

#[test]
fn children_of_a_base_object_are_known_by_their_values() {
    let api = api("
  Pet: {type: object, required: [kind], properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {dog: Dog, hound: '#/components/schemas/Dog'}}}
  Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: string}}}]}
  Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {type: object, properties: {age: {type: integer}}}]}
  Cat: {allOf: [{$ref: '#/components/schemas/Pet'}]}
");
    let Kind::Object(pet) = &api.schema(api.component("Pet").unwrap()).kind else { panic!() };
    let base = pet.discriminator.as_ref().unwrap();
    let children: Vec<(&str, Vec<&str>)> = base
        .children
        .iter()
        .map(|child| {
            let values = child.values.iter().map(String::as_str).collect();
            (api.schema(child.schema).name.as_str(), values)
        })
        .collect();
    assert_eq!(base.property, "kind");
    assert_eq!(
        children,
        [("Cat", vec!["Cat"]), ("Dog", vec!["dog", "hound"]), ("Puppy", vec!["Puppy"])]
    );
    let Kind::Object(puppy) = &api.schema(api.component("Puppy").unwrap()).kind else { panic!() };
    assert_eq!(puppy.extends, [api.component("Dog").unwrap()]);
    assert_eq!(puppy.discriminator, None);
    let names: Vec<&str> = puppy.properties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(names, ["kind", "bark", "age"]);
}

#[test]
fn operations_say_what_their_basis_speaks_of() {
    let text = "
openapi: 3.0.3
info:
  title: t
  version: '1'
  x-validator: {name: joi, words: 16, labels: path, reports: first, converts: true}
paths:
  /a:
    post:
      operationId: a
      security: [{token: []}]
      x-basis: {security: assumed}
      x-because: A guess.
      parameters:
        - {name: q, in: query, schema: {type: string, x-personal: true}, x-basis: {required: inferred}, x-because: Seen.}
      requestBody: {required: true, x-basis: inferred, x-because: Seen., content: {application/json: {schema: {type: string}}}}
      responses: {'200': {description: d, x-basis: assumed, x-because: A guess., content: {application/json: {schema: {type: string}}}}}
    get:
      operationId: b
      security: [{token: []}]
      responses: {'200': {description: d}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
";
    let reading = read("o.yaml", text);
    let api = reading.api;
    assert_eq!(reading.findings, []);
    let validator = api.validator.as_ref().unwrap();
    assert_eq!((validator.name.as_str(), validator.words), ("joi", 16));
    assert_eq!((validator.labels, validator.reports), (Labels::Path, Reports::First));
    assert!(validator.converts && validator.claim.basis == Basis::Inferred);
    let (a, b) = (api.operation("a").unwrap(), api.operation("b").unwrap());
    assert_eq!(a.security_claim.basis, Basis::Assumed);
    assert_eq!(a.claim.basis, Basis::Documented);
    assert_eq!(b.security_claim.basis, Basis::Documented);
    assert!(api.schema(a.parameters[0].schema).personal);
    assert_eq!(api.parameter_basis(&a.parameters[0], "required"), Basis::Inferred);
    assert_eq!(api.parameter_basis(&a.parameters[0], "type"), Basis::Documented);
    let body = a.body.as_ref().unwrap();
    assert_eq!(body.claim.basis, Basis::Inferred);
    assert_eq!(a.responses[0].claim.basis, Basis::Assumed);
    for content in [body.json().unwrap(), a.responses[0].json().unwrap()] {
        let basis = api.schema_basis(content.schema.unwrap(), "type");
        assert_eq!(basis, Basis::Documented, "content has the basis of its schema");
    }
}

#[test]
fn names_without_a_property_are_found_where_they_are_required() {
    let findings = |schemas: &str| -> Vec<String> {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n schemas:\n{schemas}"
        );
        let reading = read("r.yaml", &text);
        let ours =
            reading.findings.iter().filter(|finding| finding.rule == "spec/required-undeclared");
        ours.map(|finding| finding.at.pointer.replace("/components/schemas/", "")).collect()
    };
    for (schemas, expected) in [
        ("  A: {type: object, required: [a], properties: {b: {}}}", vec!["A/required"]),
        ("  A: {type: object, required: [a], additionalProperties: {type: string}}", vec![]),
        ("  A: {properties: {a: {}, b: {}}, anyOf: [{required: [a]}, {required: [b]}]}", vec![]),
        ("  A: {properties: {a: {}}, anyOf: [{required: [c]}]}", vec!["A/anyOf/0/required"]),
        (
            "  A: {properties: {a: {}}}\n  B: {allOf: [{$ref: '#/components/schemas/A'}, {required: [a]}]}",
            vec![],
        ),
        (
            "  A: {properties: {a: {}}}\n  B: {allOf: [{$ref: '#/components/schemas/A'}, {required: [c]}]}",
            vec!["B/allOf/1/required"],
        ),
    ] {
        assert_eq!(findings(schemas), expected, "{schemas}");
    }
}
