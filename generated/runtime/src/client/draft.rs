//! A request but for its credentials, so that it can be made again with others.

use super::transport::Body;
use super::{RequestFault, Token};
use crate::body::Outgoing;
use crate::parameter::{percent, spell};
use crate::{Auth, Operation};
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use reqwest::Url;

/// The longest address that the HTTP client takes.
const LONGEST: usize = u16::MAX as usize - 1;

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

    /// The request with these credentials. They stand in front of what else is in a query or a cookie,
    /// which may repeat their names.
    pub(super) fn request(
        &self,
        operation: &Operation,
        credentials: &[(Auth, Token)],
    ) -> Result<reqwest::Request, RequestFault> {
        let mut headers = HeaderMap::with_capacity(self.headers.len() + credentials.len() + 1);
        let (mut query, mut cookies) = (Vec::new(), Vec::new());
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        for (auth, token) in credentials {
            match *auth {
                Auth::Scheme(scheme) => {
                    let value = token.header_value(scheme);
                    let (name, value) = header(AUTHORIZATION, value)?;
                    headers.append(name, value);
                }
                Auth::Header(name) => {
                    let (name, value) = header(name, token.header_value(""))?;
                    headers.append(name, value);
                }
                Auth::Query(name) => {
                    query.push((percent::encode(name), percent::encode(token.expose())));
                }
                Auth::Cookie(name) => cookies.push(format!("{name}={}", token.expose())),
            }
        }
        cookies.extend_from_slice(&self.cookies);
        if !cookies.is_empty() {
            let (name, mut cookies) =
                header(COOKIE, HeaderValue::from_str(&cookies.join("; ")).ok())?;
            cookies.set_sensitive(true);
            headers.append(name, cookies);
        }
        let mut url = self.url.clone();
        query.extend_from_slice(&self.query);
        if !query.is_empty() {
            url.set_query(Some(&spell::line(&query)));
        }
        if url.as_str().len() > LONGEST {
            return Err(RequestFault::Address);
        }
        let method = Method::try_from(operation.method).map_err(|_| RequestFault::Method)?;
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = match self.body.as_ref().map(|body| (body, body.bytes())) {
            None => None,
            Some((_, Some(bytes))) => Some(Body::from(bytes)),
            Some((body, None)) => Some(Body::wrap(body.open().ok_or(RequestFault::Encode)?)),
        };
        Ok(request)
    }
}

/// A header, if it can be sent.
pub(super) fn header<N: TryInto<HeaderName> + ToString + Clone>(
    name: N,
    value: Option<HeaderValue>,
) -> Result<(HeaderName, HeaderValue), RequestFault> {
    match (name.clone().try_into(), value) {
        (Ok(name), Some(value)) => Ok((name, value)),
        _ => Err(RequestFault::Header { name: name.to_string() }),
    }
}
