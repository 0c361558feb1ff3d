//! The HTTP client: what all its clones share, and how long its calls may take.

use super::choice::Credentials;
use super::pace::Pace;
use super::request::Request;
use super::retry::{Budget, Retry};
use super::transport::Carrier;
use super::turns::{Turn, Turns};
use super::{BuildError, Builder};
use crate::Operation;
use http::HeaderValue;
use reqwest::Url;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// An HTTP client with a base address and, mostly, a token. Clones share connections, tokens, the
/// pace, and the budget of repeats.
#[derive(Clone)]
pub struct Http {
    pub(super) shared: Arc<Shared>,
    pub(super) timeout: Duration,
}

/// What clones share.
pub(super) struct Shared {
    /// What carries requests, with the layers around it.
    pub(super) carrier: Arc<Carrier>,
    pub(super) base: Url,
    /// Where servers of single operations are, by the addresses that the contract gives them.
    pub(super) servers: Vec<(String, Url)>,
    pub(super) credentials: Credentials,
    pub(super) agent: Option<HeaderValue>,
    pub(super) max_body: usize,
    pub(super) retry: Retry,
    pub(super) budget: Budget,
    pub(super) pace: Option<Pace>,
    pub(super) turns: Turns,
}

impl Shared {
    /// The base address of an operation: its own server's if it has one. A client of this very machine
    /// stays on it, so that a test calls nobody else.
    pub(super) fn base(&self, operation: &Operation) -> Url {
        let Some(server) = operation.server else { return self.base.clone() };
        if let Some((_, url)) = self.servers.iter().find(|(known, _)| known == server) {
            return url.clone();
        }
        match self.base.join(server) {
            Ok(url) if !is_loopback(&self.base) || is_loopback(&url) => url,
            _ => self.base.clone(),
        }
    }
}

/// The base address, checked.
pub(super) fn base_url(base: &str) -> Result<Url, BuildError> {
    let refuse = |reason: &str| BuildError::BaseUrl { reason: reason.to_owned() };
    let url = Url::parse(base).map_err(|error| refuse(&error.to_string()))?;
    http::Uri::try_from(url.as_str()).map_err(|error| refuse(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("its scheme is neither http nor https"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("it holds a query or a fragment"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("it holds credentials"));
    }
    Ok(url)
}

/// Whether an address is on this very machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    })
}

impl Http {
    pub(super) fn new(shared: Shared, timeout: Duration) -> Self {
        Self { shared: Arc::new(shared), timeout }
    }

    /// Sets up an HTTP client.
    pub fn builder() -> Builder {
        Builder::new()
    }

    /// The same client, with another limit on how long a call may take.
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        Self { shared: Arc::clone(&self.shared), timeout }
    }

    /// Begins a call.
    pub fn request(&self, operation: &'static Operation) -> Request<'_> {
        Request::new(self, operation)
    }

    /// Waits until no clone of this client holds this key: for changes that take several calls.
    pub async fn turn(&self, key: &str) -> Turn {
        self.shared.turns.take(key).await
    }
}

/// The address is shown, the rest is not.
impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http")
            .field("base", &self.shared.base.as_str())
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
