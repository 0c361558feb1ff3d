//! Judges the `Authorization` header.
//!
//! In come headers and the one good token, out comes yes or no. It knows bearer tokens only, which is
//! all that the run sends.

use crate::target::Secret;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

/// Whether exactly one bearer token was sent and it is the right one. The scheme's name is
/// case-insensitive (RFC 9110, section 11.1), the token is not.
pub(super) fn are_good(headers: &HeaderMap, token: &Secret) -> bool {
    let mut sent = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (sent.next(), sent.next()) else { return false };
    let value = value.as_bytes();
    let Some(space) = value.iter().position(|byte| *byte == b' ') else { return false };
    let (scheme, rest) = value.split_at(space);
    scheme.eq_ignore_ascii_case(b"bearer") && rest.trim_ascii() == token.expose().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn only_the_whole_token_under_the_right_scheme_is_good() {
        let token = Secret::new("token-1").expect("it is one");
        for (header, good) in [
            ("Bearer token-1", true),
            ("bearer token-1", true),
            ("BEARER  token-1 ", true),
            ("Bearer token-", false),
            ("Bearer token-12", false),
            ("Bearer Token-1", false),
            ("Bearer", false),
            ("Bearertoken-1", false),
            ("Basic token-1", false),
            ("token-1", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(header))]);
            assert_eq!(are_good(&headers, &token), good, "{header}");
        }
        assert!(!are_good(&HeaderMap::new(), &token));
        let mut twice = HeaderMap::new();
        twice.append(AUTHORIZATION, HeaderValue::from_static("Bearer token-1"));
        twice.append(AUTHORIZATION, HeaderValue::from_static("Bearer token-1"));
        assert!(!are_good(&twice, &token));
    }
}
