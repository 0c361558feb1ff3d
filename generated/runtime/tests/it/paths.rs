//! Path values: one encoded segment each, or nothing is sent.

use crate::api::client::Client;
use crate::api::refusals::UpdateSessionRefusal;
use crate::api::types::UpdateSessionRequest;
use crate::loopback::{Loopback, answer};
use oasis_runtime::client::{Error, RequestFault};

async fn send(value: &str) -> (Result<(), Error<UpdateSessionRefusal>>, Vec<String>) {
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
        let expected = format!("PATCH /base/sessions/{segment} HTTP/1.1\r\n");
        assert!(requests[0].starts_with(&expected), "{value:?}: {}", requests[0]);
    }
}

#[tokio::test]
async fn a_value_that_would_move_the_request_is_refused_before_it_is_sent() {
    for value in ["", ".", ".."] {
        let (result, requests) = send(value).await;
        let error = result.unwrap_err();
        assert!(!error.is_retryable() && error.response().is_none());
        match error {
            Error::Request(error) => {
                assert_eq!(error.fault, RequestFault::Path { parameter: "sessionId" });
                assert!(error.to_string().starts_with("updateSession: path parameter `sessionId`"));
            }
            other => panic!("{value:?}: {other:?}"),
        }
        assert!(requests.is_empty());
    }
}
