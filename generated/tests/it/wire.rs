//! What goes over the wire is what the document says: the instances that were made of each component
//! are read as its type and written again unchanged.
//!
//! Aside are the order of properties, `12.0` for `12`, other spellings of a time, and null for
//! absence; of what a document does not declare, a type may keep nothing.

use crate::compiles::{exchanges, holes, kinds, merges, modern, names, sessions, shapes};
use aifi_oasis::runtime::Component;
use serde_json::Value;

/// The types of a golden case with the instances beside them.
macro_rules! cases {
    ($($case:ident)*) => {
        [$((
            stringify!($case),
            $case::types::COMPONENTS,
            include_str!(concat!(
                "../../../codegen/tests/fixtures/generate/",
                stringify!($case),
                "/expected/instances.json"
            )),
        )),*]
    };
}

/// Whether two values say the same on the wire.
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let lies_in = |one: &serde_json::Map<String, Value>, other: &serde_json::Map<_, _>| {
                one.iter()
                    .all(|(key, value)| is_same(value, other.get(key).unwrap_or(&Value::Null)))
            };
            lies_in(one, other) && lies_in(other, one)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::String(one), Value::String(other)) => {
            let time = |text: &str| text.parse::<jiff::Timestamp>().ok();
            one == other || time(one).is_some_and(|one| time(other) == Some(one))
        }
        _ => one == other,
    }
}

#[test]
fn every_instance_is_read_and_written_again() {
    let mut wrong = Vec::new();
    for (case, components, instances) in
        cases!(exchanges holes kinds merges modern names sessions shapes)
    {
        let instances: Vec<Value> = serde_json::from_str(instances).unwrap();
        for entry in instances {
            let name = entry["component"].as_str().unwrap();
            let Some(component) = components.iter().find(|it| it.name == name) else { continue };
            for value in entry["values"].as_array().unwrap() {
                check(case, component, value, &mut wrong);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Also with one more property than the document declares.
fn check(case: &str, component: &Component, value: &Value, wrong: &mut Vec<String>) {
    let mut more = value.clone();
    if let Some(object) = more.as_object_mut() {
        object.insert("unheardOf".to_owned(), Value::Bool(true));
    }
    for sent in [value, &more] {
        let back = (component.round_trip)(sent);
        let same = back.clone().is_some_and(|mut back| {
            if let (Some(object), None) = (back.as_object_mut(), value.get("unheardOf")) {
                object.remove("unheardOf");
            }
            is_same(value, &back)
        });
        // What types its further properties refuses this one.
        let refused = back.is_none() && sent != value;
        if !same && !refused {
            wrong.push(format!("{case} {}: {sent} came back as {back:?}", component.name));
        }
    }
}
