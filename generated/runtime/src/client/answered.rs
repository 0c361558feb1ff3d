//! The errors that hold a response: a refusal, a response that is not documented, one that cannot be
//! decoded. None prints a body or a header.

use super::Error;
use crate::{Mismatch, Operation, RawResponse, Responses};
use std::fmt;

/// A documented refusal.
#[derive(Clone, PartialEq, thiserror::Error)]
#[error("{operation}: {} ({})", refusal.variant(), response.status.as_u16())]
#[non_exhaustive]
pub struct Refused<R: Responses> {
    /// The operation.
    pub operation: &'static str,
    /// What it means.
    pub refusal: R,
    /// The response as it came.
    pub response: RawResponse,
}

impl<R: Responses> fmt::Debug for Refused<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Refused({self})")
    }
}

impl<R: Responses> Refused<R> {
    pub(super) fn error(operation: &Operation, refusal: R, response: RawResponse) -> Error<R> {
        Error::Refused(Box::new(Self { operation: operation.id, refusal, response }))
    }
}

/// A response that the contract does not name.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{operation}: undocumented response ({})", response.status.as_u16())]
#[non_exhaustive]
pub struct Undocumented {
    /// The operation.
    pub operation: &'static str,
    /// The response as it came.
    pub response: RawResponse,
}

impl Undocumented {
    pub(super) fn error<R: Responses>(operation: &Operation, response: RawResponse) -> Error<R> {
        Error::Undocumented(Box::new(Self { operation: operation.id, response }))
    }
}

/// A response with a documented status whose body is not as documented.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{operation}: the body of the response ({}) is not as documented {mismatch}", response.status.as_u16())]
#[non_exhaustive]
pub struct Undecodable {
    /// The operation.
    pub operation: &'static str,
    /// Where and why.
    pub mismatch: Mismatch,
    /// The response as it came.
    pub response: RawResponse,
}

impl Undecodable {
    pub(super) fn error<R: Responses>(
        operation: &Operation,
        mismatch: Mismatch,
        response: RawResponse,
    ) -> Error<R> {
        Error::Decode(Box::new(Self { operation: operation.id, mismatch, response }))
    }
}
