//! A request that cannot be read, and why: what [`Hook::reject`](super::Hook::reject) answers.

use super::{Call, IntoResponse, Response};
use crate::{Mismatch, Operation};
use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use std::fmt;

/// A request that cannot be read. It keeps the request: a notification that is not understood is not
/// lost.
#[derive(Clone, Debug)]
pub struct Rejection {
    call: Call,
    reason: Reason,
}

/// What cannot be read of a request.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// A parameter of the path is not of its type: no such resource can exist.
    #[error("no such resource")]
    Path {
        /// The parameter.
        parameter: &'static str,
    },
    /// A parameter of the query, a header or a cookie is missing or not of its type.
    #[error("parameter {}", name(.0))]
    Parameters(Mismatch),
    /// The body is declared to be of another media type.
    #[error("the media type of the body is not the documented one")]
    MediaType,
    /// The body is not as documented.
    #[error("the body is not as documented {0}")]
    Body(Mismatch),
}

fn name(mismatch: &Mismatch) -> String {
    format!("`{}`: {}", mismatch.path, mismatch.reason)
}

impl Rejection {
    pub(super) fn new(call: Call, reason: Reason) -> Self {
        Self { call, reason }
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.call.operation()
    }

    /// Method, address, headers and extensions of the request.
    pub fn parts(&self) -> &Parts {
        self.call.parts()
    }

    /// The body of the request as it came.
    pub fn body(&self) -> Bytes {
        self.call.bytes()
    }

    /// What cannot be read.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// The status that fits: 404 for the path, 415 for the media type, else 400.
    pub fn status(&self) -> StatusCode {
        match self.reason {
            Reason::Path { .. } => StatusCode::NOT_FOUND,
            Reason::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Reason::Parameters(_) | Reason::Body(_) => StatusCode::BAD_REQUEST,
        }
    }
}

/// The reason, without any value of the request.
impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason.fmt(f)
    }
}

impl std::error::Error for Rejection {}

/// The status that fits, with the reason as plain text.
impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
