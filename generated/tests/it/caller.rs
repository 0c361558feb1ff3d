//! What the caller of an operation gets back, through the code generated from a document that does
//! not change. How statuses, tokens and transport are handled in general is the runtime's business.

use crate::compiles::sessions::client::Client;
use crate::compiles::sessions::examples;
use crate::compiles::sessions::refusals::{UpdateSessionRefusal, UpdateShopperRefusal};
use crate::compiles::sessions::types::{
    Metadata, Role, StoreId, UpdateSessionRequest, UpdateShopperRequest, UpdatedSession,
};
use crate::loopback::{Loopback, answer};
use aifi_oasis::runtime::client::{Error, Response, Token};
use serde_json::{Value, json};

type Outcome = Result<Response<UpdatedSession>, Error<UpdateSessionRefusal>>;

const JSON: &str = "content-type: application/json; charset=utf-8\r\n";

async fn update_session(bytes: &str) -> Outcome {
    let server = Loopback::answering(bytes);
    let client = Client::new(&server.base, Token::new("t0ken").unwrap()).unwrap();
    client.update_session(&"s".into(), &UpdateSessionRequest::default()).await
}

/// The example session with one thing changed.
fn session(pointer: &str, value: Value) -> String {
    let mut session: Value = serde_json::from_str(examples::UPDATE_SESSION_200).unwrap();
    let (parent, property) = pointer.rsplit_once('/').unwrap();
    session.pointer_mut(parent).unwrap()[property] = value;
    session.to_string()
}

fn ok(body: &str) -> String {
    answer("200 OK", JSON, body)
}

fn envelope(kind: &str) -> String {
    let error = json!({"error": "\"x\" is bad", "rule": "any.required", "field": "\"x\""});
    json!({"message": "Invalid request body", "type": kind, "errors": [error]}).to_string()
}

#[tokio::test]
async fn a_request_says_what_the_operation_is() {
    let server = Loopback::answering(ok(examples::UPDATE_SESSION_200));
    let client = Client::new(&server.base, Token::new("t0ken").unwrap()).unwrap();
    let change = UpdateSessionRequest::default().metadata(Metadata::default());
    client.update_session(&"a/b".into(), &change).await.unwrap();
    let request = &server.requests()[0];
    assert!(request.starts_with("PATCH /api/admin/v2/sessions/a%2Fb HTTP/1.1\r\n"), "{request}");
    for line in [
        "authorization: Bearer t0ken\r\n",
        "accept: application/json\r\n",
        "content-type: application/json\r\n",
        concat!("user-agent: ", env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"), "\r\n"),
    ] {
        assert!(request.contains(line), "{line}: {request}");
    }
    assert!(request.ends_with("\r\n\r\n{\"metadata\":{}}"), "{request}");
}

#[tokio::test]
async fn a_success_has_its_status_and_its_headers() {
    let bytes = answer("200 OK", "x-trace: 7\r\n", examples::UPDATE_SESSION_200);
    let got = update_session(&bytes).await.unwrap();
    assert_eq!((got.status().as_u16(), &got.headers()["x-trace"]), (200, &"7".parse().unwrap()));
    assert_eq!(got.into_inner().id, Some(0));
}

#[tokio::test]
async fn a_new_role_survives_and_encodes_back() {
    let got = update_session(&ok(&session("/customer/role", json!("vip")))).await.unwrap();
    let role = got.into_inner().customer.unwrap().role.unwrap();
    assert_eq!(role, Role::Other("vip".to_owned()));
    assert_eq!(serde_json::to_value(role).unwrap(), json!("vip"));
}

#[tokio::test]
async fn unknown_properties_are_ignored_and_free_form_ones_kept_in_order() {
    let metadata = json!({"z": 1, "a": {"q": null, "b": [1.50, "x"]}, "events": [], "0": "y"});
    let mut body: Value = serde_json::from_str(&session("/metadata", metadata.clone())).unwrap();
    body["brandNew"] = json!({"anything": true});
    let got = update_session(&ok(&body.to_string())).await.unwrap();
    let back = serde_json::to_value(&*got).unwrap();
    assert_eq!(back["metadata"].to_string(), metadata.to_string());
}

#[tokio::test]
async fn what_is_only_guessed_may_be_null_absent_or_of_another_type() {
    let example: Value = serde_json::from_str(examples::UPDATE_SESSION_200).unwrap();
    for property in example.as_object().unwrap().keys() {
        let mut absent = example.clone();
        absent.as_object_mut().unwrap().shift_remove(property);
        let pointer = format!("/{property}");
        let null = session(&pointer, Value::Null);
        let other = session(&pointer, json!([["nothing like it"]]));
        for body in [absent.to_string(), null, other] {
            let got = update_session(&ok(&body)).await;
            assert!(got.is_ok(), "{property}: {:?}", got.err());
        }
    }
}

#[tokio::test]
async fn another_body_is_undecodable_and_kept() {
    for body in ["[]", "", "\"done\"", r#"{"id":"#, "<p>hi</p>", "null"] {
        match update_session(&ok(body)).await {
            Err(Error::Decode(error)) => {
                assert_eq!(error.response.status, 200);
                assert_eq!(error.response.body, body);
            }
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_refusal_is_named_by_its_status_and_typed_where_its_body_fits() {
    for (status, body, refusal, typed) in [
        ("422 Unprocessable Entity", envelope("E_INVALID_BODY"), "InvalidBody", true),
        ("422 Unprocessable Entity", envelope("E_NEW"), "InvalidBody", true),
        ("422 Unprocessable Entity", "<html>".to_owned(), "InvalidBody", false),
        ("400 Bad Request", envelope("E_INVALID_BODY"), "InvalidBody", true),
        ("401 Unauthorized", "<html>".to_owned(), "Unauthorized", false),
        ("503 Service Unavailable", "slow down".to_owned(), "RateLimited", false),
    ] {
        let error = update_session(&answer(status, JSON, &body)).await.unwrap_err();
        assert_eq!(error.response().unwrap().body, body);
        assert!(error.to_string().contains(refusal), "{status}: {error}");
        let found = match error.refusal().unwrap() {
            UpdateSessionRefusal::InvalidBody(envelope) => envelope.is_some(),
            _ => false,
        };
        assert_eq!(found, typed, "{status} {body}");
    }
}

#[tokio::test]
async fn a_plausible_status_counts_only_where_the_body_fits() {
    for body in ["", "<html>", "{}"] {
        match update_session(&answer("400 Bad Request", JSON, body)).await {
            Err(Error::Undocumented(error)) => assert_eq!(error.response.body, body),
            other => panic!("{body}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn a_status_that_is_only_inferred_stands_for_its_class() {
    for (status, is_fine) in [("200 OK", true), ("204 No Content", true), ("302 Found", false)] {
        let server = Loopback::answering(answer(status, "", ""));
        let client = Client::new(&server.base, None).unwrap();
        let got = client.update_shopper(StoreId(1), "7", &UpdateShopperRequest::new("s")).await;
        assert_eq!(got.is_ok(), is_fine, "{status}");
    }
    // The status of this operation is documented.
    let bytes = answer("206 Partial Content", JSON, examples::UPDATE_SESSION_200);
    assert!(matches!(update_session(&bytes).await, Err(Error::Undocumented(_))));
}

#[test]
fn equal_refusals_are_one_type() {
    let refusal: UpdateShopperRefusal = UpdateSessionRefusal::RateLimited;
    assert_eq!(refusal, UpdateSessionRefusal::RateLimited);
}
