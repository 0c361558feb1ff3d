//! Tells an integrator's receiver that a customer has left.
//!
//! In come a session of the mock and how its notifications are to go wrong, out come notifications, one
//! for each person of the session, and what became of each. Nothing is sent unless it is asked for.

use super::Shared;
use crate::http::{Auth, Client, Limits, Stop};
use crate::push::{self, Notification, Webhook};
use crate::target::Target;
use anyhow::{Context, Result, ensure};
use serde::Serialize;
use std::sync::Arc;
use std::time::Duration;

/// The route of the notification that a customer has left.
const LEFT: &str = "left";
/// Who leaves a session that nobody was assigned to.
const SOMEBODY: &str = "100000000000001";
/// The longest time that a mock sends notifications.
const MOST_TIME: Duration = Duration::from_secs(30 * 24 * 3600);
/// Bounds of one notification.
const LIMITS: Limits =
    Limits { per_second: None, at_once: 1, time: Duration::from_secs(10), bytes: 1 << 20 };
/// Limit on how often one notification is sent.
const MOST_TIMES: u8 = 20;

/// Where the notifications go.
#[derive(Debug)]
pub struct Webhooks {
    client: Client,
    auth: Auth,
}

/// How the notifications of one session are sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Manner {
    /// So often each, as the vendor does if a response is lost.
    pub(super) times: u8,
    /// With a body that cannot be read as the notification.
    pub(super) is_broken: bool,
}

/// A notification that was sent.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Pushed {
    session: String,
    shopper: String,
    taken: bool,
    /// Status and time, or what went wrong.
    outcome: String,
}

impl Webhooks {
    /// Notifications to this target, with its token or without one.
    ///
    /// # Errors
    /// Why no encrypted connection could be made.
    pub fn new(target: Target, has_token: bool) -> Result<Self> {
        let auth = if has_token { Auth::Token } else { Auth::Nothing };
        let client = Client::new(Arc::new(target), Arc::new(Stop::after(MOST_TIME)), LIMITS)?;
        Ok(Self { client, auth })
    }

    /// Sends the notifications of everybody who leaves with this session.
    ///
    /// # Errors
    /// There is no such session or no such webhook, or it cannot be sent so often.
    pub(super) async fn leave(
        &self,
        mock: &Shared,
        id: &str,
        manner: Manner,
    ) -> Result<Vec<Pushed>> {
        let times = manner.times;
        ensure!((1..=MOST_TIMES).contains(&times), "give times from 1 to {MOST_TIMES}");
        let now = mock.clock.now();
        let session = mock.state.leave(id, now);
        let session = session.with_context(|| format!("there is no session {id:?}"))?;
        let webhook = Webhook::new(&mock.api, LEFT, None)?.about(&session);
        let webhook = match mock.state.store {
            Some(store) => webhook.from_store(store),
            None => webhook,
        };
        let mut shoppers = mock.state.shoppers_of(id);
        if shoppers.is_empty() {
            shoppers.push(SOMEBODY.to_owned());
        }
        let mut pushed = Vec::new();
        for shopper in shoppers {
            let made = webhook.made(id, &shopper, now);
            let notification = if manner.is_broken { made.broken() } else { made };
            for _ in 0..times {
                pushed.push(self.push(&webhook, &notification).await);
            }
        }
        Ok(pushed)
    }

    async fn push(&self, webhook: &Webhook<'_>, notification: &Notification) -> Pushed {
        let exchange = webhook.send(&self.client, &self.auth, notification).await;
        let (taken, outcome) = push::outcome(&self.client, &exchange);
        let Notification { session, shopper, .. } = notification.clone();
        Pushed { session, shopper, taken, outcome }
    }
}
