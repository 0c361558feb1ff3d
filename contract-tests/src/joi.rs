//! A validator that words its refusals as the vendor's validator (Joi) does.
//!
//! In come a schema of the [`Api`] and a JSON value, out come all violations in Joi's order, and
//! the documented envelope made of them. It is a judge of its own: it shares no code with
//! `conform`, so that the two can be held against each other. It never converts a value.

mod dialect;
mod label;
mod number;
mod text;
mod union;
mod walk;
mod wording;

pub use dialect::{Dates, Dialect, EmptyStrings, UnknownMembers, World};
pub use label::Step;

use oasis_model::ir::{Api, SchemaId};
use serde_json::{Value, json};

/// One violation, as Joi lists it in `details`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Where in the body: member names and item numbers.
    pub path: Vec<Step>,
    /// Joi's code, such as `any.required`.
    pub rule: &'static str,
    /// What the message calls the place, without quotes.
    pub label: String,
    /// The sentence, which begins with the quoted label.
    pub message: String,
}

/// Every violation of a body, in Joi's order; empty: the body is accepted.
pub fn violations(api: &Api, schema: SchemaId, body: &Value, dialect: &Dialect) -> Vec<Detail> {
    walk::violations(api, schema, body, dialect)
}

/// The one violation of a body that has to be there and is not.
pub fn body_missing(dialect: &Dialect) -> Detail {
    walk::detail(&[], &wording::Complaint::Required, dialect)
}

/// The documented envelope that lists these violations.
pub fn envelope(details: &[Detail]) -> Value {
    let errors: Vec<Value> = details
        .iter()
        .map(|detail| {
            json!({
                "error": detail.message,
                "rule": detail.rule,
                "field": format!("\"{}\"", detail.label),
            })
        })
        .collect();
    json!({ "message": "Invalid request body", "type": "E_INVALID_BODY", "errors": errors })
}
