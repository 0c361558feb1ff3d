//! Reads and writes the metadata of one session by its id, with retries.
//!
//! Writing works after the run has ended: neither the budget nor an interruption stops it, only its own
//! bound on time.

use super::Original;
use crate::{
    generate::{Category, Expect, Ids, segment},
    http::{self, Exchange, Request},
    scenario::{
        Tester,
        maker::{Maker, bytes, with_value},
        session::compare,
    },
    vendor::{self, Sessions},
};
use anyhow::bail;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How often one session is tried.
const TRIES: u32 = 5;
/// The pause after the first failure; it doubles.
const PAUSE: Duration = Duration::from_millis(250);
/// The most time that putting one session back takes.
const WITHIN: Duration = Duration::from_secs(10);

/// The way to the sessions of a target.
pub(super) struct Access<'a> {
    tester: &'a Tester<'a>,
    rules: Sessions<'a>,
}

impl<'a> Access<'a> {
    /// `None` where the specification has no metadata that can be put back.
    pub(super) fn new(tester: &'a Tester<'a>) -> Option<Self> {
        let rules = vendor::sessions(&tester.generation.api).ok()?;
        rules.restorable.then_some(Self { tester, rules })
    }

    /// The metadata of a session, asked for several times while there is no good response.
    pub(super) async fn read_patiently(&self, id: &str) -> anyhow::Result<Value> {
        let request = self.request(id, json!({}));
        let mut reason = String::new();
        for attempt in 0..TRIES {
            if let Some(ended) = self.tester.client.stop.reason() {
                bail!("session {id} was not read, so nothing is written: {}", ended.text());
            }
            if attempt > 0 {
                tokio::time::sleep(PAUSE * 2_u32.pow(attempt - 1)).await;
            }
            let exchange = self.tester.client.send(&self.rules.operation.id, &request).await;
            match shown(&exchange) {
                Ok(metadata) => return Ok(metadata),
                Err(why) => reason = why,
            }
        }
        bail!(
            "the metadata of session {id} cannot be read ({reason}), so nothing may be written; \
             correct the fixtures, or run without --allow-writes"
        )
    }

    /// Writes what the session held and reads it again.
    pub(super) async fn put_back(&self, original: &Original) -> Result<(), String> {
        let until = Instant::now() + WITHIN;
        let mut reason = String::new();
        for attempt in 0..TRIES {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            if attempt > 0 {
                tokio::time::sleep((PAUSE * 2_u32.pow(attempt - 1)).min(left)).await;
            }
            match self.try_to_put_back(original, until).await {
                Ok(()) => return Ok(()),
                Err(why) => reason = why,
            }
        }
        Err(reason)
    }

    async fn try_to_put_back(&self, original: &Original, until: Instant) -> Result<(), String> {
        let written = self.send(self.write(original), until).await;
        match written.response() {
            Some(response) if response.is_success() => {}
            _ => return Err(trouble(&written)),
        }
        let read = self.send(self.request(&original.session, json!({})), until).await;
        let now =
            shown(&read).map_err(|why| format!("it was written, but not read again: {why}"))?;
        match compare::values(&original.metadata, &now, "") {
            None => Ok(()),
            Some(_) => Err("it was written, yet the session then holds something else".to_owned()),
        }
    }

    /// A line for a shell that puts the session back.
    pub(super) fn curl(&self, original: &Original) -> String {
        http::curl(&self.write(original), &self.tester.client.target)
    }

    async fn send(&self, request: Request, until: Instant) -> Exchange {
        let left = until.saturating_duration_since(Instant::now());
        // A moment at least, so that a write that just made it can still be verified.
        let within = left.max(Duration::from_secs(1));
        self.tester.client.send_at_the_end(&self.rules.operation.id, &request, within).await
    }

    fn write(&self, original: &Original) -> Request {
        self.request(&original.session, json!({ vendor::METADATA: original.metadata }))
    }

    /// A request to the session with this id, which need not be a fixture any more.
    fn request(&self, id: &str, changes: Value) -> Request {
        let operation = self.rules.operation;
        let maker = Maker::new(self.tester.generation, operation, Category::State);
        let body = bytes(&self.rules.change(changes));
        let mut request = maker.case(Ids::Known, Some(body), "", Expect::Judged(None)).request;
        if let Some(path) = with_value(operation, &request.path, vendor::SESSION_ID, &segment(id)) {
            request.path = path;
        }
        request
    }
}

/// The metadata that a response shows; `{}` where the session has none.
fn shown(exchange: &Exchange) -> Result<Value, String> {
    let response = exchange.response().filter(|response| response.is_success());
    let response = response.ok_or_else(|| trouble(exchange))?;
    match response.json() {
        Some(Value::Object(session)) => match session.get(vendor::METADATA) {
            None | Some(Value::Null) => Ok(json!({})),
            Some(metadata @ Value::Object(_)) => Ok(metadata.clone()),
            Some(_) => Err("the session's metadata is not an object".to_owned()),
        },
        _ => Err(format!("the response ({}) does not show the session", response.status)),
    }
}

fn trouble(exchange: &Exchange) -> String {
    match &exchange.outcome {
        Ok(response) => format!("the server answered {}", response.status),
        Err(failure) => format!("no response: {}", failure.text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::session::testing::answered;

    #[test]
    fn only_a_session_that_is_shown_can_be_put_back() {
        for (body, metadata) in [
            (json!({"metadata": {"a": [1, null]}}), json!({"a": [1, null]})),
            (json!({"metadata": {}}), json!({})),
            (json!({"metadata": null}), json!({})),
            (json!({"sessionId": "s"}), json!({})),
        ] {
            assert_eq!(shown(&answered(200, &body)), Ok(metadata), "{body}");
            assert!(shown(&answered(500, &body)).is_err(), "{body}");
        }
        for body in [json!({"metadata": "text"}), json!([]), json!("session"), json!(null)] {
            assert!(shown(&answered(200, &body)).is_err(), "{body}");
        }
    }
}
