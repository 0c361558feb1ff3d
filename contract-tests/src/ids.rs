//! Whose ids a request names: the fixtures', or nobody's.
//!
//! In come an operation and the target, out comes a path. A body goes to a known id only where
//! writing is allowed.

use crate::{case, target::Target, vendor};
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, Kind, Operation};
use serde_json::{Value, json};

/// Whose ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The fixtures'; with `true` the other session, where there is one.
    Known(bool),
    /// Nobody's; the number makes it another nobody.
    Unknown(u64),
}

/// The path of an operation, and whether every id in it is known.
pub fn path(api: &Api, operation: &Operation, target: &Target, whose: Whose) -> (String, bool) {
    let mut known = true;
    let query = operation.parameters.iter().filter(|parameter| {
        parameter.required && parameter.place == oasis_model::ir::ParameterPlace::Query
    });
    let query: Vec<String> = query
        .map(|parameter| {
            format!("{}={}", parameter.name, case::segment(&case::plain(api, parameter)))
        })
        .collect();
    let path = case::path(operation, |name| {
        let fixture = match whose {
            Whose::Known(other) => known_id(operation, target, name, other),
            Whose::Unknown(_) => None,
        };
        match fixture {
            Some(id) => case::segment(id),
            None => {
                known = false;
                let number = match whose {
                    Whose::Unknown(number) => number,
                    Whose::Known(_) => 1,
                };
                nobody(api, operation, name, number)
            }
        }
    });
    (if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }, known)
}

/// A fixture for a path parameter, if the operation may use it.
pub fn known_id<'a>(
    operation: &Operation,
    target: &'a Target,
    name: &str,
    other: bool,
) -> Option<&'a str> {
    target.known(name, operation.body.is_some(), other)
}

/// An id that nothing has: far beyond any number, or a name that says what it is.
pub fn nobody(api: &Api, operation: &Operation, parameter: &str, number: u64) -> String {
    let schema = operation.parameters.iter().find(|other| other.name == parameter);
    let kind = schema.map(|parameter| &api.schema(api.resolve(parameter.schema).0).kind);
    match kind {
        Some(Kind::Integer(_) | Kind::Number(_)) => (900_000_000 + number % 90_000_000).to_string(),
        _ => format!("contract-test-nobody-{number:016x}"),
    }
}

/// Puts a session that exists into the property that names one, where the server may look it up.
pub fn name_known_session(api: &Api, operation: &Operation, target: &Target, body: &mut Value) {
    if let Some(session) = target.known_session()
        && let Some((naming, property)) = vendor::names_session(api)
        && naming.id == operation.id
        && body.get(property).is_some_and(Value::is_string)
        && fits(api, naming, property, session)
    {
        body[property] = json!(session);
    }
}

/// Whether a property of a body may hold this text.
fn fits(api: &Api, operation: &Operation, property: &str, text: &str) -> bool {
    let schema = operation.body.as_ref().and_then(|body| body.json()?.schema);
    let Some(schema) = schema else { return false };
    let Kind::Object(rules) = &api.schema(api.resolve(schema).0).kind else { return false };
    let declared = rules.properties.iter().find(|other| other.name == property);
    declared.is_some_and(|declared| {
        let verdict = conform::check(api, declared.schema, &json!(text), View::Claim);
        verdict.violations.is_empty()
    })
}
