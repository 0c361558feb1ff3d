//! The examples of README.md and of the crate's front page, compiled against a document that does not
//! change: an edit of the specification must not break them. Every line of theirs stands here.

use crate::compiles::sessions::Client;
use crate::compiles::sessions::refusals::TransitionLeftRefusal;
use crate::compiles::sessions::refusals::UpdateSessionRefusal;
use crate::compiles::sessions::types::TransitionLeft;
use crate::compiles::sessions::types::UpdateSessionRequest;
use crate::compiles::sessions::{Webhooks, webhooks_router};
use aifi_oasis::runtime::True;
use aifi_oasis::runtime::client::TokenSource;
use aifi_oasis::runtime::server::{BearerToken, Notification, Reply, Router, serve};

#[expect(dead_code, reason = "compiled, never run: it would call the vendor")]
async fn call() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::sandbox(TokenSource::from_env("OASIS_TOKEN", "OASIS_TOKEN_FILE")?)?;
    let suspicion = UpdateSessionRequest::default().suspected_fraud(True);
    match client.update_session(&"d3a00526-1864-4f6e".into(), &suspicion).await {
        Ok(session) => println!("{}: {:?}", session.status(), session.metadata),
        Err(error) if error.is_retryable() => println!("too fast: wait and try again"),
        Err(error) => match error.refusal() {
            Some(UpdateSessionRefusal::InvalidBody(Some(envelope))) => println!("{envelope:?}"),
            _ => return Err(error.into()),
        },
    }
    Ok(())
}

struct Shop;

impl Webhooks for Shop {
    async fn transition_left(
        &self,
        left: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        println!("shopper {} left store {}", left.shopper_id, left.store_id);
        Ok("noted".to_owned())
    }
}

#[expect(dead_code, reason = "compiled, never run: it needs the token of a receiver")]
async fn receive() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("OASIS_WEBHOOK_TOKEN")?;
    let app = Router::new().nest("/hooks/aifi", webhooks_router(Shop, BearerToken::new(token)));
    serve(tokio::net::TcpListener::bind("127.0.0.1:8080").await?, app).await;
    Ok(())
}

/// The lines of the Rust examples in a text whose lines begin with this.
fn lines<'t>(text: &'t str, prefix: &str) -> Vec<&'t str> {
    let mut is_code = false;
    let mut found = Vec::new();
    for line in text.lines().filter_map(|line| line.strip_prefix(prefix)) {
        match line.trim() {
            "```rust,ignore" | "```ignore" => is_code = true,
            "```" => is_code = false,
            line if is_code && !line.is_empty() => found.push(line),
            _ => {}
        }
    }
    found
}

#[test]
fn every_line_of_the_examples_is_compiled() {
    let ours = include_str!("readme.rs");
    let documents = [
        lines(include_str!("../../../README.md"), ""),
        lines(include_str!("../../src/lib.rs"), "//!"),
    ];
    for lines in documents {
        assert!(lines.len() > 20, "the examples have moved");
        for line in lines {
            // The runtime is the same for every document.
            let compiled = match line.contains("aifi_oasis::runtime") {
                true => line.to_owned(),
                false => line.replace("aifi_oasis::", "crate::compiles::sessions::"),
            };
            assert!(ours.contains(&compiled), "{line}");
        }
    }
}
