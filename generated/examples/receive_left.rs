//! Notes in the metadata of a session who has left: AiFi calls `/left` at OASIS_LISTEN, until Ctrl-C.
//! AiFi's token comes from OASIS_WEBHOOK_TOKEN, ours from OASIS_TOKEN or the file that OASIS_TOKEN_FILE
//! names; OASIS_URL is the base address of the API, the public sandbox by default.

use aifi_oasis::receive::{Departure, Departures, Seen};
use aifi_oasis::refusals::TransitionLeftRefusal;
use aifi_oasis::runtime::client::TokenSource;
use aifi_oasis::runtime::server::{BearerToken, Notification, Reply, Server};
use aifi_oasis::types::TransitionLeft;
use aifi_oasis::{Client, Webhooks, webhooks_router};
use std::{env, error::Error, sync::Arc};

struct Shop(Client, Arc<Seen>);

impl Webhooks for Shop {
    async fn transition_left(
        &self,
        left: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        let (client, seen) = (self.0.clone(), Arc::clone(&self.1));
        // AiFi need not wait for the work.
        tokio::spawn(async move {
            if let Err(error) = note(&client, &seen, &left).await {
                eprintln!("not noted: {error}");
            }
        });
        Ok("received".to_owned())
    }
}

/// Adds a key for this person; a server that is too busy is asked again by the client.
async fn note(client: &Client, seen: &Seen, left: &TransitionLeft) -> Result<(), Box<dyn Error>> {
    let session = left.session_token().ok_or("the notification names no session")?;
    let departure = Departure::from(left);
    let patch = [(format!("left-{}", left.shopper_id), left.time_of_origin.to_string())];
    if seen.insert(&departure).await?
        && let Err(error) = client.merge_metadata(session, patch).await
    {
        seen.remove(&departure).await?;
        return Err(error.into());
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let token = TokenSource::from_env("OASIS_TOKEN", "OASIS_TOKEN_FILE")?;
    let client = match env::var("OASIS_URL") {
        Ok(url) => Client::new(&url, token)?,
        Err(_) => Client::sandbox(token)?,
    };
    let listener = tokio::net::TcpListener::bind(env::var("OASIS_LISTEN")?).await?;
    println!("listening on {}", listener.local_addr()?);
    let hook = BearerToken::new(env::var("OASIS_WEBHOOK_TOKEN")?);
    let server = Server::new(webhooks_router(Shop(client, Arc::default()), hook));
    server.serve(listener, async { drop(tokio::signal::ctrl_c().await) }).await;
    Ok(())
}
