//! What the validator makes of the specification: order, plausible readings, envelope.

use crate::joi::{component, said, table};
use crate::probes;
use oasis_contract_tests::joi::{self, Dates, Dialect, EmptyStrings, UnknownMembers};
use oasis_contract_tests::spec::Spec;
use oasis_model::conform::{self, View};
use serde_json::{Value, json};

#[test]
fn violations_come_in_schema_order_with_unknown_members_last() {
    let api = probes::api();
    let body = json!({
        "zz": 1, "7": 1, "payment": {}, "storeId": "x", "session": {"code": 1, "foo": 1},
        "sessionId": "", "aa": 1, "3": 1, "storeExternalId": null, "store": {}, "shopper": {},
        "shopperId": "s",
    });
    let relaxed = Dialect { required_members_from_sample: false, ..Dialect::default() };
    let fields: Vec<String> = said(&api, "TransitionLeft", &body, &relaxed)
        .into_iter()
        .map(|[rule, label, _]| format!("{label} {rule}"))
        .collect();
    assert_eq!(
        fields,
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
}

#[test]
fn the_specifications_own_examples_are_accepted_in_every_dialect() {
    let api = Spec::embedded().expect("the specification is sound").api;
    let bodies: Vec<_> = api
        .operations
        .iter()
        .filter_map(|operation| operation.body.as_ref()?.json())
        .filter_map(|content| Some((content.schema?, content.example.as_ref()?)))
        .collect();
    assert!(!bodies.is_empty(), "there are examples to judge");
    for (name, dialect) in Dialect::variants() {
        for (schema, example) in &bodies {
            assert_eq!(joi::violations(&api, *schema, example, &dialect), [], "{name}: {example}");
        }
    }
}

#[test]
fn each_choice_of_a_dialect_shows() {
    let api = probes::api();
    let sample = |change: fn(&mut Value)| {
        let operation = api.operation("transitionLeft").expect("it is there");
        let content = operation.body.as_ref().and_then(|body| body.json()).expect("it has JSON");
        let mut body = content.example.clone().expect("it has an example");
        change(&mut body);
        body
    };
    let base = Dialect::default;
    let choices: Vec<(Dialect, Value, usize, usize)> = vec![
        (
            Dialect { unknown_members: UnknownMembers::Tolerate, ..base() },
            sample(|body| body["session"]["zz"] = json!(1)),
            1,
            0,
        ),
        (
            Dialect { empty_strings: EmptyStrings::Take, ..base() },
            sample(|body| body["shopperId"] = json!("")),
            1,
            0,
        ),
        (
            Dialect { required_members_from_sample: false, ..base() },
            sample(|body| body["session"] = json!({})),
            15,
            0,
        ),
        (
            Dialect { limits_from_other_pages: false, ..base() },
            sample(|body| {
                body["session"]["status"] = json!("closed");
                body["session"]["priority"] = json!(11);
                body["session"]["groupSize"] = json!(-1);
            }),
            3,
            0,
        ),
        (
            Dialect { safe_integers: false, ..base() },
            sample(|body| body["storeId"] = json!(9_007_199_254_740_993_i64)),
            1,
            0,
        ),
        (
            Dialect { assumed_nulls: false, ..base() },
            sample(|body| body["session"]["customerFirstExitedAt"] = json!(null)),
            0,
            1,
        ),
    ];
    for (dialect, body, by_default, then) in choices {
        assert_eq!(said(&api, "TransitionLeft", &body, &base()).len(), by_default, "{body}");
        assert_eq!(said(&api, "TransitionLeft", &body, &dialect).len(), then, "{dialect:?}");
    }
    let dated = Dialect { dates: Dates::Date, ..base() };
    for (value, rule) in [(json!("x"), "date.format"), (json!(1), "date.base")] {
        let body = json!({ "time": value });
        assert_eq!(said(&table(), "Table", &body, &dated)[0][0], rule);
    }
}

#[test]
fn the_envelope_quotes_labels_and_keeps_messages() {
    let api = table();
    let details = joi::violations(
        &api,
        component(&api, "Required"),
        &json!({"a\n\"b": 1}),
        &Dialect::default(),
    );
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
    let missing = joi::body_missing(&Dialect::default());
    assert_eq!((missing.rule, missing.message.as_str()), ("any.required", "\"value\" is required"));
}

#[test]
fn the_envelope_fits_the_specification_with_its_constants() {
    let api = probes::api();
    let envelope = joi::envelope(&[joi::body_missing(&Dialect::default())]);
    let verdict = conform::check(&api, component(&api, "ErrorEnvelope"), &envelope, View::Claim);
    assert_eq!(verdict.violations, []);
    for (_, schema) in api.schemas().filter(|(_, schema)| schema.constant.is_some()) {
        let constant = schema.constant.as_ref().expect("it was asked for");
        let member = schema.at.rsplit('/').next().expect("a pointer has an end");
        assert_eq!(&envelope[member], constant, "{}", schema.at);
    }
}
