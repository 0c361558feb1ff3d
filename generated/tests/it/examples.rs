//! The contract's own examples: each decodes, and encodes back to the same bytes.

use aifi_oasis::examples::EXAMPLES;
use aifi_oasis::operations::OPERATIONS;
use aifi_oasis::runtime::decode;
use aifi_oasis::types::TransitionLeft;
use serde_json::{Value, json};

#[test]
fn every_example_decodes_and_encodes_back_to_the_same_bytes() {
    for example in EXAMPLES {
        let place = format!("{} {}", example.operation.id, example.place);
        let back = (example.round_trip)(example.text.as_bytes())
            .unwrap_or_else(|mismatch| panic!("{place}: {mismatch}"));
        assert_eq!(format!("{back:#}"), example.text, "{place}");
    }
}

#[test]
fn every_operation_has_an_example() {
    for operation in OPERATIONS {
        let found = EXAMPLES.iter().any(|example| example.operation == operation);
        assert!(found, "{}", operation.id);
    }
}

#[test]
fn nulls_of_a_notification_survive() {
    let example = EXAMPLES.iter().find(|e| e.operation.id == "transitionLeft").unwrap();
    for pointer in ["/session", "/storeExternalId", "/customer/externalId"] {
        let mut body: Value = serde_json::from_str(example.text).unwrap();
        *body.pointer_mut(pointer).unwrap() = Value::Null;
        let decoded: TransitionLeft = decode(body.to_string().as_bytes()).unwrap();
        let back = serde_json::to_value(decoded).unwrap();
        assert_eq!(back.to_string(), body.to_string(), "{pointer}");
    }
}

#[test]
fn nothing_but_an_object_is_read_as_one() {
    for example in EXAMPLES.iter().filter(|example| example.text.starts_with('{')) {
        for body in [json!([]), json!(null), json!("x"), json!(1), json!(true), json!([{}])] {
            let result = (example.round_trip)(body.to_string().as_bytes());
            assert!(result.is_err(), "{} {}: {body}", example.operation.id, example.place);
        }
    }
}
