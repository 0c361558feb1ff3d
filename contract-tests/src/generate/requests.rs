//! Requests to an operation: path, credentials, required parameters and headers, body.

use super::body::bytes;
use super::subject::{COMBINED, Json};
use super::{Generation, Ids, ParameterChange, chance, ids, mutate, parameters};
use crate::http::{Auth, Bytes, Request};
use crate::vendor;
use oasis_model::conform::{self, View};
use oasis_model::ir::{Kind, Operation, ParameterPlace};
use serde_json::{Value, json};

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
    changed(generation, operation, ids, body, None)
}

/// The same with one parameter changed.
pub(super) fn changed(
    generation: &Generation,
    operation: &Operation,
    ids: Ids,
    body: Option<Vec<u8>>,
    change: Option<&ParameterChange>,
) -> (Request, bool) {
    let harm = body.as_ref().filter(|body| vendor::is_irreversible(operation, body));
    let ids = match harm {
        Some(body) if !generation.target.may_do_irreversible() => {
            Ids::Unknown(chance::digest(body))
        }
        _ => ids,
    };
    let (path, known) = ids::path(generation, operation, ids);
    let sent = parameters::sent(&generation.api, operation, change);
    let at = |place: ParameterPlace| sent.iter().filter(move |it| it.place == place);
    let pair = |name: &str, value: &str| format!("{}={}", ids::segment(name), ids::segment(value));
    let query: Vec<String> =
        at(ParameterPlace::Query).map(|it| pair(&it.name, &it.value)).collect();
    let content = operation.body.as_ref().and_then(|body| body.json()).filter(|_| body.is_some());
    let mut headers: Vec<(String, String)> = content
        .map(|content| ("content-type".to_owned(), content.media_type.clone()))
        .into_iter()
        .collect();
    let named = at(ParameterPlace::Header);
    headers.extend(named.map(|it| (it.name.to_ascii_lowercase(), it.value.clone())));
    let cookies: Vec<String> =
        at(ParameterPlace::Cookie).map(|it| format!("{}={}", it.name, it.value)).collect();
    if !cookies.is_empty() {
        headers.push(("cookie".to_owned(), cookies.join("; ")));
    }
    let request = Request {
        method: operation.method.to_string(),
        path: if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) },
        auth: if operation.security.is_empty() { Auth::Nothing } else { Auth::Token },
        headers,
        body: body.map(Bytes),
    };
    (request, known)
}

/// The smallest valid JSON body of an operation, naming the known session where it names one.
pub fn valid_body(generation: &Generation, operation: &Operation) -> Option<Value> {
    let mut body = Json::of(&generation.api, operation)?.minimal;
    name_known_session(generation, operation, &mut body);
    Some(body)
}

/// A small JSON object that breaks a documented rule of the operation's body, if there is one. It never
/// does what cannot be undone.
pub fn broken_body(generation: &Generation, operation: &Operation) -> Option<Value> {
    let api = &generation.api;
    let json = Json::of(api, operation)?;
    let mut bases = vec![json.minimal.clone()];
    if let (Value::Object(minimal), Value::Object(complete)) = (&json.minimal, &json.complete) {
        for (name, value) in complete.iter().filter(|(name, _)| !minimal.contains_key(*name)) {
            let mut properties = minimal.clone();
            properties.insert(name.clone(), value.clone());
            bases.push(Value::Object(properties));
        }
    }
    for body in &mut bases {
        name_known_session(generation, operation, body);
    }
    let changes = bases.iter().flat_map(|base| {
        let of = |category| mutate::changes(api, json.schema, base, category);
        COMBINED.into_iter().flat_map(of).map(move |change| (base, change))
    });
    changes
        .filter(|(base, change)| json.is_hard(api, base, change))
        .filter_map(|(base, change)| change.applied(base))
        .find(|body| body.is_object() && !vendor::is_irreversible(operation, &bytes(body)))
}

/// Puts the session that exists into the property that names one, so that what is refused is not refused
/// for a session that nobody has.
pub(super) fn name_known_session(generation: &Generation, operation: &Operation, body: &mut Value) {
    let target = &generation.target;
    let Some(session) = target.known(vendor::SESSION_ID, true, false) else { return };
    let Some((naming, property)) = vendor::names_session(&generation.api) else { return };
    if naming.id == operation.id
        && let Some(place) = body.get_mut(property).filter(|place| place.is_string())
        && fits(generation, operation, property, session)
    {
        *place = json!(session);
    }
}

/// Whether a property of a body may hold this string.
fn fits(generation: &Generation, operation: &Operation, property: &str, text: &str) -> bool {
    let api = &generation.api;
    let schema = operation.body.as_ref().and_then(|body| body.json()?.schema);
    let Some(schema) = schema else { return false };
    let Kind::Object(rules) = &api.schema(api.resolve(schema).0).kind else { return false };
    let declared = rules.properties.iter().find(|other| other.name == property);
    declared.is_some_and(|declared| {
        conform::check(api, declared.schema, &json!(text), View::Claim).violations.is_empty()
    })
}
