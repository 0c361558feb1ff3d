//! String enums, fields, and what the macros add to structs.

use crate::api::types::{
    Awkward, Customer, Metadata, Mode, NewVisit, Role, Session, UpdateSessionRequest,
    UpdatedSession,
};
use oasis_runtime::{False, Field, True, decode};
use serde_json::{Map, json};
use std::collections::HashSet;

#[test]
fn an_open_enum_keeps_what_it_does_not_know() {
    for (text, role) in [
        ("customer", Role::Customer),
        ("employee", Role::Employee),
        ("vip", Role::Other("vip".to_owned())),
    ] {
        assert_eq!(decode(json!(text).to_string().as_bytes()), Ok(role.clone()));
        assert_eq!(text.parse(), Ok(role.clone()));
        assert_eq!(serde_json::to_value(&role).unwrap(), json!(text));
        assert_eq!((role.to_string().as_str(), role.as_str()), (text, text));
    }
    assert_eq!(Role::VALUES, ["customer", "employee"]);
    assert!(decode::<Role>(b"1").is_err());
}

#[test]
fn a_known_text_in_the_catch_all_is_the_known_value() {
    let twice = HashSet::from([Role::Other("customer".to_owned()), Role::Customer]);
    assert_eq!(twice.len(), 1);
}

#[test]
fn a_closed_enum_refuses_what_it_does_not_know_and_does_not_repeat_it() {
    assert_eq!("fast".parse(), Ok(Mode::Fast));
    let copy = Mode::Slow;
    assert_eq!((copy, copy.as_str()), (Mode::Slow, "slow"));
    let error = "s3cret".parse::<Mode>().unwrap_err();
    assert_eq!(error.allowed, ["fast", "slow"]);
    let mismatch = decode::<Mode>(b"\"s3cret\"").unwrap_err();
    let printed = format!("{error} {error:?} {mismatch} {mismatch:?}");
    assert!(printed.contains("fast") && !printed.contains("s3cret"), "{printed}");
}

#[test]
fn variants_may_be_called_like_the_prelude() {
    for text in Awkward::VALUES {
        let value: Awkward = text.parse().unwrap();
        assert_eq!(value.as_str(), *text);
        assert!(!matches!(value, Awkward::Unknown(_)));
    }
    assert_eq!("err".parse(), Ok(Awkward::Err));
}

#[test]
fn a_field_tells_three_states_apart_both_ways() {
    for (text, field) in [
        ("{}", Field::Absent),
        (r#"{"note":null}"#, Field::Null),
        (r#"{"note":"x"}"#, Field::from("x")),
    ] {
        let request: UpdateSessionRequest = decode(text.as_bytes()).unwrap();
        assert_eq!(request.note, field);
        assert_eq!(serde_json::to_string(&request).unwrap(), text);
    }
}

#[test]
fn a_field_is_handled_like_an_option() {
    let value = Field::Value("x".to_owned());
    assert_eq!(value.as_deref(), Field::Value("x"));
    assert_eq!(value.as_ref().map(String::len), Field::Value(1));
    assert_eq!(value.clone().into_option(), Some("x".to_owned()));
    assert_eq!((Field::Null.unwrap_or(1), Field::Value(2).unwrap_or(1)), (1, 2));
    assert_eq!(Field::<i32>::Absent.unwrap_or_default(), 0);
    assert_eq!(Field::<i32>::Null.map(|number| number + 1), Field::Null);
    assert_eq!((Field::from(Some(1)), Field::<i32>::from(None)), (1.into(), Field::Absent));
    assert_eq!(Option::<i32>::from(Field::Value(1)), Some(1));
    assert!(Field::Value(1).is_value() && Field::<i32>::Null.is_null());
    assert_eq!(value.as_option().map(String::as_str), Some("x"));
    assert!(Field::<i32>::default().is_absent());
}

#[test]
fn setters_take_what_the_field_holds() {
    let metadata = Metadata::from(Map::from_iter([("a".to_owned(), json!(1))]));
    let request = UpdateSessionRequest::default().suspected_fraud(True).metadata(metadata);
    let text = r#"{"suspectedFraud":true,"metadata":{"a":1}}"#;
    assert_eq!(serde_json::to_string(&request).unwrap(), text);
    let request = request.metadata(Field::Null).suspected_fraud(None).note(Some("n".to_owned()));
    assert_eq!(serde_json::to_string(&request).unwrap(), r#"{"metadata":null,"note":"n"}"#);
    let visit = NewVisit::new("s", 2).mode(Mode::Fast);
    let text = r#"{"sessionId":"s","in":2,"mode":"fast"}"#;
    assert_eq!(serde_json::to_string(&visit).unwrap(), text);
}

#[test]
fn a_newtype_is_what_it_holds() {
    let mut metadata = Metadata::default();
    metadata.insert("a".to_owned(), json!([1]));
    assert_eq!(serde_json::to_string(&metadata).unwrap(), r#"{"a":[1]}"#);
    assert_eq!(Map::from(metadata.clone()), metadata.0);
}

#[test]
fn a_type_that_says_more_becomes_one_that_says_less() {
    let text = br#"{"id": 7, "createdAt": "2019-08-24T14:15:22Z"}"#;
    let updated: UpdatedSession = decode(text).unwrap();
    let session: Session = decode(text).unwrap();
    assert_eq!(Session::from(updated), session);
    assert_eq!(session.id, Some(7));
}

#[test]
fn debug_shows_no_personal_data() {
    let text = br#"{"id": 3, "email": "a@b.c", "type": "x"}"#;
    let customer: Customer = decode(text).unwrap();
    let printed = format!("{customer:?}");
    assert_eq!(printed, r#"Customer { id: Some(3), role: None, type: Some("x"), .. }"#);
}

#[test]
fn a_literal_is_one_value() {
    assert_eq!((decode(b"true"), decode(b"false")), (Ok(True), Ok(False)));
    for text in ["false", "null", "1", "\"true\""] {
        assert!(decode::<True>(text.as_bytes()).is_err(), "{text}");
    }
    assert_eq!(
        decode::<True>(b"false").unwrap_err().reason,
        "expected `true`, found a boolean that does not fit"
    );
    assert!(decode::<UpdateSessionRequest>(br#"{"suspectedFraud": null}"#).is_err());
}
