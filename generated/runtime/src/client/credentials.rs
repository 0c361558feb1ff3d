//! Tokens from an authorization server, by the client credentials of OAuth 2.0.
//!
//! A token is renewed before it runs out, and when the server does not take it. However many calls
//! wait, one request is on its way, through the layers of the client. Nothing is kept on disk.

use super::grant::granted;
use super::retry::retry_after;
use super::transport::{self, Carrier};
use super::{Token, TokenError, TokenSource};
use crate::parameter::percent::encode;
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderValue, Method};
use jiff::Timestamp;
use reqwest::Url;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::{Instant, timeout};

/// How long the authorization server may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long it is left alone after a failure while the old token is still good, if it does not say.
const PAUSE: Duration = Duration::from_secs(1);

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
    /// When the last request ended, and how.
    ended: Mutex<Option<(Instant, Result<(), TokenError>)>>,
    /// Held by the one that fetches.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Clone)]
struct Held {
    token: Token,
    /// From when on it should be renewed, and from when on it is of no use.
    times: Option<(Instant, Instant)>,
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
        Ok(Self(Arc::new(Shared::new(endpoint, id.into(), secret, None))))
    }

    /// The same credentials, asking for this scope.
    #[must_use]
    pub fn scope(self, scope: impl Into<String>) -> Self {
        let Shared { endpoint, id, secret, .. } = &*self.0;
        let (endpoint, id, secret) = (endpoint.clone(), id.clone(), secret.clone());
        Self(Arc::new(Shared::new(endpoint, id, secret, Some(scope.into()))))
    }

    /// As a source of tokens.
    pub fn into_source(self) -> TokenSource {
        self.into()
    }

    pub(super) async fn current(&self, carrier: &Arc<Carrier>) -> Result<Token, TokenError> {
        let asked = Instant::now();
        match self.0.held().as_ref().map(Held::state) {
            Some(State::Fresh(token)) => Ok(token),
            Some(State::Old(token)) => {
                self.renew_aside(carrier);
                Ok(token)
            }
            Some(State::Spent) | None => {
                let _one = self.0.fetching.lock().await;
                // Somebody may have fetched it meanwhile, or tried to.
                match (self.0.held().as_ref().map(Held::state), self.0.ended_since(asked)) {
                    (Some(State::Fresh(token) | State::Old(token)), _) => Ok(token),
                    (_, Some(Err(fault))) => Err(fault),
                    _ => self.0.fetch(carrier).await,
                }
            }
        }
    }

    /// Renews the token beside the calls, which use what is there. Whoever comes first sees to it, unless
    /// the server has only just refused.
    fn renew_aside(&self, carrier: &Arc<Carrier>) {
        let (shared, carrier) = (Arc::clone(&self.0), Arc::clone(carrier));
        if !shared.is_left_alone() && shared.fetching.try_lock().is_ok() {
            tokio::spawn(async move {
                if let Ok(_one) = shared.fetching.try_lock() {
                    let _ = shared.fetch(&carrier).await;
                }
            });
        }
    }

    pub(super) async fn renew(&self, carrier: &Carrier, refused: &Token) -> bool {
        let asked = Instant::now();
        let _one = self.0.fetching.lock().await;
        if self.0.held().is_some_and(|held| !held.token.is(refused)) {
            return true;
        }
        if self.0.ended_since(asked).is_some() {
            return false;
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
    fn new(endpoint: Url, id: String, secret: Token, scope: Option<String>) -> Self {
        let (held, ended, fetching) = Default::default();
        Self { endpoint, id, secret, scope, held, ended, fetching }
    }

    fn held(&self) -> Option<Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How the last request ended, if that was after this moment.
    fn ended_since(&self, asked: Instant) -> Option<Result<(), TokenError>> {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner).clone();
        ended.filter(|(at, _)| *at > asked).map(|(_, how)| how)
    }

    /// Whether the last request has failed so lately that the next one should wait.
    fn is_left_alone(&self) -> bool {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((at, Err(fault))) = &*ended else { return false };
        at.elapsed() < fault.retry_after().unwrap_or(PAUSE)
    }

    /// Fetches a token and remembers it, or why there is none.
    async fn fetch(&self, carrier: &Carrier) -> Result<Token, TokenError> {
        let asked = Instant::now();
        let grant = timeout(PATIENCE, self.ask(carrier)).await;
        let token = grant.unwrap_or(Err(TokenError::Unreachable)).and_then(|grant| {
            let (token, life) = granted(&grant)?;
            let times = life.and_then(|life| {
                let spent = asked.checked_add(life)?;
                Some((spent - (life / 4).min(Duration::from_secs(60)), spent))
            });
            let held = Held { token: token.clone(), times };
            *self.held.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
            Ok(token)
        });
        let how = token.as_ref().map(drop).map_err(Clone::clone);
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some((Instant::now(), how));
        token
    }

    /// Asks for a grant.
    async fn ask(&self, carrier: &Carrier) -> Result<Bytes, TokenError> {
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
            let retry_after = retry_after(response.headers(), Timestamp::now());
            return Err(TokenError::Refused { status: status.as_u16(), retry_after });
        }
        let body = transport::read(response.into_body(), LIMIT).await;
        body.map_err(|_| TokenError::Unreachable)
    }
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientCredentials")
            .field("host", &self.0.endpoint.host_str())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    fn carrier() -> Arc<Carrier> {
        let base = Url::parse("http://127.0.0.1").unwrap();
        let client = transport::client(&base, Duration::from_secs(5), Vec::new()).unwrap();
        Arc::new(Carrier::new(client, Vec::new()))
    }

    /// Credentials with a token that is old, at the authorization server behind this listener.
    fn old(listener: &TcpListener) -> ClientCredentials {
        let endpoint = format!("http://{}/token", listener.local_addr().unwrap());
        let credentials =
            ClientCredentials::new(&endpoint, "till-7", Token::new("s3cret").unwrap()).unwrap();
        let now = Instant::now();
        let times = Some((now, now + Duration::from_secs(3600)));
        let held = Held { token: Token::new("old").unwrap(), times };
        *credentials.0.held.lock().unwrap() = Some(held);
        credentials
    }

    #[tokio::test]
    async fn an_old_token_is_used_while_another_is_fetched() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (credentials, carrier) = (old(&listener), carrier());
        // Nobody has answered yet.
        for _ in 0..3 {
            let token = timeout(Duration::from_secs(20), credentials.current(&carrier)).await;
            assert!(token.expect("at once").unwrap().is(&Token::new("old").unwrap()));
            tokio::task::yield_now().await;
        }
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]);
            let grant = r#"{"access_token":"new","expires_in":"3600"}"#;
            let length = grant.len();
            write!(stream, "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n{grant}").unwrap();
        });
        let renewed = async {
            let new = Token::new("new").unwrap();
            while !credentials.current(&carrier).await.unwrap().is(&new) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(Duration::from_secs(20), renewed).await.expect("the token is renewed");
    }
    #[tokio::test]
    async fn a_server_that_has_refused_is_left_alone_for_as_long_as_it_asks() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (credentials, carrier) = (old(&listener), carrier());
        let refused = |seconds| TokenError::Refused {
            status: 503,
            retry_after: Some(Duration::from_secs(seconds)),
        };
        for (fault, is_left_alone) in
            [(None, false), (Some(refused(0)), false), (Some(refused(3600)), true)]
        {
            let ended = fault.map(|fault| (Instant::now(), Err(fault)));
            *credentials.0.ended.lock().unwrap() = ended;
            assert_eq!(credentials.0.is_left_alone(), is_left_alone);
        }
        credentials.current(&carrier).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        assert!(credentials.0.fetching.try_lock().is_ok(), "somebody asks");
    }
}
