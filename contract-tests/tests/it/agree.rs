//! Three judges of one body: the specification, the Rust type, and the schema that `schemars` makes
//! of the type. The other two take what the first one takes.
//!
//! In come valid bodies and bodies with changes anywhere in them. What is received is read at least
//! as widely as is plausible; what is only sent cannot be made of anything that the specification
//! forbids. What a Rust type is not meant to enforce, such as bounds, is taken out of the
//! specification.

use aifi_oasis::runtime::Component;
use aifi_oasis::types::COMPONENTS;
use jsonschema::{Draft, Validator};
use oasis_contract_tests::{judge, spec::Spec, strategy};
use oasis_model::conform::View;
use oasis_model::ir::{Api, SchemaId};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Keywords that no Rust type enforces: the contract suite holds the server to them.
const BOUNDS: [&str; 6] = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];

/// What a place may hold instead: every type of JSON, and dates that are right or broken.
fn replacements() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(0),
        json!(-11),
        json!(i64::MAX),
        json!(i64::MIN),
        json!(1.5),
        json!(""),
        json!("active"),
        json!("7"),
        json!("2024-02-29T12:00:00Z"),
        json!("2023-02-29T12:00:00Z"),
        json!("2024-02-29T12:00:00.123456789+02:00"),
        json!("2024-02-29t12:00:00z"),
        json!("2024-02-29T12:00:00"),
        json!("2024-13-01T12:00:00Z"),
        json!("2024-02-29"),
        json!([]),
        json!([1, "a"]),
        json!({}),
        json!({ "unknown": null }),
    ]
}

/// The three judges of one component.
struct Judges {
    specification: Validator,
    derived: Validator,
    round_trip: fn(&Value) -> Option<Value>,
    /// Whether values are only ever sent.
    only_sent: bool,
}

impl Judges {
    fn new(spec: &Spec, pair: &Component) -> Self {
        let api = &spec.api;
        let usage = api.schema(component(api, pair.name)).usage;
        // What is only ever sent holds what the specification claims and nothing else.
        let only_sent = usage.sent && !usage.received;
        let view = if only_sent { View::Claim } else { View::Widest };
        let mut document = judge::reading(&spec.text, view).expect("the specification is YAML");
        drop_unenforced(&mut document);
        document["$ref"] = json!(format!("#/components/schemas/{}", pair.name));
        let options = || jsonschema::options().should_validate_formats(true);
        let specification = options().with_draft(Draft::Draft4).build(&document);
        Self {
            specification: specification.expect("jsonschema reads the specification"),
            derived: options()
                .build((pair.schema)().as_value())
                .expect("schemars makes schemas that jsonschema reads"),
            round_trip: pair.round_trip,
            only_sent,
        }
    }

    /// Whether the type takes the body, or who refuses what the specification takes.
    fn judge(&self, body: &Value) -> Result<bool, String> {
        let is_valid = self.specification.is_valid(body);
        let is_derived = self.derived.is_valid(body);
        let back = (self.round_trip)(body);
        if is_valid && !is_derived {
            return Err(format!("the schema of the type refuses what is valid: {body}"));
        }
        let Some(back) = back else {
            return match is_valid {
                true => Err(format!("the type refuses what is valid: {body}")),
                false => Ok(false),
            };
        };
        if self.only_sent && !self.specification.is_valid(&back) {
            return Err(format!("the type makes {back} of {body}"));
        }
        Ok(true)
    }
}

fn component(api: &Api, name: &str) -> SchemaId {
    let found = api.schemas.iter().position(|s| s.component && s.name == name);
    SchemaId::new(found.expect("the table names components only"))
}

fn drop_unenforced(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.retain(|key, value| {
                let is_bound = value.is_number() && BOUNDS.contains(&key.as_str());
                // A type has no undeclared properties to send, and passes over those it reads.
                let is_closed = key == "additionalProperties" && *value == json!(false);
                !is_bound && !is_closed
            });
            map.values_mut().for_each(drop_unenforced);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_unenforced),
        _ => {}
    }
}

/// One change at one place of a body.
#[derive(Clone, Debug)]
enum Change {
    Remove,
    Replace(Value),
    Add,
}

fn changes() -> Vec<Change> {
    let replace = replacements().into_iter().map(Change::Replace);
    [Change::Remove, Change::Add].into_iter().chain(replace).collect()
}

/// The body with a change; none where the place does not allow it.
fn changed(body: &Value, place: &str, change: &Change) -> Option<Value> {
    let mut body = body.clone();
    match change {
        Change::Replace(value) => *body.pointer_mut(place)? = value.clone(),
        Change::Add => {
            let members = body.pointer_mut(place)?.as_object_mut()?;
            members.insert("unknown member".to_owned(), json!([0]));
        }
        Change::Remove => {
            let (parent, key) = place.rsplit_once('/')?;
            let key = key.replace("~1", "/").replace("~0", "~");
            match body.pointer_mut(parent)? {
                Value::Object(members) => drop(members.shift_remove(&key)?),
                Value::Array(items) => drop(items.remove(key.parse().ok()?)),
                _ => return None,
            }
        }
    }
    Some(body)
}

/// JSON pointers of the body and of everything in it.
fn places(body: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match body {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => {
            items.iter().enumerate().map(|(at, value)| (at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    let below = children.into_iter().flat_map(|(key, value)| {
        places(value).into_iter().map(move |place| format!("/{key}{place}"))
    });
    std::iter::once(String::new()).chain(below).collect()
}

#[test]
fn the_table_names_every_component_that_travels() {
    let spec = Spec::embedded().unwrap();
    let named: BTreeSet<&str> = COMPONENTS.iter().map(|pair| pair.name).collect();
    for schema in spec.api.schemas.iter().filter(|schema| schema.component) {
        let travels = schema.usage.sent || schema.usage.received;
        assert!(!travels || named.contains(schema.name.as_str()), "{}", schema.name);
    }
}

#[test]
fn a_type_and_its_schema_take_what_the_specification_takes_of_every_change_at_every_place() {
    let spec = Spec::embedded().unwrap();
    let api = &spec.api;
    for pair in COMPONENTS {
        let judges = Judges::new(&spec, pair);
        let body = strategy::complete(api, component(api, pair.name));
        assert_eq!(judges.judge(&body), Ok(true), "{}", pair.name);
        let mut seen = BTreeSet::new();
        for place in places(&body) {
            for body in changes().iter().filter_map(|change| changed(&body, &place, change)) {
                seen.insert(judges.judge(&body).unwrap_or_else(|e| panic!("{}: {e}", pair.name)));
            }
        }
        assert_eq!(seen.len(), 2, "{}: bodies of one kind only", pair.name);
    }
}

#[test]
fn a_type_and_its_schema_take_what_the_specification_takes_of_random_bodies_with_random_changes() {
    let spec = Spec::embedded().unwrap();
    let api = &spec.api;
    for pair in COMPONENTS {
        let judges = Judges::new(&spec, pair);
        let body = strategy::value(api, component(api, pair.name));
        let edits = prop::collection::vec((any::<Index>(), select(changes())), 0..4);
        let config = Config { cases: 200, failure_persistence: None, ..Config::default() };
        let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let property = |(mut body, edits): (Value, Vec<(Index, Change)>)| {
            for (place, change) in &edits {
                body = changed(&body, place.get::<String>(&places(&body)), change).unwrap_or(body);
            }
            judges.judge(&body).map(drop).map_err(TestCaseError::fail)
        };
        let outcome = TestRunner::new_with_rng(config, random).run(&(body, edits), property);
        outcome.unwrap_or_else(|error| panic!("{}: {error}", pair.name));
    }
}
