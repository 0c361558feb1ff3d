//! Requests that show every side of the mock: good ones, broken ones, strangers' and hostile ones.

use super::wire;
use oasis_contract_tests::joi::Settings;
use oasis_contract_tests::mock::DEFAULT_TOKEN;
use oasis_contract_tests::spec::Spec;
use oasis_model::ir::Api;
use serde_json::{Value, json};
use std::sync::{Arc, LazyLock};

pub(super) const SESSION: &str = "/api/admin/v2/sessions/mock-session-1";
pub(super) const OTHER: &str = "/api/admin/v2/sessions/mock-session-2";
pub(super) const UNKNOWN: &str = "/api/admin/v2/sessions/nobody-knows-me";
pub(super) const SHOPPER: &str = "/api/admin/v2/stores/1/shoppers/100000000000001";
pub(super) const WEBHOOK: &str = "/api/push/transition/left";

/// A specification of its own, read once for all tests: what they name is there, whatever becomes of
/// the curated one.
pub(super) fn api() -> Arc<Api> {
    static API: LazyLock<Arc<Api>> = LazyLock::new(|| {
        let text = include_str!("../../../../codegen/tests/fixtures/generate/sessions/spec.yaml");
        Spec::read("sessions.yaml", text).expect("the fixture is sound").api
    });
    API.clone()
}

/// What the fixture claims.
pub(super) fn claimed() -> Settings {
    Settings::claimed(&api())
}

/// The variant of this name.
pub(super) fn variant(name: &str) -> Settings {
    let variants = Settings::variants(&api());
    variants.into_iter().find(|(other, _)| *other == name).expect("there is one").1
}

/// Every probe in the order in which it is sent; later ones see what earlier ones wrote.
pub(super) fn varied() -> Vec<Vec<u8>> {
    let mut list = Vec::new();
    list.extend(sessions());
    list.extend(shoppers());
    list.extend(webhooks());
    list.extend(strangers());
    list.extend(paths());
    list.extend(methods());
    list.extend(heavy());
    list
}

/// A request with the right token and media type.
pub(super) fn good(method: &str, path: &str, body: &str) -> Vec<u8> {
    with_credentials(method, path, &format!("Bearer {DEFAULT_TOKEN}"), body)
}

/// A request with other credentials.
pub(super) fn with_credentials(method: &str, path: &str, credentials: &str, body: &str) -> Vec<u8> {
    let json = ("content-type", "application/json");
    let headers = [("authorization", credentials), json];
    // An empty text stands for no header at all.
    let sent = if credentials.is_empty() { &headers[1..] } else { &headers[..] };
    wire::request(method, path, sent, body.as_bytes())
}

/// The example of a webhook, changed.
pub(super) fn webhook(change: impl FnOnce(&mut Value)) -> String {
    let api = api();
    let operation = api.operation("transitionLeft").expect("it is there");
    let content = operation.body.as_ref().and_then(|body| body.json()).expect("it takes JSON");
    let mut body = content.example.clone().expect("it has an example");
    change(&mut body);
    body.to_string()
}

fn nested(depth: usize) -> String {
    format!("{{\"metadata\":{{\"deep\":{}{}}}}}", "[".repeat(depth), "]".repeat(depth))
}

fn sessions() -> Vec<Vec<u8>> {
    let long = format!("{{\"metadata\":{{\"long\":\"{}\"}}}}", "x".repeat(100_000));
    let metadata = json!({"metadata": {
        "events": [{"eventId": "6bdbfb2d", "metadata": {"key": "value"}}],
        " blank ": " blank ", "Capital": true, "snake_case": null, "a.b": "", "$x": 1,
        "__proto__": {"p": 1}, "inner": {"a": {"b": 1}}, "list": [1, 2], "nul": "a\u{0}b",
        "astral": "\u{1F600}", "text": "y".repeat(300), "big": 9_007_199_254_740_993_i64,
    }});
    [
        "{}".to_owned(),
        metadata.to_string(),
        "{}".to_owned(),
        r#"{"metadata":{"inner":{"a":{"c":2}},"again":[1]}}"#.to_owned(),
        r#"{"metadata":{"inner":{"a":{"c":2}},"again":[1]}}"#.to_owned(),
        r#"{"metadata":{"x":1},"zz":1,"suspectedFraud":"yes","yy":2,"xx":3,"ww":4}"#.to_owned(),
        "{}".to_owned(),
        r#"{"metadata":{},"toString":1}"#.to_owned(),
        r#"{"suspectedFraud":true,"zz":1}"#.to_owned(),
        "{}".to_owned(),
        r#"{"metadata":{"half":"\ud83d"}}"#.to_owned(),
        r#"{"metadata":{"":1}}"#.to_owned(),
        r#"{"metadata":{"constructor":1}}"#.to_owned(),
        r#"{"metadata":{"a.b":1}}"#.to_owned(),
        r#"{"metadata":{"$x":1}}"#.to_owned(),
        r#"{"metadata":{}}"#.to_owned(),
        r#"{"suspectedFraud":true,"metadata":{"kept":1}}"#.to_owned(),
        "{}".to_owned(),
        r#"{"suspectedFraud":true}"#.to_owned(),
        "{}".to_owned(),
        r#"{"suspectedFraud":"true"}"#.to_owned(),
        r#"{"suspectedFraud":1}"#.to_owned(),
        r#"{"suspectedFraud":false}"#.to_owned(),
        r#"{"metadata":null}"#.to_owned(),
        r#"{"metadata":[]}"#.to_owned(),
        r#"{"metadata":"x"}"#.to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        "5".to_owned(),
        String::new(),
        "{} x".to_owned(),
        "{\"metadata\":{\"a\":1".to_owned(),
        "{\"metadata\":{},}".to_owned(),
        "nonsense".to_owned(),
        nested(100),
        long,
    ]
    .iter()
    .map(|body| good("PATCH", SESSION, body))
    .chain([good("PATCH", OTHER, "{}"), good("PATCH", UNKNOWN, "{}")])
    .collect()
}

fn shoppers() -> Vec<Vec<u8>> {
    [
        r#"{"sessionId":"a"}"#,
        r#"{"sessionId":7}"#,
        r#"{"sessionId":null}"#,
        "{}",
        r#"{"sessionId":""}"#,
    ]
    .map(|body| good("PATCH", SHOPPER, body))
    .to_vec()
}

fn webhooks() -> Vec<Vec<u8>> {
    let changes: [fn(&mut Value); 21] = [
        |_| {},
        |body| body["storeId"] = json!("7"),
        |body| body["storeId"] = json!(1.5),
        |body| body["timeOfOrigin"] = json!("yesterday"),
        |body| drop(body.as_object_mut().and_then(|it| it.shift_remove("timeOfIssue"))),
        |body| drop(body.as_object_mut().and_then(|it| it.shift_remove("session"))),
        |body| body["payment"] = json!({}),
        |body| body["customer"] = json!(null),
        |body| body["session"]["groupSize"] = json!("3"),
        |body| body["session"]["code"] = json!(1),
        |body| body["session"] = json!(null),
        |body| body["storeExternalId"] = json!(null),
        |body| body["session"]["referencedSessionId"] = json!(null),
        |body| body["payment"]["cardBrand"] = json!("x"),
        |body| body["timeOfIssue"] = json!("2019-08-24T14:15:22+02:00"),
        |body| body["session"]["zz"] = json!(1),
        |body| body["customer"]["role"] = json!(1),
        |body| body["session"]["priority"] = json!(99),
        |body| body["shopper"] = json!({"shopperId": ""}),
        |body| {
            body["storeId"] = json!("x");
            body["session"]["code"] = json!(1);
        },
        |body| *body = json!({"sessionId": 1, "zz": 2}),
    ];
    changes.map(|change| good("POST", WEBHOOK, &webhook(change))).to_vec()
}

fn strangers() -> Vec<Vec<u8>> {
    let half = &DEFAULT_TOKEN[..DEFAULT_TOKEN.len() - 1];
    let capital = DEFAULT_TOKEN.to_uppercase();
    let mut list = Vec::new();
    for (method, path) in [("PATCH", SESSION), ("PATCH", SHOPPER), ("POST", WEBHOOK)] {
        for credentials in ["", "Bearer wrong", "Bearer", "Basic dTpw", DEFAULT_TOKEN] {
            list.push(with_credentials(method, path, credentials, "{}"));
        }
        for credentials in [
            format!("Bearer {half}"),
            format!("Bearer {DEFAULT_TOKEN}x"),
            format!("Bearer {capital}"),
            format!("Token {DEFAULT_TOKEN}"),
            format!("bearer {DEFAULT_TOKEN}"),
        ] {
            list.push(with_credentials(method, path, &credentials, "{}"));
        }
        list.push(with_credentials(method, path, "", r#"{"zz":1}"#));
        let query = format!("{path}?access_token={DEFAULT_TOKEN}");
        list.push(with_credentials(method, &query, "", "{}"));
    }
    list
}

fn paths() -> Vec<Vec<u8>> {
    let long = "a".repeat(3_000);
    let mut list = Vec::new();
    for id in [
        "a%2Fb",
        "..",
        "%2E%2E",
        "%2e%2e%2Fsessions%2Fmock-session-1",
        "%00",
        "%C3%A9",
        "%zz",
        "%FF",
        &long,
        "a'b",
        "%27",
        "mock-session-1%20",
        "MOCK-SESSION-1",
        "mock-session-1%00x",
        "mock-session-1;a",
        "",
        "mock-session-1/../mock-session-2",
    ] {
        list.push(good("PATCH", &format!("/api/admin/v2/sessions/{id}"), "{}"));
        list.push(good("PATCH", &format!("/api/admin/v2/sessions/{id}"), "[]"));
    }
    for store in ["abc", "-1", "9223372036854775808", "1abc", "2"] {
        let path = format!("/api/admin/v2/stores/{store}/shoppers/100000000000001");
        list.push(good("PATCH", &path, r#"{"sessionId":"a"}"#));
    }
    list.push(good("GET", "/nowhere", ""));
    list
}

fn methods() -> Vec<Vec<u8>> {
    let mut list = Vec::new();
    for path in [SESSION, SHOPPER, WEBHOOK] {
        for method in ["GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "TRACE", "PURGE"] {
            if !(path == WEBHOOK && method == "POST") {
                list.push(good(method, path, ""));
                list.push(good(method, path, r#"{"sessionId":"a"}"#));
                list.push(good(method, path, "{}"));
            }
        }
    }
    list.push(good("PUT", WEBHOOK, &webhook(|_| {})));
    list
}

fn heavy() -> Vec<Vec<u8>> {
    let token = format!("Bearer {DEFAULT_TOKEN}");
    let big = format!("{{\"metadata\":{{\"a\":\"{}\"}}}}", "x".repeat(3 << 20));
    let xml = [("authorization", token.as_str()), ("content-type", "text/xml")];
    vec![
        good("PATCH", SESSION, &nested(5_000)),
        good("PATCH", SESSION, &big),
        wire::request("PATCH", SESSION, &xml, b"{}"),
        wire::request("PATCH", SESSION, &xml[..1], b"{}"),
    ]
}
