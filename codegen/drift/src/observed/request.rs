//! What a request shows: parameters, body or none, media type. A refused request shows nothing.

use super::body::{self, Spot, content, unjudged};
use super::edit::{self, Offer};
use super::shown::shown;
use super::tally::{Fact, Tally, whole};
use super::{Call, Exchange, Payload};
use oasis_model::finding::Severity;
use oasis_model::ir::{Api, Kind, Operation, Parameter, ParameterPlace};
use oasis_model::pointer::escape_pointer;
use oasis_model::settle::Change;
use serde_json::Value;

/// The facts that the request of an exchange shows.
pub(super) fn facts(
    api: &Api,
    operation: &Operation,
    exchange: &Exchange,
    path: &[(String, String)],
    tally: &mut Tally,
) -> Vec<Fact> {
    let received = operation.is_webhook() && !exchange.own;
    // What the vendor sends is evidence unless the receiver refused it; what we send only if it was
    // taken, which a redirection does not tell.
    let telling = match exchange.status {
        Some(status) if received => !(400..500).contains(&status),
        Some(status) => (200..300).contains(&status),
        None => received,
    };
    let (Some(message), true) = (&exchange.request, telling) else { return Vec::new() };
    let scope = format!("{} request", operation.id);
    tally.among(&scope);
    let mut facts: Vec<Fact> = unjudged(message, &scope, &operation.at).into_iter().collect();
    let spot = Spot { api, scope: &scope, received };
    if let Call::Http { query, .. } = &exchange.call {
        parameters(&spot, operation, (path, query, &message.headers), &mut facts);
    }
    match &operation.body {
        Some(body) => {
            let missing =
                (message.payload == Payload::Empty && body.required).then_some(&body.claim);
            if let Some(claim) = missing {
                let known = (spot.refused(), claim.basis);
                facts.push(whole(
                    "drift/observed-body-missing",
                    known,
                    &scope,
                    &format!("{}/required", body.at),
                    "",
                    "there is no body".to_owned(),
                    Offer::of("required: false", &body.at, Change::Presence(false)),
                ));
            }
            content(&spot, &body.contents, message, &body.at, &mut facts);
        }
        None if matches!(message.payload, Payload::Json(_) | Payload::Other) => facts.push(whole(
            "drift/observed-body",
            (spot.unknown(), operation.claim.basis),
            &scope,
            &format!("{}/requestBody", operation.at),
            "",
            "there is a body where none is documented".to_owned(),
            edit::request_body(api, operation, message),
        )),
        None => {}
    }
    facts
}

/// Names and values.
type Pairs<'a> = &'a [(String, String)];

fn parameters(
    spot: &Spot<'_>,
    operation: &Operation,
    (path, query, headers): (Pairs<'_>, Pairs<'_>, Pairs<'_>),
    facts: &mut Vec<Fact>,
) {
    for parameter in &operation.parameters {
        let name = &parameter.name;
        let value = match parameter.place {
            ParameterPlace::Path => path.iter().find(|(other, _)| other == name),
            ParameterPlace::Query => query.iter().find(|(other, _)| other == name),
            ParameterPlace::Header => {
                headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))
            }
            ParameterPlace::Cookie => continue,
        };
        match value {
            Some((_, text)) => parameter_value(spot, parameter, text, facts),
            // Without recorded headers nothing is known of them; a webhook line has no path.
            None if !parameter.required
                || parameter.place == ParameterPlace::Path
                || headers.is_empty() => {}
            None => facts.push(whole(
                "drift/observed-parameter-missing",
                (
                    if parameter.claim.may_be_absent() { Severity::Note } else { spot.refused() },
                    parameter.claim.basis,
                ),
                spot.scope,
                &parameter.at,
                name,
                format!("the required parameter `{name}` is not there"),
                Offer::of("required: false", &parameter.at, Change::Presence(false)),
            )),
        }
    }
    let declared = |name: &str| {
        let mut query = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.place == ParameterPlace::Query);
        query.any(|parameter| {
            parameter.name == name || name.starts_with(&format!("{}[", parameter.name))
        })
    };
    for (name, value) in query.iter().filter(|(name, _)| !declared(name)) {
        let name = &shown(name);
        facts.push(whole(
            "drift/observed-parameter-undocumented",
            (spot.unknown(), operation.claim.basis),
            spot.scope,
            &format!("{}/parameters/{}", operation.at, escape_pointer(name)),
            name,
            format!("the query parameter `{name}` is there and not documented"),
            edit::parameter(operation, name, value),
        ));
    }
}

/// Parameters are text on the wire; a text that is no number cannot be an integer.
fn parameter_value(spot: &Spot<'_>, parameter: &Parameter, text: &str, facts: &mut Vec<Fact>) {
    let value = match spot.api.schema(spot.api.resolve(parameter.schema).0).kind {
        Kind::Integer(_) | Kind::Number(_) | Kind::Boolean => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
        }
        Kind::String(_) => Value::String(text.to_owned()),
        // Lists and objects have several spellings, which are not judged here.
        _ => return,
    };
    for mut fact in body::facts(spot, parameter.schema, &value) {
        fact.subject = format!("parameter {} {}", parameter.name, fact.subject);
        fact.message =
            fact.message.replacen("the body", &format!("the parameter `{}`", parameter.name), 1);
        facts.push(fact);
    }
}
