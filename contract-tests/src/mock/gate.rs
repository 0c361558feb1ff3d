//! Everything that is refused before an operation is reached.
//!
//! In comes a whole request, out comes a refusal or the request as the operation may read it. The
//! order is that of the vendor's framework: credentials, path, media type, size, syntax, rules;
//! whether an id is known is asked last, by the operation itself.

use super::route::{self, Route};
use super::{Mock, body, credentials, reading, reply};
use crate::joi;
use axum::body::Bytes;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use oasis_codegen::ir::{Body, Kind, Operation, ParameterPlace, SchemaId};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

/// Lets a request through, its body rewritten so that Rust reads what JavaScript would.
#[expect(
    clippy::result_large_err,
    reason = "a refusal is an answer, and every answer has this size"
)]
pub(super) fn admit(
    mock: &Mock,
    request: Request<Bytes>,
) -> Result<Request<Bytes>, Response<Bytes>> {
    let (parts, sent) = request.into_parts();
    let route = route::find(&mock.api, parts.method.as_str(), parts.uri.path());
    let is_public =
        matches!(&route, Route::Operation(operation, _) if operation.security.is_empty());
    if !is_public && !credentials::are_good(&parts.headers, mock.token.expose_secret()) {
        return Err(reply::unauthorized());
    }
    let (operation, values) = match route {
        Route::Operation(operation, values) => (operation, values),
        Route::OtherMethods(known) => return Err(reply::other_methods(&known)),
        Route::BadEscape => return Err(reply::empty(StatusCode::BAD_REQUEST)),
        Route::Unknown => return Err(reply::empty(StatusCode::NOT_FOUND)),
    };
    let sent = match &operation.body {
        Some(rules) => admit_body(mock, rules, &parts.headers, sent)?,
        None => sent,
    };
    if !path_values_fit(mock, operation, &values) {
        return Err(reply::empty(StatusCode::NOT_FOUND));
    }
    Ok(Request::from_parts(with_length(parts, sent.len()), sent))
}

#[expect(
    clippy::result_large_err,
    reason = "a refusal is an answer, and every answer has this size"
)]
fn admit_body(
    mock: &Mock,
    rules: &Body,
    headers: &HeaderMap,
    sent: Bytes,
) -> Result<Bytes, Response<Bytes>> {
    let Some(schema) = rules.json().map(|content| content.schema) else { return Ok(sent) };
    if sent.len() > body::LIMIT {
        return Err(reply::empty(StatusCode::PAYLOAD_TOO_LARGE));
    }
    if sent.is_empty() {
        let missing = joi::body_missing(&mock.dialect);
        return if rules.required { Err(refusal(mock, &[missing])) } else { Ok(sent) };
    }
    if !is_plain_json(headers) {
        return Err(reply::empty(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let text = reading::as_javascript(&sent);
    let value: Value = serde_json::from_slice(&text).map_err(|_| not_json())?;
    let details = schema.map(|id| violations(mock, id, &value)).unwrap_or_default();
    if details.is_empty() {
        Ok(Bytes::from(text.into_owned()))
    } else {
        Err(refusal(mock, &details))
    }
}

fn violations(mock: &Mock, schema: SchemaId, value: &Value) -> Vec<joi::Detail> {
    joi::violations(&mock.api, schema, value, &mock.dialect)
}

/// The envelope. Its status is one of two that are plausible.
fn refusal(mock: &Mock, details: &[joi::Detail]) -> Response<Bytes> {
    let status = StatusCode::from_u16(mock.dialect.invalid_status)
        .unwrap_or(StatusCode::UNPROCESSABLE_ENTITY);
    reply::json(status, &joi::envelope(details))
}

/// What is not JSON never reaches the validator, so no rule exists for it and no envelope either.
fn not_json() -> Response<Bytes> {
    let body = json!({ "statusCode": 400, "message": "Malformed JSON", "error": "Bad Request" });
    reply::json(StatusCode::BAD_REQUEST, &body)
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

/// A number that is none cannot name anything, so the path leads nowhere.
fn path_values_fit(mock: &Mock, operation: &Operation, values: &[String]) -> bool {
    let in_path = operation.parameters.iter().filter(|it| it.place == ParameterPlace::Path);
    in_path.zip(values).all(|(parameter, value)| {
        let (id, _) = mock.api.resolve(parameter.schema);
        match mock.api.schema(id).kind {
            Kind::Integer(_) => value.parse::<i64>().is_ok(),
            _ => true,
        }
    })
}

/// The rewritten body may be of another length.
fn with_length(mut parts: Parts, length: usize) -> Parts {
    if parts.headers.contains_key(CONTENT_LENGTH) {
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    parts
}
