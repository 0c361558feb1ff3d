//! Requests to an operation: path, credentials, required parameters and headers, body.

use super::{Generation, Ids};
use crate::http::Request;
use oasis_model::ir::Operation;
use serde_json::Value;

/// A request with these ids, valid values for every required parameter, the token where the operation
/// asks for one, and this body; and whether every id in it is known to exist.
///
/// A body that does what cannot be undone goes to nobody's ids unless that is allowed.
pub fn request(
    generation: &Generation,
    operation: &Operation,
    ids: Ids,
    body: Option<Vec<u8>>,
) -> (Request, bool) {
    todo!("{generation:?} {operation:?} {ids:?} {body:?}")
}

/// The smallest valid JSON body of an operation, naming the known session where it names one.
pub fn valid_body(generation: &Generation, operation: &Operation) -> Option<Value> {
    todo!("{generation:?} {operation:?}")
}

/// A small JSON object that breaks a documented rule of the operation's body, if there is one.
pub fn broken_body(generation: &Generation, operation: &Operation) -> Option<Value> {
    todo!("{generation:?} {operation:?}")
}
