//! Headers of responses with a name and a type: read from what came, written to what is answered.
//!
//! Reading is lenient: a header is there and as documented, or it is nothing.

use crate::parameter::{Place, Style, read, spell};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt;
use std::marker::PhantomData;

/// A header that a response may have.
///
/// ```
/// use oasis_runtime::{RawResponse, ResponseHeader, StatusCode};
///
/// const TOTAL: ResponseHeader<i64> = ResponseHeader::new("X-Total");
///
/// let headers = [("x-total".parse().unwrap(), "7".parse().unwrap())].into_iter().collect();
/// let response = RawResponse::new(StatusCode::OK, headers, Default::default());
/// assert_eq!(response.header(&TOTAL), Some(7));
/// ```
pub struct ResponseHeader<T> {
    name: &'static str,
    style: Style,
    holds: PhantomData<fn() -> T>,
}

impl<T> ResponseHeader<T> {
    /// The header of this name, whose value is text.
    pub const fn new(name: &'static str) -> Self {
        Self { name, style: Style::Joined(','), holds: PhantomData }
    }

    /// The header of this name, whose value is JSON.
    pub const fn json(name: &'static str) -> Self {
        Self { name, style: Style::Json, holds: PhantomData }
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseHeader").field(&self.name).finish()
    }
}

impl<T: DeserializeOwned> ResponseHeader<T> {
    /// The value among these headers; `None` if there is none, or it is not as documented.
    pub fn read(&self, headers: &HeaderMap) -> Option<T> {
        read::in_header(self.name, self.style, headers)??.read().ok()
    }
}

impl<T: Serialize> ResponseHeader<T> {
    /// The name and the value as they are sent; `None` if no header can hold them.
    pub fn write(&self, value: &T) -> Option<(HeaderName, HeaderValue)> {
        let value = serde_json::to_value(value).ok()?;
        let text = spell::single(Place::Header, self.name, self.style, &value);
        let value = HeaderValue::from_bytes(text.as_bytes()).ok()?;
        Some((HeaderName::try_from(self.name).ok()?, value))
    }
}
