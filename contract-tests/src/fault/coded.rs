//! Faults that are more than "when this, then that": they remember, ask the honest server twice, or sort
//! a list.
//!
//! In comes a call, out comes a changed request or response. A function is found by the `id` of its row,
//! which says what it does and which checks report it.

use super::head::{go_to, let_in, send_instead};
use super::inject::Call;
use super::when::is_for;
use crate::vendor::{ITEM, MARK, METADATA, SESSION_ID, VIOLATIONS};
use axum::body::Bytes;
use axum::http::header::AUTHORIZATION;
use axum::http::{Request, Response, StatusCode};
use serde_json::{Map, Value, json};
use std::pin::Pin;

/// Where a function sits.
#[derive(Clone, Copy)]
pub(super) enum Act {
    /// Before the server, which gets to see another request.
    Request(fn(&Call, &mut Request<Bytes>)),
    /// After the server: the caller gets to see another response.
    Response(fn(&Call, &mut Response<Bytes>)),
    /// Around the server, which may be asked never or several times.
    Around(fn(Call) -> Reply),
}

/// A response that is still to come.
type Reply = Pin<Box<dyn Future<Output = Response<Bytes>> + Send>>;
type Object = Map<String, Value>;

const FAULTS: [(&str, Act); 11] = [
    ("state-forgets-metadata", Act::Around(|call| Box::pin(forget_metadata(call)))),
    ("state-merges", Act::Request(merge)),
    ("state-repeats-grow", Act::Request(grow_repeated)),
    ("state-refused-applied", Act::Around(|call| Box::pin(apply_refused(call, METADATA)))),
    ("state-refused-marks", Act::Around(|call| Box::pin(apply_refused(call, MARK)))),
    ("state-leaks", Act::Around(|call| Box::pin(write_to_all(call)))),
    ("state-shared", Act::Response(share_metadata)),
    ("auth-after-body", Act::Around(|call| Box::pin(look_at_body_first(call)))),
    ("path-unknown-open", Act::Around(|call| Box::pin(tell_strangers_of_unknown(call)))),
    ("leaks-token", Act::Response(repeat_token)),
    ("receiver-once-per-session", Act::Response(take_sessions_once)),
];

/// The function of this name.
pub(super) fn find(id: &str) -> Option<Act> {
    FAULTS.iter().find(|(name, _)| *name == id).map(|(_, act)| *act)
}

/// The names of all functions.
#[cfg(test)]
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FAULTS.iter().map(|(name, _)| *name)
}

fn sent(request: &Request<Bytes>) -> Option<Value> {
    serde_json::from_slice(request.body()).ok()
}

/// Whether the request changes a session.
fn is_session(call: &Call) -> bool {
    crate::vendor::sessions(&call.mock.api).is_ok_and(|it| is_for(it.operation, &call.request))
}

/// Changes the metadata that a session is to get.
fn metadata(call: &Call, request: &mut Request<Bytes>, change: impl FnOnce(&mut Object)) {
    let Some(mut body) = sent(request).filter(|_| is_session(call)) else { return };
    if let Some(metadata) = body.get_mut(METADATA).and_then(Value::as_object_mut) {
        change(metadata);
        send_instead(request, body.to_string().into());
    }
}

/// Changes the session in a response.
fn session(call: &Call, response: &mut Response<Bytes>, change: impl FnOnce(&mut Object)) {
    if is_session(call) && response.status() == StatusCode::OK {
        object(response, change);
    }
}

/// Changes the list of violations in an envelope.
fn violations(response: &mut Response<Bytes>, change: impl FnOnce(&mut Vec<Value>)) {
    object(response, |envelope| {
        if let Some(list) = envelope.get_mut(VIOLATIONS).and_then(Value::as_array_mut) {
            change(list);
        }
    });
}

fn object(response: &mut Response<Bytes>, change: impl FnOnce(&mut Object)) {
    if let Ok(Value::Object(mut properties)) = serde_json::from_slice(response.body()) {
        change(&mut properties);
        *response.body_mut() = Value::Object(properties).to_string().into();
    }
}

async fn forget_metadata(call: Call) -> Response<Bytes> {
    let mut request = call.request.clone();
    let mut body = sent(&request).unwrap_or_default();
    let written = body.as_object_mut().and_then(|body| body.shift_remove(METADATA));
    let Some(written) = written.filter(|it| it.is_object() && is_session(&call)) else {
        return call.serve(request).await;
    };
    send_instead(&mut request, body.to_string().into());
    let mut response = call.serve(request).await;
    session(&call, &mut response, |session| drop(session.insert(METADATA.to_owned(), written)));
    response
}

/// Joins what is sent to what was sent last for the same session.
fn merge(call: &Call, request: &mut Request<Bytes>) {
    let path = request.uri().path().to_owned();
    metadata(call, request, |metadata| {
        let old = call.memory.recall(&path).and_then(|old| old.as_object().cloned());
        let mut joined = old.unwrap_or_default();
        joined.extend(std::mem::take(metadata));
        call.memory.keep(&path, Value::Object(joined.clone()));
        *metadata = joined;
    });
}

fn grow_repeated(call: &Call, request: &mut Request<Bytes>) {
    let body = sent(request);
    let is_repeated = body.is_some() && call.memory.recall("last") == body;
    call.memory.keep("last", body.unwrap_or_default());
    if is_repeated {
        metadata(call, request, |metadata| drop(metadata.insert("again".to_owned(), json!(true))));
    }
}

/// Applies one property of a body although the whole of it was refused.
async fn apply_refused(call: Call, name: &str) -> Response<Bytes> {
    let response = call.serve(call.request.clone()).await;
    let value = sent(&call.request).and_then(|body| body.get(name).cloned());
    if let Some(value) = value
        && response.status() == StatusCode::UNPROCESSABLE_ENTITY
        && is_session(&call)
    {
        let mut request = call.request.clone();
        send_instead(&mut request, json!({ name: value }).to_string().into());
        call.serve(request).await;
    }
    response
}

/// Writes to every session that was asked for before as well.
async fn write_to_all(call: Call) -> Response<Bytes> {
    if is_session(&call) {
        call.memory.keep(call.request.uri().path(), Value::Null);
        for path in call.memory.keys() {
            let mut request = call.request.clone();
            go_to(&mut request, &path);
            call.serve(request).await;
        }
    }
    call.serve(call.request.clone()).await
}

fn share_metadata(call: &Call, response: &mut Response<Bytes>) {
    let written = sent(&call.request).and_then(|body| body.get(METADATA).cloned());
    session(call, response, |session| match written {
        Some(written) => call.memory.keep(METADATA, written),
        None => {
            let shared = call.memory.recall(METADATA);
            session.extend(shared.map(|shared| (METADATA.to_owned(), shared)));
        }
    });
}

/// The response that the right token would get, without changing anything.
async fn as_if_let_in(call: &Call) -> Response<Bytes> {
    let mut request = call.request.clone();
    let_in(&mut request, call.mock.token.expose());
    if is_session(call) {
        let path = request.uri().path();
        let nobody = path.rsplit_once('/').map(|(base, _)| format!("{base}/nobody"));
        go_to(&mut request, &nobody.unwrap_or_default());
    }
    call.serve(request).await
}

async fn look_at_body_first(call: Call) -> Response<Bytes> {
    let honest = call.serve(call.request.clone()).await;
    if honest.status() != StatusCode::UNAUTHORIZED {
        return honest;
    }
    let told = as_if_let_in(&call).await;
    if told.status() == StatusCode::UNPROCESSABLE_ENTITY { told } else { honest }
}

async fn tell_strangers_of_unknown(call: Call) -> Response<Bytes> {
    let honest = call.serve(call.request.clone()).await;
    if honest.status() != StatusCode::UNAUTHORIZED {
        return honest;
    }
    let mut request = call.request.clone();
    let_in(&mut request, call.mock.token.expose());
    // A read where the id is known, and 404 where it is not.
    if is_session(&call) {
        send_instead(&mut request, Bytes::from_static(b"{}"));
    }
    let told = call.serve(request).await;
    if told.status() == StatusCode::NOT_FOUND { told } else { honest }
}

fn repeat_token(call: &Call, response: &mut Response<Bytes>) {
    let [error, ..] = ITEM;
    let header = call.request.headers().get(AUTHORIZATION);
    let Some(credentials) = header.and_then(|value| value.to_str().ok()) else { return };
    violations(response, |list| {
        for item in list.iter_mut().filter(|item| item.is_object()) {
            item[error] =
                format!("{} ({credentials})", item[error].as_str().unwrap_or_default()).into();
        }
    });
}

fn take_sessions_once(call: &Call, response: &mut Response<Bytes>) {
    let mut webhooks = call.mock.api.operations.iter().filter(|operation| operation.is_webhook());
    let is_taken = response.status().is_success();
    if !is_taken || !webhooks.any(|operation| is_for(operation, &call.request)) {
        return;
    }
    let Some(id) =
        sent(&call.request).and_then(|body| body.get(SESSION_ID)?.as_str().map(str::to_owned))
    else {
        return;
    };
    if call.memory.recall(&id).is_some() {
        *response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::CONFLICT;
    }
    call.memory.keep(&id, Value::Null);
}
