//! What is received: guesses may be wrong, whole floats are integers, and a mismatch has a place.

use crate::api::types::{Customer, Numbers, UpdatedSession, Visit};
use oasis_runtime::decode;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Reads in every way that there is: they must agree.
fn read<T: DeserializeOwned + PartialEq + std::fmt::Debug>(value: &Value) -> Result<T, String> {
    let text = value.to_string();
    let ours = decode::<T>(text.as_bytes());
    let plain = serde_json::from_str::<T>(&text);
    let tree = serde_json::from_value::<T>(value.clone());
    assert_eq!(ours.as_ref().ok(), plain.as_ref().ok(), "{text}: {ours:?} {plain:?}");
    assert_eq!(ours.as_ref().ok(), tree.as_ref().ok(), "{text}: {ours:?} {tree:?}");
    ours.map_err(|mismatch| mismatch.path)
}

#[test]
fn a_guess_that_is_wrong_is_none() {
    for property in ["id", "email", "mode", "referredBy", "lastVisit", "visits", "labels"] {
        let own = match property {
            "id" => json!(1),
            "email" => json!("x"),
            "mode" => json!("fast"),
            "referredBy" => json!({}),
            "lastVisit" => json!({"store": 1, "note": null}),
            "visits" => json!([]),
            _ => json!({"a": {"store": 1, "note": null}}),
        };
        let others =
            [json!(1), json!(1.5), json!("x"), json!(true), json!([]), json!({}), json!(null)];
        let mut fitting = 0;
        for value in others.iter().chain([&own]) {
            let body = json!({ property: value, "type": "kept" });
            match read::<Customer>(&body) {
                Ok(customer) => {
                    assert_eq!(customer.r#type.as_deref(), Some("kept"));
                    let back = serde_json::to_value(&customer).unwrap();
                    let back = back.get(property);
                    assert!(back.is_none() || back == Some(value), "{body}: {back:?}");
                    fitting += usize::from(back.is_some());
                }
                // An object on the outside, in which something documented is missing.
                Err(path) => assert_eq!(path, "lastVisit.store", "{body}"),
            }
        }
        assert!(fitting > 0, "{property}");
    }
    assert_eq!(read(&json!({})), Ok(Customer::default()));
}

#[test]
fn an_item_that_is_wrong_makes_a_guessed_array_none() {
    let visit = json!({"store": 1, "note": null});
    for body in [json!({"visits": [visit, 7]}), json!({"labels": {"home": visit, "work": null}})] {
        assert_eq!(read(&body), Ok(Customer::default()), "{body}");
    }
}

#[test]
fn a_mismatch_within_a_guess_has_its_place() {
    let visit = json!({"store": 1, "note": null});
    for (body, path) in [
        (json!({"lastVisit": {"store": "x", "note": null}}), "lastVisit.store"),
        (json!({"lastVisit": {"store": 1}}), "lastVisit.note"),
        (json!({"visits": [visit, {"store": 1.5, "note": null}]}), "visits[1].store"),
        (json!({"labels": {"home": {"store": 1, "note": 2}}}), "labels.home.note"),
        (
            json!({"referredBy": {"referredBy": {"lastVisit": {"note": null}}}}),
            "referredBy.referredBy.lastVisit.store",
        ),
    ] {
        assert_eq!(read::<Customer>(&body), Err(path.to_owned()), "{body}");
        let session = json!({"id": 1, "createdAt": "2020-01-01T00:00:00Z", "customer": body});
        assert_eq!(read::<UpdatedSession>(&session), Err(format!("customer.{path}")));
    }
}

#[test]
fn a_plain_error_names_the_place_within_the_guess() {
    let text = r#"{"referredBy": {"lastVisit": {"store": "x", "note": null}}}"#;
    let error = serde_json::from_str::<Customer>(text).unwrap_err().to_string();
    assert!(error.contains("`lastVisit.store`: expected an integer, found a string"), "{error}");
}

#[test]
fn whole_floats_are_integers_and_others_are_not() {
    for (text, fits) in [
        ("12", true),
        ("12.0", true),
        ("1e3", true),
        ("1.2e1", true),
        ("-0.0", true),
        ("1.5", false),
        ("1e-3", false),
        // From here on a float may stand for a neighbour.
        ("9007199254740991.0", true),
        ("9007199254740993.0", false),
        ("1e300", false),
        ("\"12\"", false),
        ("true", false),
    ] {
        for body in [
            format!(r#"{{"long": {text}}}"#),
            format!(r#"{{"optional": {text}}}"#),
            format!(r#"{{"list": [1, {text}]}}"#),
        ] {
            assert_eq!(serde_json::from_str::<Numbers>(&body).is_ok(), fits, "{body}");
            assert_eq!(decode::<Numbers>(body.as_bytes()).is_ok(), fits, "{body}");
        }
        assert_eq!(decode::<i64>(text.as_bytes()).is_ok(), fits, "{text}");
    }
    let body = json!({"long": -12.0, "unsigned": 12.0, "short": 1e3, "optional": null,
        "list": [], "map": {"a": [1.0, 2]}});
    let numbers: Numbers = read(&body).unwrap();
    assert_eq!((numbers.long, numbers.unsigned, numbers.short), (-12, 12, 1000));
    assert_eq!(numbers.map["a"], [1, 2]);
    assert!(read::<Numbers>(&json!({"unsigned": -1.0})).is_err());
    assert!(read::<Numbers>(&json!({"short": 3e9})).is_err());
    let exact = i64::MAX;
    assert_eq!(read::<Numbers>(&json!({"long": exact})).unwrap().long, exact);
}

#[test]
fn a_required_property_that_may_be_null_must_be_there() {
    assert!(read::<Visit>(&json!({"store": 1.0, "note": null})).is_ok());
    assert_eq!(read::<Visit>(&json!({"store": 1})), Err("note".to_owned()));
}

#[test]
fn a_struct_is_read_from_an_object_only() {
    for text in ["[]", "[1, null]", "null", "1", "\"x\"", "true", "[{}]"] {
        assert!(decode::<Customer>(text.as_bytes()).is_err(), "{text}");
        let body = format!(r#"{{"referredBy": {text}}}"#);
        assert_eq!(decode::<Customer>(body.as_bytes()), Ok(Customer::default()), "{text}");
    }
}

#[test]
fn what_is_no_json_is_a_mismatch_of_the_whole() {
    for text in ["", "{\"id\":", "<p>", "{} {}", "nul", "\u{feff}{}"] {
        assert_eq!(decode::<Customer>(text.as_bytes()).unwrap_err().path, ".", "{text}");
    }
    let deep = "[".repeat(100_000);
    assert!(decode::<Value>(deep.as_bytes()).is_err());
}

#[test]
fn a_mismatch_holds_no_value_of_the_body() {
    let secret = "S3CR3T";
    for body in [
        json!({"id": secret, "createdAt": "2020-01-01T00:00:00Z"}),
        json!({"id": 1, "createdAt": secret}),
        json!({"id": 1, "createdAt": "2020-01-01T00:00:00Z",
            "customer": {"labels": {secret: {"store": secret}}}}),
        json!({"id": 1, "createdAt": "2020-01-01T00:00:00Z",
            "customer": {"visits": [{"store": secret}]}}),
    ] {
        let mismatch = decode::<UpdatedSession>(body.to_string().as_bytes()).unwrap_err();
        let printed = format!("{mismatch} {mismatch:?} {mismatch:#?}");
        assert!(!printed.contains(secret), "{printed}");
        assert!(!mismatch.reason.contains(secret), "{printed}");
    }
}
