//! Whatever is sent and whatever comes back: a verdict without contradictions in itself.

use super::*;
use proptest::prelude::*;

#[rustfmt::skip]
/// JSON with names that the specification knows, and others.
fn json() -> BoxedStrategy<Value> {
    let names = prop::sample::select(vec![
        "sessionId", "metadata", "suspectedFraud", "errors", "error", "rule", "field", "session",
        "", "a/b", "storeId", "customer",
    ]);
    let leaf = prop_oneof![
        Just(json!(null)),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        prop::sample::select(vec![
        "", "true", "5", "\"metadata\"", "metadata", "value", "any.required", "&quot;a", "[0]",
        "\"metadata\" is required", "2019-08-24t14:15:22z", "zażółć",
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..5).prop_map(|properties| {
                properties.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            }),
        ]
    })
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_exchange_gets_a_sound_verdict(
        operation in prop::sample::select(vec![SESSION, SHOPPER, LEFT]),
        sent in json(),
        received in json(),
        status in 100_u16..700,
        known in any::<bool>(),
        expect in prop::sample::select(vec![
        Expect::Judged(None), Expect::NotJson, Expect::Tolerated, Expect::Authorized,
        Expect::Unauthorized { broken: true }, Expect::NoSuchMethod, Expect::Compared,
        ]),
    ) {
        let mut case = raw(operation, sent.to_string().as_bytes(), expect);
        case.known = known;
        let verdict = judged(&case, sends(status, &received));
        for problem in &verdict.problems {
            prop_assert!(verdict.applied.has(problem.check));
            prop_assert!(!problem.message.is_empty() && !problem.help.is_empty());
            prop_assert!(problem.severity <= oasis_model::severity::severity(problem.basis).max(Warning));
            if let Some(focus) = &problem.focus {
                prop_assert!(received.pointer(focus).is_some(), "{problem:?}");
            }
            let held = verdict.held.iter().any(|held| {
                held.cause == problem.cause && held.element == problem.element
            });
            prop_assert!(!held, "{problem:?}");
        }
    }
}
