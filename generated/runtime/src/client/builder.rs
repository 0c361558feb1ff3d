//! How a client is set up: where it calls, who it is, how long it waits, what stands around its calls.

use super::choice::Credentials;
use super::http::{Shared, base_url};
use super::pace::Pace;
use super::retry::{Budget, Retry};
use super::transport::{self, Body, BoxError, Carrier, Configure, HttpService, Wrap};
use super::{BuildError, Http, IntoTokenSource, TokenError};
use crate::SecurityScheme;
use bytes::Bytes;
use http::HeaderValue;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;
use tower::{Layer, Service};

/// Sets up a client. The default suits calls that a person or a till waits for.
///
/// ```
/// use oasis_runtime::client::{Builder, Http, Retry};
/// use std::time::Duration;
///
/// let http = Builder::<Http>::new()
///     .base_url("https://api.example")
///     .token("t0ken")
///     .timeout(Duration::from_secs(5))
///     .retry(Retry::default().attempts(3))
///     .user_agent("till/3")
///     .build()?;
/// # Ok::<(), oasis_runtime::client::BuildError>(())
/// ```
#[must_use = "a builder does nothing until `build` is called"]
pub struct Builder<C = Http> {
    base: Option<String>,
    servers: Vec<(String, String)>,
    credentials: Credentials,
    /// What was wrong with the first text that is no token.
    no_token: Option<TokenError>,
    client: Option<reqwest::Client>,
    configure: Vec<Configure>,
    layers: Vec<Wrap>,
    timeout: Duration,
    connect_timeout: Duration,
    max_body: usize,
    user_agent: Option<String>,
    retry: Retry,
    rate_limit: Option<u32>,
    makes: PhantomData<fn() -> C>,
}

impl<C> Default for Builder<C> {
    fn default() -> Self {
        Self {
            base: None,
            servers: Vec::new(),
            credentials: Credentials::default(),
            no_token: None,
            client: None,
            configure: Vec::new(),
            layers: Vec::new(),
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_body: 16 * 1024 * 1024,
            user_agent: None,
            retry: Retry::default(),
            rate_limit: None,
            makes: PhantomData,
        }
    }
}

impl<C: From<Http>> Builder<C> {
    /// A builder with the defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the base address; paths are put behind it.
    pub fn base_url(mut self, base: impl Into<String>) -> Self {
        self.base = Some(base.into());
        self
    }

    /// Sets where the server of single operations is, in place of the address that the contract gives
    /// them. Without this the address of the contract is called, unless the client's own base address
    /// is on this machine.
    pub fn server(mut self, documented: impl Into<String>, actual: impl Into<String>) -> Self {
        self.servers.push((documented.into(), actual.into()));
        self
    }

    /// Sets the token, or where tokens come from: text, a [`Token`](super::Token), a
    /// [`TokenSource`](super::TokenSource), or [`ClientCredentials`](super::ClientCredentials). Text
    /// that is no token is an error of [`build`](Self::build).
    pub fn token(mut self, token: impl IntoTokenSource) -> Self {
        match token.into_token_source() {
            Ok(source) => self.credentials.any = source,
            Err(fault) => self.no_token = self.no_token.or(Some(fault)),
        }
        self
    }

    /// Sets where the credential of one security scheme comes from, for APIs that know several: an
    /// operation that takes alternatives is asked with the first one that is complete. The token of
    /// [`token`](Self::token) stands for one scheme that has no credential of its own.
    pub fn credential(mut self, scheme: SecurityScheme, source: impl IntoTokenSource) -> Self {
        self.credentials.own.retain(|(known, _)| *known != scheme);
        match source.into_token_source() {
            Ok(source) => self.credentials.own.extend(source.map(|source| (scheme, source))),
            Err(fault) => self.no_token = self.no_token.or(Some(fault)),
        }
        self
    }

    /// Sets how long a call may take, with all its waiting and repeating. 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long connecting may take. 10 seconds by default; an HTTP client of your own has its
    /// own setting.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the largest response taken, in bytes. 16 MiB by default.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.max_body = bytes;
        self
    }

    /// Sets what the client calls itself. By default the name and version of the crate that declares
    /// it.
    pub fn user_agent(mut self, agent: impl Into<String>) -> Self {
        self.user_agent = Some(agent.into());
        self
    }

    /// Sets how calls are sent again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets how many requests the server takes in a second; the client and its clones together stay
    /// below. `None` sends every request at once.
    pub fn rate_limit(mut self, per_second: impl Into<Option<u32>>) -> Self {
        self.rate_limit = per_second.into();
        self
    }

    /// Changes how the HTTP client is made, such as its proxies or its pool: TLS and the lack of
    /// redirects are set already.
    ///
    /// ```
    /// use oasis_runtime::client::{Http, reqwest::Proxy};
    ///
    /// let proxy = Proxy::https("http://proxy.shop.example:3128")?;
    /// let http = Http::builder()
    ///     .base_url("https://api.example")
    ///     .configure(|http| http.proxy(proxy).pool_max_idle_per_host(2))
    ///     .build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn configure(
        mut self,
        change: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure.push(Box::new(change));
        self
    }

    /// Sets the HTTP client, in place of the one that is made. It should follow no redirect, as a token
    /// belongs to one host, and brings its own TLS: without a provider for it, installed or given to
    /// `tls_backend_preconfigured`, reqwest panics when the client is made.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.client = Some(client);
        self
    }

    /// Puts a layer of `tower` around every request, those to an authorization server included. The
    /// layer that is added first sees a request first.
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<HttpService> + Send + 'static,
        L::Service: Service<http::Request<Body>, Response = http::Response<B>>
            + Clone
            + Send
            + Sync
            + 'static,
        <L::Service as Service<http::Request<Body>>>::Future: Send + 'static,
        <L::Service as Service<http::Request<Body>>>::Error: Into<BoxError>,
        B: http_body::Body<Data = Bytes> + Send + Sync + 'static,
        B::Error: Into<BoxError>,
    {
        self.layers.push(Box::new(move |inner| transport::boxed(layer.layer(inner))));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// There is no base address, or not an `http` or `https` one that paths can be put behind; text
    /// that was given as a token is none; the name of the client cannot be sent; TLS cannot be set up.
    pub fn build(self) -> Result<C, BuildError> {
        if let Some(fault) = self.no_token {
            return Err(fault.into());
        }
        let base = base_url(self.base.as_deref().ok_or(BuildError::NoBaseUrl)?)?;
        let servers = self.servers.into_iter();
        let servers = servers.map(|(known, url)| Ok((known, base_url(&url)?)));
        let servers = servers.collect::<Result<_, BuildError>>()?;
        let agent = self.user_agent.as_deref().map(HeaderValue::from_str).transpose();
        let agent = agent.map_err(|_| BuildError::UserAgent)?;
        let client = match self.client {
            Some(client) => client,
            None => transport::client(&base, self.connect_timeout, self.configure)?,
        };
        let shared = Shared {
            carrier: Arc::new(Carrier::new(client, self.layers)),
            base,
            servers,
            credentials: self.credentials,
            agent,
            max_body: self.max_body,
            budget: Budget::new(self.retry.budget),
            retry: self.retry,
            pace: self.rate_limit.map(Pace::below),
            turns: Default::default(),
        };
        Ok(Http::new(shared, self.timeout).into())
    }
}

impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("rate_limit", &self.rate_limit)
            .finish_non_exhaustive()
    }
}
