//! Tokens from an authorization server, by the client credentials of OAuth 2.0.
//!
//! A token is renewed before it runs out, and when the server does not take it. However many calls
//! wait, one request is on its way, through the layers of the client. Nothing is kept on disk.

use super::transport::{self, Carrier};
use super::{Token, TokenError, TokenSource};
use crate::parameter::percent::encode;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method};
use reqwest::Url;
use serde::Deserialize;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long the authorization server may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Limit on its response, in bytes.
const LIMIT: usize = 64 * 1024;

/// How a client gets tokens from an authorization server. Clones share the token.
///
/// ```
/// use oasis_runtime::client::{ClientCredentials, Token};
///
/// let secret = Token::new("s3cret")?;
/// let source = ClientCredentials::new("https://auth.example/token", "till-7", secret)?;
/// # Ok::<(), oasis_runtime::client::TokenError>(())
/// ```
#[derive(Clone)]
pub struct ClientCredentials(Arc<Shared>);

struct Shared {
    endpoint: Url,
    id: String,
    secret: Token,
    scope: Option<String>,
    held: Mutex<Option<Held>>,
    /// Held by the one that fetches.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Held {
    token: Token,
    /// From when on it should be renewed, and from when on it is of no use.
    times: Option<(Instant, Instant)>,
}

#[derive(Deserialize)]
struct Grant {
    access_token: String,
    token_type: Option<String>,
    expires_in: Option<f64>,
}

impl ClientCredentials {
    /// Credentials for the token endpoint at this address.
    ///
    /// # Errors
    /// The address is not one of `http` or `https`.
    pub fn new(endpoint: &str, id: impl Into<String>, secret: Token) -> Result<Self, TokenError> {
        let endpoint = Url::parse(endpoint)
            .map_err(|error| TokenError::Address { reason: error.to_string() })?;
        if !matches!(endpoint.scheme(), "http" | "https") {
            let reason = "its scheme is neither http nor https".to_owned();
            return Err(TokenError::Address { reason });
        }
        let (held, fetching) = Default::default();
        Ok(Self(Arc::new(Shared { endpoint, id: id.into(), secret, scope: None, held, fetching })))
    }

    /// The same credentials, asking for this scope.
    #[must_use]
    pub fn scope(self, scope: impl Into<String>) -> Self {
        let Shared { endpoint, id, secret, .. } = &*self.0;
        let (endpoint, id, secret) = (endpoint.clone(), id.clone(), secret.clone());
        let (held, fetching) = Default::default();
        Self(Arc::new(Shared { endpoint, id, secret, scope: Some(scope.into()), held, fetching }))
    }

    /// As a source of tokens.
    pub fn into_source(self) -> TokenSource {
        self.into()
    }

    pub(super) async fn current(&self, carrier: &Carrier) -> Result<Token, TokenError> {
        let held = self.0.held();
        match held.as_ref().map(Held::state) {
            Some(State::Fresh(token)) => Ok(token),
            // Whoever comes first renews it, the others use what is there.
            Some(State::Old(token)) => match self.0.fetching.try_lock() {
                Ok(_one) => Ok(self.0.fetch(carrier).await.unwrap_or(token)),
                Err(_) => Ok(token),
            },
            Some(State::Spent) | None => {
                let _one = self.0.fetching.lock().await;
                // Somebody may have fetched it meanwhile.
                match self.0.held().as_ref().map(Held::state) {
                    Some(State::Fresh(token) | State::Old(token)) => Ok(token),
                    Some(State::Spent) | None => self.0.fetch(carrier).await,
                }
            }
        }
    }

    pub(super) async fn renew(&self, carrier: &Carrier, refused: &Token) -> bool {
        let _one = self.0.fetching.lock().await;
        if self.0.held().is_some_and(|held| !held.token.is(refused)) {
            return true;
        }
        self.0.fetch(carrier).await.is_ok_and(|token| !token.is(refused))
    }
}

/// What a token is worth at the moment.
enum State {
    Fresh(Token),
    Old(Token),
    Spent,
}

impl Held {
    fn state(&self) -> State {
        let now = Instant::now();
        match self.times {
            Some((_, spent)) if now >= spent => State::Spent,
            Some((old, _)) if now >= old => State::Old(self.token.clone()),
            _ => State::Fresh(self.token.clone()),
        }
    }
}

impl Shared {
    fn held(&self) -> Option<Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches a token and remembers it.
    async fn fetch(&self, carrier: &Carrier) -> Result<Token, TokenError> {
        let asked = Instant::now();
        let grant =
            timeout(PATIENCE, self.ask(carrier)).await.map_err(|_| TokenError::Unreachable)??;
        if !grant.token_type.is_none_or(|kind| kind.eq_ignore_ascii_case("bearer")) {
            return Err(TokenError::NoBearer);
        }
        let token = Token::new(&grant.access_token)?;
        let life = grant.expires_in.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let times = life.and_then(|life| {
            let spent = asked.checked_add(life)?;
            Some((spent - (life / 4).min(Duration::from_secs(60)), spent))
        });
        let held = Held { token: token.clone(), times };
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(token)
    }

    async fn ask(&self, carrier: &Carrier) -> Result<Grant, TokenError> {
        let mut form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}",
            encode(&self.id),
            encode(self.secret.expose())
        );
        if let Some(scope) = &self.scope {
            form.push_str(&format!("&scope={}", encode(scope)));
        }
        let mut request = reqwest::Request::new(Method::POST, self.endpoint.clone());
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        request.headers_mut().insert(CONTENT_TYPE, media_type);
        request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
        *request.body_mut() = Some(form.into());
        let response = carrier.send(request).await;
        let response = response.map_err(|_| TokenError::Unreachable)?;
        let status = response.status();
        if !status.is_success() {
            return Err(TokenError::Refused { status: status.as_u16() });
        }
        let body = transport::read(response.into_body(), LIMIT).await;
        let body = body.map_err(|_| TokenError::Unreachable)?;
        serde_json::from_slice(&body).map_err(|_| TokenError::NoBearer)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("host", &self.0.endpoint.host_str())
            .finish_non_exhaustive()
    }
}
