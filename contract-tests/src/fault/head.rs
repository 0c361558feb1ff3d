//! What a row does to everything but the body: method, path and credentials of the request; status,
//! headers, delay and framing of the response.
//!
//! A request is changed before the honest server sees it, which is how a broken one gets let in.

use super::wire::Framing;
use crate::mock::reply;
use crate::{oracle, vendor};
use axum::body::Bytes;
use axum::http::header::{AUTHORIZATION, CONTENT_LENGTH, HeaderName};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode};
use oasis_model::ir::{Api, Status};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

/// What the honest server sees instead of what was sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RequestHead {
    /// Another method.
    method: Option<String>,
    /// The right token, or none.
    token: Option<Token>,
    /// The path ends before the first of these.
    path_ends_at: Vec<String>,
    /// The path lacks these.
    path_without: Vec<String>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Token {
    Right,
    None,
}

impl RequestHead {
    pub(super) fn apply(&self, request: &mut Request<Bytes>, token: &str) {
        if let Some(Ok(method)) = self.method.as_ref().map(|it| it.parse::<Method>()) {
            *request.method_mut() = method;
        }
        match self.token {
            Some(Token::Right) => let_in(request, token),
            Some(Token::None) => drop(request.headers_mut().remove(AUTHORIZATION)),
            None => {}
        }
        let mut path = request.uri().path().to_owned();
        let end = self.path_ends_at.iter().filter_map(|end| path.find(end)).min();
        path.truncate(end.unwrap_or(path.len()));
        for part in &self.path_without {
            path = path.replace(part, "");
        }
        go_to(request, &path);
    }
}

/// Gives a request the right token.
pub(super) fn let_in(request: &mut Request<Bytes>, token: &str) {
    if let Ok(value) = HeaderValue::from_str(&format!("Bearer {token}")) {
        request.headers_mut().insert(AUTHORIZATION, value);
    }
}

/// Sends a request to another path.
pub(super) fn go_to(request: &mut Request<Bytes>, path: &str) {
    if path != request.uri().path()
        && let Ok(uri) = path.parse()
    {
        *request.uri_mut() = uri;
    }
}

/// Gives a request another body.
pub(super) fn send_instead(request: &mut Request<Bytes>, body: Bytes) {
    request.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    *request.body_mut() = body;
}

/// What the caller gets instead of the honest response.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ResponseHead {
    /// A refusal with the documented envelope that blames this: property, rule and words.
    refuse: Option<[String; 3]>,
    /// This status and nothing else.
    only_status: Option<u16>,
    /// Another status.
    status: Option<u16>,
    /// Other headers; an empty value removes one.
    headers: BTreeMap<String, String>,
    /// So many milliseconds later.
    delay: Option<u64>,
    /// Framed otherwise than the body is.
    framing: Option<Framing>,
}

impl ResponseHead {
    /// Changes a response before its body is edited.
    pub(super) fn apply(&self, response: &mut Response<Bytes>, api: &Api) {
        if let Some(violation) = &self.refuse {
            *response = refusal(api, violation);
        }
        if self.only_status.is_some() {
            *response = Response::new(Bytes::new());
        }
        if let Some(Ok(status)) = self.only_status.or(self.status).map(StatusCode::from_u16) {
            *response.status_mut() = status;
        }
        for (name, value) in &self.headers {
            let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value))
            else {
                continue;
            };
            match value.is_empty() {
                true => drop(response.headers_mut().remove(name)),
                false => drop(response.headers_mut().insert(name, value)),
            }
        }
        if let Some(framing) = self.framing {
            response.extensions_mut().insert(framing);
        }
    }

    /// How much later the response comes.
    pub(super) fn delay(&self) -> Option<std::time::Duration> {
        self.delay.map(std::time::Duration::from_millis)
    }
}

/// A refusal in the form that some operation documents, with one violation in it.
fn refusal(api: &Api, [field, rule, words]: &[String; 3]) -> Response<Bytes> {
    let mut found = api.operations.iter().filter_map(|operation| oracle::refusal(api, operation));
    let documented = found.next();
    let status = match documented.map(|it| it.status) {
        Some(Status::Code(code)) => StatusCode::from_u16(code).unwrap_or_default(),
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let example = documented.and_then(|it| it.json()?.example.clone());
    let mut envelope = example.unwrap_or_else(|| json!({}));
    let label = format!("\"{field}\"");
    let item = vendor::ITEM.into_iter().zip([format!("{label} {words}"), rule.clone(), label]);
    envelope[vendor::VIOLATIONS] = json!([item.collect::<BTreeMap<_, _>>()]);
    reply::json(status, &envelope)
}
