//! The mock does what is claimed, under every reading, whatever it is sent.

mod parameters;
mod probes;
mod wire;

use oasis_contract_tests::joi::Settings;
use oasis_contract_tests::mock::{self, Config, DEFAULT_TOKEN, Running};
use oasis_model::conform::{self, View};
use oasis_model::ir::Status;
use probes::{
    OTHER, SESSION, SHOPPER, UNKNOWN, WEBHOOK, claimed, good, variant, webhook, with_credentials,
};
use serde_json::{Value, json};
use wire::{Outcome, Wire};

async fn start(settings: Settings) -> (Running, Wire) {
    let api = probes::api();
    let config = Config { settings: Some(settings), ..Config::default() };
    let running = mock::start_plain(api, config).await.expect("it starts");
    let wire = Wire::to(running.addr);
    (running, wire)
}

async fn patch(wire: &mut Wire, path: &str, body: &str) -> (u16, Value) {
    let outcome = wire.send(&good("PATCH", path, body)).await;
    (outcome.status(), serde_json::from_str(&outcome.text()).unwrap_or_default())
}

#[tokio::test]
async fn every_probe_gets_a_whole_response_and_never_with_a_server_error() {
    for (name, settings) in Settings::variants(&probes::api()) {
        let (_running, mut wire) = start(settings).await;
        for probe in &probes::varied() {
            let outcome = wire.send(probe).await;
            let head = String::from_utf8_lossy(&probe[..probe.len().min(160)]).into_owned();
            assert!((200..500).contains(&outcome.status()), "{name}: {head}: {outcome:?}");
            assert!(matches!(outcome, Outcome::Response { whole: true, .. }), "{name}: {head}");
            let is_json = outcome.header("content-type") == Some("application/json; charset=utf-8");
            assert_eq!(is_json, !outcome.text().is_empty(), "{name}: {head}: {outcome:?}");
        }
    }
}

#[tokio::test]
async fn every_response_to_a_documented_request_fits_the_specification() {
    let api = probes::api();
    let (_running, mut wire) = start(claimed()).await;
    for (operation, method, path, bodies) in [
        ("updateSession", "PATCH", SESSION, [json!({}), json!({"metadata": {"a": 1}}), json!(1)]),
        ("updateShopper", "PATCH", SHOPPER, [json!({"sessionId": "a"}), json!({}), json!(1)]),
        (
            "transitionLeft",
            "POST",
            WEBHOOK,
            [serde_json::from_str(&webhook(|_| {})).unwrap(), json!({}), json!(1)],
        ),
    ] {
        let responses = &api.operation(operation).expect("it is there").responses;
        for body in bodies {
            let outcome = wire.send(&good(method, path, &body.to_string())).await;
            let response = responses
                .iter()
                .find(|response| response.status == Status::Code(outcome.status()))
                .expect("the status is documented");
            match response.json() {
                None => assert_eq!(outcome.text(), "", "{operation}"),
                Some(content) => {
                    let value = serde_json::from_str(&outcome.text()).expect("it is JSON");
                    let schema = content.schema.expect("it has a schema");
                    let verdict = conform::check(&api, schema, &value, View::Claim);
                    assert_eq!(verdict.violations, [], "{operation}: {value}");
                }
            }
        }
    }
}

#[tokio::test]
async fn metadata_is_replaced_whole_and_reading_changes_nothing() {
    let (_running, mut wire) = start(claimed()).await;
    let (_, before) = patch(&mut wire, SESSION, "{}").await;
    let metadata =
        json!({"events": [{"eventId": "e"}], " a.b ": null, "__proto__": {"x": 1}, "Z": -1});
    let (status, written) =
        patch(&mut wire, SESSION, &json!({"metadata": metadata}).to_string()).await;
    assert_eq!((status, &written["metadata"]), (200, &metadata));
    assert_eq!(written["metadata"].to_string(), metadata.to_string(), "the order of keys is kept");
    assert_ne!(written["updatedAt"], before["updatedAt"]);
    let (_, read) = patch(&mut wire, SESSION, "{}").await;
    assert_eq!(read, written);
    let (_, replaced) = patch(&mut wire, SESSION, r#"{"metadata":{"b":2}}"#).await;
    assert_eq!(replaced["metadata"], json!({"b": 2}));
    let (_, other) = patch(&mut wire, OTHER, "{}").await;
    assert_eq!(other["metadata"], before["metadata"]);
    assert_eq!(other["sessionId"], "mock-session-2");
}

#[tokio::test]
async fn the_mark_of_fraud_stays_and_a_refused_body_changes_nothing() {
    let (_running, mut wire) = start(claimed()).await;
    let (_, before) = patch(&mut wire, SESSION, "{}").await;
    assert_eq!(before["suspectedFraud"], false);
    let broken = r#"{"suspectedFraud":false,"metadata":{"x":1}}"#;
    assert_eq!(patch(&mut wire, SESSION, broken).await.0, 422);
    assert_eq!(patch(&mut wire, SESSION, "{}").await.1, before);
    let both = r#"{"suspectedFraud":true,"metadata":{"x":1}}"#;
    let (_, marked) = patch(&mut wire, SESSION, both).await;
    assert_eq!((&marked["suspectedFraud"], &marked["metadata"]), (&json!(true), &json!({"x": 1})));
    let (_, later) = patch(&mut wire, SESSION, r#"{"metadata":{}}"#).await;
    assert_eq!(later["suspectedFraud"], true);
}

#[tokio::test]
async fn refusals_come_in_the_order_of_the_vendors_framework() {
    let (_running, mut wire) = start(claimed()).await;
    let token = format!("Bearer {DEFAULT_TOKEN}");
    let typed = |media_type: &'static str| {
        [("authorization", token.clone()), ("content-type", media_type.to_owned())]
    };
    let as_type = |media_type, body: &[u8]| {
        let headers = typed(media_type);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(a, b)| (*a, b.as_str())).collect();
        wire::request("PATCH", SESSION, &headers, body)
    };
    for (request, status, header) in [
        (
            with_credentials("PATCH", SESSION, "", "nonsense"),
            401,
            Some(("www-authenticate", "Bearer")),
        ),
        (with_credentials("PATCH", UNKNOWN, "Bearer x", "[]"), 401, None),
        (good("PATCH", UNKNOWN, "[]"), 422, None),
        (good("PATCH", UNKNOWN, "{}"), 404, None),
        (good("PATCH", "/api/admin/v2/stores/x/shoppers/y", "{}"), 422, None),
        (good("PATCH", "/api/admin/v2/stores/x/shoppers/y", r#"{"sessionId":"a"}"#), 404, None),
        (good("DELETE", SESSION, ""), 405, Some(("allow", "PATCH"))),
        (good("GET", WEBHOOK, ""), 405, Some(("allow", "POST"))),
        (good("GET", "/elsewhere", ""), 404, None),
        (good("PATCH", SESSION, ""), 422, None),
        (good("PATCH", SESSION, "{"), 400, None),
        (good("PATCH", SESSION, "{} {}"), 400, None),
        (as_type("text/xml", b"{}"), 415, None),
        (as_type("application/json; charset=latin1", b"{}"), 415, None),
        (as_type("Application/JSON; charset=\"UTF-8\"", b"{}"), 200, None),
        (as_type("application/json", b"{\"metadata\":{\"a\":\"\xff\"}}"), 400, None),
        (as_type("text/xml", &vec![b'x'; 3 << 20]), 413, None),
    ] {
        let outcome = wire.send(&request).await;
        let head = String::from_utf8_lossy(&request[..request.len().min(120)]).into_owned();
        assert_eq!(outcome.status(), status, "{head}");
        if let Some((name, value)) = header {
            assert_eq!(outcome.header(name), Some(value), "{head}");
        }
        if matches!(status, 401 | 404 | 405 | 413 | 415) {
            assert_eq!(outcome.text(), "", "{head}");
        }
    }
}

#[tokio::test]
async fn halves_of_characters_and_spellings_of_numbers_are_read() {
    let (_running, mut wire) = start(claimed()).await;
    let body = r#"{"metadata":{"half":"\ud83d","whole":"\ud83d\ude00"}}"#;
    let (status, session) = patch(&mut wire, SESSION, body).await;
    assert_eq!(status, 200);
    assert_eq!(session["metadata"], json!({"half": "\u{fffd}", "whole": "😀"}));
    let whole =
        webhook(|body| body["storeId"] = json!(7)).replace("\"storeId\":7", "\"storeId\":7.0");
    assert_eq!(wire.send(&good("POST", WEBHOOK, &whole)).await.status(), 200);
}

#[tokio::test]
async fn settings_show_in_statuses_envelopes_and_sessions() {
    let (_running, mut wire) = start(variant("status-400")).await;
    let (status, envelope) = patch(&mut wire, SESSION, "[]").await;
    assert_eq!((status, &envelope["type"]), (400, &json!("E_INVALID_BODY")));
    let (_running, mut wire) = start(variant("no-content")).await;
    assert_eq!(patch(&mut wire, SHOPPER, r#"{"sessionId":"a"}"#).await.0, 204);
    let (_running, mut wire) = start(variant("converts")).await;
    let (status, session) = patch(&mut wire, SESSION, r#"{"suspectedFraud":"True"}"#).await;
    assert_eq!((status, &session["suspectedFraud"]), (200, &json!(true)));
    let two = r#"{"suspectedFraud":1,"metadata":2}"#;
    for (name, count) in [("reports-first", 1), ("as-claimed", 3)] {
        let (_running, mut wire) = start(variant(name)).await;
        let (_, envelope) = patch(&mut wire, SESSION, two).await;
        assert_eq!(envelope["errors"].as_array().map(Vec::len), Some(count), "{name}");
    }
}

#[tokio::test]
async fn nothing_of_a_body_is_waited_for_where_the_head_decides() {
    let (_running, mut wire) = start(claimed()).await;
    let head = |path: &str, token: &str, length: usize| {
        format!(
            "PATCH {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        )
    };
    for (path, token, length, status) in [
        (SESSION, "wrong", 100, 401),
        ("/nowhere", DEFAULT_TOKEN, 100, 404),
        (SESSION, DEFAULT_TOKEN, 3 << 20, 413),
    ] {
        let outcome = wire.send(head(path, token, length).as_bytes()).await;
        assert_eq!(outcome.status(), status, "{path} {length}");
        wire.close();
    }
    // A small body of a refused request does not cost the connection.
    for _ in 0..3 {
        assert_eq!(wire.send(&with_credentials("PATCH", SESSION, "", "{}")).await.status(), 401);
    }
    assert_eq!(wire.connections, 4);
}

#[tokio::test]
async fn something_can_be_put_around_the_mock() {
    let running = mock::start(probes::api(), Config::default(), |router, mock| {
        drop((router, mock));
        axum::Router::new().fallback(|| async { std::future::pending::<()>().await })
    });
    let running = running.await.expect("it starts");
    let mut wire = Wire::to(running.addr);
    assert_eq!(wire.send(&good("PATCH", SESSION, "{}")).await, Outcome::Hung);
    running.shutdown().await.expect("it ends although a response never comes");
}

#[tokio::test]
async fn a_stopped_mock_lets_its_address_go() {
    let (running, mut wire) = start(claimed()).await;
    assert_eq!(patch(&mut wire, SESSION, "{}").await.0, 200);
    let addr = running.addr;
    drop(wire);
    running.shutdown().await.expect("it ends well");
    let config = Config { listen: addr, ..Config::default() };
    let api = probes::api();
    mock::start_plain(api, config).await.expect("the address is free again");
}

#[tokio::test]
async fn only_the_fixtures_exist() {
    let config = Config { fixtures: Default::default(), ..Config::default() };
    let running = mock::start_plain(probes::api(), config).await.expect("it starts");
    let mut wire = Wire::to(running.addr);
    assert_eq!(patch(&mut wire, SESSION, "{}").await.0, 404);
    assert_eq!(patch(&mut wire, SHOPPER, r#"{"sessionId":"a"}"#).await.0, 404);
}

#[test]
fn the_token_is_in_no_debug_output() {
    assert!(!format!("{:?}", Config::default()).contains(DEFAULT_TOKEN));
}
