//! The span of a call says what happened, and nothing that is secret or personal.

use crate::api::client::Client;
use crate::api::types::UpdateSessionRequest;
use crate::loopback::{Loopback, answer};
use oasis_runtime::client::Retry;
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Keeps the fields of all spans and events as text.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<BTreeMap<&'static str, String>>>);

impl Visit for Kept {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.lock().unwrap().insert(field.name(), format!("{value:?}"));
    }
}

impl Subscriber for Kept {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oasis_runtime")
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

/// What a future gives, and the fields of all spans and events meanwhile.
pub(crate) async fn kept<T>(
    future: impl Future<Output = T>,
) -> (T, BTreeMap<&'static str, String>) {
    let kept = Kept::default();
    let guard = tracing::subscriber::set_default(kept.clone());
    // Another test may have passed a span first, when nobody listened.
    tracing::callsite::rebuild_interest_cache();
    let value = future.await;
    drop(guard);
    let fields = kept.0.lock().unwrap().clone();
    (value, fields)
}

/// The fields of a call to this server.
async fn called(server: &Loopback) -> BTreeMap<&'static str, String> {
    let retry = Retry::default().base(Duration::from_millis(1)).attempts(2);
    let client = Client::builder().base_url(&server.base).token("t0ken").retry(retry);
    let client = client.build().unwrap();
    kept(client.update_session("s3ss10n", &UpdateSessionRequest::default())).await.1
}

#[tokio::test]
async fn a_span_says_what_was_called_and_how_it_ended() {
    let server =
        Loopback::answering(answer("503 Busy", "x-echo: t0ken s3ss10n\r\n", "t0ken s3ss10n"));
    let fields = called(&server).await;
    let (_, port) = server.base.rsplit_once(':').unwrap();
    for (name, expected) in [
        ("otel.name", "PATCH /sessions/{sessionId}"),
        ("otel.kind", "\"client\""),
        ("oasis.operation", "\"updateSession\""),
        ("http.request.method", "\"PATCH\""),
        ("url.template", "\"/sessions/{sessionId}\""),
        ("server.address", "\"127.0.0.1\""),
        ("server.port", port),
        ("http.request.resend_count", "1"),
        ("http.response.status_code", "503"),
        ("error.type", "\"503\""),
    ] {
        assert_eq!(fields.get(name).map(String::as_str), Some(expected), "{name}: {fields:?}");
    }
    assert!(fields["http.client.request.duration"].parse::<f64>().unwrap() >= 0.0);
    let text = format!("{fields:?}");
    for hidden in ["t0ken", "s3ss10n"] {
        assert!(!text.contains(hidden), "{text}");
    }
}

#[tokio::test]
async fn a_call_without_a_response_names_its_fault() {
    let fields = called(&Loopback::answering("")).await;
    assert_eq!(fields["error.type"], "\"broken\"");
    assert!(!fields.contains_key("http.response.status_code"), "{fields:?}");
}
