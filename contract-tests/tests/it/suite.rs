//! The suite against servers of our own: the mock, its variants, and every planted fault.

use oasis_contract_tests::{
    fault::{self, Fault},
    joi::Settings,
    mock::{self, Config, Mock},
    oracle::Check,
    run::{self, Bench, Outcome, Shown},
    spec::Spec,
    target::{Permissions, Target},
};
use oasis_model::finding::Severity;
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};
use std::time::Duration;

/// A run against a mock of the claimed settings or of others.
pub(crate) fn run(spec: &Spec, settings: Option<Settings>, cases: u64) -> Outcome {
    let request = run::Request { cases: Some(cases), seed: 7, ..run::Request::default() };
    conduct(spec, settings, None, &request)
}

/// Any run against a mock, with a fault or without.
fn conduct(
    spec: &Spec,
    settings: Option<Settings>,
    fault: Option<&'static Fault>,
    request: &run::Request,
) -> Outcome {
    let config = Config { settings, ..Config::default() };
    with_mock(spec, config, fault, async |mock| {
        let target = mock.target().expect("the mock is a target");
        let bench = Bench::new(spec, target, request, None).expect("a bench can be made");
        run::conduct(&bench, request).await.expect("the mock answers")
    })
}

/// A run against a mock with a fault that plays an integrator's webhook.
fn receive(spec: &Spec, fault: &'static Fault, request: &run::Request) -> Outcome {
    // The token of a receiver comes from the environment, which a test leaves alone.
    let text = spec.text.replace("- bearerAuth: []\n      x-webhook", "- {}\n      x-webhook");
    let open = Spec::read("open.yaml", &text).expect("the specification is sound");
    with_mock(&open, Config::default(), Some(fault), async |mock| {
        let url = format!("{}/api/push/transition", mock.url());
        let target = Target::new(&url, mock.token.clone(), Permissions::default());
        let bench = Bench::new(&open, target.expect("a target"), request, None);
        run::receive(&bench.expect("a bench can be made"), request).await.expect("it answers")
    })
}

fn with_mock(
    spec: &Spec,
    config: Config,
    fault: Option<&'static Fault>,
    work: impl AsyncFnOnce(&Mock) -> Outcome,
) -> Outcome {
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let outcome = runtime.block_on(async {
        let api = Arc::clone(&spec.api);
        let mock = match fault {
            Some(fault) => mock::start(api, config, fault::layer(fault)).await,
            None => mock::start_plain(api, config).await,
        };
        let mock = mock.expect("the mock starts");
        let outcome = work(&mock).await;
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
    let outcome = run(&spec(), None, 60);
    assert_eq!(lines(&outcome, Severity::Note), Vec::<String>::new());
    assert_eq!(outcome.ended, None);
    assert!(outcome.requests > 1000, "{} requests", outcome.requests);
}

#[test]
fn no_variant_of_the_mock_is_an_error_and_its_warnings_are_few_and_settled_by_their_edits() {
    let spec = spec();
    for (name, settings) in Settings::variants(&spec.api) {
        // A run settles what it asked, so who lets much pass is asked for all of it.
        let is_loose = !settings.sample_requireds || !settings.limits_from_other_pages;
        let cases = if is_loose { 60 } else { 20 };
        let before = run(&spec, Some(settings.clone()), cases);
        assert_eq!(lines(&before, Severity::Error), Vec::<String>::new(), "{name}");
        let shown = lines(&before, Severity::Warning);
        assert!(shown.len() <= 12, "{name}: {shown:#?}");
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
        let after = run(&settled, Some(settings), cases);
        assert_eq!(lines(&after, Severity::Warning), Vec::<String>::new(), "{name}");
    }
}

/// Whether every fault is to be tried.
fn all() -> bool {
    std::env::var("OASIS_FAULTS").is_ok_and(|value| value == "all")
}

/// The faults to try: one for each check that a server can break, or all with `OASIS_FAULTS=all`.
fn tried() -> Vec<&'static Fault> {
    if all() {
        return fault::all().iter().collect();
    }
    // No operation of the specification has parameters other than those of its path.
    let checks = Check::all().filter(|check| *check != Check::ParametersChecked);
    let first = |check: Check| {
        let found = fault::all().iter().find(|fault| fault.trips.first() == Some(&check));
        assert!(found.is_some(), "no fault trips {} first", check.id());
        found
    };
    checks.filter_map(first).collect()
}

/// What a run against this fault misses, in words.
fn missed(spec: &Spec, fault: &'static Fault) -> Option<String> {
    let checks = fault.trips.iter().map(|check| check.id());
    let only = checks.chain(fault.operation()).map(str::to_owned).collect();
    let cases = Some(if all() { 60 } else { 25 });
    let budget = Some(Duration::from_secs(if all() { 120 } else { 30 }));
    let request = run::Request { cases, budget, seed: 7, only, ..run::Request::default() };
    let outcome = match fault.id.starts_with("receiver-") {
        true => receive(spec, fault, &request),
        false => conduct(spec, None, Some(fault), &request),
    };
    let found = outcome.findings.iter().any(|shown| fault.trips.contains(&shown.check));
    (!found).then(|| format!("{}: {:#?}", fault.id, lines(&outcome, Severity::Note)))
}

#[test]
fn every_planted_fault_is_found() {
    let (spec, tried) = (spec(), tried());
    let next = AtomicUsize::new(0);
    let missed = Mutex::new(Vec::new());
    // Faults that hang are waited for beside the others.
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(fault) = tried.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let one = self::missed(&spec, fault);
                    missed.lock().expect("no thread panics").extend(one);
                }
            });
        }
    });
    let missed = missed.into_inner().expect("no thread panics");
    assert!(missed.is_empty(), "{} faults were missed:\n{}", missed.len(), missed.join("\n"));
}
