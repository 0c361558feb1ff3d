//! The forms that an answer of the mock can have: with JSON or with nothing.
//!
//! Bodies are whole in memory, so that `Content-Length` is always there and true.

use axum::body::Bytes;
use axum::http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use oasis_codegen::ir::Method;
use serde_json::Value;

/// The media type of every JSON answer.
pub(super) const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

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

/// Missing or wrong credentials: no body, as documented.
pub(super) fn unauthorized() -> Response<Bytes> {
    let mut response = empty(StatusCode::UNAUTHORIZED);
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

/// A path that does not know the method.
pub(super) fn other_methods(known: &[Method]) -> Response<Bytes> {
    let names: Vec<&str> = known.iter().map(|method| method.as_str()).collect();
    let mut response = empty(StatusCode::METHOD_NOT_ALLOWED);
    if let Ok(allow) = HeaderValue::from_str(&names.join(", ")) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}
