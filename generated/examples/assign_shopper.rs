//! Assigns a shopper to a session: `assign_shopper STORE SHOPPER SESSION`.
//!
//! The token comes from OASIS_TOKEN, or from the file that OASIS_TOKEN_FILE names; OASIS_URL is the
//! base address, the public sandbox by default.

use aifi_oasis::Client;
use aifi_oasis::refusals::UpdateShopperRefusal;
use aifi_oasis::runtime::client::{Fate, TokenSource};
use aifi_oasis::types::{SessionId, ShopperId, StoreId, UpdateShopperRequest};
use std::env;
use std::error::Error;
use std::time::Duration;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [store, shopper, session] = &arguments[..] else {
        return Err("give three arguments: the store, the shopper and the session".into());
    };
    let token = TokenSource::from_env("OASIS_TOKEN", "OASIS_TOKEN_FILE")?;
    let client = match env::var("OASIS_URL") {
        Ok(url) => Client::new(&url, token)?,
        Err(_) => Client::sandbox(token)?,
    };
    let client = client.with_timeout(Duration::from_secs(5));
    assign(&client, store.parse()?, &shopper.parse()?, session.parse()?).await
}

/// Assigns the shopper; too busy a server has been asked again already when this fails.
async fn assign(
    client: &Client,
    store: StoreId,
    shopper: &ShopperId,
    session: SessionId,
) -> Result<(), Box<dyn Error>> {
    let change = UpdateShopperRequest::new(session);
    let error = match client.update_shopper(store, shopper, &change).await {
        Ok(_) => {
            println!("the shopper belongs to the session");
            return Ok(());
        }
        Err(error) => error,
    };
    match (error.refusal(), error.fate()) {
        (Some(UpdateShopperRefusal::InvalidBody(Some(envelope))), _) => {
            envelope.errors.iter().for_each(|item| eprintln!("refused: {}", item.error));
        }
        (_, Fate::NotApplied) => eprintln!("nothing has changed"),
        (_, Fate::Applied) => eprintln!("assigned, although the response cannot be read"),
        (_, _) => eprintln!("it may have been assigned: assigning it again does no harm"),
    }
    Err(error.into())
}
