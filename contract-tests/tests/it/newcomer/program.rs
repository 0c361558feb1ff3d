//! A shop's service, written from the README and the manual alone: whoever leaves is noted in the
//! metadata of the session, which is marked as suspected fraud, and assigned to it.

use aifi_oasis::receive::{Departure, Departures, Seen};
use aifi_oasis::refusals::TransitionLeftRefusal;
use aifi_oasis::runtime::True;
use aifi_oasis::runtime::client::BuildError;
use aifi_oasis::runtime::server::{BearerToken, Notification, Reply, Router};
use aifi_oasis::types::{TransitionLeft, UpdateSessionRequest, UpdateShopperRequest};
use aifi_oasis::{Client, Webhooks, webhooks_router};
use std::{error::Error, sync::Arc, time::Duration};

#[derive(Clone)]
struct Shop {
    client: Client,
    seen: Arc<Seen>,
}

impl Webhooks for Shop {
    async fn transition_left(
        &self,
        left: Notification<TransitionLeft>,
    ) -> Reply<String, TransitionLeftRefusal> {
        let shop = self.clone();
        tokio::spawn(async move {
            if let Err(error) = shop.work(&left).await {
                tracing::error!(%error, "not noted");
            }
        });
        Ok("received".to_owned())
    }
}

impl Shop {
    async fn work(&self, left: &TransitionLeft) -> Result<(), Box<dyn Error + Send + Sync>> {
        let session = left.session_token().ok_or("the notification names no session")?;
        if !self.seen.insert(&Departure::from(left)).await? {
            return Ok(());
        }
        self.client.merge_metadata(session, [("left", left.shopper_id.as_str())]).await?;
        let suspicion = UpdateSessionRequest::default().suspected_fraud(True);
        self.client.update_session(session, &suspicion).await?;
        let change = UpdateShopperRequest::new(session.clone());
        self.client.update_shopper(left.store_id, &left.shopper_id, &change).await?;
        Ok(())
    }
}

/// The service: `POST /hooks/aifi/left`, for who knows the token that AiFi was given.
pub(crate) fn service(url: &str, token: &str, webhook_token: &str) -> Result<Router, BuildError> {
    let client = Client::builder().base_url(url).token(token);
    let client = client.timeout(Duration::from_secs(3)).build()?;
    let shop = Shop { client, seen: Arc::default() };
    Ok(Router::new().nest("/hooks/aifi", webhooks_router(shop, BearerToken::new(webhook_token))))
}
