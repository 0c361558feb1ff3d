//! A whole response as it came.

use crate::{Encoding, Mismatch, ResponseHeader};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;

/// A response as it came: what an error hands over when a response did not mean success.
///
/// Its `Debug` prints neither the body nor the value of a header: either may hold personal data, or
/// a token that the server repeats.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RawResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
}

impl RawResponse {
    /// A response made of its parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body }
    }

    /// A documented header; `None` if it is absent, or not as documented.
    pub fn header<T: DeserializeOwned>(&self, header: &ResponseHeader<T>) -> Option<T> {
        header.read(&self.headers)
    }

    /// The media type of the body, as the server says; empty if it does not.
    pub(crate) fn media_type(&self) -> &str {
        let declared = self.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        declared.unwrap_or_default()
    }

    /// Reads the body.
    pub(crate) fn read<T: DeserializeOwned>(&self, encoding: Encoding) -> Result<T, Mismatch> {
        encoding.read(self.media_type(), &[], &self.body)
    }
}

/// Headers in which servers and gateways name an exchange, the usual one first.
#[cfg(feature = "client")]
const REQUEST_IDS: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "traceparent"];

/// What the server calls an exchange.
#[cfg(feature = "client")]
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let mut named = REQUEST_IDS.iter().filter_map(|name| headers.get(*name)?.to_str().ok());
    named.find(|id| !id.is_empty())
}

impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}
