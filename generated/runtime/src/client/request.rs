//! A call in the making: path, parameters and body, then one of the ways to send it.
//!
//! What cannot be sent is remembered and comes out of `send`: nothing leaves this machine then.

use super::call::Call;
use super::draft::{Draft, header};
use super::judge::{NoResponse, judge, refuse};
use super::{
    Download, Error, Http, InvalidRequest, Items, RequestFault, Response, Token, Undecodable,
};
use crate::body::Encoded;
use crate::parameter::percent::encode;
use crate::parameter::{Place, path, spell};
use crate::{
    Encoding, File, Mismatch, Multipart, Operation, Paging, Parameters, RawResponse, RequestBody,
    Responses, Style, Upload, decode,
};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::{HeaderName, HeaderValue};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A call in the making. Its `Debug` shows the operation only.
#[must_use = "a request does nothing until it is sent"]
pub struct Request<'a> {
    http: &'a Http,
    operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    draft: Draft,
    /// The first thing that cannot be sent.
    fault: Option<RequestFault>,
}

/// A request that can be sent again with other parameters.
#[derive(Clone)]
pub(super) struct Seed {
    http: Http,
    pub(super) operation: &'static Operation,
    path: Vec<(&'static str, String)>,
    draft: Draft,
    fault: Option<RequestFault>,
}

impl Seed {
    /// Gives a parameter of the query this value, and no other.
    pub(super) fn set_query(&mut self, name: &str, value: &str) {
        let name = encode(name);
        self.draft.query.retain(|(other, _)| *other != name);
        self.draft.query.push((name, encode(value)));
    }

    /// Sends the request, whatever it means.
    pub(super) async fn exchange(self) -> Result<(RawResponse, Vec<Token>), NoResponse> {
        let Self { http, operation, path, draft, fault } = self;
        Request { http: &http, operation, path, draft, fault }.exchange().await
    }
}

impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// A body that is sent, or none.
pub trait MaybeBody<'b, T: ?Sized> {
    /// The body, if there is one.
    fn given(self) -> Option<&'b T>;
}

impl<'b, T: ?Sized> MaybeBody<'b, T> for &'b T {
    fn given(self) -> Option<&'b T> {
        Some(self)
    }
}

impl<'b, T: ?Sized> MaybeBody<'b, T> for Option<&'b T> {
    fn given(self) -> Option<&'b T> {
        self
    }
}

impl<'a> Request<'a> {
    pub(super) fn new(http: &'a Http, operation: &'static Operation) -> Self {
        let draft = Draft::new(http.shared.base(operation));
        let mut request = Self { http, operation, path: Vec::new(), draft, fault: None };
        // What no header can hold is no media type.
        let accept = HeaderValue::from_str(operation.accept);
        let accept = accept.unwrap_or(HeaderValue::from_static("*/*"));
        request.draft.headers.push((ACCEPT, accept));
        if let Some(agent) = &http.shared.agent {
            request.draft.headers.push((USER_AGENT, agent.clone()));
        }
        request
    }

    fn fail(&mut self, fault: RequestFault) {
        self.fault.get_or_insert(fault);
    }

    fn header(
        &mut self,
        name: impl TryInto<HeaderName> + ToString + Clone,
        value: Option<HeaderValue>,
    ) {
        match header(name, value) {
            Ok(header) => self.draft.headers.push(header),
            Err(fault) => self.fail(fault),
        }
    }

    /// Gives a parameter of the path its value.
    pub fn path<T: Serialize + ?Sized>(mut self, name: &'static str, value: &T) -> Self {
        let row = self.operation.path_styles.iter().find(|row| row.name == name);
        let style = row.map_or(Style::Joined(','), |row| row.style);
        let value = serde_json::to_value(value).unwrap_or_default();
        let segment = spell::single(Place::Path, name, style, &value);
        // No encoding keeps these in their place: the request would go to another resource.
        if matches!(segment.as_str(), "" | "." | "..") {
            self.fail(RequestFault::Path { parameter: name });
        }
        self.path.push((name, segment));
        self
    }

    /// Adds the parameters of the query, the headers and the cookies; null adds nothing.
    pub fn parameters<T: Parameters + Serialize>(mut self, parameters: &T) -> Self {
        let Ok(Value::Object(values)) = serde_json::to_value(parameters) else {
            self.fail(RequestFault::Encode);
            return self;
        };
        for row in T::TABLE {
            let Some(value) = values.get(row.key).filter(|value| !value.is_null()) else {
                continue;
            };
            match row.place {
                Place::Header => {
                    let text = spell::single(Place::Header, row.name, row.style, value);
                    self.header(row.name, HeaderValue::from_str(&text).ok());
                }
                place => {
                    let pairs = spell::pairs(place, row.name, row.style, value);
                    if pairs.is_empty() && row.is_required {
                        self.fail(RequestFault::Empty { parameter: row.name });
                    }
                    if place == Place::Cookie {
                        let pairs =
                            pairs.into_iter().map(|(name, value)| format!("{name}={value}"));
                        self.draft.cookies.extend(pairs);
                    } else {
                        self.draft.query.extend(pairs);
                    }
                }
            }
        }
        self
    }

    /// Sends this value as JSON; like every body, it may be an `Option` of one.
    pub fn json<'b, T: Serialize + ?Sized + 'b>(self, body: impl MaybeBody<'b, T>) -> Self {
        self.encode(Encoding::Json, body)
    }

    /// Sends these bytes, or this stream, as they are.
    pub fn bytes(self, body: Option<Upload>) -> Self {
        let Some(content) = body else { return self };
        let content = content.into();
        let media_type = self.operation.consumes.to_owned();
        self.encoded(Some(Encoded { media_type, content }))
    }

    /// Sends this value as plain text.
    pub fn text<'b, T: Serialize + ?Sized + 'b>(self, body: impl MaybeBody<'b, T>) -> Self {
        self.encode(Encoding::Text, body)
    }

    /// Sends this file, in its own media type if the operation takes that.
    pub fn file<'b>(self, body: impl MaybeBody<'b, File>) -> Self {
        self.encode(Encoding::File, body)
    }

    /// Sends the properties of this value as a form; null adds nothing, an array repeats its name.
    pub fn form<'b, T: Serialize + ?Sized + 'b>(self, body: impl MaybeBody<'b, T>) -> Self {
        self.encode(Encoding::Form, body)
    }

    /// Sends the properties of this value as a form of parts.
    pub fn parts<'b, T: Serialize + ?Sized + 'b>(self, body: impl MaybeBody<'b, T>) -> Self {
        self.encode(Encoding::Parts, body)
    }

    /// Sends a form of parts.
    pub fn multipart<'b>(self, body: impl MaybeBody<'b, Multipart>) -> Self {
        let Some(body) = body.given() else { return self };
        let (media_type, content) = body.write(self.operation.consumes);
        self.encoded(Some(Encoded { media_type, content }))
    }

    /// Sends a body in the media type that it has of several.
    pub fn body<'b, T: RequestBody + 'b>(self, body: impl MaybeBody<'b, T>) -> Self {
        match body.given() {
            Some(body) => self.encoded(body.write()),
            None => self,
        }
    }

    fn encode<'b, T: Serialize + ?Sized + 'b>(
        self,
        encoding: Encoding,
        body: impl MaybeBody<'b, T>,
    ) -> Self {
        let Some(body) = body.given() else { return self };
        let Operation { consumes, fields, .. } = self.operation;
        self.encoded(encoding.write(consumes, fields, body))
    }

    fn encoded(mut self, body: Option<Encoded>) -> Self {
        match body {
            Some(Encoded { media_type, content }) => {
                self.header(CONTENT_TYPE, HeaderValue::try_from(media_type).ok());
                self.draft.body = Some(content);
            }
            None => self.fail(RequestFault::Encode),
        }
        self
    }

    /// Sends the request; a success holds a JSON body.
    ///
    /// # Errors
    /// A refusal, or what else can go wrong.
    pub async fn send<T: DeserializeOwned, R: Responses>(self) -> Result<Response<T>, Error<R>> {
        let operation = self.operation;
        let response = self.exchange().await?;
        judge(operation, response, |response, _| decode(&response.body))
    }

    /// Sends the request; a success holds bytes.
    ///
    /// # Errors
    /// As for [`Request::send`].
    pub async fn send_bytes<R: Responses>(self) -> Result<Response<Bytes>, Error<R>> {
        let operation = self.operation;
        let response = self.exchange().await?;
        judge(operation, response, |response, _| Ok(response.body.clone()))
    }

    /// Sends the request; a success holds its body as it arrives.
    ///
    /// # Errors
    /// As for [`Request::send`].
    pub async fn send_stream<R: Responses>(self) -> Result<Response<Download>, Error<R>> {
        let (operation, patience) = (self.operation, self.http.timeout);
        let (response, left) = self.call()?.open().await?;
        let status = response.0.status;
        judge(operation, response, |_, _| match left {
            Some(body) => Ok(Download::new(operation.id, status, body, patience)),
            None => Err(Mismatch::new("expected a success")),
        })
    }

    /// Sends the request; a success holds text.
    ///
    /// # Errors
    /// As for [`Request::send`].
    pub async fn send_text<T: DeserializeOwned, R: Responses>(
        self,
    ) -> Result<Response<T>, Error<R>> {
        self.send_as(Encoding::Text).await
    }

    /// Sends the request; a success holds a file, in one of several media types.
    ///
    /// # Errors
    /// As for [`Request::send`].
    pub async fn send_file<R: Responses>(self) -> Result<Response<File>, Error<R>> {
        self.send_as(Encoding::File).await
    }

    async fn send_as<T: DeserializeOwned, R: Responses>(
        self,
        encoding: Encoding,
    ) -> Result<Response<T>, Error<R>> {
        let operation = self.operation;
        let response = self.exchange().await?;
        judge(operation, response, |response, _| response.read(encoding))
    }

    /// Sends the request; a success has no body, or none that counts.
    ///
    /// # Errors
    /// As for [`Request::send`].
    pub async fn send_empty<R: Responses>(self) -> Result<Response<()>, Error<R>> {
        let operation = self.operation;
        let response = self.exchange().await?;
        judge(operation, response, |response, exact| match exact && !response.body.is_empty() {
            true => Err(Mismatch::new("expected no body")),
            false => Ok(()),
        })
    }

    /// Sends the request; a success is of one of several kinds.
    ///
    /// # Errors
    /// As for [`Request::send`].
    pub async fn send_any<T: Responses, R: Responses>(self) -> Result<Response<T>, Error<R>> {
        let operation = self.operation;
        let (response, tokens) = self.exchange().await?;
        match T::read(&response) {
            Some(Ok(value)) => Ok(Response::new(value, response, tokens)),
            Some(Err(mismatch)) => Err(Undecodable::error(operation, mismatch, response)),
            None => refuse(operation, response),
        }
    }

    /// Sends the request, and those for the pages after it, as their items are asked for.
    pub fn items<T, R>(self, paging: Paging) -> Items<T, R>
    where
        T: DeserializeOwned + Send + 'static,
        R: Responses + Send + 'static,
    {
        let Self { http, operation, path, draft, fault } = self;
        Items::new(Seed { http: http.clone(), operation, path, draft, fault }, paging)
    }

    /// Sends the request, whatever it means.
    async fn exchange(self) -> Result<(RawResponse, Vec<Token>), NoResponse> {
        self.call()?.run().await
    }

    /// The call, ready to be sent.
    fn call(mut self) -> Result<Call<'a>, NoResponse> {
        let Self { operation, .. } = self;
        if let Some(fault) = self.fault {
            return Err(InvalidRequest { operation: operation.id, fault }.into());
        }
        let template = operation.path_or_route(true);
        let base = self.draft.url.path().trim_end_matches('/');
        let path = [base, &path::fill(template, &self.path)].concat();
        self.draft.url.set_path(&path);
        self.draft.query.splice(0..0, path::fill_query(template, &self.path));
        Ok(Call::new(self.http, operation, self.draft))
    }
}
