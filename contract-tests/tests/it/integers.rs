//! `conform` and the generated types take the same integers, however they are spelt: what the one
//! calls a violation the other cannot decode, and the reverse.

use aifi_oasis::runtime::decode;
use aifi_oasis::types::TransitionLeft;
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, Kind, Width};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One schema for each width.
const SPEC: &str = r#"
openapi: 3.0.3
info: {title: T, version: "1"}
paths: {}
components:
  schemas:
    Signed32: {type: integer, format: int32}
    Signed64: {type: integer}
    Unsigned64: {type: integer, minimum: 0, maximum: 18446744073709551615}
    Unlimited: {type: integer, minimum: -1e30, maximum: 1e30}
"#;

fn api() -> Api {
    oasis_model::read("spec.yaml", SPEC).api
}

/// Whether `conform` takes the text as a value of the component.
fn conforms(api: &Api, name: &str, text: &str) -> bool {
    let value: Value = serde_json::from_str(text).expect("a number is JSON");
    let schema = api.component(name).expect("it is there");
    conform::check_decodable(api, schema, &value, View::Claim).accepts()
}

fn decodes<T: DeserializeOwned>(text: &str) -> bool {
    decode::<T>(text.as_bytes()).is_ok()
}

/// Whether the type that is generated for the component takes the text.
fn reads(api: &Api, name: &str, text: &str) -> bool {
    let Kind::Integer(rules) = &api.schema(api.component(name).expect("it is declared")).kind
    else {
        return false;
    };
    match rules.width() {
        Width::Signed32 => decodes::<i32>(text),
        Width::Signed64 => decodes::<i64>(text),
        Width::Unsigned64 => decodes::<u64>(text),
        Width::Unlimited => decodes::<serde_json::Number>(text),
    }
}

#[test]
fn whole_numbers_are_judged_as_the_types_take_them() {
    // For 32 bits, 64 bits, 64 bits without a sign.
    for (text, expected) in [
        ("2", [true, true, true]),
        ("2.0", [true, true, true]),
        ("-2.0", [true, true, false]),
        ("1e3", [true, true, true]),
        ("1.5e1", [true, true, true]),
        ("2.5", [false, false, false]),
        ("1e-1", [false, false, false]),
        ("2147483648", [false, true, true]),
        ("3e9", [false, true, true]),
        ("9223372036854775807", [false, true, true]),
        ("9223372036854775808", [false, false, true]),
        ("9223372036854775807.0", [false, false, false]),
        ("18446744073709551615", [false, false, true]),
        ("18446744073709551616", [false, false, false]),
        ("-9223372036854775809", [false, false, false]),
        ("1e15", [false, true, true]),
        ("9007199254740993.0", [false, false, false]),
        ("1e300", [false, false, false]),
    ] {
        let api = api();
        for (name, expected) in ["Signed32", "Signed64", "Unsigned64"].into_iter().zip(expected) {
            assert_eq!(conforms(&api, name, text), expected, "conform of {text} for {name}");
            assert_eq!(reads(&api, name, text), expected, "the type of {text} for {name}");
        }
    }
}

/// A notification in which a property that a page documents as an integer has this value.
fn notification(text: &str) -> String {
    let mut body: Value = serde_json::from_str(aifi_oasis::examples::TRANSITION_LEFT_REQUEST)
        .expect("an example is JSON");
    body["storeId"] = serde_json::from_str(text).expect("a number is JSON");
    body.to_string()
}

#[test]
fn a_notification_is_taken_with_the_numbers_that_conform() {
    let api = crate::suite::spec().api;
    let schema = api
        .operation("transitionLeft")
        .expect("it is there")
        .body
        .as_ref()
        .expect("it is there")
        .json()
        .expect("it is there");
    for (text, expected) in [("12", true), ("12.0", true), ("1.2e1", true), ("1e19", false)] {
        let body = notification(text);
        let value = serde_json::from_str(&body).expect("it is there");
        let verdict = conform::check_decodable(
            &api,
            schema.schema.expect("it is there"),
            &value,
            View::Claim,
        );
        assert_eq!(verdict.violations.is_empty(), expected, "{text}: {verdict:?}");
        assert_eq!(decodes::<TransitionLeft>(&body), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn any_spelling_of_a_number_is_judged_alike(
        sign in "-?", whole in "0|[1-9][0-9]{0,21}", fraction in "|\\.0{1,3}|\\.[0-9]{1,4}",
        exponent in "|e[0-9]|e1[0-9]|e-[0-9]",
    ) {
        let text = format!("{sign}{whole}{fraction}{exponent}");
        let api = api();
        for name in ["Signed32", "Signed64", "Unsigned64"] {
            prop_assert_eq!(conforms(&api, name, &text), reads(&api, name, &text), "{} {}", name, text);
        }
    }
}
