//! The examples of the contract, each with a way to run it through its type.

use super::fault::Fault;
use crate::{Mismatch, Operation, decode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One example body of the contract.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The operation it belongs to.
    pub operation: &'static Operation,
    /// `request`, or the status of the response.
    pub place: &'static str,
    /// The body as JSON text.
    pub text: &'static str,
    /// Decodes a body as the type of this one and encodes it again.
    pub round_trip: fn(&[u8]) -> Result<Value, Mismatch>,
}

/// Decodes a JSON text as a `T` and encodes it again.
///
/// # Errors
/// Where and why the text is not a `T`.
pub fn round_trip<T: DeserializeOwned + Serialize>(text: &[u8]) -> Result<Value, Mismatch> {
    let value = decode::<T>(text)?;
    serde_json::to_value(value).map_err(|_| Fault::new("the value has no JSON form").into())
}
