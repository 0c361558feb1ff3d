//! The token is sent to the host it belongs to, and shown nowhere; nor is a body.

use crate::api::client::Client;
use crate::api::refusals::UpdateSessionRefusal;
use crate::api::types::UpdateSessionRequest;
use crate::loopback::{Loopback, answer};
use oasis_runtime::client::{BuildError, Builder, Token, TokenError, TokenSource};
use std::error::Error;

const SECRET: &str = "S3CR3T-t0ken.with_signs";

async fn call(server: &Loopback) -> oasis_runtime::client::Error<UpdateSessionRefusal> {
    let client = Client::new(&server.base, Token::new(SECRET).unwrap()).unwrap();
    assert!(!format!("{client:?}").contains(SECRET));
    client.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err()
}

/// Everything an error can be made to print.
pub(crate) fn printed(error: &dyn Error) -> String {
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
    let envelope = format!("{{\"message\": {echo}, \"errors\": [{echo}]}}");
    let key = format!(
        "{{\"id\": 1, \"createdAt\": \"2020-01-01T00:00:00Z\", \
          \"customer\": {{\"labels\": {{{echo}: {{\"store\": {echo}}}}}}}}}"
    );
    let headers = format!("x-echo: {SECRET}\r\nlocation: http://127.0.0.1:9/?t={SECRET}\r\n");
    for (status, body) in [
        ("200 OK", echo.as_str()),
        ("200 OK", &session),
        ("200 OK", &key),
        ("401 Unauthorized", &echo),
        ("422 Unprocessable Entity", &echo),
        ("422 Unprocessable Entity", &envelope),
        ("451 Page", &echo),
        ("500 Oops", &envelope),
        ("418 Oops", &echo),
        ("307 Temporary Redirect", ""),
    ] {
        let error = call(&Loopback::answering(answer(status, &headers, body))).await;
        let text = printed(&error);
        assert!(!text.contains("S3CR3T"), "{status}: {text}");
        let response = error.response().unwrap();
        assert_eq!(
            (response.body.as_ref(), response.headers["x-echo"].as_bytes()),
            (body.as_bytes(), SECRET.as_bytes())
        );
    }
}

#[tokio::test]
async fn nothing_prints_a_token_of_quotes_and_backslashes_that_comes_back_escaped() {
    let secret = r#"S3CR"3T\t0k%en/&"#;
    let json = |text: &str| serde_json::Value::from(text).to_string();
    let unescaped = secret.replace('/', "\\/");
    for echo in [json(secret), json(&json(secret)), json(&format!("{secret:?}")), json(&unescaped)]
    {
        let session = format!(
            "{{\"id\": 1, \"createdAt\": \"2020-01-01T00:00:00Z\", \
              \"customer\": {{\"role\": {echo}, \"labels\": {{{echo}: {{\"x\": {echo}}}}}}}}}"
        );
        for (status, body) in [
            ("200 OK", session.as_str()),
            ("200 OK", &echo),
            ("401 No", &echo),
            ("422 No", &session),
            ("500 No", &echo),
            ("418 No", &echo),
        ] {
            let server = Loopback::answering(answer(status, "", body));
            let client = Client::new(&server.base, Token::new(secret).unwrap()).unwrap();
            let text = match client.update_session("s", &UpdateSessionRequest::default()).await {
                Ok(response) => format!("{response:?} {response:#?}"),
                Err(error) => printed(&error),
            };
            for piece in ["S3CR", "3T", "t0k"] {
                assert!(!text.contains(piece), "{status} {body}: {text}");
            }
        }
    }
}

#[tokio::test]
async fn no_error_prints_it_where_nobody_listens() {
    let nobody = Client::new("http://127.0.0.1:1", Token::new(SECRET).unwrap()).unwrap();
    // Here the token is part of the address.
    let error = nobody.list(&Default::default()).await.unwrap_err();
    assert!(!printed(&error).contains("S3CR3T"), "{}", printed(&error));
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = Loopback::answering(answer("401 Unauthorized", "", ""));
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary", "308 Permanent"] {
        let location = format!("location: {}/x\r\n", elsewhere.base);
        let error = call(&Loopback::answering(answer(status, &location, ""))).await;
        assert_eq!(error.response().unwrap().headers["location"], format!("{}/x", elsewhere.base));
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

#[tokio::test]
async fn a_client_takes_text_a_token_or_a_source_and_is_asked_for_none() {
    let with = |set: fn(Builder<Client>) -> Builder<Client>| {
        let server = Loopback::answering(answer("401 Unauthorized", "", ""));
        let client = set(Client::builder()).base_url(&server.base).build().unwrap();
        (server, client)
    };
    for ((server, client), sent) in [
        (with(|builder| builder.token("t0ken")), Some("bearer t0ken\r\n")),
        (with(|builder| builder.token(" t0ken\n".to_owned())), Some("bearer t0ken\r\n")),
        (with(|builder| builder.token(" t0ken ")), Some("bearer t0ken\r\n")),
        (with(|builder| builder.token(Token::new("t0ken").unwrap())), Some("bearer t0ken\r\n")),
        (
            with(|builder| builder.token(TokenSource::from(Token::new("t0ken").unwrap()))),
            Some("bearer t0ken\r\n"),
        ),
        (with(|builder| builder.token("old").token("t0ken")), Some("bearer t0ken\r\n")),
        (with(|builder| builder.token("t0ken").token(None)), None),
    ] {
        client.update_session("s", &UpdateSessionRequest::default()).await.unwrap_err();
        let request = server.requests()[0].to_ascii_lowercase();
        let header = request.split_once("authorization: ").map(|(_, header)| header);
        assert_eq!(header.is_some(), sent.is_some(), "{request}");
        assert!(header.unwrap_or_default().starts_with(sent.unwrap_or_default()), "{request}");
    }
}

#[test]
fn text_that_is_no_token_is_an_error_of_the_builder_and_is_not_shown() {
    for (text, expected) in [
        ("", "the token is empty"),
        (" \n", "the token is empty"),
        ("Bearer S3CR3T", "without `Bearer` in front"),
        ("S3CR3T\r\nx: y", "the token holds a space"),
        ("S3CR3T\u{e9}", "beyond ASCII"),
    ] {
        let new = Client::new("https://api.example", text);
        let built = Client::builder().base_url("https://api.example").token(text);
        let late = Client::builder().base_url("https://api.example").token(text).token("fine");
        assert!(!format!("{built:?}").contains("S3CR3T"));
        for error in [new, built.build(), late.build()].map(Result::unwrap_err) {
            let shown = printed(&error);
            assert!(matches!(error, BuildError::Token(_)), "{text:?}: {shown}");
            assert!(shown.contains(expected) && !shown.contains("S3CR3T"), "{text:?}: {shown}");
        }
    }
}

#[test]
fn the_environment_names_the_token_by_the_names_it_is_asked_for() {
    let error = Token::from_env("NO_SUCH_TOKEN", "NO_SUCH_TOKEN_FILE").unwrap_err();
    assert!(matches!(error, TokenError::Missing { .. }));
    let text = error.to_string();
    assert!(text.contains("NO_SUCH_TOKEN_FILE"), "{text}");
    // A variable that every test process has.
    assert_eq!(Token::from_env("CARGO_PKG_NAME", "X").unwrap().expose(), "oasis-runtime");
}
