//! The token is sent to the host it belongs to, and shown nowhere.

use crate::loopback::{Loopback, answer};
use aifi_oasis::Client;
use aifi_oasis::errors::UpdateSessionError;
use aifi_oasis::runtime::client::{Token, Transport};
use aifi_oasis::types::UpdateSessionRequest;
use std::error::Error;

const SECRET: &str = "S3CR3T-t0ken.with_signs";

async fn call(server: &Loopback) -> UpdateSessionError {
    let client = Client::new(&server.base, Token::new(SECRET).unwrap()).unwrap();
    assert!(!format!("{client:?}").contains(SECRET));
    client.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err()
}

/// Everything an error can be made to print.
fn printed(error: &dyn Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!("{error} {error:?}"));
        source = error.source();
    }
    text
}

#[tokio::test]
async fn it_is_sent_as_a_bearer_token() {
    let server = Loopback::answering(answer("401 Unauthorized", "", ""));
    call(&server).await;
    let expected = format!("authorization: bearer {}", SECRET.to_ascii_lowercase());
    assert!(server.requests()[0].to_ascii_lowercase().contains(&expected));
}

#[tokio::test]
async fn no_error_prints_it_even_where_a_server_repeats_it() {
    let echo = format!("\"{SECRET}\"");
    let session = format!("{{\"createdAt\": {echo}, \"id\": 1}}");
    // Here the cut of what is printed would go through the token.
    let late = format!("{}{SECRET}", "x".repeat(290));
    let headers = format!("x-echo: {SECRET}\r\nlocation: http://127.0.0.1:9/?t={SECRET}\r\n");
    for (status, body) in [
        ("200 OK", echo.as_str()),
        ("200 OK", &session),
        ("401 Unauthorized", &echo),
        ("422 Unprocessable Entity", &echo),
        ("500 Oops", &echo),
        ("500 Oops", &late),
        ("307 Temporary Redirect", ""),
    ] {
        let error = call(&Loopback::answering(answer(status, &headers, body))).await;
        let text = printed(&error);
        assert!(!text.contains("S3CR3T"), "{status}: {text}");
    }
}

#[tokio::test]
async fn no_error_prints_it_where_nobody_listens() {
    let nobody = Client::new("http://127.0.0.1:1", Token::new(SECRET).unwrap()).unwrap();
    let error = nobody.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err();
    assert!(matches!(error, UpdateSessionError::Transport(_)), "{error:?}");
    assert!(!printed(&error).contains("S3CR3T"));
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = Loopback::answering(answer("401 Unauthorized", "", ""));
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = format!("location: {}/x\r\n", elsewhere.base);
        match call(&Loopback::answering(answer(status, &location, ""))).await {
            UpdateSessionError::Transport(Transport::Redirect { location, .. }) => {
                assert!(location.starts_with(&elsewhere.base));
            }
            other => panic!("{status}: {other:?}"),
        }
    }
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn what_no_header_may_hold_is_no_token_and_is_not_shown() {
    for text in ["", "  ", "S3CR3T\r\nx: y", "S3CR3T\0", "S3CR3T é", "S3CR3T two"] {
        let error = Token::new(text).unwrap_err();
        assert!(!printed(&error).contains("S3CR3T"), "{text:?}");
    }
    assert!(Token::new("  padded\n").is_ok());
}
