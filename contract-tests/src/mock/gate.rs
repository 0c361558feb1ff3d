//! Everything that is refused before an operation sees the request.
//!
//! In come the operation, the head and the bytes of a request, out comes a refusal or nothing. The
//! order is that of the vendor's framework: credentials, media type, size, syntax, rules;
//! whether an id is known is asked last, by the operation itself.

use super::{Mock, body, credentials, reply};
use crate::joi;
use aifi_oasis::runtime;
use aifi_oasis::runtime::server::Refusal;
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use oasis_model::ir::Body;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Refuses what the operation must not see.
pub(super) fn judge(
    mock: &Mock,
    operation: &runtime::Operation,
    head: &Parts,
    sent: &Bytes,
) -> Result<(), Refusal> {
    let operation = mock.api.operation(operation.id);
    let is_public = operation.is_some_and(|operation| operation.security.is_empty());
    if !is_public && !credentials::are_good(&head.headers, mock.token.expose_secret()) {
        return Err(refusal(reply::unauthorized()));
    }
    match operation.and_then(|operation| operation.body.as_ref()) {
        Some(rules) => judge_body(mock, rules, &head.headers, sent).map_err(refusal_of_body),
        None => Ok(()),
    }
}

/// Why a body is refused.
enum Refused {
    TooLarge,
    MediaType,
    NotJson,
    Broken(u16, Vec<joi::Detail>),
}

fn judge_body(mock: &Mock, rules: &Body, headers: &HeaderMap, sent: &Bytes) -> Result<(), Refused> {
    let Some(content) = rules.json() else { return Ok(()) };
    let status = mock.dialect.invalid_status;
    if sent.len() > body::LIMIT {
        return Err(Refused::TooLarge);
    }
    if sent.is_empty() {
        let missing = joi::body_missing(&mock.dialect);
        return if rules.required { Err(Refused::Broken(status, vec![missing])) } else { Ok(()) };
    }
    if !is_plain_json(headers) {
        return Err(Refused::MediaType);
    }
    let value: Value = serde_json::from_slice(sent).map_err(|_| Refused::NotJson)?;
    let details = content
        .schema
        .map(|schema| joi::violations(&mock.api, schema, &value, &mock.dialect))
        .unwrap_or_default();
    if details.is_empty() { Ok(()) } else { Err(Refused::Broken(status, details)) }
}

fn refusal_of_body(refused: Refused) -> Refusal {
    refusal(match refused {
        Refused::TooLarge => reply::empty(StatusCode::PAYLOAD_TOO_LARGE),
        Refused::MediaType => reply::empty(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        // What is not JSON never reaches the validator, so no rule exists for it and no envelope.
        Refused::NotJson => reply::json(
            StatusCode::BAD_REQUEST,
            &json!({ "statusCode": 400, "message": "Malformed JSON", "error": "Bad Request" }),
        ),
        Refused::Broken(status, details) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
            reply::json(status, &joi::envelope(&details))
        }
    })
}

fn refusal(response: Response<Bytes>) -> Refusal {
    Refusal::from(response.map(axum::body::Body::from))
}

/// Whether the body is said to be JSON in UTF-8, not compressed.
fn is_plain_json(headers: &HeaderMap) -> bool {
    let identity = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"identity");
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    headers.get(CONTENT_ENCODING).is_none_or(identity) && media_type.is_some_and(is_json_in_utf8)
}

fn is_json_in_utf8(media_type: &str) -> bool {
    let mut parts = media_type.split(';').map(|part| part.trim().to_ascii_lowercase());
    parts.next().as_deref() == Some("application/json")
        && parts.all(|parameter| match parameter.strip_prefix("charset=") {
            Some(charset) => matches!(charset.trim_matches('"'), "utf-8" | "utf8"),
            None => true,
        })
}
