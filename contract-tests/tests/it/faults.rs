//! Every planted bug is found by the check that it names, and every check has a planted bug.
//!
//! There are far more bugs than checks. By default each check meets the first of its bugs; with
//! `OASIS_FAULTS=all` all of them are tried, which takes minutes and is best done with `--release`.

use crate::{probes, run};
use oasis_contract_tests::{
    checks,
    fault::{self, Fault},
    joi::Dialect,
    mock::Config,
    suite::Wishes,
};
use oasis_model::finding::Severity;
use std::time::Duration;
use tokio::task::JoinSet;

/// How many mocks are tested at once; most of the time they wait for each other.
const AT_ONCE: usize = 4;
/// The most time for one of them; hangs and slow answers would take a whole run's otherwise.
const BUDGET: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn every_planted_bug_is_found_by_its_check() {
    let mut wrong = Vec::new();
    let mut running = JoinSet::new();
    for fault in tried() {
        if running.len() >= AT_ONCE {
            wrong.extend(running.join_next().await.into_iter().flat_map(Result::unwrap));
        }
        running.spawn(verdict(fault));
    }
    while let Some(verdict) = running.join_next().await {
        wrong.extend(verdict.unwrap());
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// The planted bugs to try: one for each check, or all of them.
fn tried() -> Vec<&'static Fault> {
    if std::env::var_os("OASIS_FAULTS").is_some_and(|wanted| wanted == "all") {
        return fault::all().collect();
    }
    let first =
        |check: &checks::Check| fault::all().find(|fault| fault.trips.first() == Some(&check.id));
    checks::ALL.iter().filter_map(first).collect()
}

/// What is wrong with the way a planted bug is found, if anything is.
async fn verdict(fault: &'static Fault) -> Option<String> {
    // A few cases show most bugs; what sits in one member takes the whole deck.
    let mut errors = Vec::new();
    let only: Vec<String> = fault.trips.iter().map(|id| (*id).to_owned()).collect();
    for cases in [Some(12), None] {
        let budget = Some(BUDGET);
        let wishes = Wishes { cases, seed: 7, only: only.clone(), budget, ..Wishes::default() };
        let config = Config { fault: Some(fault), ..Config::default() };
        let outcome = match run::against(&probes::spec(), config, &wishes).await {
            Ok(outcome) => outcome,
            Err(error) => return Some(format!("{}: could not run: {error}", fault.id)),
        };
        errors = outcome
            .findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.rule)
            .collect();
        if errors.iter().any(|rule| fault.trips.contains(&rule.as_ref())) {
            return None;
        }
    }
    Some(format!("{}: wanted one of {:?}, found {errors:?}", fault.id, fault.trips))
}

#[test]
fn every_check_has_a_planted_bug() {
    for check in checks::ALL {
        assert!(
            fault::all().any(|fault| fault.trips.contains(&check.id)),
            "no planted bug trips {}",
            check.id
        );
    }
    for fault in fault::all() {
        for id in fault.trips {
            assert!(checks::find(id).is_some(), "{} trips {id}, which is no check", fault.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_plausible_reading_is_an_error() {
    for (name, dialect) in Dialect::variants() {
        let config = Config { dialect, ..Config::default() };
        let outcome = run::against(&probes::spec(), config, &run::cases(40)).await.unwrap();
        let errors: Vec<_> = outcome
            .findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .collect();
        assert!(
            errors.is_empty(),
            "{name}:\n{}",
            oasis_model::report::text(&errors, oasis_model::report::Colour::Without)
        );
    }
}
