//! A request but for its credentials, so that it can be made again with others.

use super::transport::Body;
use super::{RequestFault, Token};
use crate::body::Outgoing;
use crate::parameter::{percent, spell};
use crate::{Auth, Operation};
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderName, HeaderValue, Method, Uri};
use reqwest::Url;

/// What a request is made of.
#[derive(Clone)]
pub(super) struct Draft {
    pub(super) url: Url,
    pub(super) query: Vec<(String, String)>,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
    pub(super) cookies: Vec<String>,
    pub(super) body: Option<Outgoing>,
}

impl Draft {
    pub(super) fn new(url: Url) -> Self {
        let (query, headers, cookies) = Default::default();
        Self { url, query, headers, cookies, body: None }
    }

    /// Adds a header.
    pub(super) fn header(
        &mut self,
        name: &str,
        value: Option<HeaderValue>,
    ) -> Result<(), RequestFault> {
        match (HeaderName::try_from(name), value) {
            (Ok(name), Some(value)) => {
                self.headers.push((name, value));
                Ok(())
            }
            _ => Err(RequestFault::Header { name: name.to_owned() }),
        }
    }

    /// The request with these credentials.
    pub(super) fn request(
        &self,
        operation: &Operation,
        credentials: &[(Auth, Token)],
    ) -> Result<http::Request<Body>, RequestFault> {
        let mut draft = self.clone();
        // Each is put in front of what is there, so that the first stands first.
        for (auth, token) in credentials.iter().rev() {
            draft.authorise(*auth, token)?;
        }
        if !draft.cookies.is_empty() {
            let mut cookies = HeaderValue::from_str(&draft.cookies.join("; "))
                .map_err(|_| RequestFault::Header { name: COOKIE.to_string() })?;
            cookies.set_sensitive(true);
            draft.headers.push((COOKIE, cookies));
        }
        if !draft.query.is_empty() {
            draft.url.set_query(Some(&spell::line(&draft.query)));
        }
        let body = match draft.body.as_ref().map(|body| (body, body.bytes())) {
            None => Body::default(),
            Some((_, Some(bytes))) => Body::from(bytes),
            Some((body, None)) => Body::wrap(body.open().ok_or(RequestFault::Encode)?),
        };
        let mut request = http::Request::new(body);
        *request.method_mut() =
            Method::try_from(operation.method).map_err(|_| RequestFault::Method)?;
        *request.uri_mut() =
            Uri::try_from(draft.url.as_str()).map_err(|_| RequestFault::Address)?;
        for (name, value) in draft.headers {
            request.headers_mut().append(name, value);
        }
        Ok(request)
    }

    fn authorise(&mut self, auth: Auth, token: &Token) -> Result<(), RequestFault> {
        match auth {
            Auth::Scheme(scheme) => {
                self.header(AUTHORIZATION.as_str(), token.header_value(&format!("{scheme} ")))?;
            }
            Auth::Header(name) => self.header(name, token.header_value(""))?,
            // The key stands first, as it always has: the others may repeat its name.
            Auth::Query(name) => {
                let pair = (percent::encode(name), percent::encode(token.expose()));
                self.query.insert(0, pair);
            }
            Auth::Cookie(name) => self.cookies.insert(0, format!("{name}={}", token.expose())),
        }
        Ok(())
    }
}
