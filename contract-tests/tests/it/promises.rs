//! The promises one by one, against the mock or whatever `OASIS_TARGET` names, through the same
//! functions as the command.

use crate::{bodies, run};
use oasis_contract_tests::{
    deck::{Column, Deck},
    suite::{Outcome, Wishes},
};
use oasis_model::{finding::Severity, report};

async fn outcome(only: &[&str]) -> Outcome {
    let only = only.iter().map(|id| (*id).to_owned()).collect();
    let wishes = Wishes { cases: Some(60), seed: 11, only, ..Wishes::default() };
    let outcome = run::against_target(&wishes).await.expect("the target answers");
    let errors: Vec<_> = outcome
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .cloned()
        .collect();
    assert!(errors.is_empty(), "{}", report::text(&errors, oasis_model::report::Colour::Without));
    outcome
}

fn cases(outcome: &Outcome, column: Column) -> u64 {
    let counts = outcome.counts.iter().filter(|((_, other), _)| *other == column);
    counts.map(|(_, count)| count.cases).sum()
}

#[tokio::test(flavor = "multi_thread")]
async fn valid_bodies_are_accepted_and_answered_as_documented() {
    let outcome = outcome(&["contract/valid-accepted", "contract/answer-schema"]).await;
    assert!(cases(&outcome, Column::Valid) >= 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn broken_bodies_of_every_kind_are_refused_with_an_envelope_that_fits() {
    let outcome = outcome(&["contract/broken-refused", "contract/envelope-complete"]).await;
    let context = bodies::context();
    for index in 0..context.api.operations.len() {
        for (column, _) in Deck::new(&context, index).columns() {
            let is_broken = matches!(column, Column::Broken(_));
            assert!(!is_broken || cases(&outcome, column) >= 60, "{column:?}");
        }
    }
}
