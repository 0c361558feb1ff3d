//! Planted bugs: each one shows, and each one is named once.

use crate::probes;
use crate::wire::{Outcome, Wire};
use oasis_contract_tests::checks;
use oasis_contract_tests::fault::{self, Fault};
use oasis_contract_tests::mock::{self, Config};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::Arc;

#[test]
fn fault_ids_are_unique_and_every_fault_trips_a_check() {
    let mut ids = HashSet::new();
    for fault in fault::all() {
        assert!(ids.insert(fault.id), "{} is there twice", fault.id);
        assert!(!fault.trips.is_empty(), "{} trips nothing", fault.id);
        for check in fault.trips {
            assert!(checks::find(check).is_some(), "{}: there is no check {check}", fault.id);
        }
        assert!(!fault.what.is_empty() && fault::find(fault.id).is_some());
    }
}

#[test]
fn every_check_has_a_fault_that_trips_it_first() {
    for check in checks::ALL {
        let tripped = fault::all().any(|fault| fault.trips.first() == Some(&check.id));
        assert!(tripped, "nothing is planted for {}", check.id);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_changes_an_answer() {
    let requests = Arc::new(probes::all());
    let honest = Arc::new(transcript(None, &requests, None).await);
    assert_eq!(honest.len(), requests.len());
    // A busy machine must not look like a slow server.
    let places = Arc::new(tokio::sync::Semaphore::new(8));
    let mut waiting = Vec::new();
    for fault in fault::all() {
        let (requests, honest) = (Arc::clone(&requests), Arc::clone(&honest));
        let places = Arc::clone(&places);
        waiting.push((
            fault.id,
            tokio::spawn(async move {
                let _place = places.acquire().await;
                let seen = transcript(Some(fault), &requests, Some(&honest)).await;
                seen.last() != honest.get(seen.len() - 1)
            }),
        ));
    }
    let mut silent = Vec::new();
    for (id, task) in waiting {
        if !task.await.expect("the task ends") {
            silent.push(id);
        }
    }
    assert!(silent.is_empty(), "these faults change nothing that can be seen: {silent:?}");
}

#[tokio::test]
async fn the_honest_mock_answers_the_same_twice() {
    let requests = probes::all();
    let first = transcript(None, &requests, None).await;
    let second = transcript(None, &requests, Some(&first)).await;
    assert_eq!(first, second);
}

/// What the mock answers to every request, up to the first difference from what is expected.
async fn transcript(
    fault: Option<&'static Fault>,
    requests: &[Vec<u8>],
    expected: Option<&[Outcome]>,
) -> Vec<Outcome> {
    let api = probes::api();
    let running = mock::start(api, Config { fault, ..Config::default() }).await.expect("it starts");
    let mut wire = Wire::to(running.addr);
    let is_slow = fault.is_some_and(|fault| fault.trips.contains(&"contract/latency"));
    let mut seen = Vec::new();
    for (index, request) in requests.iter().enumerate() {
        seen.push(comparable(wire.send(request).await, is_slow));
        if expected.is_some_and(|expected| expected.get(index) != seen.last()) {
            break;
        }
    }
    seen
}

/// The answer without what differs from run to run.
fn comparable(outcome: Outcome, judge_speed: bool) -> Outcome {
    let Outcome::Answer { status, mut headers, mut body, whole, slow } = outcome else {
        return outcome;
    };
    headers.retain(|(name, _)| name != "date" && name != "content-length");
    if let Ok(Value::Object(mut members)) = serde_json::from_slice(&body) {
        let moved = members.get("updatedAt").and_then(Value::as_str);
        if moved.is_some_and(|text| text.parse::<jiff::Timestamp>().is_ok()) {
            members.insert("updatedAt".to_owned(), "moved".into());
        }
        body = Value::Object(members).to_string().into_bytes();
    }
    Outcome::Answer { status, headers, body, whole, slow: slow && judge_speed }
}
