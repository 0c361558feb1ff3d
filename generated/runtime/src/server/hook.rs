//! What a router asks besides the service: may this request in, and how is a bad one answered.

use super::{IntoResponse, Parts, Refusal, Rejection, Response};
use crate::Operation;
use bytes::Bytes;
use std::future::{Future, ready};

/// Sees every request before anything of it is decoded, and answers those that cannot be decoded.
///
/// A closure or function over operation, parts and body is a hook that checks only.
pub trait Hook: Send + Sync + 'static {
    /// Lets a request in, or refuses it.
    fn check(
        &self,
        operation: &'static Operation,
        parts: &Parts,
        body: &Bytes,
    ) -> impl Future<Output = Result<(), Refusal>> + Send;

    /// Answers a request that cannot be decoded, by default with the status that fits and the reason
    /// as plain text. This is the place for the error envelope that a contract declares.
    fn reject(&self, rejection: Rejection) -> Response {
        rejection.into_response()
    }
}

impl<F> Hook for F
where
    F: Fn(&Operation, &Parts, &Bytes) -> Result<(), Refusal> + Send + Sync + 'static,
{
    fn check(
        &self,
        operation: &'static Operation,
        parts: &Parts,
        body: &Bytes,
    ) -> impl Future<Output = Result<(), Refusal>> + Send {
        ready(self(operation, parts, body))
    }
}

/// The hook that refuses nothing.
///
/// # Errors
/// Never.
pub fn accept_all(_: &Operation, _: &Parts, _: &Bytes) -> Result<(), Refusal> {
    Ok(())
}
