//! A response that ends a request before it reaches the service.

use axum::response::{IntoResponse, Response};
use http::StatusCode;

/// A response that ends a request early; made from anything that is a response.
#[derive(Debug)]
pub struct Refusal(Box<Response>);

impl Refusal {
    /// A refusal with this status that says why in plain text.
    pub fn new(status: StatusCode, reason: impl Into<String>) -> Self {
        (status, reason.into()).into_response().into()
    }
}

impl From<Response> for Refusal {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}
