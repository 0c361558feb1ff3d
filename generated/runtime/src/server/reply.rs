//! What a method replies: a success, a documented refusal, or any response at all.

use super::{IntoResponse, Rejection, Response};
use crate::body::Outgoing;
use crate::parameter::spell;
use crate::responses::{self, Written};
use crate::{File, Operation, RawResponse, ResponseHeader, Responses, decode};
use axum::body::Body;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use std::future::{Ready, ready};

/// What a method replies.
pub type Reply<T, R> = Result<T, Refused<R>>;

/// What a method replies where it does not succeed; made by `?` or `into` from a documented refusal
/// `R`, or from any response.
#[derive(Debug)]
#[non_exhaustive]
pub enum Refused<R> {
    /// As documented.
    Documented(R),
    /// A response that the contract does not name.
    Other(Refusal),
    /// The request cannot be read.
    Rejected(Box<Rejection>),
}

impl<R: Responses> Refused<R> {
    /// The same with a documented header.
    #[must_use]
    pub fn header<T: Serialize>(self, header: &ResponseHeader<T>, value: &T) -> Self {
        let mut response = match self {
            Self::Documented(found) => any(&found),
            Self::Other(refusal) => refusal.into_response(),
            rejected @ Self::Rejected(_) => return rejected,
        };
        add(response.headers_mut(), header, value);
        response.into()
    }
}

/// A success with headers that the contract describes; made from the success with `into`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WithHeaders<T> {
    value: T,
    headers: HeaderMap,
}

impl<T> WithHeaders<T> {
    /// The same with a documented header.
    #[must_use]
    pub fn header<H: Serialize>(mut self, header: &ResponseHeader<H>, value: &H) -> Self {
        add(&mut self.headers, header, value);
        self
    }

    pub(super) fn apart(self) -> (T, HeaderMap) {
        (self.value, self.headers)
    }
}

impl<T> From<T> for WithHeaders<T> {
    fn from(value: T) -> Self {
        Self { value, headers: HeaderMap::new() }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for WithHeaders<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

fn add<T: Serialize>(headers: &mut HeaderMap, header: &ResponseHeader<T>, value: &T) {
    match header.write(value) {
        Some((name, value)) => {
            headers.insert(name, value);
        }
        None => tracing::error!(header = header.name(), "a header cannot be sent"),
    }
}

impl<R: Responses> From<R> for Refused<R> {
    fn from(refusal: R) -> Self {
        Self::Documented(refusal)
    }
}

impl<R> From<Response> for Refused<R> {
    fn from(response: Response) -> Self {
        Self::Other(response.into())
    }
}

impl<R> From<Refusal> for Refused<R> {
    fn from(refusal: Refusal) -> Self {
        Self::Other(refusal)
    }
}

impl<R> From<Rejection> for Refused<R> {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(Box::new(rejection))
    }
}

/// A response that ends a request early; made from any response.
#[derive(Debug)]
pub struct Refusal(Box<Response>);

impl Refusal {
    /// A refusal with this status that says why in plain text.
    pub fn new(status: StatusCode, reason: impl Into<String>) -> Self {
        (status, reason.into()).into_response().into()
    }
}

impl From<Response> for Refusal {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}

/// The example of the contract, as a reply; 501 where it shows none.
pub fn example<T: DeserializeOwned, R>(operation: &Operation) -> Ready<Reply<T, R>> {
    let example = operation.example.and_then(|text| decode(text.as_bytes()).ok());
    ready(example.ok_or_else(|| empty(501).into()))
}

/// A success without a body.
pub fn example_empty<T: Default, R>() -> Ready<Reply<T, R>> {
    ready(Ok(T::default()))
}

/// The example of the contract, as a success of one of several kinds; 501 where it shows none.
pub fn example_any<T: Responses, R>(operation: &Operation) -> Ready<Reply<T, R>> {
    let text = Bytes::from_static(operation.example.unwrap_or_default().as_bytes());
    let status = StatusCode::from_u16(first_status(operation)).ok();
    let example = status
        .and_then(|status| T::read(&RawResponse::new(status, HeaderMap::new(), text)))
        .and_then(Result::ok);
    ready(example.ok_or_else(|| empty(501).into()))
}

/// A reply that says that there is no example.
pub fn not_implemented<T, R>() -> Ready<Reply<T, R>> {
    ready(Err(empty(501).into()))
}

/// What becomes of a request that cannot be read unless the service does something about it: a line in
/// the log, and the response that the contract declares.
pub fn undecodable(rejection: Rejection) -> Ready<Response> {
    rejection.log();
    ready(rejection.into_response())
}

/// The status that a success has.
fn first_status(operation: &Operation) -> u16 {
    operation.success.first().map_or(200, |(first, _)| *first)
}

pub(super) fn json<T: Serialize>(operation: &Operation, value: &T) -> Response {
    let text = serde_json::to_vec(value).ok().map(Bytes::from);
    let media_type = operation.produces;
    with_body(first_status(operation), media_type, Some(Written::Json(text)))
}

pub(super) fn bytes(operation: &Operation, value: Bytes) -> Response {
    with_body(first_status(operation), operation.produces, Some(Written::Bytes(value)))
}

pub(super) fn text<T: Serialize>(operation: &Operation, value: &T) -> Response {
    let text = serde_json::to_value(value).ok().map(|value| Bytes::from(spell::text(&value)));
    let body = text.map_or(Written::Json(None), Written::Bytes);
    with_body(first_status(operation), operation.produces, Some(body))
}

pub(super) fn file(operation: &Operation, value: File) -> Response {
    with_body(first_status(operation), operation.produces, Some(Written::File(value)))
}

pub(super) fn no_body(operation: &Operation) -> Response {
    empty(first_status(operation))
}

/// A response of one of several kinds.
pub(super) fn any<T: Responses>(value: &T) -> Response {
    let responses::Reply { status, media_type, body } = value.write();
    // The first of several.
    let media_type = media_type.split(',').next().unwrap_or_default();
    let media_type = match body {
        _ if !media_type.is_empty() && !media_type.contains('*') => media_type,
        Some(Written::Json(_)) => "application/json",
        _ => "application/octet-stream",
    };
    with_body(status, media_type, body)
}

fn with_body(status: u16, media_type: &str, body: Option<Written>) -> Response {
    let (media_type, body) = match body {
        Some(Written::Json(Some(body)) | Written::Bytes(body)) => {
            (media_type.to_owned(), Body::from(body))
        }
        Some(Written::File(file)) => {
            let own = file.media_type.clone();
            let body = Outgoing::from(file.into_upload());
            let body = body.bytes().map(Body::from).or_else(|| body.open().map(Body::new));
            // A stream that was sent before is gone.
            let Some(body) = body else { return empty(500) };
            (own.unwrap_or_else(|| media_type.to_owned()), body)
        }
        Some(Written::Json(None)) => return empty(500),
        Some(Written::Status(_)) | None => return empty(status),
    };
    let mut response = empty(status);
    // A media type that no header can hold is left out.
    if let Ok(media_type) = HeaderValue::from_str(&media_type) {
        response.headers_mut().insert(CONTENT_TYPE, media_type);
    }
    *response.body_mut() = body;
    response
}

/// A response without a body; a number that is no status is a fault of ours.
fn empty(status: u16) -> Response {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
