//! What a caller shows to prove who he is, sorted by how it differs from the right token.
//!
//! The mock takes the right token or none; a faulty server takes one of the kinds in between.

use axum::body::Bytes;
use axum::http::Request;
use axum::http::header::AUTHORIZATION;
use serde::Deserialize;

/// What was sent in place of the right bearer token.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Credentials {
    /// The right token under `Bearer`.
    Right,
    /// The right token under `bearer` or another spelling.
    OtherSpelling,
    /// No header.
    None,
    /// No header, but the token in the query.
    InQuery,
    /// The right token without a scheme.
    Bare,
    /// The right token under another scheme.
    OtherScheme,
    /// A bearer token that the right one begins with.
    Beginning,
    /// A bearer token that begins with the right one.
    Longer,
    /// The right bearer token in capitals or small letters.
    OtherCase,
    /// Anything else.
    Wrong,
}

impl Credentials {
    /// Sorts the credentials of a request.
    pub(super) fn of(request: &Request<Bytes>, token: &str) -> Self {
        let Some(value) = request.headers().get(AUTHORIZATION) else {
            let query = request.uri().query().unwrap_or_default();
            return if query.contains(token) { Self::InQuery } else { Self::None };
        };
        let header = value.to_str().unwrap_or_default().trim();
        if header == token {
            return Self::Bare;
        }
        let (scheme, sent) = header.split_once(' ').unwrap_or((header, ""));
        let sent = sent.trim();
        if !scheme.eq_ignore_ascii_case("bearer") {
            if sent == token { Self::OtherScheme } else { Self::Wrong }
        } else if sent == token {
            if scheme == "Bearer" { Self::Right } else { Self::OtherSpelling }
        } else if sent.eq_ignore_ascii_case(token) {
            Self::OtherCase
        } else if sent.starts_with(token) {
            Self::Longer
        } else if !sent.is_empty() && token.starts_with(sent) {
            Self::Beginning
        } else {
            Self::Wrong
        }
    }
}
