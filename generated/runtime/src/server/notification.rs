//! What a webhook's method is given: the decoded body, and the request that it came in.

use bytes::Bytes;
use http::{Extensions, HeaderMap};
use jiff::Timestamp;
use std::fmt;
use std::ops::Deref;

/// A notification as it came. It derefs to the decoded body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Notification<T> {
    /// The decoded body.
    pub value: T,
    /// The body byte for byte, with what `value` does not keep.
    pub raw: Bytes,
    /// The headers, the credential among them.
    pub headers: HeaderMap,
    /// When the head of the request was read.
    pub received_at: Timestamp,
    /// What the hook and the layers around the router put there.
    pub extensions: Extensions,
}

impl<T> Deref for Notification<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Shows the decoded body as its type does, and neither a header nor the raw body.
impl<T: fmt::Debug> fmt::Debug for Notification<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("value", &self.value)
            .field("raw", &format_args!("{} bytes", self.raw.len()))
            .field("received_at", &self.received_at)
            .finish_non_exhaustive()
    }
}
