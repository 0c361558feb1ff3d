//! The `oasis-push` command against a receiver in this process: what it sends, prints, and ends with.

use axum::{Router, body::Bytes, http::HeaderMap, http::StatusCode, routing::post};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

type Received = Arc<Mutex<Vec<(Option<String>, Value)>>>;

/// Runs the command while a receiver takes whatever a shopper of this ending is not in.
fn push(
    arguments: &[&str],
    token: Option<&str>,
    refused: &str,
) -> (Output, Vec<(Option<String>, Value)>) {
    let runtime = tokio::runtime::Runtime::new().expect("the runtime starts");
    let received = Received::default();
    let (log, refused) = (Arc::clone(&received), refused.to_owned());
    let take = move |headers: HeaderMap, body: Bytes| async move {
        let body: Value = serde_json::from_slice(&body).expect("it is JSON");
        let token = headers.get("authorization").map(|it| it.to_str().expect("text").to_owned());
        let shopper = body["shopperId"].as_str().expect("it names a shopper").to_owned();
        log.lock().expect("nobody panics").push((token, body));
        if refused.is_empty() || !shopper.ends_with(&refused) {
            return (StatusCode::OK, String::new());
        }
        (StatusCode::UNPROCESSABLE_ENTITY, "no: agreed-token".to_owned())
    };
    let output = runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}/hooks", listener.local_addr().expect("an address"));
        let router = Router::new().route("/hooks/left", post(take));
        tokio::spawn(oasis_runtime::server::serve(listener, router));
        let mut command = Command::new(env!("CARGO_BIN_EXE_oasis-push"));
        command.args(["left", "--rate", "1000", "--to", &url]).args(arguments);
        command.env_remove("OASIS_WEBHOOK_TOKEN");
        if let Some(token) = token {
            command.env("OASIS_WEBHOOK_TOKEN", token);
        }
        tokio::task::spawn_blocking(move || command.output().expect("it runs")).await
    });
    let received = received.lock().expect("nobody panics").clone();
    (output.expect("it ends"), received)
}

fn distinct(received: &[(Option<String>, Value)], pointer: &str) -> usize {
    let values = received.iter().filter_map(|(_, body)| body.pointer(pointer)?.as_str());
    values.collect::<BTreeSet<_>>().len()
}

#[test]
fn a_group_has_one_session_and_a_notification_for_each_shopper() {
    let (output, received) = push(&["--count", "2", "--group", "3"], None, "");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(received.len(), 6);
    for (pointer, number) in
        [("/sessionId", 2), ("/session/sessionId", 2), ("/shopperId", 6), ("/shopper/shopperId", 6)]
    {
        assert_eq!(distinct(&received, pointer), number, "{pointer}");
    }
    for (token, body) in &received {
        assert_eq!(*token, None);
        let left: aifi_oasis::types::TransitionLeft =
            aifi_oasis::runtime::decode(body.to_string().as_bytes()).expect("it is a notification");
        let time = left.time_of_origin;
        assert!(time.as_second() > 1_700_000_000, "{time}");
        assert_eq!(time.subsec_nanosecond() % 1_000_000, 0, "{time} has more than milliseconds");
    }
    let printed = String::from_utf8(output.stdout).expect("it is text");
    assert_eq!(printed.lines().count(), 6, "{printed}");
    assert!(
        printed.lines().all(|line| line.contains("  200  ") && line.contains(" ms")),
        "{printed}"
    );
}

#[test]
fn the_token_goes_along_and_is_never_printed() {
    let (output, received) = push(&["--group", "2"], Some("agreed-token"), "2");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(received.iter().all(|(token, _)| token.as_deref() == Some("Bearer agreed-token")));
    let printed = String::from_utf8(output.stdout).expect("it is text");
    assert!(printed.contains("422") && !printed.contains("agreed-token"), "{printed}");
}

#[test]
fn a_session_of_the_users_is_sent_as_it_is() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("push-session.json");
    std::fs::write(&file, r#"{"sessionId": "mine", "metadata": {"events": [1]}}"#)
        .expect("written");
    let (output, received) = push(&["--session", file.to_str().expect("text")], None, "");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let (_, body) = &received[0];
    assert_eq!(body["session"]["metadata"]["events"][0], 1);
    assert_eq!(
        (&body["sessionId"], &body["session"]["sessionId"]),
        (&"mine".into(), &"mine".into())
    );
}

#[test]
fn what_cannot_be_sent_ends_with_2_and_a_reason() {
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    for (arguments, reason) in [
        (&["entered", "--to", "http://127.0.0.1:1"][..], "the spec has left"),
        (&["left", "--to", "http://127.0.0.1:1", "--count", "9"], "start the receiver"),
        (&["left", "--to", "http://shop.example"], "--i-own shop.example"),
        (&["left", "--to", "http://shop.example", "--i-own", "shop.example"], "use https"),
        (&["left", "--to", "https://shop.example"], "--i-own shop.example"),
        (&["left", "--to", "shop"], "https://HOST:PORT"),
        (&["left", "--to", "http://127.0.0.1:1", "--session", "no/such"], "no/such"),
        (&["left", "--to", "http://127.0.0.1:1", "--session", manifest], "is not JSON"),
        (&["left", "--to", "http://127.0.0.1:1", "--rate", "0"], "--rate"),
        (&["left"], "--to"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_oasis-push"))
            .args(arguments)
            .env_remove("OASIS_WEBHOOK_TOKEN")
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains(reason), "{arguments:?}: {said}");
        let tried = String::from_utf8_lossy(&output.stdout).lines().count();
        assert!(tried <= 1, "{arguments:?}: who does not answer is asked {tried} times");
    }
}
