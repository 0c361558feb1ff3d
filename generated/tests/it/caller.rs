//! What the caller of an operation gets back, for everything a server may do.

use crate::loopback::{Loopback, answer};
use aifi_oasis::errors::{UpdateSessionError as E, UpdateShopperError};
use aifi_oasis::runtime::Field;
use aifi_oasis::runtime::client::{Rejection, Token, Transport};
use aifi_oasis::types::{
    ErrorEnvelope, Role, UpdateSessionRequest, UpdateShopperRequest, UpdatedSession,
};
use aifi_oasis::{Client, examples};
use serde_json::{Value, json};

type Outcome = Result<UpdatedSession, E>;

async fn update_session(bytes: &str) -> Outcome {
    let server = Loopback::answering(bytes);
    let client = Client::new(&server.base, Token::new("t0ken").unwrap()).unwrap();
    client.update_session("s", &UpdateSessionRequest::default()).await
}

/// The example session with one thing changed.
fn session(pointer: &str, value: Value) -> String {
    let mut session: Value = serde_json::from_str(examples::UPDATE_SESSION_200).unwrap();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    session.pointer_mut(parent).unwrap()[member] = value;
    session.to_string()
}

const JSON: &str = "content-type: application/json; charset=utf-8\r\n";

fn ok(body: &str) -> String {
    answer("200 OK", JSON, body)
}

fn envelope(kind: &str, rule: &str) -> String {
    let error = json!({"error": "\"x\" is bad", "rule": rule, "field": "\"x\""});
    json!({"message": "Invalid request body", "type": kind, "errors": [error]}).to_string()
}

fn invalid_body(outcome: Outcome) -> Box<Rejection<ErrorEnvelope>> {
    let Err(E::InvalidBody(rejection)) = outcome else {
        unreachable!("not an invalid body: {outcome:?}")
    };
    rejection
}

#[tokio::test]
async fn a_new_role_survives_and_encodes_back() {
    let got = update_session(&ok(&session("/customer/role", json!("vip")))).await.unwrap();
    let role = got.customer.unwrap().role.unwrap();
    assert_eq!(role, Role::Unknown("vip".to_owned()));
    assert_eq!(serde_json::to_value(role).unwrap(), json!("vip"));
}

#[tokio::test]
async fn a_large_id_is_kept() {
    let got = update_session(&ok(&session("/id", json!(3_000_000_000_i64)))).await.unwrap();
    assert_eq!(got.id, 3_000_000_000);
}

#[tokio::test]
async fn unknown_members_are_ignored_and_free_form_ones_kept_in_order() {
    let metadata = json!({"z": 1, "a": {"q": null, "b": [1.50, "x"]}, "events": [], "0": "y"});
    let mut body: Value = serde_json::from_str(&session("/metadata", metadata.clone())).unwrap();
    body["brandNew"] = json!({"anything": true});
    let got = update_session(&ok(&body.to_string())).await.unwrap();
    let back = serde_json::to_value(&got).unwrap();
    assert_eq!(back["metadata"].to_string(), metadata.to_string());
}

#[tokio::test]
async fn null_and_absent_are_told_apart() {
    let got = update_session(&ok(&session("/customer/email", Value::Null))).await.unwrap();
    assert_eq!(got.customer.unwrap().email, Field::Null);
    let mut body: Value = serde_json::from_str(examples::UPDATE_SESSION_200).unwrap();
    body["customer"].as_object_mut().unwrap().remove("email");
    let got = update_session(&ok(&body.to_string())).await.unwrap();
    assert_eq!(got.customer.unwrap().email, Field::Absent);
}

#[tokio::test]
async fn null_where_no_reading_has_it_is_undecodable() {
    for member in ["createdAt", "updatedAt", "suspectedFraud"] {
        let body = session(&format!("/{member}"), Value::Null);
        match update_session(&ok(&body)).await {
            Err(E::Decode(error)) => {
                assert_eq!(error.path, member);
                assert!(error.reason.contains("null"), "{}", error.reason);
                assert_eq!(error.answer.body, body);
            }
            other => panic!("{member}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn an_offset_names_the_same_instant() {
    let offset = session("/createdAt", json!("2019-08-24T16:15:22+02:00"));
    let got = update_session(&ok(&offset)).await.unwrap();
    let plain = update_session(&ok(examples::UPDATE_SESSION_200)).await.unwrap();
    assert_eq!(got.created_at, plain.created_at);
}

#[tokio::test]
async fn a_content_type_is_not_needed() {
    let bytes = answer("200 OK", "", examples::UPDATE_SESSION_200);
    assert!(update_session(&bytes).await.is_ok());
}

#[tokio::test]
async fn another_body_is_undecodable_and_kept() {
    let nested = r#"{"customer":{"id":"x"}}"#;
    for body in [nested, "[]", "", "\"done\"", r#"{"id":"#, "<p>hi</p>", "null"] {
        match update_session(&answer("200 OK", "x-trace: 7\r\n", body)).await {
            Err(E::Decode(error)) => {
                assert_eq!(error.path, if body == nested { "customer.id" } else { &error.path });
                assert_eq!(error.answer.status, 200);
                assert_eq!(error.answer.headers["x-trace"], "7");
                assert_eq!(error.answer.body, body);
                assert!(!error.reason.is_empty());
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_status_without_a_reading_is_undocumented() {
    let page = "<html>oops</html>";
    for (status, body) in [("204 No Content", ""), ("500 Oops", page), ("404 Not Found", page)] {
        match update_session(&answer(status, "x-trace: 7\r\n", body)).await {
            Err(E::Undocumented(answer)) => {
                assert!(status.starts_with(answer.status.as_str()));
                assert_eq!(answer.headers["x-trace"], "7");
                assert_eq!(answer.body, body);
            }
            other => panic!("{status}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_plausible_status_counts_where_the_body_fits() {
    let bad = answer("400 Bad Request", JSON, &envelope("E_INVALID_BODY", "any.required"));
    assert!(invalid_body(update_session(&bad).await).body.is_some());
    for body in ["", "<html>", "{}"] {
        match update_session(&answer("400 Bad Request", JSON, body)).await {
            Err(E::Undocumented(answer)) => assert_eq!(answer.body, body),
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_plausible_success_without_a_body_is_a_success() {
    for (status, fine) in [("200 OK", true), ("204 No Content", true), ("202 Accepted", false)] {
        let server = Loopback::answering(answer(status, "", ""));
        let client = Client::new(&server.base, None).unwrap();
        let request = UpdateShopperRequest { session_id: "s".to_owned() };
        let got = client.update_shopper(1, "7", &request).await;
        assert_eq!(got.is_ok(), fine, "{status}");
        assert!(fine || matches!(got, Err(UpdateShopperError::Undocumented(_))));
    }
}

#[tokio::test]
async fn an_unauthorised_caller_learns_so_whatever_the_body() {
    for body in ["", r#"{"message":"no"}"#, "<html>"] {
        match update_session(&answer("401 Unauthorized", "", body)).await {
            Err(E::Unauthorized(answer)) => assert_eq!(answer.body, body),
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_documented_rejection_is_typed() {
    for (kind, rule) in [("E_INVALID_BODY", "any.required"), ("E_NEW", "brand.new")] {
        let bytes = answer("422 Unprocessable Entity", JSON, &envelope(kind, rule));
        let body = invalid_body(update_session(&bytes).await).body.unwrap();
        assert_eq!((body.r#type.as_str(), body.errors[0].rule.as_str()), (kind, rule));
    }
}

#[tokio::test]
async fn a_rejection_that_is_not_the_envelope_keeps_its_bytes_and_invents_nothing() {
    for body in ["", "{}", "[1]", "<html>", r#"{"message":"m","type":"t"}"#] {
        let bytes = answer("422 Unprocessable Entity", JSON, body);
        let rejection = invalid_body(update_session(&bytes).await);
        assert_eq!((rejection.body, rejection.answer.body.as_ref()), (None, body.as_bytes()));
    }
}

#[tokio::test]
async fn being_limited_is_told_by_its_status() {
    match update_session(&answer("503 Service Unavailable", "", "slow down")).await {
        Err(E::RateLimited(answer)) => assert_eq!(answer.body, "slow down"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn no_whole_answer_is_a_transport_error() {
    let whole = answer("200 OK", JSON, examples::UPDATE_SESSION_200);
    let half = whole.replace("content-length: ", "content-length: 9");
    for bytes in ["", "HTTP/1.1 200", "no HTTP at all\r\n\r\n", half.as_str()] {
        let got = update_session(bytes).await;
        assert!(matches!(got, Err(E::Transport(Transport::Http(_)))), "{bytes}: {got:?}");
    }
}

#[tokio::test]
async fn an_answer_above_the_limit_is_not_read_to_its_end() {
    use aifi_oasis::runtime::client::Settings;
    let server = Loopback::answering(answer("500 Oops", "", &"x".repeat(2_000)));
    let settings = Settings { max_body: 1_000, ..Settings::default() };
    let client = Client::with_settings(&server.base, None, &settings).unwrap();
    let got = client.update_session("s", &UpdateSessionRequest::default()).await;
    assert!(matches!(got, Err(E::Transport(Transport::TooLarge { limit: 1_000 }))), "{got:?}");
}

#[tokio::test]
async fn every_error_prints_without_the_whole_body() {
    let long = "x".repeat(5_000);
    for status in ["200 OK", "401 Unauthorized", "422 Unprocessable Entity", "500 Oops"] {
        let error = update_session(&answer(status, "", &long)).await.unwrap_err();
        let text = error.to_string();
        assert!(text.starts_with("updateSession: ") && text.len() < 600, "{text}");
    }
}
