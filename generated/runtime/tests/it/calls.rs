//! What the caller of an operation gets back, for everything a server may do.

use crate::api::client::Client;
use crate::api::examples;
use crate::api::refusals::{CreateVisitSuccess, UpdateSessionRefusal as Refusal};
use crate::api::types::{UpdateSessionRequest, UpdatedSession};
use crate::loopback::{Loopback, answer};
use oasis_runtime::client::{Error, Fate, Response, Retry, Token, TransportFault};
use serde_json::{Value, json};
use std::time::Duration;

type Outcome = Result<Response<UpdatedSession>, Error<Refusal>>;

const JSON: &str = "content-type: application/json; charset=utf-8\r\n";

async fn update_session(bytes: &str) -> Outcome {
    let server = Loopback::answering(bytes);
    let token = Token::new("t0ken").unwrap();
    let client = Client::builder().base_url(&server.base).token(token).retry(Retry::never());
    client.build().unwrap().update_session("s", &UpdateSessionRequest::default()).await
}

fn envelope() -> String {
    json!({"message": "bad", "errors": ["x"]}).to_string()
}

#[tokio::test]
async fn a_success_has_status_and_headers_and_is_what_it_holds() {
    let bytes = answer("200 OK", "x-trace: 7\r\n", examples::UPDATE_SESSION_200);
    let response = update_session(&bytes).await.unwrap();
    assert_eq!((response.id, response.status().as_u16()), (7, 200));
    assert_eq!(response.headers()["x-trace"], "7");
    let printed = format!("{response:?}");
    assert!(!printed.contains("a@b") && !printed.contains("x-trace"), "{printed}");
    assert_eq!(response.into_inner().customer.unwrap().id, Some(3));
}

#[tokio::test]
async fn an_exchange_is_called_what_the_server_calls_it() {
    for (headers, id) in [
        ("", None),
        ("x-request-id: r-7\r\n", Some("r-7")),
        ("X-Request-ID: \r\nrequest-id: r-8\r\n", Some("r-8")),
        ("traceparent: 00-ab-cd-01\r\nx-correlation-id: c-9\r\n", Some("c-9")),
        ("x-request-id: \u{fc}\r\ntraceparent: 00-ab-cd-01\r\n", Some("00-ab-cd-01")),
    ] {
        let fine = update_session(&answer("200 OK", headers, examples::UPDATE_SESSION_200)).await;
        assert_eq!(fine.unwrap().request_id(), id, "{headers}");
        let refused = update_session(&answer("422 No", headers, "{}")).await;
        assert_eq!(refused.unwrap_err().request_id(), id, "{headers}");
    }
}

#[tokio::test]
async fn a_refusal_is_named_by_its_status_and_keeps_the_response() {
    let envelope = envelope();
    let body = Some(serde_json::from_str(&envelope).unwrap());
    for (status, body, refusal, name) in [
        ("401 No", "<html>", Refusal::Unauthorized, "Unauthorized"),
        ("422 No", &envelope, Refusal::InvalidBody(body.clone()), "InvalidBody"),
        ("422 No", "<html>", Refusal::InvalidBody(None), "InvalidBody"),
        ("422 No", "", Refusal::InvalidBody(None), "InvalidBody"),
        // A status that is only plausible counts where the body fits.
        ("400 No", &envelope, Refusal::InvalidBody(body.clone()), "InvalidBody"),
        ("410 No", "x", Refusal::Gone, "Gone"),
        ("404 No", "", Refusal::Gone, "Gone"),
        ("451 No", "why", Refusal::Page("why".into()), "Page"),
        ("503 Busy", "", Refusal::RateLimited, "RateLimited"),
        (
            "502 No",
            &envelope,
            Refusal::ServerError(502.try_into().unwrap(), body.clone()),
            "ServerError",
        ),
        ("500 No", "", Refusal::ServerError(500.try_into().unwrap(), None), "ServerError"),
    ] {
        let error = update_session(&answer(status, "x-trace: 7\r\n", body)).await.unwrap_err();
        assert_eq!(error.refusal(), Some(&refusal), "{status} {body}");
        let (response, code) = (error.response().unwrap(), &status[..3]);
        assert_eq!((response.body.as_ref(), response.status.as_str()), (body.as_bytes(), code));
        assert_eq!(response.headers["x-trace"], "7");
        assert_eq!(error.status().unwrap().as_str(), code);
        assert_eq!(error.to_string(), format!("updateSession: {name} ({code})"));
        assert_eq!(error.is_retryable(), code == "503");
    }
}

#[tokio::test]
async fn a_status_that_the_contract_does_not_name_is_undocumented() {
    for (status, body) in [
        ("204 No Content", ""),
        ("201 Created", examples::UPDATE_SESSION_200),
        ("307 Elsewhere", ""),
        ("429 Slow", ""),
        ("400 No", "<html>"),
        ("400 No", "{}"),
        ("404 No", "a page"),
    ] {
        let error = update_session(&answer(status, "", body)).await.unwrap_err();
        assert!(matches!(error, Error::Undocumented(_)), "{status}: {error:?}");
        assert_eq!(error.response().unwrap().body, body);
        assert_eq!(error.is_retryable(), status.starts_with("429"));
        let code = &status[..3];
        assert_eq!(error.to_string(), format!("updateSession: undocumented response ({code})"));
    }
}

#[tokio::test]
async fn a_default_takes_every_other_status_and_keeps_it() {
    for status in ["100 x", "302 Found", "418 Teapot", "503 Busy"].iter().skip(1) {
        let server = Loopback::answering(answer(status, "", ""));
        let client = Client::new(&server.base, None).unwrap();
        let error = client.close_session(1, "s").await.unwrap_err();
        assert!(error.to_string().contains("closeSession: Failed"), "{error}");
        assert_eq!(error.status().unwrap().as_str(), &status[..3]);
    }
}

#[tokio::test]
async fn a_plausible_success_counts_where_the_body_fits() {
    for (status, body, fine) in [
        ("200 OK", "", true),
        ("200 OK", "x", true),
        ("204 No Content", "", true),
        ("202 Later", "", false),
    ] {
        let server = Loopback::answering(answer(status, "", body));
        let client = Client::new(&server.base, None).unwrap();
        assert_eq!(client.close_session(1, "s").await.is_ok(), fine, "{status}");
    }
}

#[tokio::test]
async fn successes_of_several_kinds_are_told_apart() {
    for (status, body, name) in [
        ("201 Created", r#"{"store": 1, "note": null}"#, "Created"),
        ("202 Later", "", "Accepted"),
        ("200 OK", "seen", "Seen"),
    ] {
        let server = Loopback::answering(answer(status, "", body));
        let client = Client::new(&server.base, None).unwrap();
        let response = client.create_visit(None).await.unwrap();
        assert!(format!("{:?}", *response).starts_with(name), "{response:?}");
        let request = &server.requests()[0].to_ascii_lowercase();
        assert!(!request.contains("content-type"), "{request}");
    }
    let server = Loopback::answering(answer("201 Created", "", "{}"));
    let client = Client::new(&server.base, None).unwrap();
    let error = client.create_visit(None).await.unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.mismatch.path == "store"), "{error:?}");
    let _: fn(Box<_>) -> _ = CreateVisitSuccess::Created;
}

#[tokio::test]
async fn a_success_with_another_body_is_undecodable_and_kept() {
    let wrong: Value = json!({"id": 1.5, "createdAt": "2020-01-01T00:00:00Z"});
    for (body, path) in [
        (wrong.to_string().as_str(), "id"),
        ("[]", "."),
        ("", "."),
        ("{\"id\":", "."),
        ("null", "."),
    ] {
        let error = update_session(&answer("200 OK", JSON, body)).await.unwrap_err();
        assert!(!error.is_retryable());
        match error {
            Error::Decode(error) => {
                assert_eq!(
                    (error.mismatch.path.as_str(), &error.response.body[..]),
                    (path, body.as_bytes())
                );
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn no_whole_response_is_a_transport_error_whose_fate_is_unknown() {
    let whole = answer("200 OK", JSON, examples::UPDATE_SESSION_200);
    let half = whole.replace("content-length: ", "content-length: 9");
    for bytes in ["", "HTTP/1.1 200", "no HTTP at all\r\n\r\n", half.as_str()] {
        let error = update_session(bytes).await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{bytes}: {error:?}");
        assert!(!error.is_retryable(), "{bytes}: {error:?}");
        // A head that says success settles the matter, whatever became of the body.
        let fate = if bytes == half { Fate::Applied } else { Fate::Unknown };
        assert_eq!(error.fate(), fate, "{bytes}: {error:?}");
    }
}

#[tokio::test]
async fn a_host_that_cannot_be_reached_may_be_asked_again() {
    let nobody = Client::new("http://127.0.0.1:1", None).unwrap();
    let error = nobody.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err();
    assert!(error.is_retryable() && !error.is_timeout(), "{error:?}");
    assert_eq!(error.to_string(), "updateSession: the host cannot be reached");
}

#[tokio::test]
async fn time_that_runs_out_leaves_the_fate_unknown() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::new(&base, None).unwrap().with_timeout(Duration::from_millis(100));
    let error = client.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err();
    assert!(error.is_timeout() && !error.is_retryable(), "{error:?}");
}

#[tokio::test]
async fn a_response_above_the_limit_is_not_read_to_its_end() {
    let server = Loopback::answering(answer("500 Oops", "", &"x".repeat(2_000)));
    let client = Client::builder().base_url(&server.base).max_body(1_000).build().unwrap();
    match client.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err() {
        Error::Transport(error) => {
            assert!(matches!(error.fault, TransportFault::TooLarge { limit: 1_000 }));
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_client_says_who_it_is() {
    let agent = concat!("user-agent: oasis-runtime/", env!("CARGO_PKG_VERSION"));
    for (builder, expected) in
        [(Client::builder(), agent), (Client::builder().user_agent("till/3"), "user-agent: till/3")]
    {
        let server = Loopback::answering(answer("200 OK", "", examples::UPDATE_SESSION_200));
        let client = builder.base_url(&server.base).build().unwrap();
        client.update_session("s", &UpdateSessionRequest::default()).await.unwrap();
        let request = &server.requests()[0].to_ascii_lowercase();
        for line in [expected, "accept: application/json", "content-type: application/json"] {
            assert!(request.contains(&format!("\r\n{line}\r\n")), "{request}");
        }
    }
}
