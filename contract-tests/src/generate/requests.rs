//! Requests to an operation: path, credentials, required parameters and headers, body.

use super::body::{bytes, fits};
use super::subject::{COMBINED, Json};
use super::{Generation, Ids, ParameterChange, change, ids, parameters, telling};
use crate::http::{Auth, Bytes, Request};
use crate::vendor;
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
    let ids = match &body {
        Some(body)
            if vendor::is_irreversible(operation, body)
                && !generation.target.may_do_irreversible() =>
        {
            Ids::Unknown(ids::digest(body))
        }
        _ => ids,
    };
    let (path, known) = ids::path(generation, operation, ids);
    let sent = parameters::sent(&generation.api, operation, change);
    let at = |place: ParameterPlace| sent.iter().filter(move |it| it.place == place);
    let pair = |name: &str, value: &str| format!("{}={}", ids::segment(name), ids::segment(value));
    let query = at(ParameterPlace::Query).map(|it| pair(&it.name, &it.value));
    let query = query.collect::<Vec<_>>().join("&");
    let cookies = at(ParameterPlace::Cookie).map(|it| format!("{}={}", it.name, it.value));
    let cookies = cookies.collect::<Vec<_>>().join("; ");
    let content = operation.body.as_ref().and_then(|it| it.json()).filter(|_| body.is_some());
    let content = content.map(|it| ("content-type".to_owned(), it.media_type.clone()));
    let named = at(ParameterPlace::Header);
    let named = named.map(|it| (it.name.to_ascii_lowercase(), it.value.clone()));
    let cookies = (!cookies.is_empty()).then(|| ("cookie".to_owned(), cookies));
    let request = Request {
        method: operation.method.to_string(),
        path: if query.is_empty() { path } else { format!("{path}?{query}") },
        auth: if operation.security.is_empty() { Auth::Nothing } else { Auth::Token },
        headers: content.into_iter().chain(named).chain(cookies).collect(),
        body: body.map(Bytes),
    };
    (request, known)
}

/// The smallest valid JSON body of an operation, naming the known session where it names one.
pub fn valid_body(generation: &Generation, operation: &Operation) -> Option<Value> {
    let mut body = Json::of(&generation.api, operation)?.minimal;
    name_session(&mut body, known_session(generation, operation).as_ref());
    Some(body)
}

/// A small JSON object that breaks a documented rule of the operation's body, if there is one. It never
/// does what cannot be undone.
pub fn broken_body(generation: &Generation, operation: &Operation) -> Option<Value> {
    let api = &generation.api;
    let json = Json::of(api, operation)?;
    let session = known_session(generation, operation);
    let bases = std::iter::once(json.minimal.clone()).chain(telling::each_alone(api, &json));
    let broken = bases.flat_map(|mut base| {
        name_session(&mut base, session.as_ref());
        let of = |category| change::changes(api, json.schema, &base, category);
        let mut changes = COMBINED.into_iter().flat_map(of);
        let change = changes.find(|change| json.is_hard(api, &base, change))?;
        change.apply(&mut base)?;
        Some(base)
    });
    let is_wanted =
        |body: &Value| body.is_object() && !vendor::is_irreversible(operation, &bytes(body));
    broken.into_iter().find(is_wanted)
}

/// Puts the session that exists into the property that names one, so that what is refused is not refused
/// for a session that nobody has.
pub(super) fn name_session(body: &mut Value, session: Option<&(&'static str, String)>) {
    if let Some((property, session)) = session
        && let Some(place) = body.get_mut(*property).filter(|place| place.is_string())
    {
        *place = json!(session);
    }
}

/// The property of an operation's body that names a session, and the session that exists.
pub(super) fn known_session(
    generation: &Generation,
    operation: &Operation,
) -> Option<(&'static str, String)> {
    let api = &generation.api;
    let session = generation.target.known(vendor::SESSION_ID, true, false)?;
    let (naming, property) = vendor::names_session(api)?;
    let schema = operation.body.as_ref()?.json()?.schema.filter(|_| naming.id == operation.id)?;
    let Kind::Object(rules) = &api.schema(api.resolve(schema).0).kind else { return None };
    let declared = rules.properties.iter().find(|other| other.name == property)?;
    fits(api, declared.schema, &json!(session)).then(|| (property, session.to_owned()))
}
