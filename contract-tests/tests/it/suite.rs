//! The suite against servers of our own: the mock, its variants, and every planted fault.

use oasis_contract_tests::{
    fault::{self, Fault},
    joi::Settings,
    mock::{self, Config},
    run::{self, Bench, Outcome, Shown},
    spec::Spec,
};
use oasis_model::finding::Severity;
use std::{sync::Arc, time::Duration};

/// A run against a mock with this fault, of the claimed settings or of others.
pub(crate) fn run(
    spec: &Spec,
    settings: Option<Settings>,
    fault: Option<&'static Fault>,
    cases: Option<u64>,
) -> Outcome {
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let outcome = runtime.block_on(async {
        let config = Config { settings, ..Config::default() };
        let api = Arc::clone(&spec.api);
        let mock = match fault {
            Some(fault) => mock::start(api, config, fault::layer(fault)).await,
            None => mock::start_plain(api, config).await,
        };
        let mock = mock.expect("the mock starts");
        let request = run::Request {
            about: "the mock".to_owned(),
            cases,
            seed: 7,
            budget: Some(Duration::from_secs(120)),
            ..run::Request::default()
        };
        let target = mock.target().expect("the mock is a target");
        let bench = Bench::new(spec, target, &request, None).expect("a bench can be made");
        let outcome = run::conduct(&bench, &request).await.expect("the mock answers");
        let _ = mock.shutdown().await;
        outcome
    });
    runtime.shutdown_background();
    outcome
}

pub(crate) fn spec() -> Spec {
    Spec::embedded().expect("the specification is sound")
}

/// Findings of a severity or worse, as lines.
pub(crate) fn lines(outcome: &Outcome, least: Severity) -> Vec<String> {
    let wanted = outcome.findings.iter().filter(|shown| shown.finding.severity >= least);
    wanted.map(line).collect()
}

fn line(shown: &Shown) -> String {
    let finding = &shown.finding;
    format!("{}[{}] {}", finding.severity, finding.rule, finding.message)
}

#[test]
fn the_mock_plays_what_the_specification_claims() {
    let outcome = run(&spec(), None, None, Some(60));
    assert_eq!(lines(&outcome, Severity::Note), Vec::<String>::new());
    assert_eq!(outcome.ended, None);
    assert!(outcome.requests > 1000, "{} requests", outcome.requests);
}

#[test]
fn no_variant_of_the_mock_is_an_error_and_its_warnings_are_few() {
    let spec = spec();
    for (name, settings) in Settings::variants(&spec.api) {
        let outcome = run(&spec, Some(settings), None, Some(30));
        assert_eq!(lines(&outcome, Severity::Error), Vec::<String>::new(), "{name}");
        let warnings = lines(&outcome, Severity::Warning);
        assert!(warnings.len() <= 12, "{name}: {warnings:#?}");
    }
}

#[test]
fn every_warning_about_a_variant_is_settled_by_its_edit() {
    let spec = spec();
    for (name, settings) in Settings::variants(&spec.api) {
        let before = run(&spec, Some(settings.clone()), None, Some(30));
        let warnings = before.findings.iter().filter(|it| it.finding.severity == Severity::Warning);
        let edits: Vec<_> = warnings.flat_map(|shown| shown.edits.clone()).collect();
        if edits.is_empty() {
            assert_eq!(lines(&before, Severity::Warning), Vec::<String>::new(), "{name}");
            continue;
        }
        let text = oasis_model::settle::apply(&spec.text, &oasis_model::settle::merge(edits))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let settled = Spec::read("settled.yaml", &text)
            .unwrap_or_else(|findings| panic!("{name}: {findings:#?}\n{text}"));
        let after = run(&settled, Some(settings), None, Some(30));
        assert_eq!(lines(&after, Severity::Warning), Vec::<String>::new(), "{name}");
    }
}

/// Tries one fault for each check, or all with `OASIS_FAULTS=all`.
#[test]
fn every_planted_fault_is_found() {
    let all = std::env::var("OASIS_FAULTS").is_ok_and(|value| value == "all");
    let spec = spec();
    let mut missed = Vec::new();
    let mut tried = Vec::new();
    for fault in fault::all() {
        if !all && fault.trips.iter().all(|check| tried.contains(check)) {
            continue;
        }
        tried.extend(fault.trips.iter().copied());
        let outcome = run(&spec, None, Some(fault), Some(if all { 60 } else { 25 }));
        let found = outcome.findings.iter().any(|shown| fault.trips.contains(&shown.check));
        if !found {
            missed.push(format!("{}: {:#?}", fault.id, lines(&outcome, Severity::Note)));
        }
    }
    assert!(missed.is_empty(), "{} faults were missed:\n{}", missed.len(), missed.join("\n"));
}
