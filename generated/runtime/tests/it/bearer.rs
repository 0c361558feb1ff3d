//! The token that a router asks for: who is let in, how others are refused, and what that costs.

use crate::api::server::{Webhooks, webhooks_router};
use crate::receiver::{send, serve};
use oasis_runtime::server::BearerToken;

struct Nothing;

impl Webhooks for Nothing {}

#[tokio::test]
async fn only_who_presents_a_token_is_let_in() {
    let hook = BearerToken::new("new-token").or(" old-token\n").or("");
    let base = serve(webhooks_router(Nothing, hook)).await;
    // Whoever is let in meets a method without an example.
    for (headers, status) in [
        ("authorization: Bearer new-token\r\n", 501),
        ("authorization: bearer old-token\r\n", 501),
        ("authorization: BEARER  new-token \r\n", 501),
        ("", 401),
        ("authorization: Bearer\r\n", 401),
        ("authorization: Bearer \r\n", 401),
        ("authorization: new-token\r\n", 401),
        ("authorization: Basic new-token\r\n", 401),
        ("authorization: Bearer new-toke\r\n", 401),
        ("authorization: Bearer new-tokens\r\n", 401),
        ("authorization: Bearer NEW-TOKEN\r\n", 401),
        ("authorization: Bearer new-token old-token\r\n", 401),
        ("authorization: Bearer new-token\r\nauthorization: Bearer new-token\r\n", 401),
        ("x-authorization: Bearer new-token\r\n", 401),
    ] {
        let (got, answer) = send(&base, "POST /left", headers, "{}").await;
        assert_eq!(got, status, "{headers}: {answer}");
        assert_eq!(answer.contains("www-authenticate: Bearer\r\n"), status == 401, "{answer}");
    }
}

#[tokio::test]
async fn another_scheme_may_be_asked_for_and_an_empty_token_lets_nobody_in() {
    let base = serve(webhooks_router(Nothing, BearerToken::new("t-1").scheme("Token"))).await;
    assert_eq!(send(&base, "POST /left", "authorization: token t-1\r\n", "{}").await.0, 501);
    assert_eq!(send(&base, "POST /left", "authorization: Bearer t-1\r\n", "{}").await.0, 401);
    let base = serve(webhooks_router(Nothing, BearerToken::new(" "))).await;
    for headers in ["", "authorization: Bearer \r\n", "authorization: Bearer  \r\n"] {
        assert_eq!(send(&base, "POST /left", headers, "{}").await.0, 401, "{headers:?}");
    }
}

/// The body is announced and never sent: only who does not wait for it can answer.
#[tokio::test]
async fn the_token_is_asked_for_before_the_body_is_read() {
    let base = serve(webhooks_router(Nothing, BearerToken::new("t"))).await;
    let body = "expect: 100-continue\r\ntransfer-encoding: chunked\r\n";
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let host = base.strip_prefix("http://").unwrap();
    let mut stream = tokio::net::TcpStream::connect(host).await.unwrap();
    let request = format!("POST /left HTTP/1.1\r\nhost: x\r\n{body}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).await.unwrap();
    assert_eq!(&start, b"HTTP/1.1 401");
}

#[test]
fn no_token_is_shown() {
    let shown = format!("{:?}", BearerToken::new("very-private").or("words"));
    assert!(!shown.contains("very-private") && !shown.contains("words"), "{shown}");
}
