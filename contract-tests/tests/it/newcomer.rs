//! A newcomer's program against the mock: it is short, and it does what the front page promises.

mod program;

use aifi_oasis::runtime::client::Error;
use aifi_oasis::types::{TransitionLeft, UpdateSessionRequest};
use aifi_oasis::{Client, WebhookClient, examples, runtime};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::IntoResponse;
use oasis_contract_tests::Mock;
use oasis_contract_tests::mock::{self, Config};
use oasis_contract_tests::spec::Spec;
use serde_json::json;
use std::fmt::Debug;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A session whose requests are never answered.
const STUCK: &str = "mock-session-2";

const MORNING: &str = "2031-05-06T07:08:09Z";
const EVENING: &str = "2031-05-06T19:08:09Z";

/// Keeps every field of every span and event as a line.
#[derive(Clone, Default)]
struct Traced(Arc<Mutex<Vec<String>>>);

impl Traced {
    fn holds(&self, part: &str) -> bool {
        self.0.lock().expect("nobody panics").iter().any(|line| line.contains(part))
    }

    /// Waits for a line; the work is done behind the answer to the notification.
    async fn wait(&self, part: &str) {
        for _ in 0..500 {
            if self.holds(part) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert!(self.holds(part), "{part} is not in {:#?}", self.0.lock().expect("nobody panics"));
    }
}

impl Visit for Traced {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.lock().expect("nobody panics").push(format!("{field}={value:?}"));
    }
}

impl Subscriber for Traced {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        ["oasis_runtime", module_path!()].iter().any(|name| metadata.target().starts_with(name))
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The mock: too busy for every second request, and silent about one session.
async fn busy_mock() -> Mock {
    let requests = Arc::new(AtomicU32::new(0));
    let api = Spec::embedded().expect("the contract is sound").api;
    let around = move |request: Request, next: Next| {
        let count = requests.fetch_add(1, Ordering::Relaxed);
        async move {
            match (request.uri().path().ends_with(STUCK), count % 2) {
                (true, _) => std::future::pending().await,
                (false, 0) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
                (false, _) => next.run(request).await,
            }
        }
    };
    let started = mock::start(api, Config::default(), |router, _| router.layer(from_fn(around)));
    started.await.expect("a port is free")
}

/// The program, served for the rest of the test: where AiFi would call it.
async fn serve(mock: &Mock) -> String {
    let service = program::service(&mock.url(), Mock::TOKEN, "agreed").expect("sound settings");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { runtime::server::serve(listener, service).await });
    format!("http://{address}/hooks/aifi")
}

/// What AiFi sends when somebody leaves this session, at this time.
fn left(session: &str, time: &str) -> TransitionLeft {
    let mut left: serde_json::Value =
        serde_json::from_str(examples::TRANSITION_LEFT_REQUEST).expect("the example is JSON");
    left["session"]["sessionId"] = json!(session);
    left["timeOfOrigin"] = json!(time);
    (left["storeId"], left["shopperId"]) = (json!(1), json!("100000000000001"));
    runtime::decode(left.to_string().as_bytes()).expect("it is as documented")
}

#[tokio::test]
async fn a_short_program_does_what_an_integrator_has_to_do() {
    let traced = Traced::default();
    let _guard = tracing::subscriber::set_default(traced.clone());
    let mock = busy_mock().await;
    let receiver = serve(&mock).await;
    let client = Client::new(&mock.url(), Mock::TOKEN).expect("sound settings");
    let nothing = UpdateSessionRequest::default();
    client.update_session(&"mock-session-1".into(), &nothing).await.expect("the mock knows it");
    // A test beside this one may have come first, and nobody listened there.
    tracing::callsite::rebuild_interest_cache();

    // Who does not know the token is not heard.
    let stranger = WebhookClient::new(&receiver, "guessed").expect("sound settings");
    let refused = stranger.transition_left(&left("mock-session-1", MORNING)).await.map(|_| ());
    assert_eq!(
        refused.map_err(|error: Error<_>| error.status()),
        Err(Some(StatusCode::UNAUTHORIZED))
    );

    let aifi = WebhookClient::new(&receiver, "agreed").expect("sound settings");
    let answer = aifi.transition_left(&left("mock-session-1", MORNING)).await.expect("it is taken");
    assert_eq!(answer.into_inner(), "received");
    traced.wait("oasis.operation=\"updateShopper\"").await;
    traced.wait("http.request.resend_count=1").await;
    let session = client.update_session(&"mock-session-1".into(), &nothing).await;
    let session = session.expect("the mock knows it").into_inner();
    assert_eq!(session.suspected_fraud, Some(true));
    let metadata = session.metadata.expect("it has some");
    assert_eq!(metadata["left"], json!("100000000000001"));
    assert!(!metadata.events().is_empty(), "{metadata:?}");

    // Nobody answers for this session: the call ends all the same, and says why.
    aifi.transition_left(&left(STUCK, EVENING)).await.expect("it is taken");
    traced.wait("no whole response in time").await;
    assert!(traced.holds("error.type=\"timeout\""));
    assert!(!traced.holds(Mock::TOKEN) && !traced.holds("mock-session"));
}

#[test]
fn the_program_is_short() {
    assert!(include_str!("newcomer/program.rs").lines().count() < 60);
}
