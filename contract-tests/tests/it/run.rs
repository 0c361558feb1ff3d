//! The suite against the built-in mock, as the tests want it: small, seeded, with the mock's fixtures.

use clap::Parser;
use oasis_contract_tests::{
    mock::{self, Config},
    options::Options,
    secret::Secret,
    spec::Spec,
    suite::{self, Outcome, Wishes},
    target::{Fixtures, Id, Permissions, Target},
};
use std::sync::Arc;

/// Runs the suite against a mock of this kind.
pub(crate) async fn against(
    spec: &Spec,
    config: Config,
    wishes: &Wishes,
) -> Result<Outcome, String> {
    let mock =
        mock::start(Arc::clone(&spec.api), config).await.expect("loopback can be listened on");
    let known = &mock.fixtures;
    let fixtures = Fixtures {
        store_id: Some(Id(known.store_id.to_string())),
        shopper_id: Some(Id(known.shopper_id.clone())),
        session_id: Some(Id(known.session_id.clone())),
        other_session_id: Some(Id(known.other_session_id.clone())),
    };
    let permissions = Permissions { writes: true, irreversible: true, fixtures };
    let token = Secret::new(mock::DEFAULT_TOKEN).expect("the mock has a token");
    let target = Target::new(&mock.url(), token, permissions).expect("a mock has an address");
    let outcome = suite::run(spec, target, wishes, None, &|_, _| {}).await;
    let _ = mock.shutdown().await;
    outcome
}

/// Wishes for a run of so many cases.
pub(crate) fn cases(count: u64) -> Wishes {
    Wishes { cases: Some(count), seed: 7, ..Wishes::default() }
}

/// Runs the suite against `OASIS_TARGET`, or against a mock if that is not set. Without fixtures
/// nothing is written there.
pub(crate) async fn against_target(wishes: &Wishes) -> Result<Outcome, String> {
    let spec = Spec::embedded().expect("the specification is sound");
    let Ok(url) = std::env::var("OASIS_TARGET") else {
        return against(&spec, Config::default(), wishes).await;
    };
    let options = Options::parse_from(["contract", "--target", &url]);
    suite::run(&spec, options.target(&url)?, wishes, None, &|_, _| {}).await
}
