//! The forms in which an exchange is shown and stored: transcript, curl line, line of `exchanges.jsonl`.
//!
//! Whatever is cut is scrubbed first.

use super::{Exchange, Request};
use crate::target::{Secret, Target};
use serde_json::Value;

/// The line of `exchanges.jsonl` that `drift observed` reads; `probe` marks what proves nothing about
/// the contract.
pub fn line(exchange: &Exchange, probe: bool, secret: &Secret) -> Value {
    todo!("{exchange:?} {probe} {secret:?}")
}

/// The exchange as people read it: request line, headers, body, response. Bodies are excerpts of at most
/// 600 characters; where `focus` is given (a JSON pointer into the response), the excerpt shows that part.
pub fn transcript(exchange: &Exchange, focus: Option<&str>, secret: &Secret) -> String {
    todo!("{exchange:?} {focus:?} {secret:?}")
}

/// A line for a shell that sends the same, given the token in `OASIS_TOKEN`.
pub fn curl(request: &Request, target: &Target) -> String {
    todo!("{request:?} {target:?}")
}
