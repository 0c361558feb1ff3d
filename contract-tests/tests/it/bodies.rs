//! What the strategies make is valid, and what the mutations make is not, by the word of `jsonschema`.

use oasis_contract_tests::{
    case::Expect,
    checks::Context,
    deck::{Column, Deck, case_of},
    judge::{Class, Judge},
    secret::Secret,
    spec::Spec,
    strategy,
    target::{Permissions, Target},
};
use oasis_model::conform::{self, View};

pub(crate) fn context() -> Context {
    let spec = Spec::embedded().expect("the specification is sound");
    let judge = Judge::new(&spec.api, &spec.text).expect("jsonschema reads the specification");
    let secret = Secret::new("token-for-tests").expect("the token is long enough");
    Context { api: spec.api, judge, secret }
}

#[test]
fn no_strategy_makes_a_wrong_body_and_conform_agrees() {
    let context = context();
    for operation in &context.api.operations {
        let Some(content) = operation.body.as_ref().and_then(|body| body.json()) else { continue };
        let schema = content.schema.unwrap();
        let random = strategy::value(&context.api, schema);
        let mut seed = [0; 32];
        let generated = (0..100_u8).map(|number| {
            seed[0] = number;
            strategy::generate(&random, seed).unwrap()
        });
        for body in strategy::telling(&context.api, schema).into_iter().chain(generated) {
            assert_ne!(context.judge.class(content, &body), Class::Wrong, "{body}");
            let verdict = conform::check(&context.api, schema, &body, View::Claim);
            assert!(verdict.violations.is_empty(), "{:?} {body}", verdict.violations);
        }
    }
}

#[test]
fn every_family_deals_broken_bodies_and_the_same_ones_for_a_seed() {
    let context = context();
    let token = Secret::new("token-for-tests").unwrap();
    let target = Target::new("http://127.0.0.1:1", token, Permissions::default()).unwrap();
    let mut refused = std::collections::BTreeMap::<Column, usize>::new();
    for index in 0..context.api.operations.len() {
        let operation = &context.api.operations[index];
        let (deck, again) = (Deck::new(&context, index), Deck::new(&context, index));
        for (column, _) in deck.columns() {
            for number in [0, 1, 2, 30, 31, 150] {
                let case = |deck: &Deck| {
                    let draft = deck.draft(&context, column, number, 5)?;
                    case_of(&context, &target, operation, &draft, true)
                };
                let dealt = case(&deck);
                assert_eq!(dealt, case(&again), "{column:?} {number}");
                let wrong = dealt.is_some_and(|case| {
                    assert!(
                        !case.known || operation.parameters.is_empty(),
                        "a body goes to a known id without leave"
                    );
                    matches!(case.expect, Expect::Refused(_) | Expect::Either(_) | Expect::NotJson)
                });
                *refused.entry(column).or_default() += usize::from(wrong);
            }
        }
    }
    for (column, count) in refused {
        let valid = matches!(column, Column::Valid | Column::UnknownId);
        assert!(count > 0 || valid, "{column:?}");
    }
}
