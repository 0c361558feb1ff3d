//! Plays AiFi for a receiver under development: notifications that look like those of a store.
//!
//! In come a webhook, a session if wanted and how many; out come bodies made from the contract's example,
//! and of each one that was sent what became of it. Nothing is judged beyond the status.

use crate::http::{Auth, Client, Exchange, Request};
use crate::vendor;
use anyhow::{Context, Result, ensure};
use jiff::{Timestamp, Unit};
use oasis_model::ir::{Api, Direction, Operation};
use oasis_model::sample::{self, Fill};
use serde_json::{Map, Value};

/// The first of the shoppers, whose identifiers are long runs of digits.
const FIRST_SHOPPER: u64 = 100_000_000_000_001;
/// The most characters that are shown of what a receiver says to a refused notification.
const SHOWN: usize = 200;

/// One webhook of the contract, and the notification that all others are made from.
#[derive(Debug)]
pub struct Webhook<'a> {
    operation: &'a Operation,
    route: &'a str,
    base: Map<String, Value>,
    /// The identifier of the session that the user named.
    session: Option<String>,
    /// What keeps the sessions of two runs apart.
    run: i64,
}

/// A notification, ready to be sent.
#[derive(Clone, Debug)]
pub struct Notification {
    /// Whose session it is.
    pub session: String,
    /// Who left.
    pub shopper: String,
    body: Value,
}

impl<'a> Webhook<'a> {
    /// The webhook with this route, such as `left`; with a session, every notification is about that one.
    ///
    /// # Errors
    /// There is no such webhook, its body is no object, or the session has no identifier.
    pub fn new(api: &'a Api, name: &str, session: Option<Value>) -> Result<Self> {
        let all = || {
            api.operations.iter().filter_map(|operation| match &operation.direction {
                Direction::Webhook { route } => Some((operation, route.as_str())),
                Direction::Call => None,
            })
        };
        let known =
            || all().map(|(_, route)| route.trim_start_matches('/')).collect::<Vec<_>>().join(", ");
        let (operation, route) = all()
            .find(|(_, route)| route.strip_prefix('/') == Some(name))
            .with_context(|| format!("there is no webhook {name:?}; the spec has {}", known()))?;
        let content = operation.body.as_ref().and_then(|body| body.json());
        let base = content.and_then(|content| {
            let made = || Some(sample::filled(api, content.schema?, Fill::All));
            content.example.clone().or_else(made)
        });
        let Some(Value::Object(mut base)) = base else {
            anyhow::bail!("the notification {name:?} is not an object in the spec");
        };
        let id = |session: &Value| session.get(vendor::SESSION_ID)?.as_str().map(str::to_owned);
        let own = session.as_ref().and_then(id);
        if let Some(session) = session {
            let needed = vendor::SESSION_ID;
            ensure!(own.is_some(), "the session is not an object with a string `{needed}`");
            base.insert(vendor::SESSION.to_owned(), session);
        }
        let run = Timestamp::now().as_millisecond();
        Ok(Self { operation, route, base, session: own, run })
    }

    /// The same about a session that is known, as far as the notification shows one.
    #[must_use]
    pub fn about(mut self, session: &Map<String, Value>) -> Self {
        if let Some(Value::Object(shown)) = self.base.get_mut(vendor::SESSION) {
            for (name, value) in shown.iter_mut() {
                if let Some(known) = session.get(name) {
                    value.clone_from(known);
                }
            }
        }
        self
    }

    /// The same from the store with this number.
    #[must_use]
    pub fn from_store(mut self, number: i64) -> Self {
        vendor::name_store(&mut self.base, number);
        self
    }

    /// The notification of one shopper of the session with this number; the shoppers of a session are
    /// counted from 0 as well.
    pub fn notification(&self, session: u64, member: u64, group: u64) -> Notification {
        let made = || format!("push-{}-{}", self.run, session.saturating_add(1));
        let id = self.session.clone().unwrap_or_else(made);
        let place = session.saturating_mul(group).saturating_add(member);
        let shopper = FIRST_SHOPPER.saturating_add(place).to_string();
        // The vendor's times have milliseconds.
        let now = Timestamp::now();
        self.made(&id, &shopper, now.round(Unit::Millisecond).unwrap_or(now))
    }

    /// The notification that this shopper left the session with this id at this time.
    pub fn made(&self, session: &str, shopper: &str, now: Timestamp) -> Notification {
        let mut body = self.base.clone();
        vendor::identify_within(&mut body, session);
        vendor::date(&mut body, now);
        let mut body = Value::Object(body);
        vendor::name_shopper(&mut body, shopper);
        Notification { session: session.to_owned(), shopper: shopper.to_owned(), body }
    }

    /// Sends a notification, with the token of the target or without one.
    pub async fn send(
        &self,
        client: &Client,
        auth: &Auth,
        notification: &Notification,
    ) -> Exchange {
        let request = Request {
            method: self.operation.method.to_string(),
            path: self.route.to_owned(),
            auth: auth.clone(),
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: Some(crate::http::Bytes(notification.body.to_string().into_bytes())),
        };
        client.send(&self.operation.id, &request).await
    }
}

impl Notification {
    /// The same as nobody can read it: every property of its body is an array.
    #[must_use]
    pub fn broken(mut self) -> Self {
        if let Value::Object(properties) = &mut self.body {
            properties.values_mut().for_each(|value| *value = Value::Array(Vec::new()));
        }
        self
    }
}

/// Whether a notification was taken, and a line about it: session, shopper, status and time.
pub fn tell(client: &Client, notification: &Notification, exchange: &Exchange) -> (bool, String) {
    let Notification { session, shopper, .. } = notification;
    let (taken, end) = outcome(client, exchange);
    (taken, format!("session {session}  shopper {shopper}  {end}"))
}

/// Whether a notification was taken, and how it was answered: status and time, or what went wrong.
pub fn outcome(client: &Client, exchange: &Exchange) -> (bool, String) {
    let (taken, text) = match &exchange.outcome {
        Ok(response) => {
            let time = response.elapsed.as_secs_f64() * 1000.0;
            let taken = response.is_success();
            let said = String::from_utf8_lossy(&response.body);
            let said = if taken || said.is_empty() { String::new() } else { format!("  {said:?}") };
            (taken, format!("{}  {time:.1} ms{said}", response.status))
        }
        Err(failure) => (false, failure.text.clone()),
    };
    let (text, _) = client.target.token.start(&text, SHOWN);
    (taken, text)
}
