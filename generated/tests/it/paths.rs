//! Path values: one encoded segment each, or nothing is sent.

use crate::loopback::{Loopback, answer};
use aifi_oasis::Client;
use aifi_oasis::errors::UpdateSessionError;
use aifi_oasis::types::UpdateSessionRequest;

async fn send(value: &str) -> (Result<(), UpdateSessionError>, Vec<String>) {
    let server = Loopback::answering(answer("401 Unauthorized", "", ""));
    let client = Client::new(&format!("{}/base/", server.base), None).unwrap();
    let result = client.update_session(value, &UpdateSessionRequest::default()).await;
    (result.map(drop), server.requests())
}

#[tokio::test]
async fn a_value_arrives_as_one_encoded_segment() {
    for (value, segment) in [
        ("plain-1_2.3~4", "plain-1_2.3~4"),
        ("a/b", "a%2Fb"),
        ("a b", "a%20b"),
        ("a?b#c", "a%3Fb%23c"),
        ("50%", "50%25"),
        ("..%2Fx", "..%252Fx"),
        ("%2E%2E", "%252E%252E"),
        ("../x", "..%2Fx"),
        ("...", "..."),
        ("a\\b", "a%5Cb"),
        ("é\u{1F600}", "%C3%A9%F0%9F%98%80"),
        ("a\r\nb\0", "a%0D%0Ab%00"),
        ("a;b=c,d+e&f:g@h", "a%3Bb%3Dc%2Cd%2Be%26f%3Ag%40h"),
    ] {
        let (_, requests) = send(value).await;
        let expected = format!("PATCH /base/api/admin/v2/sessions/{segment} HTTP/1.1\r\n");
        assert!(requests[0].starts_with(&expected), "{value:?}: {}", requests[0]);
    }
}

#[tokio::test]
async fn a_value_that_would_move_the_request_is_refused_before_it_is_sent() {
    for value in ["", ".", ".."] {
        let (result, requests) = send(value).await;
        match result {
            Err(UpdateSessionError::InvalidPath(error)) => {
                assert_eq!((error.parameter, error.value.as_str()), ("sessionId", value));
            }
            other => panic!("{value:?}: {other:?}"),
        }
        assert!(requests.is_empty());
    }
}

#[tokio::test]
async fn the_default_body_is_an_empty_object() {
    let (_, requests) = send("s").await;
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    assert_eq!(body, "{}");
    let head = head.to_ascii_lowercase();
    assert!(head.contains("content-type: application/json"), "{head}");
    assert!(head.contains(concat!("user-agent: aifi-oasis/", env!("CARGO_PKG_VERSION"))), "{head}");
}
