//! The examples of the contract: each decodes, and encodes back to what it was.

use crate::compiles::{exchanges, sessions, shapes};
use aifi_oasis::operations::OPERATIONS;
use aifi_oasis::runtime::Example;
use serde_json::{Value, json};

/// The examples of our own document, and of the golden cases.
fn examples() -> impl Iterator<Item = &'static Example> {
    [
        aifi_oasis::examples::EXAMPLES,
        exchanges::examples::EXAMPLES,
        sessions::examples::EXAMPLES,
        shapes::examples::EXAMPLES,
    ]
    .into_iter()
    .flatten()
}

/// The value without the nulls in its objects: in what is received, null and absence count as one.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let rest = map.into_iter().filter(|(_, value)| !value.is_null());
            rest.map(|(key, value)| (key, without_nulls(value))).collect()
        }
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

#[test]
fn every_example_decodes_and_encodes_back() {
    for example in examples() {
        let place = format!("{} {}", example.operation.id, example.place);
        let back = (example.round_trip)(example.text.as_bytes())
            .unwrap_or_else(|mismatch| panic!("{place}: {mismatch}"));
        let text: Value = serde_json::from_str(example.text).unwrap();
        assert_eq!(without_nulls(back), without_nulls(text), "{place}");
    }
}

#[test]
fn every_operation_of_ours_has_an_example() {
    for operation in OPERATIONS {
        let found = aifi_oasis::examples::EXAMPLES.iter().any(|it| it.operation == *operation);
        assert!(found, "{}", operation.id);
    }
}

#[test]
fn nothing_but_an_object_is_read_as_one() {
    for example in examples().filter(|example| example.text.starts_with('{')) {
        for body in [json!([]), json!(null), json!("x"), json!(1), json!(true), json!([{}])] {
            let result = (example.round_trip)(body.to_string().as_bytes());
            assert!(result.is_err(), "{} {}: {body}", example.operation.id, example.place);
        }
    }
}
