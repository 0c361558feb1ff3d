//! The forms that a response of the mock can have: with JSON or with nothing.
//!
//! Bodies are whole in memory, so that `Content-Length` is always there and true.

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use oasis_model::ir::Operation;
use serde_json::Value;

/// The media type of every JSON response.
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A response instead of what the operation would say; in a box, as it is the rarer outcome.
pub(super) type Refusal = Box<Response<Bytes>>;

/// A status and nothing else.
pub(crate) fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

/// A status with a JSON body.
pub(crate) fn json(status: StatusCode, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, JSON);
    response
}

/// A refusal in the form that the operation documents for this status, or without a body.
pub(super) fn documented(operation: &Operation, status: StatusCode) -> Response<Bytes> {
    let response = crate::oracle::documented(operation, status.as_u16());
    match response.and_then(|response| response.json()?.example.as_ref()) {
        Some(example) => json(status, example),
        None => empty(status),
    }
}

/// Missing or wrong credentials.
pub(super) fn unauthorized(operation: &Operation) -> Response<Bytes> {
    let mut response = documented(operation, StatusCode::UNAUTHORIZED);
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}
