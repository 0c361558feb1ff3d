//! Turns an HTTP request into decoded arguments, and answers into HTTP responses.
//!
//! In comes a request that the router has matched; the hook sees its raw bytes first, then its media
//! type, path values and body are checked, in this order. What is refused is answered here.

mod call;
mod refusal;

pub use call::{Call, required};
pub use refusal::Refusal;

use super::Operation;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use serde::Serialize;
use std::fmt;
use std::sync::Arc;

/// Sees every request before anything of it is decoded, and may refuse it.
pub type Hook = dyn Fn(&Operation, &Parts, &Bytes) -> Result<(), Refusal> + Send + Sync;

/// The hook that refuses nothing.
///
/// # Errors
/// Never.
pub fn accept_all(_: &Operation, _: &Parts, _: &Bytes) -> Result<(), Refusal> {
    Ok(())
}

/// What the routes of one router share.
pub struct Shared<S> {
    /// What answers.
    pub service: S,
    hook: Box<Hook>,
}

impl<S> Shared<S> {
    /// A service behind a hook.
    pub fn new(
        service: S,
        hook: impl Fn(&Operation, &Parts, &Bytes) -> Result<(), Refusal> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self { service, hook: Box::new(hook) })
    }
}

impl<S> fmt::Debug for Shared<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

/// A response with a JSON body.
pub fn json<T: Serialize>(status: u16, media_type: &'static str, body: &T) -> Response {
    match serde_json::to_vec(body) {
        Ok(text) => bytes(status, media_type, text.into()),
        Err(_) => empty(500),
    }
}

/// A response with this body.
pub fn bytes(status: u16, media_type: &'static str, body: Bytes) -> Response {
    let mut response = empty(status);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    *response.body_mut() = Body::from(body);
    response
}

/// A response without a body; a number that is no status is a fault of ours.
pub fn empty(status: u16) -> Response {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
