//! The ways in which the token is presented: one table for the header, the URL and the curl line.

use serde::{Deserialize, Serialize};

/// How the token is presented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// `Authorization: Bearer <token>`.
    Token,
    /// Not at all.
    Nothing,
    /// The token behind this scheme name.
    Scheme(String),
    /// This text in the `Authorization` header; it holds no token.
    Literal(String),
    /// `Bearer` and the token without its last character.
    Shortened,
    /// `Bearer` and the token with one character more.
    Lengthened,
    /// `Bearer` and the token with upper and lower case exchanged.
    SwappedCase,
    /// `Basic` and the encoded token as the password.
    Basic,
    /// The token alone in the `Authorization` header.
    Bare,
    /// The token in this query parameter and in no header.
    Query(String),
    /// The token in this cookie and in no `Authorization` header.
    Cookie(String),
}
