//! One call from its first attempt to its last: the credentials, the turn, the exchange, the pause.
//!
//! What may be sent again is decided here: what the server was too busy for, what never reached it,
//! and a request that only reads. A change whose fate is unknown is never sent twice. Dropping the
//! future at any point leaves nothing behind.

use super::draft::Draft;
use super::judge::NoResponse;
use super::retry::retry_after;
use super::transport::{self, Body, is_busy};
use super::{
    Http, InvalidRequest, NoToken, Token, TokenError, TokenSource, Transport, TransportFault, span,
};
use crate::body::Outgoing;
use crate::responses::is_success;
use crate::{Auth, Operation, RawResponse};
use bytes::Bytes;
use http::StatusCode;
use jiff::Timestamp;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};
use tracing::Instrument;

/// How often a call gets another token: a file may be rotated again while the call runs.
const RENEWALS: u32 = 2;

/// A time that no call lives to see.
const NEVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// A call on its way.
pub(super) struct Call<'a> {
    http: &'a Http,
    operation: &'static Operation,
    draft: Draft,
    deadline: Instant,
    /// Where each credential goes and comes from.
    sources: Vec<(Auth, &'a TokenSource)>,
    /// The credentials of the last attempt.
    credentials: Vec<(Auth, Token)>,
    resends: u32,
    renewals: u32,
    /// Whether the body of a success is left unread.
    is_left: bool,
    left: Option<Body>,
}

impl<'a> Call<'a> {
    pub(super) fn new(http: &'a Http, operation: &'static Operation, draft: Draft) -> Self {
        let now = Instant::now();
        let deadline = now.checked_add(http.timeout.min(NEVER)).unwrap_or(now);
        let (sources, credentials) = Default::default();
        let (resends, renewals, is_left, left) = Default::default();
        Self {
            http,
            operation,
            draft,
            deadline,
            sources,
            credentials,
            resends,
            renewals,
            is_left,
            left,
        }
    }

    /// Sends the request, as often as it takes: the last response, and the tokens it was asked with.
    pub(super) async fn run(mut self) -> Result<(RawResponse, Vec<Token>), NoResponse> {
        self.exchange().await
    }

    /// The same, but the body of a success is left to be read; the response has none then.
    pub(super) async fn open(
        mut self,
    ) -> Result<((RawResponse, Vec<Token>), Option<Body>), NoResponse> {
        self.is_left = true;
        let response = self.exchange().await?;
        Ok((response, self.left))
    }

    async fn exchange(&mut self) -> Result<(RawResponse, Vec<Token>), NoResponse> {
        let (span, begun) = (span::of(self.operation, &self.draft.url), Instant::now());
        let outcome = self.attempts().instrument(span.clone()).await;
        span::end(&span, &outcome, self.resends, begun.elapsed());
        let tokens = self.credentials.drain(..).map(|(_, token)| token).collect();
        outcome.map(|response| (response, tokens))
    }

    async fn attempts(&mut self) -> Result<RawResponse, NoResponse> {
        let no_token = |operation, fault| NoResponse::from(NoToken { operation, fault });
        let chosen = self.http.shared.credentials.choose(self.operation);
        self.sources = chosen.map_err(|fault| no_token(self.operation.id, fault))?;
        loop {
            let outcome = match self.tokens().await {
                Ok(credentials) => {
                    self.credentials = credentials;
                    self.attempt().await
                }
                Err(fault) => Err(no_token(self.operation.id, fault)),
            };
            if self.is_renewed(&outcome).await {
                self.resends += 1;
                continue;
            }
            if outcome.as_ref().is_ok_and(|response| response.status.is_success()) {
                self.http.shared.budget.earn();
            }
            let Some(pause) = self.pause(&outcome) else { return outcome };
            self.resends += 1;
            span::again(self.resends, pause);
            sleep(pause).await;
        }
    }

    /// The credentials to send now.
    async fn tokens(&self) -> Result<Vec<(Auth, Token)>, TokenError> {
        let mut credentials = Vec::new();
        for (auth, source) in &self.sources {
            let token = timeout_at(self.deadline, source.current(&self.http.shared.carrier)).await;
            credentials.push((*auth, token.unwrap_or(Err(TokenError::NoTime))?));
        }
        Ok(credentials)
    }

    /// Whether the credentials were refused, not too often, and there are others now.
    async fn is_renewed(&mut self, outcome: &Result<RawResponse, NoResponse>) -> bool {
        let is_refused = self.is_sent_again()
            && outcome.as_ref().is_ok_and(|response| response.status == StatusCode::UNAUTHORIZED);
        if !is_refused || self.renewals >= RENEWALS || self.credentials.is_empty() {
            return false;
        }
        self.renewals += 1;
        let mut is_renewed = false;
        for ((_, source), (_, token)) in self.sources.iter().zip(&self.credentials) {
            let renewed = timeout_at(self.deadline, source.renew(&self.http.shared.carrier, token));
            is_renewed |= renewed.await.unwrap_or(false);
        }
        is_renewed
    }

    /// Sends the request once.
    async fn attempt(&mut self) -> Result<RawResponse, NoResponse> {
        let http = self.http;
        let (shared, operation) = (&http.shared, self.operation.id);
        let lost = |status, fault| Transport { operation, status, fault };
        let request = self.draft.request(self.operation, &self.credentials);
        let request = request.map_err(|fault| InvalidRequest { operation, fault })?;
        if let Some(pace) = &shared.pace {
            let turn = timeout_at(self.deadline, pace.turn()).await;
            turn.map_err(|_| lost(None, TransportFault::NoTime))?;
        }
        let head = timeout_at(self.deadline, shared.carrier.send(request));
        let head = head.await.unwrap_or(Err(TransportFault::Timeout));
        let (head, body) = head.map_err(|fault| lost(None, fault))?.into_parts();
        let (status, headers) = (head.status, head.headers);
        if self.is_left && is_success(self.operation, status.as_u16()) == Some(true) {
            self.left = Some(body);
            return Ok(RawResponse::new(status, headers, Bytes::new()));
        }
        let body = timeout_at(self.deadline, transport::read(body, shared.max_body));
        let body = body.await.unwrap_or(Err(TransportFault::Timeout));
        let body = body.map_err(|fault| lost(Some(status), fault))?;
        Ok(RawResponse::new(status, headers, body))
    }

    /// How long to wait before the request is sent again; `None` if it is not.
    fn pause(&self, outcome: &Result<RawResponse, NoResponse>) -> Option<Duration> {
        let least = self.repeatable(outcome)?;
        let shared = &self.http.shared;
        if self.resends + 1 >= shared.retry.attempts {
            return None;
        }
        let pause = least.checked_add(shared.retry.pause(self.resends))?;
        let ends = Instant::now().checked_add(pause)?;
        (ends < self.deadline && shared.budget.take()).then_some(pause)
    }

    /// Whether the request can be made again: what a stream has yielded is gone.
    fn is_sent_again(&self) -> bool {
        self.draft.body.as_ref().is_none_or(Outgoing::is_repeatable)
    }

    /// How long the server asks to be left alone, if the request may be sent again at all.
    fn repeatable(&self, outcome: &Result<RawResponse, NoResponse>) -> Option<Duration> {
        if !self.is_sent_again() && !matches!(outcome, Err(NoResponse::Token(_))) {
            return None;
        }
        let is_repeatable = match outcome {
            Ok(response) if is_busy(response.status) => {
                return Some(retry_after(&response.headers, Timestamp::now()).unwrap_or_default());
            }
            Ok(_) | Err(NoResponse::Request(_)) => false,
            Err(NoResponse::Token(error)) if error.fault.is_transient() => {
                return Some(error.fault.retry_after().unwrap_or_default());
            }
            Err(NoResponse::Token(_)) => false,
            Err(NoResponse::Transport(error)) => match &error.fault {
                TransportFault::Connect(_) => true,
                TransportFault::NoTime | TransportFault::Timeout => false,
                TransportFault::TooLarge { .. } => error.status.is_some_and(is_busy),
                TransportFault::Broken(_) => {
                    error.status.is_some_and(is_busy) || only_reads(self.operation)
                }
            },
        };
        is_repeatable.then_some(Duration::ZERO)
    }
}

/// Whether an operation changes nothing, by its method.
fn only_reads(operation: &Operation) -> bool {
    matches!(operation.method, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}
