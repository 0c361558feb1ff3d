//! Planted bugs: every one of them shows, and every check has one.

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{Request, Uri, header};
use oasis_contract_tests::fault::{self, Fault};
use oasis_contract_tests::mock::{self, Config, DEFAULT_TOKEN};
use oasis_contract_tests::oracle::Check;
use oasis_contract_tests::spec::Spec;
use oasis_model::ir::Api;
use serde_json::Value;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use tower::ServiceExt;

const SESSION: &str = "/api/admin/v2/sessions/mock-session-1";
const OTHER: &str = "/api/admin/v2/sessions/mock-session-2";
const SHOPPER: &str = "/api/admin/v2/stores/1/shoppers/100000000000001";
const WEBHOOK: &str = "/api/push/transition/left";
/// More than any honest response has, and less than an endless one.
const LIMIT: usize = 1 << 20;

#[test]
fn every_check_that_a_server_can_break_has_a_fault_that_trips_it_first() {
    // No operation of the specification has parameters other than those of its path.
    let without = [Check::ParametersChecked];
    for check in Check::all() {
        let planted = fault::all().iter().any(|fault| fault.trips.first() == Some(&check));
        assert_eq!(planted, !without.contains(&check), "{}", check.id());
    }
}

#[tokio::test]
async fn every_fault_changes_a_response_and_only_a_fault_does() {
    let api = Spec::embedded().expect("the specification is sound").api;
    let probes = probes(&api);
    let honest = router(&api, None).await;
    let expected: Vec<String> = probes.iter().map(|probe| outcome(&honest, probe)).collect();
    let differs_at = |router: &Router| {
        let mut pairs = probes.iter().zip(&expected);
        pairs.position(|(probe, expected)| outcome(router, probe) != *expected)
    };
    assert_eq!(differs_at(&router(&api, None).await), None, "the honest mock differs from itself");
    let mut silent = Vec::new();
    for fault in fault::all() {
        if differs_at(&router(&api, Some(fault)).await).is_none() {
            silent.push(fault);
        }
    }
    assert!(silent.is_empty(), "no response shows {silent:?}");
    // What applies to the 50th request leaves those before it as they are.
    let fault = fault::find("crash-now-and-then");
    assert_eq!(differs_at(&router(&api, fault).await), Some(49));
}

/// The router of a mock, to be called without a socket.
async fn router(api: &Arc<Api>, fault: Option<&'static Fault>) -> Router {
    let mut kept = Router::new();
    let layer = |router: Router, mock| {
        kept = match fault {
            Some(fault) => fault::layer(fault)(router, mock),
            None => router,
        };
        kept.clone()
    };
    mock::start(Arc::clone(api), Config::default(), layer).await.expect("it starts");
    kept
}

/// What comes back at once, without what differs from run to run.
fn outcome(router: &Router, probe: &Request<Bytes>) -> String {
    let whole = async {
        let request = probe.clone().map(Body::from);
        let Ok(response) = router.clone().oneshot(request).await;
        let (mut parts, body) = response.into_parts();
        let length = parts.headers.remove(header::CONTENT_LENGTH);
        let Ok(body) = to_bytes(body, LIMIT).await else { return "cut or endless".to_owned() };
        let is_true = length.is_none_or(|length| length == body.len().to_string());
        format!("{} {:?} {is_true} {}", parts.status, parts.headers, without_time(&body))
    };
    // The mock waits for nothing, so what is not there at once has been delayed on purpose.
    match pin!(whole).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => "late".to_owned(),
    }
}

fn without_time(body: &Bytes) -> String {
    match serde_json::from_slice(body) {
        Ok(Value::Object(mut properties)) => {
            properties.remove("updatedAt");
            Value::Object(properties).to_string()
        }
        _ => String::from_utf8_lossy(body).into_owned(),
    }
}

/// Requests of every kind that a fault looks at, in the order in which they are sent.
fn probes(api: &Api) -> Vec<Request<Bytes>> {
    let good = |method: &str, path: &str, body: &str| {
        request(method, path, &format!("Bearer {DEFAULT_TOKEN}"), body)
    };
    let nested =
        |levels| format!(r#"{{"metadata":{{"n":{}{}}}}}"#, "[".repeat(levels), "]".repeat(levels));
    let long = |length| format!(r#"{{"metadata":{{"long":"{}"}}}}"#, "x".repeat(length));
    let mut all: Vec<_> = WRITES.iter().map(|(path, body)| good("PATCH", path, body)).collect();
    for body in [long(100_000), long(3 << 20), nested(100), nested(5_000)] {
        all.push(good("PATCH", SESSION, &body));
    }
    all.extend(notifications(api).iter().map(|body| good("POST", WEBHOOK, body)));
    all.extend(CREDENTIALS.iter().flat_map(|credentials| {
        let credentials = credentials.replace("TOKEN", DEFAULT_TOKEN);
        [("PATCH", SESSION), ("POST", WEBHOOK)]
            .map(|(method, path)| request(method, path, &credentials, "{}"))
    }));
    all.push(request("PATCH", "/api/admin/v2/sessions/nobody", "", "{}"));
    all.push(request("PATCH", &format!("{SESSION}?token={DEFAULT_TOKEN}"), "", "{}"));
    for end in ["nobody", "..", "a%2Fb", "mock-session-1%20", "mock-session-1%00x"] {
        all.push(good("PATCH", &format!("/api/admin/v2/sessions/{end}"), "{}"));
    }
    let store = SHOPPER.replace("/1/", "/1abc/");
    all.push(good("PATCH", &store, r#"{"sessionId":"a"}"#));
    all.extend(["GET", "PUT"].map(|method| good(method, SESSION, "{}")));
    let mut foreign = good("PATCH", SESSION, "{}");
    foreign
        .headers_mut()
        .insert(header::CONTENT_TYPE, header::HeaderValue::from_static("text/xml"));
    all.push(foreign);
    // What happens after a while happens within these.
    all.extend((0..100).map(|_| good("PATCH", SESSION, "{}")));
    all
}

fn request(method: &str, path: &str, credentials: &str, body: &str) -> Request<Bytes> {
    let uri: Uri = path.parse().expect("the path can be sent");
    let mut request = Request::builder().method(method).uri(uri);
    if !credentials.is_empty() {
        request = request.header(header::AUTHORIZATION, credentials);
    }
    let request = request.header(header::CONTENT_TYPE, "application/json");
    request.body(Bytes::copy_from_slice(body.as_bytes())).expect("the request can be sent")
}

/// Bodies, each sent to the session or the shopper.
const WRITES: [(&str, &str); 29] = [
    (SESSION, "{}"),
    (OTHER, "{}"),
    (
        SESSION,
        r#"{"metadata":{"events":[{"eventId":"6b","metadata":{"key":"value"}}],"snake_case":null,"a.b":1,
            "$x":1,"__proto__":{"p":1},"inner":{"a":1},"nul":"a\u0000b","number":7}}"#,
    ),
    (OTHER, "{}"),
    (SESSION, r#"{"metadata":{"kept":1}}"#),
    (SESSION, r#"{"metadata":{"kept":1}}"#),
    (SESSION, "{}"),
    (SESSION, r#"{"metadata":{}}"#),
    (SESSION, r#"{"metadata":{"x":1},"suspectedFraud":"no"}"#),
    (SESSION, "{}"),
    (SESSION, r#"{"metadata":[],"suspectedFraud":true}"#),
    (SESSION, "{}"),
    (SESSION, r#"{"suspectedFraud":true,"metadata":{"kept":1}}"#),
    (SESSION, "{}"),
    (SESSION, r#"{"suspectedFraud":"true"}"#),
    (SESSION, r#"{"suspectedFraud":false}"#),
    (SESSION, r#"{"metadata":null}"#),
    (SESSION, r#"{"metadata":{"half":"\ud83d"}}"#),
    (SESSION, "[]"),
    (SESSION, "null"),
    (SESSION, ""),
    (SESSION, "{} x"),
    (SESSION, "{"),
    (SHOPPER, r#"{"sessionId":"a"}"#),
    (SHOPPER, r#"{"sessionId":7}"#),
    (SHOPPER, r#"{"sessionId":null}"#),
    (SHOPPER, "{}"),
    (SHOPPER, "[]"),
    (OTHER, "{}"),
];

/// `Authorization` as it is sent; TOKEN stands for the right one.
const CREDENTIALS: [&str; 7] = [
    "",
    "Bearer wrong",
    "Bearer mock-token",
    "Bearer TOKENx",
    "Token TOKEN",
    "bearer TOKEN",
    "TOKEN",
];

/// Notifications: the documented example, and that with other values; `-` removes the property.
fn notifications(api: &Api) -> Vec<String> {
    let operation = api.operation("transitionLeft").expect("it is there");
    let content = operation.body.as_ref().and_then(|body| body.json()).expect("it takes JSON");
    let example = content.example.clone().expect("it has an example");
    let changed = |changes: &[(&str, &str)]| {
        let mut body = example.clone();
        for (place, to) in changes {
            let (holder, name) = place.rsplit_once('/').expect("it is a pointer");
            let holder = body.pointer_mut(holder).and_then(Value::as_object_mut);
            let holder = holder.expect("the holder is an object");
            match serde_json::from_str(to) {
                Ok(value) => drop(holder.insert(name.to_owned(), value)),
                Err(_) => drop(holder.remove(name)),
            }
        }
        body.to_string()
    };
    vec![
        changed(&[]),
        changed(&[]),
        changed(&[("/session", "null")]),
        changed(&[("/storeExternalId", "null")]),
        changed(&[("/session/priority", "99")]),
        changed(&[("/session/code", "1"), ("/storeId", "\"x\""), ("/shopperId", "1")]),
        changed(&[("/session/groupSize", "\"3\"")]),
        changed(&[("/payment/paymentProvider", "-")]),
        changed(&[("/customer", "1")]),
    ]
}
