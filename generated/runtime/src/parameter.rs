//! Parameters as text: how a value becomes the pieces of a path, a query, a header or a cookie, and
//! how it is read back from them.
//!
//! The styles are those of OpenAPI 3.0. What a style does not define (objects within lists) is
//! written as JSON.

#[cfg(feature = "server")]
mod decode;
#[cfg(feature = "client")]
mod encode;

#[cfg(feature = "server")]
pub(super) use decode::{decode, scalar};
#[cfg(feature = "client")]
pub(super) use encode::encode;

/// How a parameter that is a list or an object is spelt out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One text; items are joined with this.
    Joined(char),
    /// One parameter for each item or member.
    Exploded,
    /// One parameter for each member, called `name[member]`.
    Deep,
    /// One text that is JSON.
    Json,
}
