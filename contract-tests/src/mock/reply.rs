//! The forms that an answer of the mock can have: with JSON or with nothing.
//!
//! Bodies are whole in memory, so that `Content-Length` is always there and true.

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, Response, StatusCode};
use serde_json::Value;

/// The media type of every JSON answer.
const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

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

/// Names the charset of a JSON answer, as the vendor's framework does.
pub(super) fn with_charset(mut response: axum::response::Response) -> axum::response::Response {
    let media_type = response.headers().get(CONTENT_TYPE);
    if media_type.is_some_and(|media_type| media_type == "application/json") {
        response.headers_mut().insert(CONTENT_TYPE, JSON);
    }
    response
}
