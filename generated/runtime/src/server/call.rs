//! One request on its way to the service: what the hook let through, decoded piece by piece.

use super::{Notification, Reason, Rejection, Reply, WithHeaders};
use crate::parameter::tree::Tree;
use crate::parameter::{path, read};
use crate::{
    Encoding, File, Mismatch, Multipart, Operation, Parameters, RequestBody, Style, decode, media,
};
use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

/// A request that the hook let through. Clones share it.
#[derive(Clone)]
pub struct Call(Arc<Whole>);

struct Whole {
    operation: &'static Operation,
    parts: Parts,
    body: Bytes,
    received_at: Timestamp,
    /// The headers of the response, besides those of its body.
    answered: Mutex<HeaderMap>,
}

/// Shows the operation only: a request may hold a token, and personal data.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.0.operation.id).finish_non_exhaustive()
    }
}

impl Call {
    pub(super) fn new(
        operation: &'static Operation,
        parts: Parts,
        body: Bytes,
        received_at: Timestamp,
    ) -> Self {
        let answered = Mutex::default();
        Self(Arc::new(Whole { operation, parts, body, received_at, answered }))
    }

    /// The operation that is called.
    pub fn operation(&self) -> &'static Operation {
        self.0.operation
    }

    /// Method, address, headers and extensions.
    pub fn parts(&self) -> &Parts {
        &self.0.parts
    }

    /// The body as it came.
    pub fn bytes(&self) -> Bytes {
        self.0.body.clone()
    }

    /// A body, or nothing if it is empty.
    ///
    /// # Errors
    /// As for what reads it.
    pub fn if_any<T>(
        &self,
        read: impl FnOnce(&Self) -> Result<T, Rejection>,
    ) -> Result<Option<T>, Rejection> {
        if self.0.body.is_empty() { Ok(None) } else { read(self).map(Some) }
    }

    /// The decoded body with the request that it came in.
    pub fn notification<T>(&self, value: T) -> Notification<T> {
        let parts = self.parts();
        Notification {
            value,
            raw: self.bytes(),
            headers: parts.headers.clone(),
            received_at: self.0.received_at,
            extensions: parts.extensions.clone(),
        }
    }

    /// Keeps the headers of a success until its body is written.
    pub fn headed<T, R>(&self, reply: Reply<WithHeaders<T>, R>) -> Reply<T, R> {
        let (value, headers) = reply?.apart();
        *self.0.answered.lock().unwrap_or_else(PoisonError::into_inner) = headers;
        Ok(value)
    }

    /// The headers that were kept.
    pub(super) fn answered(&self) -> HeaderMap {
        std::mem::take(&mut self.0.answered.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn reject(&self, reason: Reason) -> Rejection {
        Rejection::new(self.clone(), reason)
    }

    /// A parameter of the path.
    ///
    /// # Errors
    /// It is not a `T`: no such resource can exist.
    pub fn path<T: DeserializeOwned>(&self, name: &'static str) -> Result<T, Rejection> {
        let operation = self.0.operation;
        let row = operation.path_styles.iter().find(|row| row.name == name);
        let style = row.map_or(Style::Joined(','), |row| row.style);
        let uri = &self.0.parts.uri;
        let query = read::split(uri.query().unwrap_or_default());
        path::find(operation, uri.path(), &query, name)
            .and_then(|encoded| read::in_path(name, style, encoded))
            .and_then(|tree| tree.read().ok())
            .ok_or_else(|| self.reject(Reason::Path { parameter: name }))
    }

    /// The parameters of the query, the headers and the cookies.
    ///
    /// # Errors
    /// A required one is missing, or one is not of its type.
    pub fn parameters<T: Parameters + DeserializeOwned>(&self) -> Result<T, Rejection> {
        let query = self.0.parts.uri.query().unwrap_or_default();
        let invalid = |mismatch| self.reject(Reason::Parameters(mismatch));
        read::table(T::TABLE, query, &self.0.parts.headers)
            .and_then(Tree::read)
            .map_err(|fault| invalid(Mismatch::from(fault)))
    }

    /// The JSON body.
    ///
    /// # Errors
    /// It is declared to be something else, or is not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        self.media_type(media::is_json)?;
        decode(&self.0.body).map_err(|mismatch| self.reject(Reason::Body(mismatch)))
    }

    /// The body, which is a form.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        self.decode(Encoding::Form)
    }

    /// The body, which is a form of parts.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn form_of_parts<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        self.decode(Encoding::Parts)
    }

    /// The body, which is plain text.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn text<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        self.decode(Encoding::Text)
    }

    /// The body, which is a file.
    ///
    /// # Errors
    /// It is declared to be of another media type.
    pub fn file(&self) -> Result<File, Rejection> {
        self.decode(Encoding::File)
    }

    /// The body, in whichever of the operation's media types it comes: as a form, as a form of parts,
    /// or as JSON.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn value<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        let declared = self.declared().to_ascii_lowercase();
        match declared.split(';').next().unwrap_or_default().trim() {
            "application/x-www-form-urlencoded" => self.form(),
            "multipart/form-data" => self.form_of_parts(),
            _ => self.json(),
        }
    }

    /// The body, in one of several media types.
    ///
    /// # Errors
    /// It is declared to be something else, or is not as documented.
    pub fn body<T: RequestBody>(&self) -> Result<T, Rejection> {
        self.media_type(|_| true)?;
        match T::read(self.declared(), &self.0.body) {
            Some(read) => read.map_err(|mismatch| self.reject(Reason::Body(mismatch))),
            None => Err(self.reject(Reason::MediaType)),
        }
    }

    /// The body, which is a form of parts.
    ///
    /// # Errors
    /// It is declared to be something else, or is no form of parts.
    pub fn multipart(&self) -> Result<Multipart, Rejection> {
        self.media_type(|found| media::fits(self.0.operation.consumes, found))?;
        Multipart::read(self.declared(), &self.0.body)
            .ok_or_else(|| self.reject(Reason::Body(Mismatch::new("expected a form of parts"))))
    }

    fn decode<T: DeserializeOwned>(&self, encoding: Encoding) -> Result<T, Rejection> {
        let Operation { consumes, fields, .. } = self.0.operation;
        self.media_type(|found| media::fits(consumes, found))?;
        let read = encoding.read(self.declared(), fields, &self.0.body);
        read.map_err(|mismatch| self.reject(Reason::Body(mismatch)))
    }

    /// The media type that the body is declared to be of.
    fn declared(&self) -> &str {
        let declared = self.0.parts.headers.get(CONTENT_TYPE);
        declared.and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// Checks that the body is not compressed, and its media type; a body without one is taken for
    /// what it should be.
    fn media_type(&self, fits: impl Fn(&str) -> bool) -> Result<(), Rejection> {
        let plain = |coding: &[u8]| coding.is_empty() || coding.eq_ignore_ascii_case(b"identity");
        let Parts { headers, .. } = &self.0.parts;
        if !headers.get_all(CONTENT_ENCODING).iter().all(|coding| plain(coding.as_bytes())) {
            return Err(self.reject(Reason::ContentEncoding));
        }
        // Whatever is declared has to fit, however often.
        let is_fit = headers.get_all(CONTENT_TYPE).iter().all(|declared| {
            let declared = String::from_utf8_lossy(declared.as_bytes()).to_ascii_lowercase();
            let media_type = declared.split(';').next().unwrap_or_default().trim();
            declared.is_empty() || fits(media_type)
        });
        if is_fit { Ok(()) } else { Err(self.reject(Reason::MediaType)) }
    }
}
