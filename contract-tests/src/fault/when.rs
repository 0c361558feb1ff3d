//! When a row applies: everything that it names has to hold.
//!
//! The conditions on the request are asked before the honest server sees it, those on the response after.
//! An operation is recognized by method and path as the specification has them, or by the path alone
//! where the row names a method of its own.

use super::credentials::Credentials;
use super::inject::Call;
use super::values::Pattern;
use axum::body::Bytes;
use axum::http::{Request, Response};
use oasis_model::ir::Operation;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The conditions of a row.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct When {
    /// The request means this operation.
    operation: Option<String>,
    /// The request has this method.
    method: Option<String>,
    /// The credentials are of one of these kinds.
    credentials: Vec<Credentials>,
    /// The path, as sent but in small letters, holds one of these.
    path_holds: Vec<String>,
    /// Values of the request's body; a body that is not JSON has none.
    body: BTreeMap<String, Pattern>,
    /// The bytes of the body hold one of these.
    body_holds: Vec<String>,
    /// The body is longer than this.
    bytes_over: Option<usize>,
    /// The body is shorter than this.
    bytes_under: Option<usize>,
    /// The body is nested deeper than this.
    levels_over: Option<usize>,
    /// The body is JSON, or is something else and not empty.
    json: Option<bool>,
    /// Every request whose number is a multiple of this.
    every: Option<usize>,
    /// All requests from this number on.
    from: Option<usize>,
    /// The honest status.
    status: Option<u16>,
    /// The honest response is an envelope that lists at least so many violations.
    violations: Option<usize>,
}

impl When {
    /// The operation that it asks for.
    pub(super) fn operation(&self) -> Option<&str> {
        self.operation.as_deref()
    }

    /// Whether it asks for something that only the response tells.
    #[cfg(test)]
    pub(super) fn looks_at_response(&self) -> bool {
        self.status.is_some() || self.violations.is_some()
    }

    /// Whether the conditions on the request hold.
    pub(super) fn request(&self, call: &Call) -> bool {
        let request = &call.request;
        let path = request.uri().path().to_lowercase();
        let credentials = || Credentials::of(request, call.mock.token.expose());
        self.means(call)
            && self.method.as_ref().is_none_or(|method| request.method() == method.as_str())
            && (self.credentials.is_empty() || self.credentials.contains(&credentials()))
            && (self.path_holds.is_empty() || self.path_holds.iter().any(|it| path.contains(it)))
            && self.every.is_none_or(|every| call.memory.requests().is_multiple_of(every))
            && self.from.is_none_or(|from| call.memory.requests() >= from)
            && self.fits_body(request.body())
    }

    /// Whether the conditions on the response hold.
    pub(super) fn response(&self, response: &Response<Bytes>) -> bool {
        self.status.is_none_or(|status| response.status() == status)
            && self.violations.is_none_or(|count| {
                let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
                let list = body.get(crate::vendor::VIOLATIONS).and_then(Value::as_array);
                list.is_some_and(|list| list.len() >= count)
            })
    }

    fn means(&self, call: &Call) -> bool {
        let Some(wanted) = &self.operation else { return true };
        let operation = call.mock.api.operation(wanted);
        operation.is_some_and(|operation| match self.method {
            Some(_) => is_at(operation, &call.request),
            None => is_for(operation, &call.request),
        })
    }

    fn fits_body(&self, body: &Bytes) -> bool {
        let value = || serde_json::from_slice::<Value>(body).ok();
        let holds = |text: &String| body.windows(text.len().max(1)).any(|it| it == text.as_bytes());
        (self.body_holds.is_empty() || self.body_holds.iter().any(holds))
            && self.bytes_over.is_none_or(|length| body.len() > length)
            && self.bytes_under.is_none_or(|length| body.len() < length)
            && self.levels_over.is_none_or(|levels| depth(body) > levels)
            && self.json.is_none_or(|json| !body.is_empty() && value().is_some() == json)
            && (self.body.is_empty() || value().is_some_and(|value| self.fits_values(value)))
    }

    fn fits_values(&self, mut value: Value) -> bool {
        self.body.iter().all(|(place, pattern)| match place.contains('*') {
            false => pattern.fits(value.pointer(place)),
            true => {
                let mut fits = false;
                super::edit::walk(&mut value, place, &mut |at| fits |= pattern.fits(Some(at)));
                fits
            }
        })
    }
}

/// Whether a request means an operation.
pub(super) fn is_for(operation: &Operation, request: &Request<Bytes>) -> bool {
    request.method() == operation.method.as_str() && is_at(operation, request)
}

/// Whether the path of a request is an operation's, whatever the method.
fn is_at(operation: &Operation, request: &Request<Bytes>) -> bool {
    let (mut wanted, mut sent) = (operation.path.split('/'), request.uri().path().split('/'));
    loop {
        match (wanted.next(), sent.next()) {
            (None, None) => return true,
            (Some(wanted), Some(sent)) if wanted == sent => {}
            (Some(wanted), Some(sent)) if wanted.starts_with('{') && !sent.is_empty() => {}
            _ => return false,
        }
    }
}

/// How deep JSON text is nested, whether or not it ends.
fn depth(body: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in body {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
