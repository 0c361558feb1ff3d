//! One request on its way to the service: what the hook let through, decoded piece by piece.

use super::{Notification, Reason, Rejection};
use crate::parameter::tree::Tree;
use crate::parameter::{path, read};
use crate::{Mismatch, Multipart, Operation, Parameters, Style, decode};
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::request::Parts;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use std::fmt;
use std::sync::Arc;

/// A request that the hook let through. Clones share it.
#[derive(Clone)]
pub struct Call(Arc<Whole>);

struct Whole {
    operation: &'static Operation,
    parts: Parts,
    body: Bytes,
    received_at: Timestamp,
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
        Self(Arc::new(Whole { operation, parts, body, received_at }))
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

    /// The body as it came; `None` if it is empty.
    pub fn bytes_if_any(&self) -> Option<Bytes> {
        Some(self.bytes()).filter(|body| !body.is_empty())
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
        path::find(operation.path, self.0.parts.uri.path(), name)
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
        self.media_type(|found| found == "application/json" || found.ends_with("+json"))?;
        decode(&self.0.body).map_err(|mismatch| self.reject(Reason::Body(mismatch)))
    }

    /// The JSON body, or nothing if the body is empty.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn json_if_any<T: DeserializeOwned>(&self) -> Result<Option<T>, Rejection> {
        if self.0.body.is_empty() { Ok(None) } else { self.json().map(Some) }
    }

    /// The body, which is a form.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn form<T: DeserializeOwned>(&self) -> Result<T, Rejection> {
        self.media_type(|found| found == "application/x-www-form-urlencoded")?;
        read::form(&String::from_utf8_lossy(&self.0.body))
            .read()
            .map_err(|fault| self.reject(Reason::Body(fault.into())))
    }

    /// The body, which is a form, or nothing if the body is empty.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn form_if_any<T: DeserializeOwned>(&self) -> Result<Option<T>, Rejection> {
        if self.0.body.is_empty() { Ok(None) } else { self.form().map(Some) }
    }

    /// The body, which is a form of parts.
    ///
    /// # Errors
    /// It is declared to be something else, or is no form of parts.
    pub fn multipart(&self) -> Result<Multipart, Rejection> {
        self.media_type(|found| found == "multipart/form-data")?;
        let declared = self.0.parts.headers.get(CONTENT_TYPE);
        let declared = declared.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Multipart::read(declared, &self.0.body)
            .ok_or_else(|| self.reject(Reason::Body(Mismatch::new("expected a form of parts"))))
    }

    /// The body, which is a form of parts, or nothing if the body is empty.
    ///
    /// # Errors
    /// As for [`Call::multipart`].
    pub fn multipart_if_any(&self) -> Result<Option<Multipart>, Rejection> {
        if self.0.body.is_empty() { Ok(None) } else { self.multipart().map(Some) }
    }

    /// Checks that the body is not compressed, and its media type; a body without one is taken for
    /// what it should be.
    fn media_type(&self, fits: impl Fn(&str) -> bool) -> Result<(), Rejection> {
        if let Some(coding) = self.0.parts.headers.get(CONTENT_ENCODING)
            && !coding.as_bytes().eq_ignore_ascii_case(b"identity")
        {
            return Err(self.reject(Reason::ContentEncoding));
        }
        let Some(declared) = self.0.parts.headers.get(CONTENT_TYPE) else { return Ok(()) };
        let declared = String::from_utf8_lossy(declared.as_bytes()).to_ascii_lowercase();
        match fits(declared.split(';').next().unwrap_or_default().trim()) {
            true => Ok(()),
            false => Err(self.reject(Reason::MediaType)),
        }
    }
}
