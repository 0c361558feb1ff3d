//! Everything that is refused before an operation sees the request.
//!
//! In come the operation, the head and the bytes of a request, out comes a refusal or nothing. The
//! order is that of the vendor's framework: credentials, media type, size, syntax, rules;
//! whether an id is known is asked last, by the operation itself.

use super::{Mock, body, credentials, reply, shape};
use crate::{joi, oracle};
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use oasis_model::ir::{Body, Operation, Status};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// The refusal of what the operation must not see.
pub(super) fn refusal(
    mock: &Mock,
    operation: &Operation,
    headers: &HeaderMap,
    sent: &Bytes,
) -> Option<Response<Bytes>> {
    let is_public = operation.security.is_empty();
    if !is_public && !credentials::are_good(headers, mock.token.expose_secret()) {
        return Some(reply::unauthorized(operation));
    }
    let rules = operation.body.as_ref()?;
    judge_body(mock, rules, headers, sent).err().map(|refused| response(mock, operation, refused))
}

/// Why a body is refused.
enum Refused {
    TooLarge,
    MediaType,
    NotJson,
    Broken(Vec<joi::Detail>),
}

fn judge_body(mock: &Mock, rules: &Body, headers: &HeaderMap, sent: &Bytes) -> Result<(), Refused> {
    let Some(content) = rules.json() else { return Ok(()) };
    if sent.len() > body::LIMIT {
        return Err(Refused::TooLarge);
    }
    if sent.is_empty() {
        let missing = joi::body_missing(&mock.dialect);
        return if rules.required { Err(Refused::Broken(vec![missing])) } else { Ok(()) };
    }
    if !is_plain_json(headers) {
        return Err(Refused::MediaType);
    }
    let value: Value = serde_json::from_slice(sent).map_err(|_| Refused::NotJson)?;
    let details = content
        .schema
        .map(|schema| joi::violations(&mock.api, schema, &value, &mock.dialect))
        .unwrap_or_default();
    if details.is_empty() { Ok(()) } else { Err(Refused::Broken(details)) }
}

fn response(mock: &Mock, operation: &Operation, refused: Refused) -> Response<Bytes> {
    match refused {
        Refused::TooLarge => reply::empty(StatusCode::PAYLOAD_TOO_LARGE),
        Refused::MediaType => reply::empty(StatusCode::UNSUPPORTED_MEDIA_TYPE),
        // What is not JSON never reaches the validator, so no rule exists for it and no envelope.
        Refused::NotJson => reply::json(
            StatusCode::BAD_REQUEST,
            &json!({ "statusCode": 400, "message": "Malformed JSON", "error": "Bad Request" }),
        ),
        Refused::Broken(details) => broken(mock, operation, &joi::envelope(&details)),
    }
}

/// The refusal that the operation documents with an envelope, under the status that the dialect chooses.
fn broken(mock: &Mock, operation: &Operation, envelope: &Value) -> Response<Bytes> {
    let documented = oracle::refusal(&mock.api, operation);
    let claimed = match documented.map(|response| response.status) {
        Some(Status::Code(code)) => code,
        _ => StatusCode::UNPROCESSABLE_ENTITY.as_u16(),
    };
    let other = documented.and_then(|response| response.claim.plausible_statuses().next());
    let status = other.filter(|_| mock.dialect.other_status).unwrap_or(claimed);
    let content = documented.and_then(|response| response.json());
    let envelope = match content.and_then(|content| Some((content, content.schema?))) {
        Some((content, schema)) => {
            let sample = content.example.as_ref().unwrap_or(&Value::Null);
            shape::fitted(&mock.api, schema, envelope.clone(), sample)
        }
        None => envelope.clone(),
    };
    reply::json(StatusCode::from_u16(status).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY), &envelope)
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
