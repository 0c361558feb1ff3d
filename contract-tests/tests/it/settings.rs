//! What the validator makes of the specification: order, settings, envelope, and that under the claimed
//! settings it says the same as `conform`.

use crate::joi::{component, measured, said, table};
use oasis_contract_tests::joi::{self, Dates, Labels, Policy, Reports, Settings};
use oasis_contract_tests::spec::Spec;
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, SchemaId};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
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
fn variants_have_names_of_their_own_and_differ() {
    let variants = Settings::variants(&embedded());
    for (index, (name, settings)) in variants.iter().enumerate() {
        for (other, others) in &variants[index + 1..] {
            assert!(name != other && settings != others, "{name} {other}");
        }
    }
    assert_eq!(variants[0], ("as-claimed", Settings::claimed(&embedded())));
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
    let api = fixture();
    let base = || Settings::claimed(&api);
    let choices: Vec<(Settings, Value, usize, usize)> = vec![
        (
            Settings { unknown_properties: Policy::Refused, ..base() },
            left(|body| body["session"]["zz"] = json!(1)),
            0,
            1,
        ),
        (
            Settings { empty_strings: Policy::Refused, ..base() },
            left(|body| body["shopperId"] = json!("")),
            0,
            1,
        ),
        (
            Settings { sample_requireds: false, ..base() },
            left(|body| body["session"] = json!({})),
            15,
            0,
        ),
        (
            Settings { limits_from_other_pages: false, ..base() },
            left(|body| {
                body["session"]["status"] = json!("closed");
                body["session"]["priority"] = json!(11);
                body["session"]["groupSize"] = json!(-1);
            }),
            3,
            0,
        ),
        (
            Settings { safe_integers: true, ..base() },
            left(|body| body["storeId"] = json!(9_007_199_254_740_993_i64)),
            0,
            1,
        ),
        (
            Settings { assumed_nulls: false, ..base() },
            left(|body| body["session"]["customerFirstExitedAt"] = json!(null)),
            0,
            1,
        ),
        (Settings { converts: true, ..base() }, left(|body| body["storeId"] = json!("7")), 1, 0),
        (
            Settings { reports: Reports::First, ..base() },
            left(|body| {
                body["storeId"] = json!("x");
                body["store"] = json!(1);
            }),
            2,
            1,
        ),
    ];
    for (settings, body, claimed, then) in choices {
        assert_eq!(said(&api, "TransitionLeft", &body, &base()).len(), claimed, "{body}");
        assert_eq!(said(&api, "TransitionLeft", &body, &settings).len(), then, "{settings:?}");
    }
    let dated = Settings { dates: Dates::Date, ..measured() };
    for (value, rule) in [(json!("x"), "date.format"), (json!(1), "date.base")] {
        assert_eq!(said(&table(), "Table", &json!({ "time": value }), &dated)[0][0], rule);
    }
    let hints = Settings { formats: false, ..measured() };
    assert!(said(&table(), "Table", &json!({ "guid": "x" }), &hints).is_empty());
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
    let missing = joi::missing(&[], &measured());
    assert_eq!((missing.code, missing.message.as_str()), ("any.required", "\"value\" is required"));
}

#[test]
fn the_envelope_fits_the_specification_with_its_constants() {
    let api = embedded();
    let envelope = joi::envelope(&[joi::missing(&[], &Settings::claimed(&api))]);
    let verdict = conform::check(&api, component(&api, "ErrorEnvelope"), &envelope, View::Claim);
    assert_eq!(verdict.violations, []);
    for (_, schema) in api.schemas().filter(|(_, schema)| schema.constant.is_some()) {
        let constant = schema.constant.as_ref().expect("it was asked for");
        let property = schema.at.rsplit('/').next().expect("a pointer has an end");
        assert_eq!(&envelope[property], constant, "{}", schema.at);
    }
}

/// Bodies on which the two may differ, each with the reason.
const EXCEPTIONS: [(&str, fn(&Value) -> bool); 1] =
    [("Joi loses an own property of the name `__proto__` before it could be unknown", |body| {
        holds(body, &|value| value.get("__proto__").is_some())
    })];

fn holds(value: &Value, wanted: &dyn Fn(&Value) -> bool) -> bool {
    wanted(value)
        || match value {
            Value::Array(items) => items.iter().any(|item| holds(item, wanted)),
            Value::Object(properties) => properties.values().any(|inner| holds(inner, wanted)),
            _ => false,
        }
}

/// Everything the property test judges: a document, a schema in it and a body to start from.
fn subjects() -> &'static [(Arc<Api>, SchemaId, Value)] {
    static SUBJECTS: LazyLock<Vec<(Arc<Api>, SchemaId, Value)>> = LazyLock::new(|| {
        let with = |api: Arc<Api>| {
            let bodies = examples(&api);
            bodies.into_iter().map(move |(schema, body)| (Arc::clone(&api), schema, body))
        };
        let table = Arc::new(table());
        let (schema, required) = (component(&table, "Table"), component(&table, "Required"));
        let full = json!({
            "text": "a", "flag": true, "truth": true, "role": "tester", "whole": 1, "bounded": 3,
            "open": 2, "number": 1.5, "short": "abc", "time": "2019-08-24T14:15:22Z",
            "guid": "d3a00526-1864-4f6e-bb2d-46e3ab7fa780", "email": "user@example.com",
            "uri": "https://example.com", "free": {"a": 1}, "closed": {}, "one": {"a": 1},
            "list": [{}], "set": ["a", "b"], "either": {"a": "x"}, "overlap": -5,
            "session": {"code": "a", "nullable": null, "events": [{"eventId": "e"}]},
        });
        let table =
            [(Arc::clone(&table), schema, full), (table, required, json!({"sessionId": "a"}))];
        with(embedded()).chain(with(fixture())).chain(table).collect()
    });
    &SUBJECTS
}

/// Small values of every type, those that stand at a border among them.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        (-12_i64..12).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(u64::MAX)),
        (-20_i32..20).prop_map(|halves| json!(f64::from(halves) / 2.0)),
        any::<f64>().prop_map(|float| json!(float)),
        "[a-zA-Z0-9 .:+é]{0,6}".prop_map(Value::from),
        prop::sample::select(vec![
            "",
            "tester",
            "active",
            "NONE",
            "5",
            "true",
            "2019-08-24T14:15:22Z",
            "2019-08-24",
            "2016-12-31T23:59:60Z",
            "2019-08-24T14:15:60Z",
            "abcd",
            "abcde",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let name = prop::sample::select(vec!["a", "sessionId", "eventId", "__proto__", "code", ""]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..3).prop_map(|pairs| {
                Value::Object(
                    pairs
                        .into_iter()
                        .map(|(name, it)| (name.to_owned(), it))
                        .collect::<Map<_, _>>(),
                )
            }),
        ]
    })
}

/// One change of a body: at one of its places, in one of several ways.
#[derive(Clone, Debug)]
enum Change {
    Replace(Value),
    Remove,
    Add(String, Value),
    Repeat,
}

fn changes() -> impl Strategy<Value = Vec<(Index, Change)>> {
    let change = prop_oneof![
        4 => values().prop_map(Change::Replace),
        1 => Just(Change::Remove),
        1 => ("[a-z_]{0,9}", values()).prop_map(|(name, value)| Change::Add(name, value)),
        1 => Just(Change::Repeat),
    ];
    prop::collection::vec((any::<Index>(), change), 0..4)
}

fn pointers(value: &Value, at: String, out: &mut Vec<String>) {
    out.push(at.clone());
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, format!("{at}/{index}"), out);
            }
        }
        Value::Object(properties) => {
            for (name, inner) in properties {
                let name = name.replace('~', "~0").replace('/', "~1");
                pointers(inner, format!("{at}/{name}"), out);
            }
        }
        _ => {}
    }
}

fn apply(body: &mut Value, place: Index, change: Change) {
    let mut places = Vec::new();
    pointers(body, String::new(), &mut places);
    let at = place.get(&places).clone();
    let Some(target) = body.pointer_mut(&at) else { return };
    match (change, target) {
        (Change::Replace(value), target) => *target = value,
        (Change::Add(name, value), Value::Object(properties)) => {
            properties.insert(name, value);
        }
        (Change::Add(_, value), Value::Array(items)) => items.push(value),
        (Change::Repeat, Value::Array(items)) => items.extend(items.clone()),
        (Change::Remove, Value::Object(properties)) => {
            let names: Vec<String> = properties.keys().cloned().collect();
            if !names.is_empty() {
                properties.shift_remove(place.get(&names));
            }
        }
        (Change::Remove, Value::Array(items)) => drop(items.pop()),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_claimed_is_what_conform_accepts(
        subject in any::<Index>(),
        changes in changes(),
    ) {
        let (api, schema, body) = subject.get(subjects());
        let mut body = body.clone();
        for (place, change) in changes {
            apply(&mut body, place, change);
        }
        if EXCEPTIONS.iter().any(|(_, applies)| applies(&body)) {
            return Ok(());
        }
        let said = joi::violations(api, *schema, &body, &Settings::claimed(api));
        let verdict = conform::check(api, *schema, &body, View::Claim);
        prop_assert_eq!(said.is_empty(), verdict.violations.is_empty(), "{:?} {:?}", said, verdict);
    }
}
