//! The contract as plain proptest properties: one for each category of request bodies, each against the
//! mock. `oasis-contract` runs the same strategies and the same oracle.

use crate::suite::spec;
use oasis_contract_tests::{
    generate::{Case, Category, Generation, categories},
    http::{Client, Limits, Stop},
    mock::{self, Config},
    oracle::Oracle,
    run::property,
};
use oasis_model::finding::Severity;
use proptest::test_runner;
use std::{sync::Arc, time::Duration};

/// Every case of the category gets the response that the specification claims, for every operation.
fn holds(category: Category) {
    let spec = spec();
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let mock = runtime
        .block_on(mock::start_plain(Arc::clone(&spec.api), Config::default()))
        .expect("the mock starts");
    let target = Arc::new(mock.target().expect("the mock is a target"));
    let secret = target.token.clone();
    let limits =
        Limits { per_second: None, at_once: 4, time: Duration::from_secs(10), bytes: 1 << 20 };
    let stop = Arc::new(Stop::after(Duration::from_secs(300)));
    let client = Client::new(Arc::clone(&target), stop, limits).expect("a client can be made");
    let oracle = Oracle { api: Arc::clone(&spec.api), secret };
    let generation = Arc::new(Generation::new(Arc::clone(&spec.api), target, 7));
    let problems = |case: &Case| {
        let exchange = runtime.block_on(client.send(&case.operation, &case.request));
        let verdict = oracle.judge(case, &exchange);
        let bad = verdict.problems.into_iter().filter(|it| it.severity >= Severity::Warning);
        bad.map(|problem| problem.message).collect::<Vec<String>>()
    };
    for operation in &spec.api.operations {
        if !categories(&generation, operation).contains(&category) {
            continue;
        }
        let config = test_runner::Config {
            cases: 64,
            source_file: Some(file!()),
            ..test_runner::Config::default()
        };
        let held = property(&generation, operation, category, config, problems);
        assert!(held.is_ok(), "{}: {held:?}", operation.id);
    }
    let _ = runtime.block_on(mock.shutdown());
}

#[test]
fn valid_bodies_are_accepted() {
    holds(Category::Valid);
}

#[test]
fn bodies_without_a_required_property_are_refused() {
    holds(Category::Missing);
}

#[test]
fn values_of_another_type_are_refused() {
    holds(Category::WrongType);
}

#[test]
fn values_of_another_type_are_not_converted() {
    holds(Category::Coercible);
}

#[test]
fn null_is_refused_where_it_is_not_allowed() {
    holds(Category::Null);
}

#[test]
fn values_that_are_not_listed_are_refused() {
    holds(Category::Enum);
}

#[test]
fn dates_in_another_format_are_refused() {
    holds(Category::Format);
}

#[test]
fn bounds_are_kept() {
    holds(Category::Bounds);
}

#[test]
fn unknown_properties_are_treated_as_claimed() {
    holds(Category::UnknownProperty);
}

#[test]
fn bodies_that_are_no_object_are_refused() {
    holds(Category::NotAnObject);
}

#[test]
fn the_envelope_lists_several_violations() {
    holds(Category::Several);
}

#[test]
fn what_is_not_json_is_refused() {
    holds(Category::NotJson);
}

#[test]
fn parameters_are_checked() {
    holds(Category::Parameters);
}

#[test]
fn unknown_ids_open_no_way_round_the_rules() {
    holds(Category::UnknownId);
}
