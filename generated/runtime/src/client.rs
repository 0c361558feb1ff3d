//! Sends requests and reads whole answers. What an answer means is the generated code's business.
//!
//! Redirects are never followed: a token belongs to one host, and a PATCH that comes back as a GET
//! is not the request that was made.

mod answer;
mod error;
mod operation_error;
mod path;
mod settings;
mod token;

pub use answer::{Answer, Rejection};
pub use error::{BuildError, Transport, Undecodable, show_answer};
pub use path::{InvalidPath, segment};
pub use settings::Settings;
pub use token::{Token, TokenError};

#[doc(hidden)]
pub use crate::__operation_error as operation_error;

use super::{Style, parameter};
use bytes::{Bytes, BytesMut};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderValue};
use http::{HeaderName, Method};
use reqwest::Url;
use serde::Serialize;

/// Where an operation wants its credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// It wants none.
    None,
    /// `Authorization`, behind this scheme name.
    Scheme(&'static str),
    /// A header of this name.
    Header(&'static str),
    /// A query parameter of this name.
    Query(&'static str),
    /// A cookie of this name.
    Cookie(&'static str),
}

/// An HTTP client with a base address and, mostly, a token.
#[derive(Clone, Debug)]
pub struct Http {
    http: reqwest::Client,
    base: Url,
    token: Option<Token>,
    max_body: usize,
}

impl Http {
    /// A client for this base address.
    ///
    /// # Errors
    /// The address is not an `http` or `https` address that paths can be put behind, or TLS cannot
    /// be set up.
    pub fn new(base: &str, token: Option<Token>, settings: &Settings) -> Result<Self, BuildError> {
        let base = settings::base_url(base)?;
        let http = settings::client(&base, settings)?;
        Ok(Self { http, base, token, max_body: settings.max_body })
    }

    /// Begins a request; `path` is encoded already and has its leading slash.
    pub fn request(&self, method: Method, path: &str, auth: Auth) -> Request<'_> {
        let mut url = self.base.clone();
        url.set_path(&format!("{}{path}", self.base.path().trim_end_matches('/')));
        let mut request = Request {
            client: self,
            method,
            url,
            headers: Vec::new(),
            cookies: Vec::new(),
            body: None,
        };
        request.header(ACCEPT.as_str(), HeaderValue::from_static("application/json"));
        if let Some(token) = &self.token {
            request.authorise(token, auth);
        }
        request
    }
}

/// A request in the making.
#[derive(Debug)]
pub struct Request<'a> {
    client: &'a Http,
    method: Method,
    url: Url,
    headers: Vec<(String, HeaderValue)>,
    cookies: Vec<String>,
    body: Option<Bytes>,
}

impl Request<'_> {
    fn header(&mut self, name: &str, value: HeaderValue) {
        self.headers.push((name.to_owned(), value));
    }

    fn authorise(&mut self, token: &Token, auth: Auth) {
        match auth {
            Auth::None => {}
            Auth::Scheme(scheme) => {
                self.header(AUTHORIZATION.as_str(), token.header_value(&format!("{scheme} ")));
            }
            Auth::Header(name) => self.header(name, token.header_value("")),
            Auth::Query(name) => {
                self.url.query_pairs_mut().append_pair(name, token.expose());
            }
            Auth::Cookie(name) => {
                self.header(COOKIE.as_str(), token.header_value(&format!("{name}=")));
            }
        }
    }

    /// Adds a query parameter; null adds nothing.
    #[must_use]
    pub fn with_query<T: Serialize>(mut self, name: &str, style: Style, value: &T) -> Self {
        for (name, text) in parameter::encode(name, style, value) {
            self.url.query_pairs_mut().append_pair(&name, &text);
        }
        self
    }

    /// Adds a header; null adds nothing.
    ///
    /// # Errors
    /// The value holds characters that no header may hold.
    pub fn with_header<T: Serialize>(
        mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) -> Result<Self, Transport> {
        for (_, text) in parameter::encode(name, style, value) {
            let value = HeaderValue::from_str(&text).map_err(|_| Transport::Header(name))?;
            self.header(name, value);
        }
        Ok(self)
    }

    /// Adds a cookie, percent-encoded; null adds nothing.
    #[must_use]
    pub fn with_cookie<T: Serialize>(mut self, name: &str, style: Style, value: &T) -> Self {
        for (name, text) in parameter::encode(name, style, value) {
            self.cookies.push(format!("{name}={}", path::encode(&text)));
        }
        self
    }

    /// Sends this value as JSON.
    ///
    /// # Errors
    /// The value has no JSON form.
    pub fn with_json<T: Serialize + ?Sized>(
        self,
        media_type: &'static str,
        value: &T,
    ) -> Result<Self, Transport> {
        let text = serde_json::to_vec(value).map_err(Transport::Encode)?;
        Ok(self.with_bytes(media_type, text.into()))
    }

    /// Sends these bytes as they are.
    #[must_use]
    pub fn with_bytes(mut self, media_type: &'static str, body: Bytes) -> Self {
        self.header(CONTENT_TYPE.as_str(), HeaderValue::from_static(media_type));
        self.body = Some(body);
        self
    }

    /// Sends the request and reads the whole answer.
    ///
    /// # Errors
    /// No whole answer came: no connection, time ran out, it broke off, it was too large.
    pub async fn send(mut self) -> Result<Answer, Transport> {
        if !self.cookies.is_empty() {
            let cookies = HeaderValue::from_str(&self.cookies.join("; "))
                .map_err(|_| Transport::Header("cookie"))?;
            self.header(COOKIE.as_str(), cookies);
        }
        let mut request = self.client.http.request(self.method, self.url);
        for (name, value) in self.headers {
            let name = HeaderName::try_from(name).map_err(|_| Transport::Header("name"))?;
            request = request.header(name, value);
        }
        if let Some(body) = self.body {
            request = request.body(body);
        }
        let response = request.send().await.map_err(Transport::http)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = read(response, self.client.max_body).await?;
        Ok(Answer::new(status, headers, body).without(self.client.token.as_ref()))
    }
}

async fn read(mut response: reqwest::Response, limit: usize) -> Result<Bytes, Transport> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(Transport::http)? {
        if body.len() + chunk.len() > limit {
            return Err(Transport::TooLarge { limit });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}
