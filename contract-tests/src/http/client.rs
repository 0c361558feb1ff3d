//! The one way to send a request.
//!
//! It keeps the pace, waits where the server answers 429 or 503 (`Retry-After`, else doubling with
//! jitter) and sends again, retries once on a fresh connection, follows no redirect and decompresses
//! within bounds. Paths go out byte for byte.

use super::pace::{self, Pace};
use super::transport::{Bounds, Transport};
use super::{Ended, Exchange, Failure, FailureKind, Request, Response, Stop};
use crate::target::Target;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// Bounds of sending.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most requests a second; `None`: as fast as it goes.
    pub per_second: Option<f64>,
    /// The most requests on their way at once.
    pub at_once: usize,
    /// The most time one request may take.
    pub time: Duration,
    /// The most bytes of a response, before and after decompression.
    pub bytes: usize,
}

/// How much longer a response may be for each byte that was sent.
const BYTES_PER_BYTE: usize = 16;
/// This many requests in a row that got nothing but 429 or 503 mean that waiting does not help.
const MOST_HOPELESS: u64 = 3;
/// This many requests in a row without any response mean that the server is gone.
const MOST_SILENT: u64 = 8;

/// A way to send requests to one target; shared by everything that sends.
#[derive(Debug)]
pub struct Client {
    /// Where to.
    pub target: Arc<Target>,
    /// When to end.
    pub stop: Arc<Stop>,
    limits: Limits,
    transport: Transport,
    pace: Pace,
    counters: Counters,
}

#[derive(Debug, Default)]
struct Counters {
    sent: AtomicU64,
    asked_to_wait: AtomicU64,
    answered: AtomicBool,
    /// Requests in a row for which all patience was in vain.
    hopeless: AtomicU64,
    /// Requests in a row without any response.
    silent: AtomicU64,
}

impl Client {
    /// A client.
    ///
    /// # Errors
    /// Why no encrypted connection could be made.
    pub fn new(target: Arc<Target>, stop: Arc<Stop>, limits: Limits) -> anyhow::Result<Self> {
        Ok(Self {
            target,
            stop,
            limits,
            transport: Transport::new(limits.time)?,
            pace: Pace::new(limits.per_second, limits.at_once),
            counters: Counters::default(),
        })
    }

    /// Sends one request. Once the run has ended nothing is sent ([`super::FailureKind::NotSent`]), and a
    /// request under way is given up.
    pub async fn send(&self, operation: &str, request: &Request) -> Exchange {
        let sending = async {
            let _slot = self.pace.slot().await;
            self.exchange(operation, request, None).await
        };
        tokio::select! {
            biased;
            () = self.stop.asked() => {
                let why = self.stop.reason().map_or("it was asked to", Ended::text);
                failed(operation, request, FailureKind::NotSent, format!("the run has ended: {why}"))
            }
            exchange = sending => exchange,
        }
    }

    /// Sends although the run has ended: for putting back what was changed. Takes at most `within`.
    pub async fn send_at_the_end(
        &self,
        operation: &str,
        request: &Request,
        within: Duration,
    ) -> Exchange {
        let Some(deadline) = Instant::now().checked_add(within) else {
            return self.exchange(operation, request, None).await;
        };
        let sending = self.exchange(operation, request, Some(deadline));
        timeout_at(deadline, sending).await.unwrap_or_else(|_| {
            let text = format!("no whole response within {} s", within.as_secs_f32());
            failed(operation, request, FailureKind::Timeout, text)
        })
    }

    /// How many requests went out.
    pub fn sent(&self) -> u64 {
        self.counters.sent.load(Relaxed)
    }

    /// How often the server asked for patience.
    pub fn asked_to_wait(&self) -> u64 {
        self.counters.asked_to_wait.load(Relaxed)
    }

    /// Whether any response was ever had, or at least begun.
    pub fn ever_answered(&self) -> bool {
        self.counters.answered.load(Relaxed)
    }

    /// Lowers how many requests may be on their way at once; to be called while none is.
    pub fn set_at_once(&self, at_once: usize) {
        self.pace.lower(at_once);
    }

    async fn exchange(
        &self,
        operation: &str,
        request: &Request,
        deadline: Option<Instant>,
    ) -> Exchange {
        let (mut waited, mut dropped_before) = (0, false);
        loop {
            self.pace.turn().await;
            let outcome = self.attempt(request, dropped_before).await;
            match &outcome {
                Ok(response) if pace::is_patience_asked(response) => {
                    if let Some(pause) = self.patience(response, waited, deadline) {
                        waited += 1;
                        self.pace.pause(pause);
                        continue;
                    }
                }
                // It may have met the end of an idle connection, which is nobody's fault.
                Err(failure) if !dropped_before && may_be_the_connection(failure) => {
                    dropped_before = true;
                    continue;
                }
                Err(failure) if is_silence(failure) => self.note_silence(),
                Ok(_) | Err(_) => {}
            }
            let (operation, request) = (operation.to_owned(), request.clone());
            return Exchange { operation, request, outcome, dropped_before, waited };
        }
    }

    async fn attempt(&self, request: &Request, fresh: bool) -> Result<Response, Failure> {
        let sent = request.body.as_ref().map_or(0, |body| body.0.len());
        let bytes = self.limits.bytes.saturating_add(sent.saturating_mul(BYTES_PER_BYTE));
        let bounds = Bounds { time: self.limits.time, bytes };
        self.counters.sent.fetch_add(1, Relaxed);
        let outcome = self.transport.attempt(&self.target, request, fresh, bounds).await;
        match &outcome {
            Ok(response) => self.note_response(Some(response)),
            Err(failure) if failure.begun => self.note_response(None),
            // HTTP has no words for it, so nothing was sent.
            Err(failure) if !is_silence(failure) => {
                self.counters.sent.fetch_sub(1, Relaxed);
            }
            Err(_) => {}
        }
        outcome
    }

    /// How long to wait before this request is sent again, if it is.
    fn patience(
        &self,
        response: &Response,
        waited: u32,
        deadline: Option<Instant>,
    ) -> Option<Duration> {
        self.counters.asked_to_wait.fetch_add(1, Relaxed);
        self.pace.pause(Duration::ZERO);
        let left = deadline.map_or_else(
            || self.stop.left(),
            |deadline| deadline.saturating_duration_since(Instant::now()),
        );
        let hopeless = self.counters.hopeless.load(Relaxed) >= MOST_HOPELESS;
        let retry_after = response.header("retry-after");
        let pause = pace::wait(retry_after, waited, left).filter(|_| !hopeless);
        if pause.is_none() {
            self.counters.hopeless.fetch_add(1, Relaxed);
        }
        pause
    }

    fn note_response(&self, response: Option<&Response>) {
        let counters = &self.counters;
        counters.silent.store(0, Relaxed);
        counters.answered.store(true, Relaxed);
        if response.is_some_and(|response| !pace::is_patience_asked(response)) {
            counters.hopeless.store(0, Relaxed);
        }
    }

    fn note_silence(&self) {
        if self.counters.silent.fetch_add(1, Relaxed) + 1 >= MOST_SILENT {
            self.stop.ask(Ended::ServerGone);
        }
    }
}

/// Whether nothing came although something was sent.
fn is_silence(failure: &Failure) -> bool {
    !failure.begun && failure.kind != FailureKind::Malformed
}

fn may_be_the_connection(failure: &Failure) -> bool {
    matches!(failure.kind, FailureKind::Dropped | FailureKind::Unreachable)
}

fn failed(operation: &str, request: &Request, kind: FailureKind, text: String) -> Exchange {
    Exchange {
        operation: operation.to_owned(),
        request: request.clone(),
        outcome: Err(Failure { kind, text, begun: false }),
        dropped_before: false,
        waited: 0,
    }
}
