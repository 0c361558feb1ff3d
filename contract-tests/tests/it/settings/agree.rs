//! Under the claimed settings the validator takes a body exactly if it conforms to what is claimed.

use super::{embedded, examples, fixture};
use crate::joi::{component, table};
use oasis_contract_tests::joi::{self, Settings};
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, SchemaId};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Map, Value, json};
use std::sync::{Arc, LazyLock};

/// A reason why the two may differ, and on which bodies.
type Exception = (&'static str, fn(&Value) -> bool);

const EXCEPTIONS: [Exception; 1] =
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
