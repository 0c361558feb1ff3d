//! Refuses bodies that an operation must not see.
//!
//! In come the operation, the head and the bytes of a request, out comes the value of the body or a
//! refusal. The order is that of the vendor's framework: size, media type, syntax, rules.

use super::reply::{self, Refusal};
use super::{Shared, body, reading, shape};
use crate::{joi, oracle};
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use oasis_model::ir::{Operation, Status};
use serde_json::{Value, json};

/// Refuses a body that says itself that it is too long, so that none of it has to be read.
pub(super) fn length(operation: &Operation, headers: &HeaderMap) -> Result<(), Refusal> {
    let length = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let too_long = length.is_some_and(|length: u64| length > body::LIMIT as u64);
    let is_read = operation.body.as_ref().is_some_and(|body| body.json().is_some());
    if too_long && is_read { Err(too_large()) } else { Ok(()) }
}

/// The body as the operation takes it; null if it takes none, or none was sent.
pub(super) fn body(
    mock: &Shared,
    operation: &Operation,
    headers: &HeaderMap,
    sent: &Bytes,
) -> Result<Value, Refusal> {
    let Some(rules) = &operation.body else { return Ok(Value::Null) };
    let Some(content) = rules.json() else { return Ok(Value::Null) };
    if sent.len() > body::LIMIT {
        return Err(too_large());
    }
    if sent.is_empty() {
        let missing = || broken(mock, operation, &[joi::missing(&[], &mock.settings)]).into();
        return if rules.required { Err(missing()) } else { Ok(Value::Null) };
    }
    if !is_plain_json(headers) {
        return Err(reply::empty(StatusCode::UNSUPPORTED_MEDIA_TYPE).into());
    }
    let value = reading::json(sent).ok_or_else(not_json)?;
    let Some(schema) = content.schema else { return Ok(value) };
    let details = joi::violations(&mock.api, schema, &value, &mock.settings);
    match details.is_empty() {
        true => Ok(joi::converted(&mock.api, schema, value, &mock.settings)),
        false => Err(broken(mock, operation, &details).into()),
    }
}

/// What is not JSON never reaches the validator, so no rule exists for it and no envelope.
fn not_json() -> Refusal {
    let body = json!({ "statusCode": 400, "message": "Malformed JSON", "error": "Bad Request" });
    reply::json(StatusCode::BAD_REQUEST, &body).into()
}

fn too_large() -> Refusal {
    reply::empty(StatusCode::PAYLOAD_TOO_LARGE).into()
}

/// The refusal that the operation documents with an envelope, under the status that the settings
/// choose; 400 if it documents none.
pub(super) fn broken(
    mock: &Shared,
    operation: &Operation,
    details: &[joi::Detail],
) -> Response<Bytes> {
    let documented = oracle::refusal(&mock.api, operation);
    let content = documented.and_then(|response| Some((response, response.json()?)));
    let Some((response, content)) = content else {
        return reply::documented(operation, StatusCode::BAD_REQUEST);
    };
    let claimed = match response.status {
        Status::Code(code) => code,
        Status::Class(_) | Status::Default => StatusCode::UNPROCESSABLE_ENTITY.as_u16(),
    };
    let other = response.claim.plausible_statuses().next();
    let status = other.filter(|_| mock.settings.other_status).unwrap_or(claimed);
    let envelope = joi::envelope(details);
    let sample = content.example.as_ref().unwrap_or(&Value::Null);
    let envelope = match content.schema {
        Some(schema) => shape::fitted(&mock.api, schema, envelope, sample),
        None => envelope,
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
