//! Credentials on the wire: of the alternatives that an operation takes, the first that the client
//! has every part of.

use crate::compiles::credentials::client::Client;
use crate::compiles::credentials::operations::{
    BEARER_SCHEME, CLIENT_SCHEME, COOKIE_SCHEME, EitherParameters, HEADER_SCHEME, LOGIN_SCHEME,
    QUERY_SCHEME, SECRET_SCHEME,
};
use crate::loopback::{Loopback, answer};
use aifi_oasis::runtime::SecurityScheme;
use aifi_oasis::runtime::client::{Builder, Error, Token, TokenError};

/// A client with these credentials, and the server that it calls.
fn client(credentials: &[(SecurityScheme, &str)]) -> (Loopback, Client) {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let builder: Builder<Client> = Client::builder().base_url(&server.base);
    let give = |builder: Builder<Client>, (scheme, text): &(SecurityScheme, &str)| {
        builder.credential(*scheme, Token::new(text).unwrap())
    };
    let client = credentials.iter().fold(builder, give).build().unwrap();
    (server, client)
}

/// The lines of a request that hold a credential, and its first line.
fn proofs(server: &Loopback) -> Vec<String> {
    let request = server.requests().pop().unwrap();
    let is_proof = |line: &&str| {
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        line.starts_with("GET")
            || ["authorization", "client-id", "secret", "x-key", "cookie"].contains(&name.as_str())
    };
    let mut lines: Vec<String> = request.lines().filter(is_proof).map(str::to_owned).collect();
    lines[1..].sort();
    lines
}

#[tokio::test]
async fn what_belongs_together_is_sent_together() {
    let (server, client) = client(&[(CLIENT_SCHEME, "me"), (SECRET_SCHEME, "hush")]);
    client.pair().await.unwrap();
    assert_eq!(proofs(&server), ["GET /pair HTTP/1.1", "client-id: me", "secret: hush"]);
}

#[tokio::test]
async fn an_alternative_is_chosen_by_what_the_client_has() {
    let none = EitherParameters::default();
    let (server, by_pair) = client(&[(QUERY_SCHEME, "q&a"), (COOKIE_SCHEME, "c")]);
    by_pair.either(&EitherParameters::default().page(2)).await.unwrap();
    let line = "GET /either?api%20key=q%26a&page=2 HTTP/1.1";
    assert_eq!(proofs(&server), [line, "cookie: session=c"]);
    let (server, by_header) = client(
        &[(QUERY_SCHEME, "half of a pair"), (HEADER_SCHEME, "h")]
            .map(|(scheme, text)| (scheme, text.split(' ').next().unwrap())),
    );
    by_header.either(&none).await.unwrap();
    assert_eq!(proofs(&server), ["GET /either HTTP/1.1", "x-key: h"]);
}

#[tokio::test]
async fn name_and_password_are_sent_as_one() {
    let (server, _) = client(&[]);
    let login = Token::basic("me", "sésame, open").unwrap();
    assert!(!format!("{login:?} {}", login.redact("open with sésame, open")).contains("sésame"));
    let client = Client::builder().base_url(&server.base).credential(LOGIN_SCHEME, login);
    client.build().unwrap().either(&EitherParameters::default()).await.unwrap();
    let proof = "authorization: Basic bWU6c8Opc2FtZSwgb3Blbg==";
    assert_eq!(proofs(&server), ["GET /either HTTP/1.1", proof]);
    assert!(matches!(Token::basic("a:b", "c"), Err(TokenError::Colon)));
}

#[tokio::test]
async fn nothing_is_sent_to_who_asks_for_nothing() {
    let (server, with_all) = client(&[(BEARER_SCHEME, "b"), (HEADER_SCHEME, "h")]);
    with_all.open().await.unwrap();
    assert_eq!(proofs(&server), ["GET /open HTTP/1.1"]);
    with_all.optional().await.unwrap();
    assert_eq!(proofs(&server), ["GET /optional HTTP/1.1", "x-key: h"]);
    with_all.inherited().await.unwrap();
    assert_eq!(proofs(&server), ["GET /inherited HTTP/1.1", "authorization: Bearer b"]);
    let (server, without) = client(&[(BEARER_SCHEME, "b")]);
    without.optional().await.unwrap();
    assert_eq!(proofs(&server), ["GET /optional HTTP/1.1"]);
}

#[tokio::test]
async fn an_incomplete_set_is_refused_before_anything_is_sent() {
    let (server, client) = client(&[(CLIENT_SCHEME, "me")]);
    let error = client.pair().await.unwrap_err();
    let Error::Token(error) = error else { panic!("{error:?}") };
    let expected = "pair: no token: the operation asks for `client` and `secret`: give the builder \
        what is missing with `credential`";
    assert_eq!(error.to_string(), expected);
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn one_token_stands_for_any_one_scheme() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, Token::new("t").unwrap()).unwrap();
    client.unknown().await.unwrap();
    assert_eq!(proofs(&server), ["GET /unknown HTTP/1.1", "x-key: t"]);
    assert!(client.pair().await.is_err(), "it is not both halves of a pair");
}
