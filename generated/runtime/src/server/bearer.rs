//! A hook that asks for a token in the header `Authorization`.
//!
//! In comes the head of a request, out comes leave to go on or 401. Tokens are compared in a time that
//! does not depend on where they differ, and shown in nothing. It knows no user and no scope.

use super::{Hook, IntoResponse, Parts, Refusal};
use crate::Operation;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use std::fmt;
use std::future::{Future, ready};
use subtle::{Choice, ConstantTimeEq};

/// Lets in who presents one of these tokens, and answers everybody else with 401.
///
/// ```
/// use oasis_runtime::server::BearerToken;
///
/// // While a token is replaced by another, both are taken.
/// let hook = BearerToken::new("the new one").or("the old one");
/// assert_eq!(format!("{hook:?}"), "BearerToken { scheme: \"Bearer\", tokens: 2, .. }");
/// ```
#[derive(Clone)]
pub struct BearerToken {
    scheme: String,
    tokens: Vec<String>,
}

impl BearerToken {
    /// Takes this token, without regard to white space around it. A token that is empty lets nobody in.
    pub fn new(token: impl AsRef<str>) -> Self {
        Self { scheme: "Bearer".to_owned(), tokens: Vec::new() }.or(token)
    }

    /// Takes this token as well: for the time in which one is replaced by another.
    #[must_use]
    pub fn or(mut self, token: impl AsRef<str>) -> Self {
        let token = token.as_ref().trim();
        if !token.is_empty() {
            self.tokens.push(token.to_owned());
        }
        self
    }

    /// Asks for another scheme than `Bearer` in front of the token. Case does not matter.
    #[must_use]
    pub fn scheme(mut self, scheme: impl Into<String>) -> Self {
        self.scheme = scheme.into();
        self
    }

    /// Whether the head holds one `Authorization` with one of the tokens.
    fn is_proven(&self, parts: &Parts) -> bool {
        let mut values = parts.headers.get_all(AUTHORIZATION).iter();
        // Of two credentials nobody knows which one counts.
        let (Some(value), None) = (values.next(), values.next()) else { return false };
        let value = value.as_bytes();
        let Some(end) = value.iter().position(|byte| *byte == b' ') else { return false };
        let (scheme, token) = (&value[..end], value[end..].trim_ascii());
        // Every token is compared to its end. Only that the lengths differ can be told by time.
        let any = |found: Choice, known: &String| found | known.as_bytes().ct_eq(token);
        let is_known = self.tokens.iter().fold(Choice::from(0), any);
        scheme.eq_ignore_ascii_case(self.scheme.as_bytes()) & bool::from(is_known)
    }

    fn refusal(&self) -> Refusal {
        let mut response = StatusCode::UNAUTHORIZED.into_response();
        // A scheme that no header can hold can be presented by nobody.
        if let Ok(scheme) = HeaderValue::from_str(&self.scheme) {
            response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
        }
        response.into()
    }
}

impl Hook for BearerToken {
    fn check(
        &self,
        _: &'static Operation,
        parts: &mut Parts,
    ) -> impl Future<Output = Result<(), Refusal>> + Send {
        ready(if self.is_proven(parts) { Ok(()) } else { Err(self.refusal()) })
    }
}

/// Shows no token.
impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerToken")
            .field("scheme", &self.scheme)
            .field("tokens", &self.tokens.len())
            .finish_non_exhaustive()
    }
}
