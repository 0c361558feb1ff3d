//! The routers: what reaches the service, in which order requests are refused, and how.

use crate::api::client::Client;
use crate::api::examples;
use crate::api::operations;
use crate::api::refusals::{CreateVisitSuccess, UpdateSessionRefusal as Refused};
use crate::api::server::{Api, Webhooks, api_router, stand_in_router, webhooks_router};
use crate::api::types::{
    Customer, ErrorEnvelope, NewVisit, UpdateSessionRequest, UpdatedSession, Visit,
};
use oasis_runtime::client::Error;
use oasis_runtime::server::{
    Hook, IntoResponse, Notification, Parts, Refusal, Rejection, Reply, Response, Router, Routes,
    accept_all,
};
use oasis_runtime::{Bytes, Operation, StatusCode, decode};
use serde_json::{Value, json};
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Serves a router for the rest of the test and gives its base address.
pub(crate) async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(oasis_runtime::server::serve(listener, router));
    base
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

#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

impl Webhooks for Seen {
    async fn left(&self, body: Notification<Customer>) -> Reply<String, Infallible> {
        self.0.lock().unwrap().push(body.value.email.unwrap_or_default());
        Ok("thanks".to_owned())
    }
}

impl Api for Seen {
    async fn update_session(
        &self,
        session_id: String,
        _: UpdateSessionRequest,
    ) -> Reply<UpdatedSession, Refused> {
        self.0.lock().unwrap().push(session_id);
        Ok(decode(examples::UPDATE_SESSION_200.as_bytes()).unwrap())
    }
}

struct Nothing;

impl Api for Nothing {}
impl Webhooks for Nothing {}

fn customer() -> Customer {
    decode(br#"{"email": "a@b"}"#).unwrap()
}

#[tokio::test]
async fn a_notification_reaches_the_receiver_below_its_base_address() {
    let seen = Seen::default();
    let router = Router::new().nest("/hooks/aifi", webhooks_router(seen.clone(), accept_all));
    let base = serve(router).await;
    let client = Client::new(&format!("{base}/hooks/aifi"), None).unwrap();
    assert_eq!(*client.left(&customer()).await.unwrap(), "thanks");
    assert_eq!(*seen.0.lock().unwrap(), ["a@b"]);
}

#[tokio::test]
async fn a_service_without_methods_answers_with_the_examples() {
    let router = api_router(Nothing, accept_all).merge(stand_in_router(Nothing, accept_all));
    let base = serve(router).await;
    let client = Client::new(&base, None).unwrap();
    let session = client.update_session("s", &UpdateSessionRequest::default()).await.unwrap();
    assert_eq!(session.into_inner(), decode(examples::UPDATE_SESSION_200.as_bytes()).unwrap());
    assert!(client.close_session(1, "s").await.is_ok());
    let visit = client.create_visit(None).await.unwrap();
    assert!(matches!(&*visit, CreateVisitSuccess::Created(visit) if visit.store == 1));
    // The stand-in is at the documented path, and has no example.
    assert_eq!(send(&base, "POST /api/push/left", "", "{}").await.0, 501);
    assert_eq!(send(&base, "POST /left", "", "{}").await.0, 404);
    let error = client.list(&Default::default()).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
}

#[tokio::test]
async fn path_values_come_back_as_they_were_sent() {
    let seen = Seen::default();
    let router = Router::new().nest("/{below}/v1", api_router(seen.clone(), accept_all));
    let client = Client::new(&format!("{}/x/v1/", serve(router).await), None).unwrap();
    let values = ["a/b", "a b", "a?b#c", "50%", "..%2Fx", "é\u{1F600}", "7", "true", "null", "a,b"];
    for value in values {
        client.update_session(value, &UpdateSessionRequest::default()).await.unwrap();
    }
    assert_eq!(*seen.0.lock().unwrap(), values);
}

#[tokio::test]
async fn requests_are_refused_by_what_is_wrong_with_them() {
    let router =
        api_router(Nothing, accept_all).merge(webhooks_router(Seen::default(), accept_all));
    let base = serve(router).await;
    let (json, xml) = ("content-type: application/json\r\n", "content-type: text/xml\r\n");
    let vendor = "content-type: application/vnd.x+json; v=1\r\n";
    let close = "DELETE /stores";
    for (line, headers, body, status) in [
        ("POST /left", json, "{}", 200),
        ("POST /left", "", "{}", 200),
        ("POST /left", vendor, "{}", 200),
        ("POST /left", xml, "{}", 415),
        ("POST /left", json, "[]", 400),
        ("POST /left", json, "{\"broken\":", 400),
        ("POST /left", json, "", 400),
        ("POST /left", xml, "{\"broken\":", 415),
        ("GET /left", json, "{}", 405),
        ("POST /other", json, "{}", 404),
        ("PATCH /sessions/%FF", xml, "{broken", 404),
        ("PATCH /sessions/s", xml, "{broken", 415),
        (&format!("{close}/7/sessions/x"), "", "", 200),
        (&format!("{close}/seven/sessions/x"), "", "", 404),
        (&format!("{close}/7.0/sessions/x"), "", "", 404),
        (&format!("{close}/9223372036854775808/sessions/x"), "", "", 404),
        (&format!("{close}/7/sessions/%FF"), "", "", 404),
        ("POST /visits", "", "", 201),
        ("POST /visits", "", "{}", 400),
        ("GET /styled/a/b/c/d/e/f", "", "", 404),
        ("GET /styled/a/;matrix=b/;matrices=1/.d/k=v/1-2.json", "", "", 200),
        ("GET /styled/a/;matrix=b/;matrices=1/.d/k=v/12.json", "", "", 404),
        ("GET /styled/a/;matrix=b/;matrices=x/.d/k=v/1-2.json", "", "", 404),
    ] {
        let (got, answer) = send(&base, line, headers, body).await;
        assert_eq!(got, status, "{line} {headers} {body}: {answer}");
    }
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused() {
    let base = serve(webhooks_router(Nothing, accept_all)).await;
    let client = Client::new(&base, None).unwrap();
    let large = Customer { email: Some("x".repeat(3 << 20)), ..customer() };
    match client.left(&large).await {
        Err(Error::Undocumented(error)) => assert_eq!(error.response.status, 413),
        // The server may hang up while the body is still on its way.
        Err(Error::Transport(_)) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_closure_sees_the_head_before_anything_is_decoded() {
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&seen);
    let hook = move |operation: &'static Operation, parts: &mut Parts| {
        log.lock().unwrap().push(format!("{} {}", operation.id, parts.uri.path()));
        Err(Refusal::new(StatusCode::IM_A_TEAPOT, "no"))
    };
    let base = serve(api_router(Nothing, hook)).await;
    let line = "DELETE /stores/%FF/sessions/x";
    let (status, answer) = send(&base, line, "content-type: text/xml\r\n", "{broken").await;
    assert_eq!(status, 418);
    assert!(answer.ends_with("no"), "{answer}");
    assert_eq!(*seen.lock().unwrap(), ["closeSession /stores/%FF/sessions/x"]);
}

/// Who sent a request, found out by the hook.
#[derive(Clone)]
struct Caller(String);

/// A hook that takes its time, hands something on, asks for a signature, and knows the envelope.
struct Gate;

impl Hook for Gate {
    async fn check(&self, _: &'static Operation, parts: &mut Parts) -> Result<(), Refusal> {
        tokio::task::yield_now().await;
        let Some(key) = parts.headers.get("x-key") else {
            return Err(StatusCode::UNAUTHORIZED.into_response().into());
        };
        let key = key.to_str().unwrap_or_default().to_owned();
        parts.extensions.insert(Caller(key));
        Ok(())
    }

    async fn check_body(
        &self,
        _: &'static Operation,
        parts: &mut Parts,
        body: &Bytes,
    ) -> Result<(), Refusal> {
        let signed =
            parts.headers.get("x-length").is_none_or(|length| length == &*body.len().to_string());
        if signed { Ok(()) } else { Err(Refusal::new(StatusCode::FORBIDDEN, "unsigned")) }
    }

    fn explain(&self, rejection: &Rejection) -> Option<Value> {
        let mismatch = rejection.mismatch()?;
        let message = rejection.operation().id;
        Some(json!({"message": message, "errors": [mismatch.path, mismatch.reason]}))
    }
}

#[tokio::test]
async fn what_cannot_be_decoded_is_answered_as_it_is_declared() {
    let base = serve(api_router(Nothing, Gate)).await;
    let (line, key) = ("PATCH /sessions/s", "x-key: 1\r\n");
    assert_eq!(send(&base, line, "", "{}").await.0, 401);
    assert_eq!(send(&base, line, key, "{}").await.0, 200);
    assert_eq!(send(&base, line, "x-key: 1\r\nx-length: 3\r\n", "{}").await.0, 403);
    // Told as 400, which is declared as 422.
    let (status, answer) = send(&base, line, key, r#"{"note":1}"#).await;
    assert_eq!(status, 422);
    assert!(answer.contains("content-type: application/json"), "{answer}");
    let body: ErrorEnvelope = decode(answer.split("\r\n\r\n").nth(1).unwrap().as_bytes()).unwrap();
    assert_eq!((body.message.as_str(), body.errors[0].as_str()), ("updateSession", "note"));
    // Nothing explains these: the status that fits, in plain text.
    let (status, answer) = send(&base, "PATCH /sessions/%FF", key, "{}").await;
    assert!(status == 404 && answer.contains("text/plain"), "{answer}");
    let (status, answer) = send(&base, line, "x-key: 1\r\ncontent-encoding: br\r\n", "{}").await;
    assert!(status == 415 && answer.contains("accept-encoding: identity"), "{answer}");
}

/// Keeps what is not understood, and who sent what is.
#[derive(Clone, Default)]
struct Keeps(Arc<Mutex<Vec<String>>>);

impl Webhooks for Keeps {
    async fn left(&self, body: Notification<Customer>) -> Reply<String, Infallible> {
        let caller = body.extensions.get::<Caller>().map(|caller| caller.0.clone());
        let raw = String::from_utf8_lossy(&body.raw);
        assert!(!format!("{body:?}").contains("secret"), "{body:?}");
        let line = format!("{caller:?} {:?} {raw} {:?}", body.email, body.headers.get("x-note"));
        self.0.lock().unwrap().push(line);
        Ok("thanks".to_owned())
    }

    async fn undecodable(&self, rejection: Rejection) -> Response {
        let raw = String::from_utf8_lossy(&rejection.body()).into_owned();
        let (id, at) = (rejection.operation().id, rejection.mismatch().map(|it| it.path.clone()));
        self.0.lock().unwrap().push(format!("{id} {raw} {at:?}"));
        rejection.into_response()
    }
}

#[tokio::test]
async fn a_method_is_given_what_the_hook_found_and_the_body_as_it_came() {
    let kept = Keeps::default();
    let base = serve(webhooks_router(kept.clone(), Gate)).await;
    let headers = "x-key: me\r\nx-note: secret\r\n";
    assert_eq!(send(&base, "POST /left", headers, "{\"new\": \"secret\"}").await.0, 200);
    let line = "Some(\"me\") None {\"new\": \"secret\"} Some(\"secret\")";
    assert_eq!(*kept.0.lock().unwrap(), [line]);
}

#[tokio::test]
async fn what_is_not_understood_is_handed_over_with_its_bytes() {
    let kept = Keeps::default();
    let base = serve(webhooks_router(kept.clone(), accept_all)).await;
    for (headers, body, status) in [
        ("", "[7]", 400),
        ("", "{broken", 400),
        ("content-type: text/xml\r\n", "<left/>", 415),
        ("content-encoding: gzip\r\n", "zipped", 415),
        ("content-encoding: Identity\r\n", "{}", 200),
    ] {
        assert_eq!(send(&base, "POST /left", headers, body).await.0, status, "{headers}{body}");
    }
    let kept = kept.0.lock().unwrap();
    let lines = [
        r#"left [7] Some(".")"#,
        r#"left {broken Some(".")"#,
        "left <left/> None",
        "left zipped None",
        "None None {} None",
    ];
    assert_eq!(*kept, lines);
}

/// A service that does not do as it is told.
struct Grumpy(Refused);

impl Api for Grumpy {
    async fn update_session(
        &self,
        session_id: String,
        _: UpdateSessionRequest,
    ) -> Reply<UpdatedSession, Refused> {
        if session_id == "other" {
            return Err((StatusCode::LOOP_DETECTED, "round").into_response().into());
        }
        Err(self.0.clone().into())
    }

    async fn create_visit(&self, body: Option<NewVisit>) -> Reply<CreateVisitSuccess, Refused> {
        let visit = body.ok_or(Refused::Gone)?;
        Ok(match visit.r#in {
            0 => CreateVisitSuccess::Accepted,
            1 => CreateVisitSuccess::Seen("seen".into()),
            store => {
                let visit = json!({"store": store, "note": visit.session_id}).to_string();
                CreateVisitSuccess::Created(decode::<Box<Visit>>(visit.as_bytes()).unwrap())
            }
        })
    }
}

#[tokio::test]
async fn what_a_service_refuses_is_what_its_caller_gets() {
    let envelope = ErrorEnvelope { message: "m".to_owned(), errors: vec!["e".to_owned()] };
    let envelope = Some(Box::new(envelope));
    let body = UpdateSessionRequest::default();
    for (refusal, status) in [
        (Refused::Unauthorized, 401),
        (Refused::InvalidBody(envelope.clone()), 422),
        (Refused::InvalidBody(None), 422),
        (Refused::Gone, 410),
        (Refused::Page(vec![0, 255].into()), 451),
        (Refused::ServerError(StatusCode::BAD_GATEWAY, envelope), 502),
        (Refused::ServerError(StatusCode::INTERNAL_SERVER_ERROR, None), 500),
    ] {
        let base = serve(api_router(Grumpy(refusal.clone()), accept_all)).await;
        let client = Client::new(&base, None).unwrap();
        let error = client.update_session("s", &body).await.unwrap_err();
        assert_eq!((error.refusal(), error.status().unwrap().as_u16()), (Some(&refusal), status));
        let error = client.update_session("other", &body).await.unwrap_err();
        assert!(matches!(error.refusal(), Some(Refused::ServerError(..))), "{error:?}");
        assert_eq!(error.response().unwrap().body, "round");
    }
}

#[tokio::test]
async fn successes_of_several_kinds_reach_the_caller() {
    let base = serve(api_router(Grumpy(Refused::Gone), accept_all)).await;
    let client = Client::new(&base, None).unwrap();
    for (store, name) in [(0, "Accepted"), (1, "Seen("), (2, "Created(")] {
        let visit = NewVisit::new("s", store);
        let response = client.create_visit(Some(&visit)).await.unwrap();
        assert!(format!("{:?}", *response).starts_with(name), "{response:?}");
    }
    let error = client.create_visit(None).await.unwrap_err();
    assert_eq!(error.refusal(), Some(&Refused::Gone));
}

#[tokio::test]
async fn of_two_operations_with_one_route_the_first_counts() {
    const TWIN: Operation =
        Operation { id: "twin", path: "/sessions/{other}#twin", ..operations::UPDATE_SESSION };
    const ODD: Operation = Operation { method: "N O", path: "{*a}:b/{{/}{", ..Operation::NEW };
    let reply = |text: &str| std::future::ready(Reply::<_, Infallible>::Ok(text.to_owned()));
    let router = Routes::new(Nothing, accept_all)
        .on(&operations::UPDATE_SESSION, move |_, _| reply("first"))
        .on(&TWIN, move |_, _| reply("second"))
        .on(&ODD, move |_, _| reply("odd"))
        .into_router();
    let (status, answer) = send(&serve(router).await, "PATCH /sessions/s", "", "").await;
    assert!(status == 200 && answer.ends_with("\"first\""), "{answer}");
}

#[tokio::test]
async fn two_clients_may_share_one_http_client() {
    let base = serve(api_router(Nothing, accept_all)).await;
    let inner = oasis_runtime::client::Http::builder().base_url(&base).build().unwrap();
    let (one, two) = (Client::from(inner.clone()), Client::from(inner));
    assert!(one.close_session(1, "s").await.is_ok() && two.close_session(1, "s").await.is_ok());
}
