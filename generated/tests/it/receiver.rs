//! The routers: what reaches the service, in which order requests are refused, and how.

use aifi_oasis::errors::TransitionLeftError;
use aifi_oasis::responses::{TransitionLeftResponse, UpdateSessionResponse};
use aifi_oasis::runtime::server::{Refusal, accept_all};
use aifi_oasis::types::{TransitionLeft, UpdateSessionRequest};
use aifi_oasis::{
    Admin, Client, WebhookClient, Webhooks, admin_router, examples, stand_in_router,
    webhooks_router,
};
use axum::Router;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Serves a router for the rest of the test and gives its base address.
async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    base
}

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Webhooks for Seen {
    async fn transition_left(&self, body: TransitionLeft) -> TransitionLeftResponse {
        self.0.lock().unwrap().push(body.shopper_id);
        TransitionLeftResponse::Received("thanks".to_owned())
    }
}

impl Admin for Seen {
    async fn update_session(
        &self,
        session_id: String,
        _: UpdateSessionRequest,
    ) -> UpdateSessionResponse {
        self.0.lock().unwrap().push(session_id);
        UpdateSessionResponse::example()
    }
}

struct Nothing;

impl Admin for Nothing {}
impl Webhooks for Nothing {}

struct Grumpy;

impl Webhooks for Grumpy {
    async fn transition_left(&self, _: TransitionLeft) -> TransitionLeftResponse {
        TransitionLeftResponse::Other(Box::new((StatusCode::GONE, "left").into_response()))
    }
}

fn notification() -> TransitionLeft {
    serde_json::from_str(examples::TRANSITION_LEFT_REQUEST).unwrap()
}

#[tokio::test]
async fn a_notification_reaches_the_receiver_below_its_base_address() {
    let seen = Seen::default();
    let router = Router::new().nest("/hooks/aifi", webhooks_router(seen.clone(), accept_all));
    let base = serve(router).await;
    let client = WebhookClient::new(&format!("{base}/hooks/aifi"), None).unwrap();
    assert_eq!(client.transition_left(&notification()).await.unwrap(), "thanks");
    assert_eq!(*seen.0.lock().unwrap(), ["string"]);
}

#[tokio::test]
async fn a_service_without_methods_answers_with_the_examples() {
    let router = admin_router(Nothing, accept_all).merge(stand_in_router(Nothing, accept_all));
    let base = serve(router).await;
    let client = Client::new(&base, None).unwrap();
    let session = client.update_session("s", &UpdateSessionRequest::default()).await.unwrap();
    let value = serde_json::to_value(&session).unwrap();
    assert_eq!(format!("{value:#}"), examples::UPDATE_SESSION_200);
    let stand_in = WebhookClient::new(&format!("{base}/api/push/transition"), None).unwrap();
    assert_eq!(stand_in.transition_left(&notification()).await.unwrap(), "string");
}

#[tokio::test]
async fn path_values_come_back_as_they_were_sent() {
    let seen = Seen::default();
    let client = Client::new(&serve(admin_router(seen.clone(), accept_all)).await, None).unwrap();
    let values = ["a/b", "a b", "a?b#c", "50%", "..%2Fx", "é\u{1F600}", "7", "true", "null"];
    for value in values {
        client.update_session(value, &UpdateSessionRequest::default()).await.unwrap();
    }
    assert_eq!(*seen.0.lock().unwrap(), values);
}

/// Sends a raw request and gives the status and everything that came back.
async fn send(base: &str, line: &str, headers: &str, body: &str) -> (u16, String) {
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
    let router = admin_router(Nothing, accept_all).merge(webhooks_router(Nothing, accept_all));
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
async fn a_body_above_the_limit_is_refused() {
    let base = serve(webhooks_router(Nothing, accept_all)).await;
    let client = WebhookClient::new(&base, None).unwrap();
    let large = TransitionLeft { shopper_id: "x".repeat(3 << 20), ..notification() };
    match client.transition_left(&large).await {
        Err(TransitionLeftError::Undocumented(answer)) => assert_eq!(answer.status, 413),
        // The server may hang up while the body is still on its way.
        Err(TransitionLeftError::Transport(_)) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_hook_sees_raw_bytes_before_anything_is_decoded() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&seen);
    let router = admin_router(Nothing, move |operation, parts, body| {
        let (path, text) = (parts.uri.path(), String::from_utf8_lossy(body));
        log.lock().unwrap().push(format!("{} {path} {text}", operation.id));
        Err(Refusal::new(StatusCode::IM_A_TEAPOT, "no"))
    });
    let base = serve(router).await;
    let line = "PATCH /api/admin/v2/stores/%FF/shoppers/x";
    let (status, answer) = send(&base, line, "content-type: text/xml\r\n", "{broken").await;
    assert_eq!(status, 418);
    assert!(answer.ends_with("no"), "{answer}");
    let expected = "updateShopper /api/admin/v2/stores/%FF/shoppers/x {broken";
    assert_eq!(*seen.lock().unwrap(), [expected]);
}

#[tokio::test]
async fn an_undocumented_answer_of_a_receiver_reaches_the_caller() {
    let client = WebhookClient::new(&serve(webhooks_router(Grumpy, accept_all)).await, None);
    match client.unwrap().transition_left(&notification()).await {
        Err(TransitionLeftError::Undocumented(answer)) => {
            assert_eq!((answer.status.as_u16(), answer.body.as_ref()), (410, b"left".as_slice()));
        }
        other => panic!("{other:?}"),
    }
}
