//! A call in the making: path, parameters and body, then one of the ways to send it.
//!
//! What cannot be sent is remembered and comes out of `send`: nothing leaves this machine then.

use super::call::Call;
use super::draft::{Draft, line};
use super::judge::{NoResponse, judge, refuse};
use super::{Error, Http, InvalidRequest, RequestFault, Response, Token, Undecodable};
use crate::parameter::{Place, path, spell};
use crate::{Mismatch, Multipart, Operation, Parameters, RawResponse, Responses, Style, decode};
use bytes::Bytes;
use http::HeaderValue;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
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

impl std::fmt::Debug for Request<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

impl<'a> Request<'a> {
    pub(super) fn new(http: &'a Http, operation: &'static Operation) -> Self {
        let draft = Draft::new(http.shared.base.clone());
        let mut request = Self { http, operation, path: Vec::new(), draft, fault: None };
        // A media type that no header can hold is a range at best.
        let accept = HeaderValue::from_str(operation.produces);
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

    fn header(&mut self, name: &str, value: Option<HeaderValue>) {
        if let Err(fault) = self.draft.header(name, value) {
            self.fail(fault);
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
                Place::Cookie => {
                    let pairs = spell::pairs(row.name, row.style, value).into_iter();
                    self.draft.cookies.extend(pairs.map(|(name, value)| format!("{name}={value}")));
                }
                Place::Query | Place::Path => {
                    self.draft.query.extend(spell::pairs(row.name, row.style, value));
                }
            }
        }
        self
    }

    /// Sends this value as JSON.
    pub fn json<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        match serde_json::to_vec(body) {
            Ok(text) => self.bytes(text),
            Err(_) => {
                self.fail(RequestFault::Encode);
                self
            }
        }
    }

    /// Sends this value as JSON, or no body.
    pub fn json_if_any<T: Serialize + ?Sized>(self, body: Option<&T>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
    }

    /// Sends these bytes as they are.
    pub fn bytes(mut self, body: impl Into<Bytes>) -> Self {
        self.header(CONTENT_TYPE.as_str(), HeaderValue::from_str(self.operation.consumes).ok());
        self.draft.body = Some(body.into());
        self
    }

    /// Sends these bytes as they are, or no body.
    pub fn bytes_if_any(self, body: Option<impl Into<Bytes>>) -> Self {
        match body {
            Some(body) => self.bytes(body),
            None => self,
        }
    }

    /// Sends the properties of this value as a form; null adds nothing, an array repeats its name.
    pub fn form<T: Serialize + ?Sized>(mut self, body: &T) -> Self {
        let Ok(Value::Object(values)) = serde_json::to_value(body) else {
            self.fail(RequestFault::Encode);
            return self;
        };
        let form = values.iter().flat_map(|(name, value)| spell::pairs(name, Style::Deep, value));
        let form: Vec<_> = form.collect();
        self.bytes(line(&form))
    }

    /// Sends the properties of this value as a form, or no body.
    pub fn form_if_any<T: Serialize + ?Sized>(self, body: Option<&T>) -> Self {
        match body {
            Some(body) => self.form(body),
            None => self,
        }
    }

    /// Sends a form of parts.
    pub fn multipart(mut self, body: &Multipart) -> Self {
        let (media_type, body) = body.write();
        self.header(CONTENT_TYPE.as_str(), HeaderValue::from_str(&media_type).ok());
        self.draft.body = Some(body);
        self
    }

    /// Sends a form of parts, or no body.
    pub fn multipart_if_any(self, body: Option<&Multipart>) -> Self {
        match body {
            Some(body) => self.multipart(body),
            None => self,
        }
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
        let (response, token) = self.exchange().await?;
        match T::read(&response) {
            Some(Ok(value)) => Ok(Response::new(value, response, token)),
            Some(Err(mismatch)) => Err(Undecodable::error(operation, mismatch, response)),
            None => refuse(operation, response),
        }
    }

    /// Sends the request, whatever it means.
    async fn exchange(mut self) -> Result<(RawResponse, Option<Token>), NoResponse> {
        let Self { operation, .. } = self;
        if let Some(fault) = self.fault {
            return Err(InvalidRequest { operation: operation.id, fault }.into());
        }
        let template = operation.path_or_route(true);
        let base = self.draft.url.path().trim_end_matches('/').to_owned();
        self.draft.url.set_path(&format!("{base}{}", path::fill(template, &self.path)));
        Call::new(self.http, operation, self.draft).run().await
    }
}
