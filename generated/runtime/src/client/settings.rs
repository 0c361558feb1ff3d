//! How a client behaves, and the HTTP client made of it.

use super::{BuildError, tls};
use reqwest::Url;
use std::time::Duration;

/// How a client behaves. The default suits calls that a person or a till waits for.
///
/// ```
/// use oasis_runtime::client::Settings;
/// use std::time::Duration;
///
/// let settings = Settings::default().timeout(Duration::from_secs(5)).user_agent("till/3");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How long a whole exchange may take.
    pub timeout: Duration,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// The largest response taken, in bytes.
    pub max_body: usize,
    /// What the client calls itself. By default the name and version of the crate that declares it.
    pub user_agent: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_body: 16 * 1024 * 1024,
            user_agent: None,
        }
    }
}

impl Settings {
    /// Sets how long a whole exchange may take.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long connecting may take.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the largest response taken, in bytes.
    #[must_use]
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets what the client calls itself.
    #[must_use]
    pub fn user_agent(mut self, agent: impl Into<String>) -> Self {
        self.user_agent = Some(agent.into());
        self
    }

    /// What the client calls itself, unless that is set.
    #[doc(hidden)]
    #[must_use]
    pub fn or_user_agent(mut self, agent: &str) -> Self {
        self.user_agent.get_or_insert_with(|| agent.to_owned());
        self
    }

    /// The HTTP client. It asks no proxy about this very machine.
    pub(super) fn client(&self, base: &Url) -> Result<reqwest::Client, BuildError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(base.scheme() == "https")?)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .timeout(self.timeout)
            .connect_timeout(self.connect_timeout);
        if let Some(agent) = &self.user_agent {
            builder = builder.user_agent(agent);
        }
        if is_loopback(base) {
            builder = builder.no_proxy();
        }
        builder.build().map_err(BuildError::Http)
    }
}

/// The base address, checked.
pub(super) fn base_url(base: &str) -> Result<Url, BuildError> {
    let refuse = |reason: &str| BuildError::BaseUrl { reason: reason.to_owned() };
    let url = Url::parse(base).map_err(|error| refuse(&error.to_string()))?;
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

fn is_loopback(base: &Url) -> bool {
    base.host_str().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    })
}
