//! Answers requests: what has state changes it, everything else has the specification's example.
//!
//! In comes a whole request, out comes a documented response. Order as in the vendor's framework: the
//! path, then everything that the `gate` refuses, then parameters, and last whether the id is known.

use super::route::{self, Route};
use super::{Mock, gate, reply};
use crate::generate;
use oasis_model::sample::{self, Fill};
use crate::vendor::{self, Resource};
use axum::body::Bytes;
use axum::http::header::ALLOW;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode};
use oasis_model::ir::{self, Api, Kind, Operation, Parameter, ParameterPlace, Status};
use serde_json::{Map, Value};

/// The response to a request.
pub(super) fn to(mock: &Mock, request: &Request<Bytes>) -> Response<Bytes> {
    let (operation, values) =
        match route::find(&mock.api, request.method().as_str(), request.uri().path()) {
            Route::To(operation, values) => (operation, values),
            Route::OtherMethods(methods) => return other_methods(&methods),
            Route::Nowhere => return reply::empty(StatusCode::NOT_FOUND),
        };
    if let Some(refusal) = gate::refusal(mock, operation, request.headers(), request.body()) {
        return refusal;
    }
    let value = |name: &str| {
        let (_, sent) = values.iter().find(|(other, _)| *other == name)?;
        String::from_utf8(generate::unescaped(sent)).ok()
    };
    let is_possible = |parameter: &&Parameter| {
        value(&parameter.name).is_some_and(|text| fits(&mock.api, parameter, &text))
    };
    let of_path = |it: &&Parameter| it.place == ParameterPlace::Path;
    if !operation.parameters.iter().filter(of_path).all(|parameter| is_possible(&parameter)) {
        return reply::documented(operation, StatusCode::NOT_FOUND);
    }
    if lacks_a_parameter(operation, request.headers(), request.uri().query().unwrap_or_default()) {
        return reply::documented(operation, StatusCode::BAD_REQUEST);
    }
    let changes = match serde_json::from_slice(request.body()) {
        Ok(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    match vendor::resource(operation, value) {
        Some(Resource::Session(id)) if mock.state.knows_session(&id) => {
            success(mock, operation, mock.state.change_session(&mock.api, &id, changes))
        }
        Some(Resource::Shopper(store, id)) if mock.state.assign_shopper(&store, &id, changes) => {
            success(mock, operation, None)
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

/// The documented success, with this body where one is given and documented, else with the example.
fn success(mock: &Mock, operation: &Operation, body: Option<Value>) -> Response<Bytes> {
    let Some(response) = operation.responses.iter().find(|it| it.status.is_success()) else {
        return reply::empty(StatusCode::NOT_IMPLEMENTED);
    };
    let status = status(mock, response);
    let Some(content) = response.json() else { return reply::empty(status) };
    let example = || content.example.clone();
    let sample = || content.schema.map(|schema| sample::filled(&mock.api, schema, Fill::All));
    reply::json(status, &body.or_else(example).or_else(sample).unwrap_or_default())
}

fn status(mock: &Mock, response: &ir::Response) -> StatusCode {
    let may_be_204 = response.claim.plausible_statuses().any(|status| status == 204);
    let code = match response.status {
        _ if mock.dialect.no_content && response.contents.is_empty() && may_be_204 => 204,
        Status::Code(code) => code,
        Status::Class(class) => u16::from(class) * 100,
        Status::Default => 200,
    };
    StatusCode::from_u16(code).unwrap_or(StatusCode::OK)
}

/// Whether the text can be a value of the parameter.
fn fits(api: &Api, parameter: &Parameter, text: &str) -> bool {
    match &api.schema(api.resolve(parameter.schema).0).kind {
        Kind::Integer(_) => text.parse::<i64>().is_ok(),
        Kind::Number(_) => text.parse::<f64>().is_ok_and(f64::is_finite),
        Kind::Boolean => matches!(text, "true" | "false"),
        _ => true,
    }
}

/// Whether a parameter is missing that has to be in the query or among the headers.
fn lacks_a_parameter(operation: &Operation, headers: &HeaderMap, query: &str) -> bool {
    operation.parameters.iter().filter(|parameter| parameter.required).any(|parameter| {
        let name = parameter.name.as_str();
        match parameter.place {
            ParameterPlace::Query => {
                !query.split('&').any(|pair| pair.split('=').next() == Some(name))
            }
            ParameterPlace::Header => !headers.contains_key(name),
            ParameterPlace::Path | ParameterPlace::Cookie => false,
        }
    })
}
