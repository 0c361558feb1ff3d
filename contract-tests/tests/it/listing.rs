//! The list of sessions that the mock serves: filtered, sorted, and cut into pages.

use crate::suite::spec;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use oasis_contract_tests::mock::{self, Config, DEFAULT_TOKEN};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use tower::ServiceExt;

/// A mock with its two sessions and 23 more.
async fn mock() -> Router {
    let mut kept = Router::new();
    let layer = |router: Router, _| {
        kept = router.clone();
        router
    };
    let session = |number: u32| {
        let created = format!("2026-01-{:02}T10:00:00Z", number + 1);
        let facts = json!({"groupSize": number, "createdAt": created, "status": "active"});
        (format!("s{number:02}"), facts.as_object().cloned().unwrap_or_default())
    };
    let sessions: BTreeMap<_, _> = (0..23).map(session).collect();
    let config = Config { sessions, ..Config::default() };
    mock::start(Arc::clone(&spec().api), config, layer).await.expect("it starts");
    kept
}

async fn get(mock: &Router, query: &str) -> (u16, Value) {
    let request = Request::get(format!("/api/admin/v2/sessions{query}"))
        .header("authorization", format!("Bearer {DEFAULT_TOKEN}"))
        .body(Body::empty())
        .expect("it can be sent");
    let Ok(response) = mock.clone().oneshot(request).await;
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), usize::MAX).await.expect("it is whole");
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

async fn ids(mock: &Router, query: &str) -> Vec<u64> {
    let (status, page) = get(mock, query).await;
    assert_eq!(status, 200, "{query}: {page}");
    let items = page["data"].as_array().expect("a page has items");
    items.iter().map(|item| item["id"].as_u64().expect("each has its number")).collect()
}

#[tokio::test]
async fn filters_order_and_cursors_do_what_the_page_says() {
    let mock = mock().await;
    let range = |from: u64, to: u64| (from..=to).collect::<Vec<u64>>();
    for (query, expected) in [
        ("", range(1, 20)),
        ("?after=20", range(21, 25)),
        ("?after=25", vec![]),
        ("?after=nobody", vec![]),
        ("?count=2", vec![1, 2]),
        ("?count=200", range(1, 25)),
        ("?after=3&before=6", vec![4, 5]),
        ("?after=6&before=3", vec![]),
        ("?direction=desc&count=3", vec![25, 24, 23]),
        ("?direction=desc&after=3", vec![2, 1]),
        ("?orderBy=groupSize&direction=desc&count=1", vec![25]),
        ("?id=7", vec![7]),
        ("?sessionToken=s00", vec![3]),
        ("?sessionToken=nobody", vec![]),
        ("?minGroupSize=22", vec![25]),
        ("?minGroupSize=3&maxGroupSize=5", vec![6, 7, 8]),
        ("?status=active&status=other&count=1", vec![1]),
        ("?status=other", vec![]),
        ("?minCreatedAt=2026-01-22T12:00:00%2B02:00", vec![24, 25]),
        ("?maxCreatedAt=2019-08-24T14:15:22Z", vec![1, 2]),
    ] {
        assert_eq!(ids(&mock, query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn what_breaks_a_rule_of_a_filter_is_refused() {
    let mock = mock().await;
    for query in ["?count=201", "?count=x", "?direction=up", "?minVisitors=-1", "?maxVisitors=0"] {
        let (status, envelope) = get(&mock, query).await;
        assert_eq!((status, &envelope["type"]), (422, &json!("E_INVALID_BODY")), "{query}");
    }
}
