//! The answer to a request that cannot be decoded, as AiFi's own validator words it.
//!
//! In comes the rejected request, out comes the error envelope with one violation, which the router
//! sends where the contract declares that envelope. It shows no value of the request.

use oasis_runtime::Bytes;
use oasis_runtime::server::{Hook, Parts, Refusal, Rejection};
use oasis_runtime::{Mismatch, Operation};
use serde_json::{Value, json};

/// A hook whose refusals of what cannot be decoded are worded as the envelope.
pub(crate) struct WithEnvelope<H>(pub(crate) H);

impl<H: Hook> Hook for WithEnvelope<H> {
    async fn check(&self, operation: &'static Operation, parts: &mut Parts) -> Result<(), Refusal> {
        self.0.check(operation, parts).await
    }

    async fn check_body(
        &self,
        operation: &'static Operation,
        parts: &mut Parts,
        body: &Bytes,
    ) -> Result<(), Refusal> {
        self.0.check_body(operation, parts, body).await
    }

    fn explain(&self, rejection: &Rejection) -> Option<Value> {
        self.0.explain(rejection).or_else(|| rejection.mismatch().map(envelope))
    }
}

/// The envelope of one violation. A label stands in quotes, as in the one sample there is.
fn envelope(mismatch: &Mismatch) -> Value {
    let label = match mismatch.path.as_str() {
        "." => "\"value\"".to_owned(),
        path => format!("\"{path}\""),
    };
    let (rule, sentence) = match mismatch.reason.as_str() {
        "missing" => ("any.required", format!("{label} is required")),
        reason => ("any.invalid", format!("{label}: {reason}")),
    };
    json!({
        "message": "Invalid request body",
        "type": "E_INVALID_BODY",
        "errors": [{"error": sentence, "rule": rule, "field": label}],
    })
}
