//! The mock does what is claimed, under every reading, whatever it is sent. It is called without a socket.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderValue, Request};
use oasis_contract_tests::joi::Settings;
use oasis_contract_tests::mock::{self, Config, DEFAULT_TOKEN};
use oasis_contract_tests::spec::Spec;
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, Status};
use serde_json::{Value, json};
use std::sync::Arc;
use tower::ServiceExt;

const SPEC: &str = include_str!("../../../codegen/tests/fixtures/generate/sessions/spec.yaml");
const SESSION: &str = "/api/admin/v2/sessions/mock-session-1";
const OTHER: &str = "/api/admin/v2/sessions/mock-session-2";
const UNKNOWN: &str = "/api/admin/v2/sessions/nobody-knows-me";
const SHOPPER: &str = "/api/admin/v2/stores/1/shoppers/100000000000001";
const WEBHOOK: &str = "/api/push/transition/left";

/// A specification of its own: what the tests name is there, whatever becomes of the curated one.
fn api() -> Arc<Api> {
    Spec::read("sessions.yaml", SPEC).expect("the fixture is sound").api
}

/// The router of a mock.
struct Mock(Router);

impl Mock {
    async fn new(api: Arc<Api>, config: Config) -> Self {
        let mut kept = Router::new();
        let layer = |router: Router, _| {
            kept = router.clone();
            router
        };
        mock::start(api, config, layer).await.expect("it starts");
        Self(kept)
    }

    /// The mock with the settings of this variant.
    async fn variant(name: &str) -> Self {
        let api = api();
        let settings = Settings::variants(&api).into_iter().find(|(other, _)| *other == name);
        let settings = Some(settings.expect("there is one").1);
        Self::new(api, Config { settings, ..Config::default() }).await
    }

    /// Status, headers and body of the response; an empty header is not sent.
    async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> (u16, HeaderMap, Value) {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_vec())).expect("it can be sent");
        let Ok(response) = self.0.clone().oneshot(request).await;
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("it is whole");
        let is_json = head.headers.contains_key("content-type");
        assert_eq!(is_json, !body.is_empty(), "{method} {path}");
        let value =
            if is_json { serde_json::from_slice(&body).expect("it is JSON") } else { Value::Null };
        (head.status.as_u16(), head.headers, value)
    }

    /// A request with the right token and media type.
    async fn good(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let token = format!("Bearer {DEFAULT_TOKEN}");
        let headers = [("authorization", token.as_str()), ("content-type", "application/json")];
        let (status, _, body) = self.send(method, path, &headers, body.as_bytes()).await;
        (status, body)
    }

    async fn patch(&self, path: &str, body: Value) -> (u16, Value) {
        self.good("PATCH", path, &body.to_string()).await
    }
}

#[tokio::test]
async fn every_response_fits_the_specification() {
    let (api, mock) = (api(), Mock::variant("as-claimed").await);
    let webhook = api.operation("transitionLeft").and_then(|it| it.body.as_ref()?.json());
    let example = webhook.and_then(|content| content.example.clone()).expect("it has an example");
    for (operation, path, good) in [
        ("updateSession", SESSION, json!({"metadata": {"a": 1}})),
        ("updateShopper", SHOPPER, json!({"sessionId": "a"})),
        ("transitionLeft", WEBHOOK, example),
    ] {
        let operation = api.operation(operation).expect("it is there");
        for (body, is_good) in
            [(good, true), (json!({"sessionId": 5, "metadata": 5}), false), (json!(1), false)]
        {
            let (status, value) =
                mock.good(operation.method.as_str(), path, &body.to_string()).await;
            assert_eq!(status == 200, is_good, "{body}: {status}");
            let response = operation.responses.iter().find(|it| it.status == Status::Code(status));
            let Some(content) = response.expect("it is documented").json() else {
                assert_eq!(value, Value::Null, "{body}");
                continue;
            };
            let schema = content.schema.expect("it has a schema");
            let verdict = conform::check(&api, schema, &value, View::Claim);
            assert_eq!(verdict.violations, [], "{body}: {value}");
        }
    }
}

#[tokio::test]
async fn metadata_is_replaced_whole_and_neither_reading_nor_a_refusal_changes_anything() {
    let mock = Mock::variant("as-claimed").await;
    let (_, before) = mock.patch(SESSION, json!({})).await;
    let metadata =
        json!({"events": [{"eventId": "e"}], " a.b ": null, "__proto__": {"x": 1}, "Z": -1});
    let (status, written) = mock.patch(SESSION, json!({"metadata": metadata})).await;
    assert_eq!((status, &written["metadata"]), (200, &metadata));
    assert_eq!(written["metadata"].to_string(), metadata.to_string(), "the order of keys is kept");
    assert_ne!(written["updatedAt"], before["updatedAt"]);
    let broken = json!({"suspectedFraud": false, "metadata": {"x": 1}});
    assert_eq!(mock.patch(SESSION, broken).await.0, 422);
    assert_eq!(mock.patch(SESSION, json!({})).await.1, written);
    let (_, marked) =
        mock.patch(SESSION, json!({"suspectedFraud": true, "metadata": {"b": 2}})).await;
    assert_eq!((&marked["suspectedFraud"], &marked["metadata"]), (&json!(true), &json!({"b": 2})));
    let (_, later) = mock.patch(SESSION, json!({"metadata": {}})).await;
    assert_eq!((&later["suspectedFraud"], &later["metadata"]), (&json!(true), &json!({})));
    let (_, other) = mock.patch(OTHER, json!({})).await;
    assert_eq!(
        (&other["metadata"], &other["sessionId"]),
        (&before["metadata"], &json!("mock-session-2"))
    );
}

#[tokio::test]
async fn refusals_come_in_the_order_of_the_vendors_framework() {
    let mock = Mock::variant("as-claimed").await;
    let right = format!("Bearer {DEFAULT_TOKEN}");
    let (other_case, longer) = (right.replace("Bearer", "bEARER"), format!("{right}x"));
    let (json, large) = ("application/json", vec![b'x'; 3 << 20]);
    let stranger = "/api/admin/v2/stores/x/shoppers/y";
    for (method, path, token, media_type, body, status) in [
        ("PATCH", SESSION, "", json, &b"nonsense"[..], 401),
        ("PATCH", SESSION, DEFAULT_TOKEN, json, b"{}", 401),
        ("PATCH", SESSION, &longer, json, b"{}", 401),
        ("PATCH", SESSION, &other_case, json, b"{}", 200),
        ("PATCH", UNKNOWN, &right, json, b"[]", 422),
        ("PATCH", UNKNOWN, &right, json, b"{}", 404),
        ("PATCH", stranger, &right, json, b"{}", 422),
        ("PATCH", stranger, &right, json, b"{\"sessionId\":\"a\"}", 404),
        ("DELETE", SESSION, &right, json, b"", 405),
        ("PATCH", SESSION, &right, json, b"", 422),
        ("PATCH", SESSION, &right, json, b"{", 400),
        ("PATCH", SESSION, &right, json, b"{\"metadata\":{\"a\":\"\xff\"}}", 400),
        ("PATCH", SESSION, &right, "text/xml", b"{}", 415),
        ("PATCH", SESSION, &right, "application/json; charset=latin1", b"{}", 415),
        ("PATCH", SESSION, &right, "Application/JSON; charset=\"UTF-8\"", b"{}", 200),
        ("PATCH", SESSION, &right, "text/xml", &large, 413),
    ] {
        let headers = [("authorization", token), ("content-type", media_type)];
        let (found, headers, _) = mock.send(method, path, &headers, body).await;
        assert_eq!(found, status, "{method} {path} {media_type} {token}");
        let header = |name| headers.get(name).map(HeaderValue::as_bytes);
        assert_eq!(header("www-authenticate"), (status == 401).then_some(&b"Bearer"[..]));
        assert_eq!(header("allow"), (status == 405).then_some(&b"PATCH"[..]));
    }
}

#[tokio::test]
async fn settings_show_in_statuses_envelopes_and_sessions() {
    let mock = Mock::variant("status-400").await;
    let (status, envelope) = mock.patch(SESSION, json!([])).await;
    assert_eq!((status, &envelope["type"]), (400, &json!("E_INVALID_BODY")));
    let mock = Mock::variant("no-content").await;
    assert_eq!(mock.patch(SHOPPER, json!({"sessionId": "a"})).await.0, 204);
    let mock = Mock::variant("converts").await;
    let (status, session) = mock.patch(SESSION, json!({"suspectedFraud": "True"})).await;
    assert_eq!((status, &session["suspectedFraud"]), (200, &json!(true)));
    for (name, count) in [("reports-first", 1), ("as-claimed", 3)] {
        let mock = Mock::variant(name).await;
        let (_, envelope) = mock.patch(SESSION, json!({"suspectedFraud": 1, "metadata": 2})).await;
        assert_eq!(envelope["errors"].as_array().map(Vec::len), Some(count), "{name}");
    }
}

#[tokio::test]
async fn only_the_fixtures_exist_and_a_stopped_mock_lets_its_address_go() {
    let config = Config { fixtures: Default::default(), ..Config::default() };
    let mock = Mock::new(api(), config).await;
    assert_eq!(mock.patch(SESSION, json!({})).await.0, 404);
    assert_eq!(mock.patch(SHOPPER, json!({"sessionId": "a"})).await.0, 404);
    let running = mock::start_plain(api(), Config::default()).await.expect("it starts");
    let config = Config { listen: running.addr, ..Config::default() };
    assert!(!format!("{config:?} {running:?}").contains(DEFAULT_TOKEN));
    running.shutdown().await.expect("it ends well");
    mock::start_plain(api(), config).await.expect("the address is free again");
}

/// An operation that has parameters everywhere.
const ITEMS: &str = r#"
  /items:
    get:
      operationId: listItems
      tags: [Items]
      parameters:
        - {name: page, in: query, required: true, schema: {type: integer, minimum: 1}}
        - {name: ids, in: query, schema: {type: array, maxItems: 2, items: {type: integer}}}
        - {name: any, in: query, schema: {anyOf: [{type: boolean}, {type: string, maxLength: 3}]}}
        - {name: X-Trace, in: header, schema: {type: string, minLength: 2}}
        - {name: region, in: cookie, schema: {type: string, enum: [eu]}}
      responses:
        '200': {description: Items., x-name: Listed}
        '422': {$ref: '#/components/responses/InvalidBody'}
components:"#;

#[tokio::test]
async fn parameters_are_judged_in_the_words_of_bodies() {
    let text = SPEC.replacen("\ncomponents:", ITEMS, 1);
    let api = Spec::read("items.yaml", &text).expect("the fixture is sound").api;
    let mock = Mock::new(api, Config::default()).await;
    let none = ("x-none", "");
    for (query, header, expected) in [
        ("page=1", none, None),
        ("page=1&ids=1&ids=2&any=true&other=x", none, None),
        ("p%61ge=1&any=abc", none, None),
        ("page=1", ("x-trace", "ab"), None),
        ("page=1", ("cookie", "a=b; region=eu"), None),
        ("", none, Some(("page", "any.required"))),
        ("page=0", none, Some(("page", "number.min"))),
        ("page=1&page=2", none, Some(("page", "number.base"))),
        ("page=1&ids=1&ids=x", none, Some(("ids[1]", "number.base"))),
        ("page=1", ("x-trace", "a"), Some(("X-Trace", "string.min"))),
        ("page=1", ("cookie", "region=us"), Some(("region", "any.only"))),
    ] {
        let (status, _, envelope) =
            mock.send("GET", &format!("/items?{query}"), &[header], b"").await;
        assert_eq!(status, if expected.is_some() { 422 } else { 200 }, "{query} {header:?}");
        if let Some((label, code)) = expected {
            let item = &envelope["errors"][0];
            let field = json!(format!("\"{label}\""));
            assert_eq!((&item["field"], &item["rule"]), (&field, &json!(code)), "{query}");
        }
    }
}
