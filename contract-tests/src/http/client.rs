//! The one way to send a request.
//!
//! It keeps the pace, waits where the server answers 429 or 503 (`Retry-After`, else doubling with
//! jitter) and sends again, retries once on a fresh connection, follows no redirect and decompresses
//! within bounds. Paths go out byte for byte.

use super::{Exchange, Request, Stop};
use crate::target::Target;
use std::{sync::Arc, time::Duration};

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

/// A way to send requests to one target; shared by everything that sends.
#[derive(Debug)]
pub struct Client {
    /// Where to.
    pub target: Arc<Target>,
    /// When to end.
    pub stop: Arc<Stop>,
}

impl Client {
    /// A client.
    ///
    /// # Errors
    /// Why no encrypted connection could be made.
    pub fn new(target: Arc<Target>, stop: Arc<Stop>, limits: Limits) -> anyhow::Result<Self> {
        let _ = limits;
        Ok(Self { target, stop })
    }

    /// Sends one request. Once the run has ended nothing is sent ([`super::FailureKind::NotSent`]), and a
    /// request under way is given up.
    pub async fn send(&self, operation: &str, request: &Request) -> Exchange {
        todo!("{operation} {request:?}")
    }

    /// Sends although the run has ended: for putting back what was changed. Takes at most `within`.
    pub async fn send_at_the_end(
        &self,
        operation: &str,
        request: &Request,
        within: Duration,
    ) -> Exchange {
        todo!("{operation} {request:?} {within:?}")
    }

    /// How many requests went out.
    pub fn sent(&self) -> u64 {
        todo!()
    }

    /// How often the server asked for patience.
    pub fn asked_to_wait(&self) -> u64 {
        todo!()
    }

    /// Whether any response was ever had, or at least begun.
    pub fn ever_answered(&self) -> bool {
        todo!()
    }

    /// Changes how many requests may be on their way at once.
    pub fn set_at_once(&self, at_once: usize) {
        todo!("{at_once}")
    }
}
