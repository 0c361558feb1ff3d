//! Whose ids a request names: the fixtures', or nobody's.
//!
//! In come an operation and the target, out comes a path; and the one place that knows which body
//! members name a session. A body goes to a known id only where writing is allowed.

use crate::{case, target::Target};
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
            let value = crate::strategy::complete(api, parameter.schema);
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{}={}", parameter.name.wire, case::segment(&text))
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
    let writes = operation.body.is_some();
    let id = target.known(name, writes)?;
    let second = target.permissions.fixtures.other_session_id.as_ref();
    Some(match second {
        Some(second) if other && name == "sessionId" => &second.0,
        _ => id,
    })
}

/// An id that nothing has: far beyond any number, or a name that says what it is.
pub fn nobody(api: &Api, operation: &Operation, parameter: &str, number: u64) -> String {
    let schema = operation.parameters.iter().find(|other| other.name.wire == parameter);
    let kind = schema.map(|parameter| &api.schema(api.resolve(parameter.schema).0).kind);
    match kind {
        Some(Kind::Integer(_) | Kind::Number(_)) => (900_000_000 + number % 90_000_000).to_string(),
        _ => format!("contract-test-nobody-{number:016x}"),
    }
}

/// Puts a session that exists into the members that name one, where the server may look it up.
pub fn name_known_session(operation: &Operation, target: &Target, body: &mut Value) {
    let session = match target.known("sessionId", true) {
        Some(session) => session.to_owned(),
        None => return,
    };
    if operation.id.wire == "updateShopper"
        && let Some(member) = body.get_mut("sessionId").filter(|member| member.is_string())
    {
        *member = json!(session);
    }
}

/// Whether a body does what cannot be undone.
pub fn is_irreversible(operation: &Operation, body: &[u8]) -> bool {
    const MARK: &[u8] = b"suspectedFraud";
    operation.id.wire == "updateSession" && body.windows(MARK.len()).any(|window| window == MARK)
}
