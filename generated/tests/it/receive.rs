//! The receiver of this crate as it is handed out: the token, the envelope, and what is let pass.

use crate::receiver::{send, serve};
use aifi_oasis::runtime::decode;
use aifi_oasis::runtime::server::{BearerToken, Notification, Reply, accept_all};
use aifi_oasis::types::{ErrorEnvelope, TransitionLeft};
use aifi_oasis::{Webhooks, examples, refusals::TransitionLeftRefusal, webhooks_router};
use serde_json::{Value, json};

struct Shop;

impl Webhooks for Shop {
    async fn transition_left(
        &self,
        left: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        Ok(left.shopper_id.to_string())
    }
}

fn documented() -> Value {
    serde_json::from_str(examples::TRANSITION_LEFT_REQUEST).unwrap()
}

#[tokio::test]
async fn what_cannot_be_decoded_is_answered_with_the_envelope() {
    let base = serve(webhooks_router(Shop, accept_all)).await;
    let mut odd = documented();
    odd["storeId"] = json!("seven");
    let mut bare = documented();
    bare.as_object_mut().unwrap().remove("shopperId");
    for (body, rule, field) in [
        (odd.to_string(), "any.invalid", "\"storeId\""),
        (bare.to_string(), "any.required", "\"shopperId\""),
        ("{broken".to_owned(), "any.invalid", "\"value\""),
        (String::new(), "any.invalid", "\"value\""),
    ] {
        let (status, answer) = send(&base, "POST /left", "", &body).await;
        assert_eq!(status, 422, "{body}: {answer}");
        let text = answer.split("\r\n\r\n").nth(1).unwrap();
        let envelope: ErrorEnvelope = decode(text.as_bytes()).unwrap();
        let envelope = serde_json::to_value(&envelope).unwrap();
        assert_eq!(envelope["errors"][0]["rule"], rule, "{envelope}");
        assert_eq!(envelope["errors"][0]["field"], field, "{envelope}");
        assert!(!text.contains("seven"), "{text}");
    }
    let xml = "content-type: text/xml\r\n";
    assert_eq!(send(&base, "POST /left", xml, "<left/>").await.0, 415);
}

/// What no page promises may be gone or null; so may what is deprecated.
#[tokio::test]
async fn a_notification_without_what_is_only_believed_is_taken() {
    let base = serve(webhooks_router(Shop, accept_all)).await;
    let session = documented()["session"].as_object().unwrap().clone();
    let within = session.keys().map(|name| format!("/session/{name}"));
    let outside = ["/sessionId", "/session", "/storeExternalId", "/customer", "/store", "/payment"];
    for at in within.chain(outside.map(str::to_owned)) {
        let mut null = documented();
        *null.pointer_mut(&at).unwrap() = Value::Null;
        let mut absent = documented();
        let (parent, name) = at.rsplit_once('/').unwrap();
        absent.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
        for body in [null, absent] {
            let (status, answer) = send(&base, "POST /left", "", &body.to_string()).await;
            assert_eq!(status, 200, "{at}: {answer}");
        }
    }
}

/// Bodies that nobody showed a token for are not kept, however many of them are on their way.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn unfinished_bodies_without_a_token_cost_little_memory() {
    if !crate::alone::is_alone("receive::unfinished_bodies_without_a_token_cost_little_memory") {
        return;
    }
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let base = serve(webhooks_router(Shop, BearerToken::new("agreed"))).await;
    let host = base.strip_prefix("http://").unwrap();
    let mut open = Vec::new();
    for _ in 0..400 {
        let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
        let head = "POST /left HTTP/1.1\r\nhost: h\r\ncontent-length: 2097152\r\n\r\n";
        stream.write_all(head.as_bytes()).await.unwrap();
        // A server that refuses at once may close the connection before all is sent.
        let _ = stream.write_all(&[b'x'; 2_000_000]).await;
        open.push(stream);
    }
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().strip_suffix(" kB").unwrap().parse().unwrap();
    assert!(peak < 100 << 10, "{peak} KiB with {} bodies unfinished", open.len());
    let mut start = [0; 12];
    let read = open[399].read_exact(&mut start).await;
    assert!(read.is_err() || &start == b"HTTP/1.1 401");
}
