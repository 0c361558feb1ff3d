//! What an authorization server has granted.
//!
//! In comes the body of its response, out come a bearer token and how long it lives. Nothing is kept here.

use super::{Token, TokenError};
use serde_json::{Map, Value};
use std::time::Duration;

/// The token of a grant, and how long it lives. Some servers write the seconds as text.
pub(super) fn granted(grant: &[u8]) -> Result<(Token, Option<Duration>), TokenError> {
    let grant: Map<String, Value> =
        serde_json::from_slice(grant).map_err(|_| TokenError::NoBearer)?;
    let is_bearer = match grant.get("token_type") {
        None | Some(Value::Null) => true,
        Some(kind) => kind.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")),
    };
    let token = grant.get("access_token").and_then(Value::as_str).filter(|_| is_bearer);
    let token = Token::new(token.ok_or(TokenError::NoBearer)?)?;
    let seconds = match grant.get("expires_in") {
        Some(Value::Number(seconds)) => seconds.as_f64(),
        Some(Value::String(seconds)) => seconds.trim().parse().ok(),
        _ => None,
    };
    // One that is over already is of no use for the next call.
    let life = seconds.and_then(|it: f64| Duration::try_from_secs_f64(it.max(0.0)).ok());
    Ok((token, life))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_says_how_long_it_lives() {
        for (text, life) in [
            (r#"{"access_token":"t"}"#, Some(None)),
            (r#"{"access_token":"t","expires_in":60}"#, Some(Some(60))),
            (r#"{"access_token":"t","expires_in":60.0,"token_type":"BEARER"}"#, Some(Some(60))),
            (r#"{"access_token":"t","expires_in":" 60 ","token_type":null}"#, Some(Some(60))),
            (r#"{"access_token":"t","expires_in":-5}"#, Some(Some(0))),
            (r#"{"access_token":"t","expires_in":1e300}"#, Some(None)),
            (r#"{"access_token":"t","expires_in":"soon"}"#, Some(None)),
            (r#"{"access_token":"t","expires_in":null}"#, Some(None)),
            (r#"{"access_token":"t","token_type":"mac"}"#, None),
            (r#"{"access_token":"t","token_type":1}"#, None),
            (r#"{"access_token":1}"#, None),
            (r#"["t","bearer",60]"#, None),
            ("{", None),
        ] {
            let found = granted(text.as_bytes()).ok().map(|(_, life)| life);
            assert_eq!(found, life.map(|life| life.map(Duration::from_secs)), "{text}");
        }
    }
}
