//! A hook as one type, so that a router has no parameter for it.

use super::{Hook, Parts, Refusal, Rejection};
use crate::Operation;
use bytes::Bytes;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;

/// What is waited for.
pub(super) type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A hook as one type.
pub(super) trait AnyHook: Send + Sync {
    fn check<'a>(
        &'a self,
        operation: &'static Operation,
        parts: &'a mut Parts,
    ) -> Pending<'a, Result<(), Refusal>>;

    fn check_body<'a>(
        &'a self,
        operation: &'static Operation,
        parts: &'a mut Parts,
        body: &'a Bytes,
    ) -> Pending<'a, Result<(), Refusal>>;

    fn explain(&self, rejection: &Rejection) -> Option<Value>;
}

impl<H: Hook> AnyHook for H {
    fn check<'a>(
        &'a self,
        operation: &'static Operation,
        parts: &'a mut Parts,
    ) -> Pending<'a, Result<(), Refusal>> {
        Box::pin(Hook::check(self, operation, parts))
    }

    fn check_body<'a>(
        &'a self,
        operation: &'static Operation,
        parts: &'a mut Parts,
        body: &'a Bytes,
    ) -> Pending<'a, Result<(), Refusal>> {
        Box::pin(Hook::check_body(self, operation, parts, body))
    }

    fn explain(&self, rejection: &Rejection) -> Option<Value> {
        Hook::explain(self, rejection)
    }
}
