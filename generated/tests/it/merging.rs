//! No change of metadata loses a key without somebody being told.

use crate::standin::{StandIn, Trick};
use aifi_oasis::Client;
use aifi_oasis::metadata::{EVENTS, MergeError};
use aifi_oasis::runtime::client::{Retry, Token};
use aifi_oasis::types::Metadata;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;

fn client(base: &str) -> Client {
    let retry = Retry::default().base(Duration::from_millis(1));
    let client = Client::builder().base_url(base).token(Token::new("t0ken").unwrap());
    client.retry(retry).rate_limit(None).build().unwrap()
}

/// A session that AiFi has noted an event in.
fn held() -> Value {
    json!({"till": 4, "events": [{"eventId": "e-1", "metadata": {"door": "north"}}], "note": null})
}

async fn standin() -> (StandIn, Client) {
    let standin = StandIn::default();
    standin.set("s", held());
    let client = client(&standin.serve().await);
    (standin, client)
}

#[tokio::test]
async fn a_change_keeps_everything_else_in_order() {
    let (standin, client) = standin().await;
    let metadata =
        client.merge_metadata(&"s".into(), [("receipt", "R-17"), ("till", "5")]).await.unwrap();
    let expected =
        json!({"till": "5", "events": held()["events"], "note": null, "receipt": "R-17"});
    assert_eq!(standin.get("s").to_string(), expected.to_string());
    assert_eq!(serde_json::to_string(&metadata).unwrap(), expected.to_string());
    // The same again changes nothing, and writes nothing.
    client.merge_metadata(&"s".into(), [("receipt", "R-17")]).await.unwrap();
    assert_eq!(standin.writes().len(), 1);
}

#[tokio::test]
async fn events_that_were_read_earlier_do_not_replace_those_of_today() {
    let (standin, client) = standin().await;
    let stale = json!({"events": [], "receipt": "R-17"});
    let stale: Metadata = serde_json::from_value(stale).unwrap();
    client.merge_metadata(&"s".into(), stale).await.unwrap();
    assert_eq!(standin.get("s")["events"], held()["events"]);
}

#[tokio::test]
async fn a_session_without_metadata_gets_some() {
    for nothing in [Value::Null, json!({})] {
        let (standin, client) = standin().await;
        standin.set("s", nothing);
        client.merge_metadata(&"s".into(), [("a", 1)]).await.unwrap();
        assert_eq!(standin.get("s"), json!({"a": 1}));
    }
}

#[tokio::test]
async fn what_is_no_object_is_left_alone() {
    for strange in [json!([1]), json!("x"), json!(7), json!(false)] {
        let (standin, client) = standin().await;
        standin.set("s", strange.clone());
        let error = client.merge_metadata(&"s".into(), [("a", 1)]).await.unwrap_err();
        assert!(matches!(error, MergeError::NotAnObject), "{error:?}");
        assert_eq!(standin.get("s"), strange);
    }
}

#[tokio::test]
async fn a_writer_in_between_is_found_out_and_the_change_made_again() {
    let (standin, client) = standin().await;
    let other = Trick::Other(json!({"other": 1}));
    // Read, write that is overwritten, read, write.
    standin.play([Trick::None, other.clone()]);
    client.merge_metadata(&"s".into(), [("a", 1)]).await.unwrap();
    assert_eq!(standin.get("s"), json!({"other": 1, "a": 1}));

    standin.set("s", held());
    standin.play([Trick::None, other.clone(), Trick::None, other]);
    let error = client.merge_metadata(&"s".into(), [("b", 1)]).retries(1).await.unwrap_err();
    assert_eq!(error.overwritten(), ["b"]);
    assert!(error.to_string().ends_with("under b"), "{error}");

    standin.set("s", held());
    standin.play([Trick::None, Trick::Other(json!({"b": 1}))]);
    let error = client.merge_metadata(&"s".into(), [("b", 1)]).retries(0).await.unwrap_err();
    assert_eq!(error.overwritten(), ["till", EVENTS, "note"]);
}

#[tokio::test]
async fn events_may_grow_but_none_may_vanish() {
    let (standin, client) = standin().await;
    let grown = json!({"till": 4, "events": [held()["events"][0], {"eventId": "e-2"}], "note": 1, "a": 1.0});
    standin.play([Trick::None, Trick::Other(grown.clone())]);
    let metadata = client.merge_metadata(&"s".into(), [("a", 1)]).await.unwrap();
    assert_eq!(serde_json::to_value(metadata).unwrap(), grown);

    let shrunk = json!({"till": 4, "events": [{"eventId": "e-2"}], "note": 1, "a": 1});
    standin.set("s", held());
    standin.play([Trick::None, Trick::Other(shrunk)]);
    let error = client.merge_metadata(&"s".into(), [("a", 1)]).retries(0).await.unwrap_err();
    assert_eq!(error.overwritten(), [EVENTS]);
}

#[tokio::test]
async fn a_write_whose_fate_is_unknown_is_settled_by_reading() {
    for (trick, writes) in [(Trick::CutOff, 1), (Trick::Lost, 1)] {
        let (standin, client) = standin().await;
        standin.play([Trick::None, trick]);
        client.merge_metadata(&"s".into(), [("a", 1)]).await.unwrap();
        assert_eq!(standin.get("s")["a"], 1);
        assert_eq!(standin.writes().len(), writes);
    }
    let (standin, client) = standin().await;
    standin.play([Trick::None, Trick::Lost]);
    let error = client.merge_metadata(&"s".into(), [("a", 1)]).retries(0).await.unwrap_err();
    assert!(matches!(error, MergeError::Write(_)), "{error:?}");
    standin.play([Trick::Lost]);
    let error = client.merge_metadata(&"s".into(), [("a", 1)]).await.unwrap_err();
    assert!(matches!(error, MergeError::Read(_)), "{error:?}");
}

#[tokio::test]
async fn a_later_look_finds_what_the_response_could_not_show() {
    let (standin, client) = standin().await;
    // Read, write, and somebody replaces it all before the second look.
    standin.play([Trick::None, Trick::None, Trick::Other(json!({"other": 1}))]);
    let merge = client.merge_metadata(&"s".into(), [("a", 1)]);
    merge.confirm_after(Duration::from_millis(1)).await.unwrap();
    assert_eq!(standin.get("s"), json!({"other": 1, "a": 1}));
}

#[tokio::test]
async fn clones_that_write_at_once_lose_nothing() {
    let (standin, client) = standin().await;
    standin.play((0..40).map(|turn| if turn % 5 == 0 { Trick::Busy } else { Trick::None }));
    let writers: Vec<_> = (0..64)
        .map(|writer| {
            let client = client.clone();
            tokio::spawn(async move {
                client.merge_metadata(&"s".into(), [(format!("key-{writer}"), writer)]).await
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap().unwrap();
    }
    let metadata = standin.get("s");
    assert_eq!(metadata["events"], held()["events"]);
    for writer in 0..64 {
        assert_eq!(metadata[format!("key-{writer}")], writer);
    }
}

#[tokio::test]
async fn strangers_that_write_at_once_lose_nothing_in_silence() {
    let standin = StandIn::default();
    standin.set("s", held());
    let base = standin.serve().await;
    let writers: Vec<_> = (0..64)
        .map(|writer| {
            let client = client(&base);
            tokio::spawn(async move {
                let merge = client.merge_metadata(&"s".into(), [(format!("key-{writer}"), writer)]);
                merge.confirm_after(Duration::from_millis(600)).retries(2).await
            })
        })
        .collect();
    let mut told = Vec::new();
    for (number, writer) in writers.into_iter().enumerate() {
        if let Err(error) = writer.await.unwrap() {
            assert!(matches!(error, MergeError::Overwritten { .. }), "{error:?}");
            told.push(number);
        }
    }
    let metadata = standin.get("s");
    assert_eq!(metadata["events"], held()["events"]);
    for writer in 0..64 {
        let is_there = metadata[format!("key-{writer}")] == writer;
        assert!(is_there || told.contains(&writer), "key-{writer} was lost in silence");
    }
}

/// Metadata of a few keys that clash.
fn some_metadata() -> impl Strategy<Value = Metadata> {
    let value = prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(Value::from),
        "[a-c]{0,2}".prop_map(Value::from),
        Just(json!({"nested": [1]})),
        Just(json!([])),
    ];
    let key = prop_oneof!["[a-e]", Just("".to_owned()), Just(EVENTS.to_owned())];
    prop::collection::vec((key, value), 0..6).prop_map(|pairs| pairs.into_iter().collect())
}

proptest! {
    #[test]
    fn no_sequence_of_merges_loses_a_key(
        first in some_metadata(),
        patches in prop::collection::vec(some_metadata(), 0..8),
    ) {
        let mut merged = first.clone();
        for patch in patches {
            let before = merged.clone();
            merged.merge(patch.clone());
            prop_assert_eq!(merged.get(EVENTS), first.get(EVENTS));
            // What was there stays where it was, what is new comes behind.
            let kept: Vec<_> = merged.keys().take(before.len()).collect();
            prop_assert_eq!(kept, before.keys().collect::<Vec<_>>());
            for (key, value) in merged.iter().filter(|(key, _)| *key != EVENTS) {
                prop_assert_eq!(patch.get(key).or(before.get(key)), Some(value));
            }
            for key in patch.keys().filter(|key| *key != EVENTS) {
                prop_assert!(merged.contains_key(key));
            }
        }
    }
}
