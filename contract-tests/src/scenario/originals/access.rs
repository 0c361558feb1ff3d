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
use anyhow::anyhow;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// The pauses before further tries, in milliseconds.
const PAUSES: [u64; 4] = [250, 500, 1_000, 2_000];
/// About the most time that putting all sessions back takes.
pub(super) const WITHIN: Duration = Duration::from_secs(5);

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
    pub(super) async fn read(&self, id: &str) -> anyhow::Result<Value> {
        let (client, request) = (self.tester.client, self.request(id, json!({})));
        let read = async || shown(&client.send(&self.rules.operation.id, &request).await);
        // The end of the run ends this too.
        let until = Instant::now() + Duration::from_secs(60);
        patiently(until, read).await.map_err(|reason| {
            anyhow!(
                "the metadata of session {id} cannot be read ({reason}), so nothing may be written; \
                 correct the fixtures, or run without --allow-writes"
            )
        })
    }

    /// Writes what the session held and reads it again. After `until` nothing is tried again.
    pub(super) async fn put_back(&self, original: &Original, until: Instant) -> Result<(), String> {
        patiently(until, async || self.try_to_put_back(original, until).await).await
    }

    async fn try_to_put_back(&self, original: &Original, until: Instant) -> Result<(), String> {
        let written = self.send(self.write(original), until).await;
        if !written.response().is_some_and(|response| response.is_success()) {
            return Err(trouble(&written));
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
        // A moment at least, so that a write that just made it can still be verified.
        let within = until.saturating_duration_since(Instant::now()).max(Duration::from_secs(1));
        self.tester.client.send_at_the_end(&self.rules.operation.id, &request, within).await
    }

    fn write(&self, original: &Original) -> Request {
        self.request(&original.session, json!({ vendor::METADATA: original.metadata }))
    }

    /// A request to the session with this id, which need not be a fixture any more.
    fn request(&self, id: &str, changes: Value) -> Request {
        let (generation, operation) = (self.tester.generation, self.rules.operation);
        let maker = Maker { generation, operation, category: Category::State };
        let body = bytes(&self.rules.change(changes));
        let mut request = maker.case(Ids::Known, Some(body), "", Expect::Judged(None)).request;
        if let Some(path) = with_value(operation, &request.path, vendor::SESSION_ID, &segment(id)) {
            request.path = path;
        }
        request
    }
}

/// Tries several times, but does not begin again once it is too late.
async fn patiently<T>(
    until: Instant,
    attempt: impl AsyncFn() -> Result<T, String>,
) -> Result<T, String> {
    let mut outcome = attempt().await;
    for pause in PAUSES.map(Duration::from_millis) {
        if outcome.is_ok() || Instant::now() + pause >= until {
            break;
        }
        tokio::time::sleep(pause).await;
        outcome = attempt().await;
    }
    outcome
}

/// The metadata that a response shows; `{}` where the session has none.
fn shown(exchange: &Exchange) -> Result<Value, String> {
    let response = exchange.response().filter(|response| response.is_success());
    let response = response.ok_or_else(|| trouble(exchange))?;
    metadata(response.json()).ok_or_else(|| {
        format!("the response ({}) does not show the session and its metadata", response.status)
    })
}

fn metadata(session: Option<Value>) -> Option<Value> {
    let Value::Object(mut session) = session? else { return None };
    match session.remove(vendor::METADATA) {
        None | Some(Value::Null) => Some(json!({})),
        metadata => metadata.filter(Value::is_object),
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

    #[test]
    fn only_a_session_that_is_shown_can_be_put_back() {
        for (body, expected) in [
            (json!({"metadata": {"a": [1, null]}}), Some(json!({"a": [1, null]}))),
            (json!({"metadata": null}), Some(json!({}))),
            (json!({"sessionId": "s"}), Some(json!({}))),
            (json!({"metadata": "text"}), None),
            (json!([]), None),
        ] {
            assert_eq!(metadata(Some(body.clone())), expected, "{body}");
        }
    }
}
