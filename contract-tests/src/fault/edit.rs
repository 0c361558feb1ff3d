//! Ways to take hold of a request or an answer.
//!
//! In come whole messages, out come the same with some JSON changed. A message that holds no such
//! JSON stays as it is, byte for byte.

use super::{Fault, Plant, Reply, Seen};
use crate::fault::plant::{Call, Memory};
use crate::joi;
use axum::body::Bytes;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderValue, Request, Response, StatusCode};
use serde_json::{Map, Value, json};

/// Path fragments that tell the operations apart.
pub(super) const SHOPPER: &str = "/shoppers/";
pub(super) const SESSION: &str = "/sessions/";
pub(super) const PUSH: &str = "/push/";

/// A bug that changes what the server gets to see.
pub(super) const fn before(
    id: &'static str,
    trips: &'static [&'static str],
    what: &'static str,
    change: fn(&mut Request<Bytes>, &Memory),
) -> Fault {
    Fault { id, trips, what, plant: Plant::Request(change) }
}

/// A bug that changes what the caller gets to see.
pub(super) const fn after(
    id: &'static str,
    trips: &'static [&'static str],
    what: &'static str,
    change: fn(&Seen, &mut Response<Bytes>),
) -> Fault {
    Fault { id, trips, what, plant: Plant::Answer(change) }
}

/// A bug that decides itself whether, and how often, the server is asked.
pub(super) const fn around(
    id: &'static str,
    trips: &'static [&'static str],
    what: &'static str,
    serve: fn(Call) -> Reply,
) -> Fault {
    Fault { id, trips, what, plant: Plant::Around(serve) }
}

/// Whether the request means the operation with this path fragment.
pub(super) fn is(request: &Request<Bytes>, fragment: &str) -> bool {
    request.uri().path().contains(fragment)
}

/// The request's body, if it is JSON.
pub(super) fn sent(request: &Request<Bytes>) -> Option<Value> {
    serde_json::from_slice(request.body()).ok()
}

/// Whether this text is somewhere in the request's body.
pub(super) fn holds(request: &Request<Bytes>, text: &str) -> bool {
    request.body().windows(text.len()).any(|window| window == text.as_bytes())
}

/// Gives the request another body.
pub(super) fn send_instead(request: &mut Request<Bytes>, body: impl Into<Bytes>) {
    *request.body_mut() = body.into();
    let length = HeaderValue::from(request.body().len());
    request.headers_mut().insert(CONTENT_LENGTH, length);
}

/// Changes the request's body if it is JSON and means the operation with this path fragment.
pub(super) fn body(request: &mut Request<Bytes>, fragment: &str, change: impl FnOnce(&mut Value)) {
    let Some(before) = sent(request).filter(|_| is(request, fragment)) else { return };
    let mut value = before.clone();
    change(&mut value);
    if value != before {
        send_instead(request, value.to_string());
    }
}

/// Changes one member of the request's body if it is there.
pub(super) fn member(
    request: &mut Request<Bytes>,
    fragment: &str,
    pointer: &str,
    change: impl FnOnce(&mut Value),
) {
    body(request, fragment, |value| {
        if let Some(member) = value.pointer_mut(pointer) {
            change(member);
        }
    });
}

/// Removes one top-level member of the request's body if the condition holds of it.
pub(super) fn without(
    request: &mut Request<Bytes>,
    fragment: &str,
    name: &str,
    condition: fn(&Value) -> bool,
) {
    body(request, fragment, |value| {
        if let Some(members) = value.as_object_mut()
            && members.get(name).is_some_and(condition)
        {
            members.shift_remove(name);
        }
    });
}

/// Adds a top-level member to the request's body where it is missing.
pub(super) fn with(request: &mut Request<Bytes>, fragment: &str, name: &str, add: Value) {
    body(request, fragment, |value| {
        if let Some(members) = value.as_object_mut().filter(|members| !members.contains_key(name)) {
            members.insert(name.to_owned(), add);
        }
    });
}

/// Changes the answer's body if it is a JSON object.
pub(super) fn object(response: &mut Response<Bytes>, change: impl FnOnce(&mut Map<String, Value>)) {
    if let Ok(Value::Object(mut members)) = serde_json::from_slice(response.body()) {
        change(&mut members);
        *response.body_mut() = Value::Object(members).to_string().into();
    }
}

/// Changes the answer's body if it is a session.
pub(super) fn session(
    response: &mut Response<Bytes>,
    change: impl FnOnce(&mut Map<String, Value>),
) {
    if response.status() == StatusCode::OK {
        object(response, change);
    }
}

/// Changes the answer's body if it is an envelope.
pub(super) fn envelope(
    response: &mut Response<Bytes>,
    change: impl FnOnce(&mut Map<String, Value>),
) {
    object(response, |members| {
        if members.contains_key("errors") {
            change(members);
        }
    });
}

/// Changes the list of violations in an envelope.
pub(super) fn violations(response: &mut Response<Bytes>, change: impl FnOnce(&mut Vec<Value>)) {
    envelope(response, |members| {
        if let Some(list) = members.get_mut("errors").and_then(Value::as_array_mut) {
            change(list);
        }
    });
}

/// Changes every violation in an envelope.
pub(super) fn each(response: &mut Response<Bytes>, change: fn(&mut Map<String, Value>)) {
    violations(response, |list| list.iter_mut().filter_map(Value::as_object_mut).for_each(change));
}

/// A text of a violation; none counts as empty.
pub(super) fn words<'v>(item: &'v Map<String, Value>, member: &str) -> &'v str {
    item.get(member).and_then(Value::as_str).unwrap_or_default()
}

/// Changes a text of a violation.
pub(super) fn reword(
    item: &mut Map<String, Value>,
    member: &str,
    change: impl FnOnce(&str) -> String,
) {
    let changed = change(words(item, member));
    item.insert(member.to_owned(), changed.into());
}

/// Gives a refusal another status.
pub(super) fn restate_refusal(response: &mut Response<Bytes>, status: StatusCode) {
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = status;
    }
}

/// Makes a refusal of the answer, with an envelope of the right form.
pub(super) fn refuse(response: &mut Response<Bytes>, field: &str, rule: &str, says: &str) {
    let mut body = joi::envelope(&[]);
    body["errors"] = json!([{
        "error": format!("\"{field}\" {says}"), "rule": rule, "field": format!("\"{field}\""),
    }]);
    *response = crate::mock::reply::json(StatusCode::UNPROCESSABLE_ENTITY, &body);
}

/// Makes another status of the answer's, without a body.
pub(super) fn fail(response: &mut Response<Bytes>, status: StatusCode) {
    *response = crate::mock::reply::empty(status);
}

/// How deep the JSON text is nested.
pub(super) fn depth(request: &Request<Bytes>) -> usize {
    let mut depth = 0_usize;
    let mut deepest = 0;
    for byte in request.body() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
