//! What a router asks besides the service: may this request in, and how is a bad one explained.
//!
//! In come the head of a request, then its body, out comes leave to go on or a refusal. What a hook
//! finds out it hands to the method through the extensions of the head. Nothing is decoded here.

use super::{Parts, Refusal, Rejection};
use crate::Operation;
use bytes::Bytes;
use serde_json::Value;
use std::future::{Future, ready};

/// Sees every request before anything of it is decoded.
///
/// A closure or function over operation and head is a hook. To ask for more than one thing, write a
/// type with a hook such as [`BearerToken`](super::BearerToken) in it and call that first.
pub trait Hook: Send + Sync + 'static {
    /// Lets a request in by its head, or refuses it. None of the body has been read yet, so whoever
    /// is refused here costs no memory. What is put into the extensions of the head reaches the
    /// method.
    fn check(
        &self,
        operation: &'static Operation,
        parts: &mut Parts,
    ) -> impl Future<Output = Result<(), Refusal>> + Send;

    /// Lets a request in by its body too, as for a signature. By default every body is let in.
    fn check_body(
        &self,
        operation: &'static Operation,
        parts: &mut Parts,
        body: &Bytes,
    ) -> impl Future<Output = Result<(), Refusal>> + Send {
        let _ = (operation, parts, body);
        ready(Ok(()))
    }

    /// The body that tells the caller what is wrong with a request, in the form that the contract
    /// declares for it; `None` for plain text, which is also sent where the contract declares none.
    fn explain(&self, rejection: &Rejection) -> Option<Value> {
        let _ = rejection;
        None
    }
}

impl<F> Hook for F
where
    F: Fn(&'static Operation, &mut Parts) -> Result<(), Refusal> + Send + Sync + 'static,
{
    fn check(
        &self,
        operation: &'static Operation,
        parts: &mut Parts,
    ) -> impl Future<Output = Result<(), Refusal>> + Send {
        ready(self(operation, parts))
    }
}

/// The hook that refuses nothing.
///
/// # Errors
/// Never.
pub fn accept_all(_: &'static Operation, _: &mut Parts) -> Result<(), Refusal> {
    Ok(())
}
