//! Parameters are refused as bodies are.

use super::probes;
use super::wire::{self, Wire};
use oasis_contract_tests::mock::{self, Config};
use oasis_contract_tests::spec::Spec;
use serde_json::{Value, json};

/// The fixture with an operation that has parameters everywhere; another one documents no envelope.
const ITEMS: &str = r#"
  /items:
    get:
      operationId: listItems
      tags: [Items]
      parameters: &parameters
        - {name: page, in: query, required: true, schema: {type: integer, minimum: 1}}
        - {name: sort, in: query, schema: {type: string, enum: [up, down]}}
        - {name: ids, in: query, schema: {type: array, maxItems: 2, items: {type: integer}}}
        - {name: any, in: query, schema: {anyOf: [{type: boolean}, {type: string, maxLength: 3}]}}
        - {name: X-Trace, in: header, schema: {type: string, minLength: 2}}
        - {name: region, in: cookie, schema: {type: string, enum: [eu]}}
      responses:
        '200': {description: Items., x-name: Listed}
        '422': {$ref: '#/components/responses/InvalidBody'}
  /plain:
    get:
      operationId: listPlain
      tags: [Items]
      parameters:
        - {name: page, in: query, required: true, schema: {type: integer, minimum: 1}}
      responses:
        '200': {description: Items., x-name: Listed}
components:"#;

async fn start() -> (mock::Running, Wire) {
    let text = include_str!("../../../../codegen/tests/fixtures/generate/sessions/spec.yaml");
    let text = text.replacen("\ncomponents:", &ITEMS.replace(" &parameters", ""), 1);
    let api = Spec::read("items.yaml", &text).expect("the fixture is sound").api;
    let running = mock::start_plain(api, Config::default()).await.expect("it starts");
    let wire = Wire::to(running.addr);
    (running, wire)
}

#[tokio::test]
async fn each_place_is_judged_in_the_words_of_bodies() {
    let (_running, mut wire) = start().await;
    let none: &[(&str, &str)] = &[];
    for (query, headers, expected) in [
        ("page=1", none, None),
        ("page=1&sort=up&ids=1&ids=2&any=true&other=x", none, None),
        ("p%61ge=1&any=abc", none, None),
        ("page=1", &[("x-trace", "ab"), ("cookie", "a=b; region=eu")], None),
        ("", none, Some(("page", "any.required"))),
        ("Page=1", none, Some(("page", "any.required"))),
        ("page=x", none, Some(("page", "number.base"))),
        ("page=", none, Some(("page", "number.base"))),
        ("page=1.5", none, Some(("page", "number.integer"))),
        ("page=0", none, Some(("page", "number.min"))),
        ("page=1&page=2", none, Some(("page", "number.base"))),
        ("page=1&sort=left", none, Some(("sort", "any.only"))),
        ("page=1&ids=1&ids=2&ids=3", none, Some(("ids", "array.max"))),
        ("page=1&ids=1&ids=x", none, Some(("ids[1]", "number.base"))),
        ("page=1&any=abcd", none, Some(("any", "string.max"))),
        ("page=1", &[("x-trace", "a")], Some(("X-Trace", "string.min"))),
        ("page=1", &[("cookie", "region=us")], Some(("region", "any.only"))),
    ] {
        let outcome =
            wire.send(&wire::request("GET", &format!("/items?{query}"), headers, b"")).await;
        assert_eq!(outcome.status(), if expected.is_some() { 422 } else { 200 }, "{query}");
        let envelope: Value = serde_json::from_str(&outcome.text()).unwrap_or_default();
        if let Some((label, code)) = expected {
            let item = &envelope["errors"][0];
            let found = (&item["field"], &item["rule"]);
            assert_eq!(found, (&json!(format!("\"{label}\"")), &json!(code)), "{query}");
        }
    }
    let plain = wire.send(&wire::request("GET", "/plain?page=x", none, b"")).await;
    assert_eq!((plain.status(), plain.text()), (400, String::new()));
}

#[tokio::test]
async fn a_value_of_another_type_in_the_path_names_nothing() {
    let config = Config::default();
    let running = mock::start_plain(probes::api(), config).await.expect("it starts");
    let mut wire = Wire::to(running.addr);
    let path = "/api/admin/v2/stores/one/shoppers/100000000000001";
    let outcome = wire.send(&probes::good("PATCH", path, r#"{"sessionId":"a"}"#)).await;
    assert_eq!(outcome.status(), 404);
}
