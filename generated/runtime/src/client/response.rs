//! A success: what it holds, and the rest of the response.

use super::Token;
use crate::{RawResponse, ResponseHeader};
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A success. It derefs to what it holds.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    /// What was sent, and is not shown if it comes back.
    tokens: Vec<Token>,
}

/// The tokens that were sent make no difference.
impl<T: PartialEq> PartialEq for Response<T> {
    fn eq(&self, other: &Self) -> bool {
        (&self.value, self.status, &self.headers) == (&other.value, other.status, &other.headers)
    }
}

impl<T: Eq> Eq for Response<T> {}

impl<T> Response<T> {
    pub(super) fn new(value: T, response: RawResponse, tokens: Vec<Token>) -> Self {
        Self { value, status: response.status, headers: response.headers, tokens }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A documented header; `None` if it is absent, or not as documented.
    pub fn header<H: DeserializeOwned>(&self, header: &ResponseHeader<H>) -> Option<H> {
        header.read(&self.headers)
    }

    /// What the server calls this exchange, for questions to its people: the first of the headers
    /// `x-request-id`, `request-id`, `x-correlation-id` and `traceparent` that is text.
    pub fn request_id(&self) -> Option<&str> {
        crate::response::request_id(&self.headers)
    }

    /// What the response holds, on its own.
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for Response<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// Headers are left out, and the tokens are taken out of the value: a server may repeat it.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value =
            if f.alternate() { format!("{:#?}", self.value) } else { format!("{:?}", self.value) };
        let value = self.tokens.iter().fold(value, |value, token| token.redact(&value));
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("value", &format_args!("{value}"))
            .finish_non_exhaustive()
    }
}
