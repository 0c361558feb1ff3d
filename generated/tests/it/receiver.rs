//! The routers, through the code generated from a document that does not change: what reaches the
//! service, and how requests are refused.

use crate::compiles::sessions::client::{Client, WebhookClient};
use crate::compiles::sessions::examples;
use crate::compiles::sessions::refusals::{TransitionLeftRefusal, UpdateSessionRefusal};
use crate::compiles::sessions::server::{
    Api, Webhooks, api_router, stand_in_router, webhooks_router,
};
use crate::compiles::sessions::types::{
    SessionId, TransitionLeft, UpdateSessionRequest, UpdatedSession,
};
use aifi_oasis::runtime::client::Error;
use aifi_oasis::runtime::decode;
use aifi_oasis::runtime::server::{IntoResponse, Notification, Reply, Router, accept_all};
use axum::http::StatusCode;
use serde_json::Value;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Serves a router for the rest of the test and gives its base address.
pub(crate) async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(aifi_oasis::runtime::server::serve(listener, router));
    base
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

type Left = Reply<String, TransitionLeftRefusal>;

impl Webhooks for Seen {
    async fn transition_left(&self, left: Notification<TransitionLeft>) -> Left {
        self.0.lock().unwrap().push(left.value.shopper_id.to_string());
        Ok("thanks".to_owned())
    }
}

impl Api for Seen {
    async fn update_session(
        &self,
        session_id: SessionId,
        _: UpdateSessionRequest,
    ) -> Reply<UpdatedSession, UpdateSessionRefusal> {
        self.0.lock().unwrap().push(session_id.to_string());
        Ok(decode(examples::UPDATE_SESSION_200.as_bytes()).unwrap())
    }
}

struct Nothing;

impl Api for Nothing {}
impl Webhooks for Nothing {}

struct Grumpy;

impl Webhooks for Grumpy {
    async fn transition_left(&self, left: Notification<TransitionLeft>) -> Left {
        match left.store_id {
            0 => Err(TransitionLeftRefusal::Unauthorized.into()),
            _ => Err((StatusCode::GONE, "left").into_response().into()),
        }
    }
}

fn notification() -> TransitionLeft {
    decode(examples::TRANSITION_LEFT_REQUEST.as_bytes()).unwrap()
}

#[tokio::test]
async fn a_notification_reaches_the_receiver_below_its_base_address() {
    let seen = Seen::default();
    let router = Router::new().nest("/hooks/aifi", webhooks_router(seen.clone(), accept_all));
    let base = serve(router).await;
    let client = WebhookClient::new(&format!("{base}/hooks/aifi"), None).unwrap();
    assert_eq!(*client.transition_left(&notification()).await.unwrap(), "thanks");
    assert_eq!(*seen.0.lock().unwrap(), ["string"]);
}

#[tokio::test]
async fn a_service_without_methods_answers_with_the_examples() {
    let router = api_router(Nothing, accept_all).merge(stand_in_router(Nothing, accept_all));
    let base = serve(router).await;
    let client = Client::new(&base, None).unwrap();
    let session =
        client.update_session(&"s".into(), &UpdateSessionRequest::default()).await.unwrap();
    let example: UpdatedSession = decode(examples::UPDATE_SESSION_200.as_bytes()).unwrap();
    assert_eq!(*session, example);
    let stand_in = WebhookClient::new(&format!("{base}/api/push/transition"), None).unwrap();
    assert_eq!(*stand_in.transition_left(&notification()).await.unwrap(), "string");
}

#[tokio::test]
async fn path_values_come_back_as_they_were_sent() {
    let seen = Seen::default();
    let client = Client::new(&serve(api_router(seen.clone(), accept_all)).await, None).unwrap();
    let values = ["a/b", "a b", "a?b#c", "50%", "..%2Fx", "é\u{1F600}", "7", "true", "null"];
    for value in values {
        client.update_session(&value.into(), &UpdateSessionRequest::default()).await.unwrap();
    }
    assert_eq!(*seen.0.lock().unwrap(), values);
}

/// Sends a raw request and gives the status and everything that came back.
pub(crate) async fn send(base: &str, line: &str, headers: &str, body: &str) -> (u16, String) {
    let host = base.strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let fixed = format!("host: x\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    let request = format!("{line} HTTP/1.1\r\n{fixed}{headers}\r\n{body}");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    (answer[9..12].parse().unwrap(), answer)
}

#[tokio::test]
async fn requests_are_refused_by_what_is_wrong_with_them() {
    let router = api_router(Nothing, accept_all).merge(webhooks_router(Nothing, accept_all));
    let base = serve(router).await;
    let good = examples::TRANSITION_LEFT_REQUEST;
    let (json, xml) = ("content-type: application/json\r\n", "content-type: text/xml\r\n");
    let vendor = "content-type: application/vnd.aifi+json; v=1\r\n";
    let (left, shopper) = ("POST /left", "PATCH /api/admin/v2/stores");
    for (line, headers, body, status) in [
        (left.to_owned(), json, good, 200),
        (left.to_owned(), "", good, 200),
        (left.to_owned(), vendor, good, 200),
        (left.to_owned(), xml, good, 415),
        (left.to_owned(), json, "{}", 400),
        (left.to_owned(), json, "{\"broken\":", 400),
        (left.to_owned(), json, "", 400),
        ("GET /left".to_owned(), json, good, 405),
        ("POST /other".to_owned(), json, good, 404),
        (format!("{shopper}/7/shoppers/x"), json, r#"{"sessionId":"s"}"#, 200),
        (format!("{shopper}/seven/shoppers/x"), json, r#"{"sessionId":"s"}"#, 404),
        (format!("{shopper}/9223372036854775808/shoppers/x"), json, r#"{"sessionId":"s"}"#, 404),
        (format!("{shopper}/7/shoppers/%FF"), json, r#"{"sessionId":"s"}"#, 404),
    ] {
        let (got, answer) = send(&base, &line, headers, body).await;
        assert_eq!(got, status, "{line} {headers}: {answer}");
    }
}

#[tokio::test]
async fn a_notification_survives_everything_that_is_only_guessed() {
    let base = serve(webhooks_router(Nothing, accept_all)).await;
    let json = "content-type: application/json\r\n";
    for pointer in [
        "/session",
        "/sessionId",
        "/customer",
        "/customer/externalId",
        "/store",
        "/payment",
        "/storeExternalId",
        "/shopper",
        "/session/status",
        "/session/customerFirstExitedAt",
    ] {
        for value in [Value::Null, Value::from("new")] {
            let mut body: Value = serde_json::from_str(examples::TRANSITION_LEFT_REQUEST).unwrap();
            *body.pointer_mut(pointer).unwrap() = value.clone();
            // What is documented has the type that is documented; only its presence may change.
            let is_documented = ["/customer", "/store", "/payment", "/shopper"].contains(&pointer);
            if is_documented && !value.is_null() {
                continue;
            }
            let (status, answer) = send(&base, "POST /left", json, &body.to_string()).await;
            assert_eq!(status, 200, "{pointer} {value}: {answer}");
        }
    }
}

#[tokio::test]
async fn what_a_receiver_refuses_reaches_the_caller() {
    let base = serve(webhooks_router(Grumpy, accept_all)).await;
    let client = WebhookClient::new(&base, None).unwrap();
    let error = client.transition_left(&notification()).await.unwrap_err();
    assert_eq!(error.refusal(), Some(&TransitionLeftRefusal::Unauthorized));
    let mut elsewhere = notification();
    elsewhere.store_id = 1;
    match client.transition_left(&elsewhere).await {
        Err(Error::Undocumented(error)) => {
            assert_eq!(
                (error.response.status.as_u16(), &error.response.body[..]),
                (410, &b"left"[..])
            );
        }
        other => panic!("{other:?}"),
    }
}
