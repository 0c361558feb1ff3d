//! Edits that take over what a page states.

use super::git::git_takes;
use super::spec;
use oasis_model::read;
use oasis_model::settle::{Change, Edit, apply};
use serde_json::{Value, json};

fn edit(at: &str, change: Change) -> Edit {
    Edit { at: at.to_owned(), change, observed: None }
}

fn applied(edits: &[Edit]) -> Value {
    let text = apply(&spec(), edits).unwrap();
    git_takes(&spec(), &text);
    assert_eq!(read("spec", &text).findings, []);
    assert_eq!(apply(&text, edits).as_ref(), Ok(&text), "a second time");
    serde_yaml::from_str(&text).unwrap()
}

#[test]
fn what_a_page_states_is_no_guess_any_more() {
    let schema = "/components/schemas/WebhookCustomer";
    let source = Change::Documented(Some("LEFT".to_owned()));
    let new = applied(&[edit(schema, source.clone()), edit(schema, source)]);
    let schema = new.pointer(schema).unwrap();
    assert_eq!(schema["x-source"], "LEFT");
    assert!(schema.get("x-basis").is_none() && schema.get("x-because").is_none());
    // The page does not say that further properties are refused, so that reading stays.
    assert_eq!(schema["x-plausible"], json!([{"additionalProperties": false}]));
}

#[test]
fn a_shared_response_is_reached_by_its_reference() {
    let at = "/paths/~1api~1admin~1v2~1sessions~1{sessionId}/patch/responses/422";
    let new = applied(&[edit(at, Change::Documented(None))]);
    let response = new.pointer("/components/responses/InvalidBody").unwrap();
    assert!(["x-basis", "x-because", "x-plausible"].iter().all(|key| response.get(key).is_none()));
}

#[test]
fn entries_come_and_go_and_examples_follow() {
    let schema = "/components/schemas/WebhookCustomer";
    let property = json!({"type": "integer", "description": "Fresh."});
    let entry = Change::Entry("fresh".to_owned(), property);
    let new = applied(&[
        edit(&format!("{schema}/properties"), entry),
        edit(schema, Change::Required("fresh".to_owned(), true)),
    ]);
    let example = "/paths/~1api~1push~1transition~1left/post/requestBody/content/application~1json";
    let example = new.pointer(example).unwrap();
    assert!(example["example"]["customer"]["fresh"].is_number(), "{example}");
    assert_eq!(example["example"]["customer"]["role"], "customer");
    let responses = "/paths/~1api~1push~1transition~1left/post/responses";
    let new = applied(&[edit(responses, Change::Entry("401".to_owned(), Value::Null))]);
    assert!(new.pointer(responses).unwrap().get("401").is_none());
}
