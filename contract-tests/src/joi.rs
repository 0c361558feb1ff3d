//! A validator that words its refusals as the vendor's validator (Joi) does.
//!
//! In come a schema of the [`Api`], a JSON value and [`Settings`], out come all violations in Joi's order
//! and the documented envelope made of them. It walks on its own: apart from single comparisons it shares
//! nothing with `conform`, so that the two can be held against each other.

mod broken;
mod convert;
mod label;
mod rules;
mod scalar;
mod settings;
mod union;
mod walk;

pub use broken::Detail;
pub use label::{Step, label};
pub use oasis_model::ir::{Labels, Reports};
pub use rules::{Meaning, Row, Rule, generation, rule_of_code};
pub use scalar::is_unsafe;
pub use settings::{Dates, Generation, Policy, Settings};

use crate::vendor::{ITEM, VIOLATIONS};
use broken::Broken;
use oasis_model::ir::{Api, SchemaId};
use serde_json::{Value, json};

/// The violations of a body that the settings report, in Joi's order; empty: the body is accepted.
pub fn violations(api: &Api, schema: SchemaId, body: &Value, settings: &Settings) -> Vec<Detail> {
    violations_at(api, schema, &[], body, settings)
}

/// The same for a value that stands at a place, such as a parameter.
pub fn violations_at(
    api: &Api,
    schema: SchemaId,
    at: &[Step],
    value: &Value,
    settings: &Settings,
) -> Vec<Detail> {
    let mut details = match settings.converts {
        false => walk::violations(api, schema, at, value, settings),
        true => {
            let value = converted(api, schema, value.clone(), settings);
            walk::violations(api, schema, at, &value, settings)
        }
    };
    if settings.reports == Reports::First {
        details.truncate(1);
    }
    details
}

/// The value that a server with these settings goes on with.
pub fn converted(api: &Api, schema: SchemaId, value: Value, settings: &Settings) -> Value {
    match settings.converts {
        true => convert::converted(api, schema, value, settings),
        false => value,
    }
}

/// The violation of a value that has to be there and is not; without steps it is the whole body.
pub fn missing(at: &[Step], settings: &Settings) -> Detail {
    Broken::from(Rule::Required).at(at, settings)
}

/// The documented envelope that lists these violations.
pub fn envelope(details: &[Detail]) -> Value {
    let [error, rule, field] = ITEM;
    let item = |detail: &Detail| {
        json!({
            error: detail.message,
            rule: detail.code,
            field: format!("\"{}\"", detail.label),
        })
    };
    let items: Vec<Value> = details.iter().map(item).collect();
    json!({ "message": "Invalid request body", "type": "E_INVALID_BODY", VIOLATIONS: items })
}
