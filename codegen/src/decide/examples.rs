//! The example bodies that the generated code holds: what a server answers with until it has an
//! answer of its own, and the requests that the document shows.
//!
//! In come the decided operations, out come values with the names of their constants.

use super::bodies::{Form, Payload};
use super::operations::Endpoint;
use super::responses::Success;
use super::types::Types;
use crate::names::{Ident, Scope};
use crate::rust::RustType;
use oasis_model::sample;
use serde_json::Value;

/// One example body.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// The constant that holds it.
    pub(crate) constant: Ident,
    /// `request`, or the status of the response.
    pub(crate) place: String,
    /// The body.
    pub(crate) value: Value,
    /// The type that reads it.
    pub(crate) rust: RustType,
}

/// The examples of one operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examples {
    /// A request body that the document shows.
    pub(crate) request: Option<Example>,
    /// The body of a success: the document's own, or made from its schema.
    pub(crate) success: Option<Example>,
}

/// The examples of each operation, in the order of the operations.
pub(crate) fn examples(types: &Types<'_>, endpoints: &[Endpoint<'_>]) -> Vec<Examples> {
    let mut names = Scope::with(&["EXAMPLES"]);
    endpoints
        .iter()
        .map(|endpoint| Examples {
            request: request(endpoint, &mut names),
            success: success(types, endpoint, &mut names),
        })
        .collect()
}

fn request(endpoint: &Endpoint<'_>, names: &mut Scope) -> Option<Example> {
    let payload = endpoint.body.as_ref()?.only()?;
    let Form::Json(rust) = &payload.form else { return None };
    let value = payload.content.example.clone()?;
    Some(example(endpoint, "request".to_owned(), value, rust.clone(), names))
}

fn success(types: &Types<'_>, endpoint: &Endpoint<'_>, names: &mut Scope) -> Option<Example> {
    let (payload, status) = match &endpoint.success {
        Success::One { payload, status, .. } => (payload.as_ref()?, *status),
        // A server answers with the first.
        Success::Several(outcomes) => {
            let first = outcomes.first()?;
            (first.payload.as_ref()?, Some(first.response.status))
        }
    };
    let Form::Json(rust) = &payload.form else { return None };
    let place = status.map_or_else(|| "default".to_owned(), |status| status.to_string());
    Some(example(endpoint, place, value(types, payload)?, rust.clone(), names))
}

fn value(types: &Types<'_>, payload: &Payload<'_>) -> Option<Value> {
    match &payload.content.example {
        Some(example) => Some(example.clone()),
        None => sample::value(types.api, payload.content.schema?),
    }
}

fn example(
    endpoint: &Endpoint<'_>,
    place: String,
    value: Value,
    rust: RustType,
    names: &mut Scope,
) -> Example {
    let suffix = format!("_{}", place.to_ascii_uppercase());
    let constant = names.claim(endpoint.constant.with_suffix(&suffix));
    Example { constant, place, value, rust }
}
