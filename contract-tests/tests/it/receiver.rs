//! The receiver mode against receivers that exist: the generated one takes everything, one that denies
//! unknown properties does not.

use crate::suite::{lines, spec};
use aifi_oasis::{
    Webhooks,
    refusals::TransitionLeftRefusal,
    runtime::server::{Notification, Reply, accept_all},
    types::TransitionLeft,
    webhooks_router,
};
use axum::{Router, body::Bytes, http::StatusCode, routing::post};
use oasis_contract_tests::{
    run::{self, Bench, Outcome},
    target::{Permissions, Secret, Target},
};
use oasis_model::finding::Severity;
use serde_json::Value;

struct Shop;

impl Webhooks for Shop {
    async fn transition_left(
        &self,
        _left: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        Ok("noted".to_owned())
    }
}

/// What the vendor's part shows against a receiver behind this router.
fn receive(router: Router) -> Outcome {
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let outcome = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(oasis_runtime::server::serve(listener, router));
        let token = Secret::new("no-token-is-asked-for").expect("a token");
        let url = format!("http://{address}/hooks/aifi");
        let target = Target::new(&url, token, Permissions::default()).expect("an address");
        let request = run::Request { about: url, ..run::Request::default() };
        let bench = Bench::new(&spec(), target, &request, None).expect("a bench can be made");
        run::receive(&bench, &request).await.expect("the receiver answers")
    });
    runtime.shutdown_background();
    outcome
}

#[test]
fn the_generated_receiver_takes_every_notification() {
    let outcome = receive(Router::new().nest("/hooks/aifi", webhooks_router(Shop, accept_all)));
    assert!(outcome.requests > 20, "{} requests", outcome.requests);
    assert_eq!(lines(&outcome, Severity::Warning), Vec::<String>::new());
}

#[test]
fn a_receiver_that_denies_unknown_properties_is_found() {
    let names: Vec<String> = spec()
        .api
        .operation("transitionLeft")
        .and_then(|operation| operation.body.as_ref()?.json()?.example.clone())
        .and_then(|example| Some(example.as_object()?.keys().cloned().collect()))
        .expect("the notification has an example");
    let strict = move |body: Bytes| async move {
        let known = |value: &Value| {
            value.as_object().is_some_and(|it| it.keys().all(|name| names.contains(name)))
        };
        match serde_json::from_slice::<Value>(&body) {
            Ok(value) if known(&value) => StatusCode::OK,
            _ => StatusCode::BAD_REQUEST,
        }
    };
    let outcome = receive(Router::new().route("/hooks/aifi/left", post(strict)));
    let errors = lines(&outcome, Severity::Error);
    assert!(errors.len() == 1 && errors[0].contains("receiver-accepts"), "{errors:#?}");
}
