//! Responds to requests: what has state changes it, everything else has the specification's example.
//!
//! In comes a request, out comes a documented response. Order as in the vendor's framework: the path, the
//! token, then body and parameters, and last whether the id is known. Nothing of a body is read
//! before the token is known to be good.

use super::reply::{self, Refusal};
use super::route::{self, Route};
use super::{Shared, body, credentials, gate, list, parameters};
use crate::generate;
use crate::oracle;
use crate::vendor::{self, Resource};
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONNECTION};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Response, StatusCode};
use oasis_model::ir::{self, Operation, Parameter, ParameterPlace, Status};
use oasis_model::sample::{self, Fill};
use serde_json::Value;
use std::sync::Arc;

/// The response to a request.
pub(super) async fn to(
    State(mock): State<Arc<Shared>>,
    request: Request,
) -> axum::response::Response {
    let (head, sent) = request.into_parts();
    let (operation, values) = match guarded(&mock, &head) {
        Ok(found) => found,
        Err(refusal) => return refusal.map(Into::into),
    };
    let response = match gate::length(operation, &head.headers) {
        Err(refusal) => *refusal,
        Ok(()) => match body::read(sent).await {
            Ok(sent) => to_whole(&mock, operation, &values, &head, &sent),
            Err(body::Unread::Late) => closing(StatusCode::REQUEST_TIMEOUT),
            // Nobody is left to read this.
            Err(body::Unread::Broken) => closing(StatusCode::BAD_REQUEST),
        },
    };
    response.map(Into::into)
}

/// An operation and the values in the path, as they were sent.
type Found<'a> = (&'a Operation, Vec<(&'a str, &'a str)>);

/// The operation that the head means, if its caller may use it.
fn guarded<'a>(mock: &'a Shared, head: &'a Parts) -> Result<Found<'a>, Refusal> {
    let (operation, values) = match route::find(&mock.api, head.method.as_str(), head.uri.path()) {
        Route::To(operation, values) => (operation, values),
        Route::OtherMethods(methods) => return Err(other_methods(&methods).into()),
        Route::Nowhere => return Err(reply::empty(StatusCode::NOT_FOUND).into()),
    };
    match oracle::is_guarded(operation) && !credentials::are_good(&head.headers, &mock.token) {
        true => Err(reply::unauthorized(operation).into()),
        false => Ok((operation, values)),
    }
}

fn to_whole(
    mock: &Shared,
    operation: &Operation,
    values: &[(&str, &str)],
    head: &Parts,
    sent: &Bytes,
) -> Response<Bytes> {
    let body = match gate::body(mock, operation, &head.headers, sent) {
        Ok(body) => body,
        Err(refusal) => return *refusal,
    };
    let broken = parameters::violations(mock, operation, head);
    if !broken.is_empty() {
        return gate::broken(mock, operation, &broken);
    }
    let value = |name: &str| {
        let (_, sent) = values.iter().find(|(other, _)| *other == name)?;
        String::from_utf8(generate::unescaped(sent)).ok()
    };
    let is_possible = |parameter: &Parameter| {
        let fits = |text: String| parameters::fits_path(&mock.api, parameter, &text);
        value(&parameter.name).is_some_and(fits)
    };
    let mut in_path = operation.parameters.iter().filter(|it| it.place == ParameterPlace::Path);
    if !in_path.all(is_possible) {
        return reply::documented(operation, StatusCode::NOT_FOUND);
    }
    let changes = match body {
        Value::Object(properties) => properties,
        _ => Default::default(),
    };
    match vendor::resource(operation, value) {
        Some(Resource::Session(id)) if mock.state.knows_session(&id) => success(
            mock,
            operation,
            mock.state.change_session(&mock.api, &id, changes, &mock.clock),
        ),
        Some(Resource::Shopper(store, id)) if mock.state.assign_shopper(&store, &id, changes) => {
            success(mock, operation, None)
        }
        Some(Resource::Sessions) => {
            let sent = |parameter: &Parameter| parameters::sent(parameter, head);
            let page = list::page(&mock.api, operation, &mock.state.sessions(), sent);
            success(mock, operation, page)
        }
        Some(_) => reply::documented(operation, StatusCode::NOT_FOUND),
        None => success(mock, operation, None),
    }
}

fn other_methods(methods: &str) -> Response<Bytes> {
    let mut response = reply::empty(StatusCode::METHOD_NOT_ALLOWED);
    if let Ok(methods) = HeaderValue::from_str(methods) {
        response.headers_mut().insert(ALLOW, methods);
    }
    response
}

/// A status after which the connection ends.
fn closing(status: StatusCode) -> Response<Bytes> {
    let mut response = reply::empty(status);
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// The documented success, with this body where one is given and documented, else with the example.
fn success(mock: &Shared, operation: &Operation, body: Option<Value>) -> Response<Bytes> {
    let Some(response) = operation.responses.iter().find(|it| it.status.is_success()) else {
        return reply::empty(StatusCode::NOT_IMPLEMENTED);
    };
    let status = status(mock, response);
    let Some(content) = response.json() else { return reply::empty(status) };
    let example = || content.example.clone();
    let sample = || content.schema.map(|schema| sample::filled(&mock.api, schema, Fill::All));
    reply::json(status, &body.or_else(example).or_else(sample).unwrap_or_default())
}

fn status(mock: &Shared, response: &ir::Response) -> StatusCode {
    let may_be_204 = response.claim.plausible_statuses().any(|status| status == 204);
    let code = match response.status {
        _ if mock.settings.no_content && response.contents.is_empty() && may_be_204 => 204,
        Status::Code(code) => code,
        Status::Class(class) => u16::from(class) * 100,
        Status::Default => 200,
    };
    StatusCode::from_u16(code).unwrap_or(StatusCode::OK)
}
