//! A request that cannot be read, and why.
//!
//! The service is given it whole, so that it can keep what came; turned into a response it is the
//! answer that the contract declares. It decides nothing else.

use super::{Call, IntoResponse, Response, Unread, reply};
use crate::{Mismatch, Operation, RawResponse, Responses};
use bytes::Bytes;
use http::header::ACCEPT_ENCODING;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::Value;
use std::fmt;

/// A request that cannot be read. It keeps the request: a notification that is not understood is not
/// lost.
#[derive(Clone)]
pub struct Rejection {
    call: Call,
    reason: Reason,
    /// Writes a body as the refusal that the contract declares for a status, if it declares one.
    declared: fn(StatusCode, Bytes) -> Option<Response>,
    explanation: Option<Box<Value>>,
}

fn nothing_declared(_: StatusCode, _: Bytes) -> Option<Response> {
    None
}

/// What stands for a status among the documented refusals `R`, if the body is one.
fn declared<R: Responses>(status: StatusCode, body: Bytes) -> Option<Response> {
    let found = R::read(&RawResponse::new(status, HeaderMap::new(), body))?;
    found.ok().map(|refusal| reply::any(&refusal))
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
    /// The body is compressed.
    #[error("the body has a content encoding, and none is undone here")]
    ContentEncoding,
    /// The body cannot be read to its end, and nothing of it is kept.
    #[error("the body cannot be read: {0}")]
    Unread(Unread),
    /// The body is not as documented.
    #[error("the body is not as documented {0}")]
    Body(Mismatch),
}

fn name(mismatch: &Mismatch) -> String {
    format!("`{}`: {}", mismatch.path, mismatch.reason)
}

impl Rejection {
    pub(super) fn new(call: Call, reason: Reason) -> Self {
        Self { call, reason, declared: nothing_declared, explanation: None }
    }

    /// The same, to be answered with one of these refusals.
    pub(super) fn declared_by<R: Responses>(self) -> Self {
        Self { declared: declared::<R>, ..self }
    }

    /// The same, with the body that says what is wrong.
    pub(super) fn explained(self, explanation: Option<Value>) -> Self {
        Self { explanation: explanation.map(Box::new), ..self }
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

    /// Where a parameter or the body differs from what is documented, and how; `None` if it is neither.
    pub fn mismatch(&self) -> Option<&Mismatch> {
        match &self.reason {
            Reason::Parameters(mismatch) | Reason::Body(mismatch) => Some(mismatch),
            Reason::Path { .. }
            | Reason::MediaType
            | Reason::ContentEncoding
            | Reason::Unread(_) => None,
        }
    }

    /// Says in the log that a request is not understood: which operation, why, and how long the body
    /// is. Nothing of the body is shown.
    pub fn log(&self) {
        tracing::error!(
            operation = self.operation().id,
            reason = %self,
            bytes = self.body().len(),
            "a request cannot be decoded"
        );
    }

    /// The status that fits: 404 for the path, 415 for the media type and the encoding, 413 and 408 for
    /// a body that is too long or took too long, else 400.
    pub fn status(&self) -> StatusCode {
        match self.reason {
            Reason::Path { .. } => StatusCode::NOT_FOUND,
            Reason::MediaType | Reason::ContentEncoding => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Reason::Unread(Unread::TooLong) => StatusCode::PAYLOAD_TOO_LARGE,
            Reason::Unread(Unread::Late) => StatusCode::REQUEST_TIMEOUT,
            Reason::Unread(Unread::Broken) | Reason::Parameters(_) | Reason::Body(_) => {
                StatusCode::BAD_REQUEST
            }
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

impl fmt::Debug for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("call", &self.call)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

/// The refusal that the contract declares for the status, if [`Hook::explain`](super::Hook::explain)
/// has a body that fits; else the status that fits, with the reason as plain text.
impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let body = self.explanation.as_ref().map(|body| Bytes::from(body.to_string()));
        if let Some(response) = body.and_then(|body| (self.declared)(self.status(), body)) {
            return response;
        }
        let mut response = (self.status(), self.to_string()).into_response();
        if self.reason == Reason::ContentEncoding {
            let identity = HeaderValue::from_static("identity");
            response.headers_mut().insert(ACCEPT_ENCODING, identity);
        }
        response
    }
}
