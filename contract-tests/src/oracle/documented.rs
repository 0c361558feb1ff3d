//! Looking up responses of an operation by status.

use crate::vendor;
use oasis_model::ir::{Api, Kind, Operation, Response, Status};

/// The documented response that a status stands for, by the claim or by another reading.
pub fn documented(operation: &Operation, status: u16) -> Option<&Response> {
    let exact = |response: &&Response| response.status == Status::Code(status);
    let plausible =
        |response: &&Response| response.claim.plausible_statuses().any(|other| other == status);
    let class = |response: &&Response| matches!(response.status, Status::Class(class) if u16::from(class) == status / 100);
    let default = |response: &&Response| response.status == Status::Default && status >= 400;
    let responses = &operation.responses;
    responses
        .iter()
        .find(exact)
        .or_else(|| responses.iter().find(plausible))
        .or_else(|| responses.iter().find(class))
        .or_else(|| responses.iter().find(default))
}

/// The documented refusal of a broken body: the one that carries the envelope.
pub fn refusal<'a>(api: &Api, operation: &'a Operation) -> Option<&'a Response> {
    let mut responses = operation.responses.iter();
    responses.find(|response| !response.status.is_success() && is_envelope(api, response))
}

/// Whether a documented response is an error envelope: an object that lists violations.
pub(super) fn is_envelope(api: &Api, response: &Response) -> bool {
    let Some(schema) = response.json().and_then(|content| content.schema) else { return false };
    match &api.schema(api.resolve(schema).0).kind {
        Kind::Object(rules) => rules.properties.iter().any(|property| {
            property.name == vendor::VIOLATIONS
                && matches!(api.schema(api.resolve(property.schema).0).kind, Kind::Array(_))
        }),
        _ => false,
    }
}

/// Whether an operation asks who calls it.
pub fn is_guarded(operation: &Operation) -> bool {
    !operation.security.is_empty() && operation.security.iter().all(|way| !way.is_empty())
}
