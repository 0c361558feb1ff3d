//! What the validator makes of the specification: order, settings, envelope.

mod agree;

use crate::joi::{component, measured, said, table};
use oasis_contract_tests::joi::{self, Dates, Labels, Policy, Reports, Settings};
use oasis_contract_tests::spec::Spec;
use oasis_model::ir::{Api, SchemaId};
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

fn fixture() -> Arc<Api> {
    static API: LazyLock<Arc<Api>> = LazyLock::new(|| {
        let text = include_str!("../../../codegen/tests/fixtures/generate/sessions/spec.yaml");
        Spec::read("sessions.yaml", text).expect("the fixture is sound").api
    });
    API.clone()
}

fn embedded() -> Arc<Api> {
    Spec::embedded().expect("the specification is sound").api
}

/// Every request body that has an example.
fn examples(api: &Api) -> Vec<(SchemaId, Value)> {
    let contents = api.operations.iter().filter_map(|operation| operation.body.as_ref()?.json());
    contents.filter_map(|content| Some((content.schema?, content.example.clone()?))).collect()
}

fn left(change: fn(&mut Value)) -> Value {
    let api = fixture();
    let operation = api.operation("transitionLeft").expect("it is there");
    let content = operation.body.as_ref().and_then(|body| body.json()).expect("it has JSON");
    let mut body = content.example.clone().expect("it has an example");
    change(&mut body);
    body
}

#[test]
fn violations_come_in_schema_order_with_unknown_properties_last() {
    let body = json!({
        "zz": 1, "7": 1, "payment": {}, "storeId": "x", "session": {"code": 1, "foo": 1},
        "sessionId": "", "aa": 1, "3": 1, "storeExternalId": null, "store": {}, "shopper": {},
        "shopperId": "s",
    });
    let all = Settings { sample_requireds: false, ..measured() };
    let fields = |settings: &Settings| -> Vec<String> {
        let said = said(&fixture(), "TransitionLeft", &body, settings);
        said.into_iter().map(|[rule, label, _]| format!("{label} {rule}")).collect()
    };
    assert_eq!(
        fields(&all),
        [
            "sessionId string.empty",
            "session.code string.base",
            "session.foo object.unknown",
            "customer any.required",
            "storeId number.base",
            "timeOfOrigin any.required",
            "timeOfIssue any.required",
            "payment.paymentProvider any.required",
            "3 object.unknown",
            "7 object.unknown",
            "zz object.unknown",
            "aa object.unknown",
        ]
    );
    let first = Settings { reports: Reports::First, ..all.clone() };
    assert_eq!(fields(&first), fields(&all)[..1]);
    let key = Settings { labels: Labels::Key, ..all };
    assert_eq!(fields(&key)[1], "code string.base");
}

#[test]
fn the_specifications_own_examples_are_accepted_in_every_variant() {
    for api in [embedded(), fixture()] {
        let bodies = examples(&api);
        assert!(!bodies.is_empty(), "there are examples to judge");
        for (name, settings) in Settings::variants(&api) {
            for (schema, example) in &bodies {
                let said = joi::violations(&api, *schema, example, &settings);
                assert_eq!(said, [], "{name}: {example}");
            }
        }
    }
}

#[test]
fn the_validator_of_the_specification_is_followed() {
    let with = |facts: &str| {
        let text = format!(
            "openapi: 3.0.3\ninfo:\n  title: t\n  version: '1'\n  x-validator: {{{facts}}}\npaths: {{}}\n"
        );
        Settings::claimed(&oasis_model::read("validator.yaml", &text).api)
    };
    let joi15 = with("name: joi, words: 15, labels: key, reports: first, converts: true");
    assert_eq!(joi15.generation, joi::Generation::Joi15);
    assert_eq!((joi15.labels, joi15.reports, joi15.converts), (Labels::Key, Reports::First, true));
    let joi17 = with("name: joi, words: 17, labels: path, reports: all, converts: false");
    assert_eq!(joi17, Settings::claimed(&Api::default()));
}

#[test]
fn each_choice_shows() {
    /// A choice, a change of the example that it judges, and the violations without and with it.
    type Choice = (fn(&mut Settings), fn(&mut Value), [usize; 2]);
    let choices: [Choice; 6] = [
        (|it| it.unknown_properties = Policy::Refused, |it| it["session"]["zz"] = json!(1), [0, 1]),
        (|it| it.sample_requireds = false, |it| it["session"] = json!({}), [15, 0]),
        (
            |it| it.limits_from_other_pages = false,
            |it| it["session"]["priority"] = json!(11),
            [1, 0],
        ),
        (|it| it.safe_integers = true, |it| it["storeId"] = json!(1_u64 << 60), [0, 1]),
        (|it| it.converts = true, |it| it["storeId"] = json!("7"), [1, 0]),
        (
            |it| it.reports = Reports::First,
            |it| (it["storeId"], it["store"]) = (json!("x"), json!(1)),
            [2, 1],
        ),
    ];
    let api = fixture();
    for (choose, change, expected) in choices {
        let (claimed, body) = (Settings::claimed(&api), left(change));
        let mut chosen = claimed.clone();
        choose(&mut chosen);
        let count = |settings| said(&api, "TransitionLeft", &body, settings).len();
        assert_eq!([count(&claimed), count(&chosen)], expected, "{chosen:?}");
    }
    let dated = Settings { dates: Dates::Date, ..measured() };
    for (value, rule) in [(json!("x"), "date.format"), (json!(1), "date.base")] {
        assert_eq!(said(&table(), "Table", &json!({ "time": value }), &dated)[0][0], rule);
    }
}

#[test]
fn the_envelope_quotes_labels_and_keeps_messages() {
    let api = table();
    let required = component(&api, "Required");
    let details = joi::violations(&api, required, &json!({"a\n\"b": 1}), &measured());
    assert_eq!(
        joi::envelope(&details),
        json!({
            "message": "Invalid request body",
            "type": "E_INVALID_BODY",
            "errors": [
                {"error": "\"sessionId\" is required", "rule": "any.required", "field": "\"sessionId\""},
                {"error": "\"a\n\"b\" is not allowed", "rule": "object.unknown", "field": "\"a\n\"b\""},
            ],
        })
    );
}
