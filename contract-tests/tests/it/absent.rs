//! Targets that lack an operation: one warning for each, and nothing else said of it.

use crate::suite::spec;
use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use oasis_contract_tests::mock::{self, Config};
use oasis_contract_tests::run::{self, Bench, CheckResult, Outcome};
use oasis_model::finding::Severity;
use std::sync::Arc;

/// A run against a mock that answers these paths with a status of its own.
async fn against(absent: &'static [(&'static str, u16)]) -> Outcome {
    let spec = spec();
    let layer = |router: Router, _| {
        router.layer(from_fn(async |request: Request, next: Next| {
            let path = request.uri().path();
            let found = absent.iter().find(|(end, _)| path.ends_with(end));
            match found.and_then(|(_, status)| StatusCode::from_u16(*status).ok()) {
                Some(status) => status.into_response(),
                None => next.run(request).await,
            }
        }))
    };
    let mock = mock::start(Arc::clone(&spec.api), Config::default(), layer).await;
    let mock = mock.expect("the mock starts");
    let request = run::Request { cases: Some(10), seed: 7, ..run::Request::default() };
    let target = mock.target().expect("the mock is a target");
    let bench = Bench::new(&spec, target, &request, None).expect("a bench can be made");
    let outcome = run::conduct(&bench, &request).await.expect("the mock answers");
    let _ = mock.shutdown().await;
    outcome
}

fn told(outcome: &Outcome) -> Vec<(Severity, String)> {
    let findings = outcome.findings.iter().map(|shown| &shown.finding);
    let mut told: Vec<_> = findings.map(|it| (it.severity, it.message.clone())).collect();
    told.sort();
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operation_that_the_target_lacks_is_one_warning() {
    let outcome = against(&[("/sessions", 404), ("/identity-matching", 405)]).await;
    let told = told(&outcome);
    assert_eq!(told.len(), 2, "{told:?}");
    for ((severity, message), start) in told.iter().zip([
        "GET /api/admin/v2/sessions is answered 404",
        "POST /api/admin/v2/stores/{storeId}/shoppers/identity-matching is answered 405",
    ]) {
        assert_eq!(*severity, Severity::Warning, "{message}");
        assert!(message.starts_with(start), "{message}");
        assert!(message.contains("not implemented by the target, not tested"), "{message}");
    }
    for ((operation, check), result) in &outcome.results {
        let is_absent = matches!(operation.as_str(), "listSessions" | "matchIdentities");
        let is_skipped = matches!(result, CheckResult::Skipped(why) if why.contains("implemented"));
        assert_eq!(is_absent, is_skipped, "{operation} {}: {result:?}", check.id());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_lacks_everything_is_another_one() {
    let outcome = against(&[("", 404)]).await;
    let told = told(&outcome);
    let errors: Vec<_> = told.iter().filter(|(severity, _)| *severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{told:?}");
    assert!(errors[0].1.contains("nobody serves"), "{told:?}");
}

/// Whoever asks for a token before looking for the path tells nobody that an operation is not there.
#[tokio::test(flavor = "multi_thread")]
async fn a_target_that_asks_for_the_token_first_is_not_broken_for_what_it_lacks() {
    let spec = spec();
    let layer = |router: Router, _| {
        router.layer(from_fn(async |request: Request, next: Next| {
            let is_stranger = request.headers().get("authorization").is_none();
            match request.uri().path().ends_with("/identity-matching") {
                true if is_stranger => StatusCode::UNAUTHORIZED.into_response(),
                true => StatusCode::NOT_FOUND.into_response(),
                false => next.run(request).await,
            }
        }))
    };
    let mock = mock::start(Arc::clone(&spec.api), Config::default(), layer).await;
    let mock = mock.expect("the mock starts");
    let request = run::Request { cases: Some(10), seed: 7, ..run::Request::default() };
    let target = mock.target().expect("the mock is a target");
    let bench = Bench::new(&spec, target, &request, None).expect("a bench can be made");
    let outcome = run::conduct(&bench, &request).await.expect("the mock answers");
    let _ = mock.shutdown().await;
    let errors: Vec<_> =
        told(&outcome).into_iter().filter(|(severity, _)| *severity == Severity::Error).collect();
    assert_eq!(errors, []);
}
