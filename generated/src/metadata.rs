//! Metadata of a session, changed without losing any.
//!
//! The API replaces the metadata of a session as one object, and keeps its own array of events in it.
//! [`Metadata::merge`] changes some keys and keeps the others; with the feature `client`,
//! [`Client::merge_metadata`](crate::Client::merge_metadata) reads, merges, writes and checks.

use crate::types::Metadata;
use serde_json::Value;

#[cfg(feature = "client")]
mod merge;
#[cfg(feature = "client")]
pub use merge::{Merge, MergeError};

/// The key that AiFi keeps for itself: an array of third-party and hand-off events.
pub const EVENTS: &str = "events";

impl Metadata {
    /// Sets these keys and keeps all others, in order; new keys come last.
    ///
    /// A value takes the place of the old one as a unit: objects are not merged into each other.
    /// [`EVENTS`] is never changed, as only AiFi writes it: metadata that was read earlier may be
    /// merged back although more has happened since.
    ///
    /// ```
    /// use aifi_oasis::types::Metadata;
    /// use serde_json::{from_value, json, to_value};
    ///
    /// let mut held: Metadata = from_value(json!({
    ///     "events": [{"eventId": "e-1", "metadata": {"door": "north"}}],
    ///     "receipt": "open",
    /// }))?;
    /// held.merge([("receipt", json!("R-17")), ("points", json!(120))]);
    /// assert_eq!(
    ///     to_value(&held)?,
    ///     json!({
    ///         "events": [{"eventId": "e-1", "metadata": {"door": "north"}}],
    ///         "receipt": "R-17",
    ///         "points": 120,
    ///     }),
    /// );
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn merge(&mut self, patch: impl Into<Metadata>) {
        for (key, value) in patch.into().0 {
            if key != EVENTS {
                self.0.insert(key, value);
            }
        }
    }

    /// The events that AiFi has noted; empty if there are none.
    pub fn events(&self) -> &[Value] {
        self.get(EVENTS).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for Metadata {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Metadata {
    fn from(pairs: [(K, V); N]) -> Self {
        pairs.into_iter().collect()
    }
}
