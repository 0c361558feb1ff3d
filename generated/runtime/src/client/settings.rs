//! How a client behaves, and the HTTP client made of it.

use super::BuildError;
use reqwest::Url;
use std::time::Duration;

/// How a client behaves. The default suits calls that a person or a till waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How long a whole exchange may take.
    pub timeout: Duration,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// The largest answer taken, in bytes.
    pub max_body: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_body: 16 * 1024 * 1024,
        }
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

/// The HTTP client. It asks no proxy about this very machine.
pub(super) fn client(base: &Url, settings: &Settings) -> Result<reqwest::Client, BuildError> {
    // An error means that the program chose a provider already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .user_agent(concat!("aifi-oasis/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .timeout(settings.timeout)
        .connect_timeout(settings.connect_timeout);
    let builder = if is_loopback(base) { builder.no_proxy() } else { builder };
    builder.build().map_err(BuildError::Http)
}

fn is_loopback(base: &Url) -> bool {
    base.host_str().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    })
}
