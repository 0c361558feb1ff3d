//! One request on its way to the service: what the hook let through, decoded piece by piece.

use super::{Reason, Rejection};
use crate::parameter::tree::Tree;
use crate::parameter::{path, read};
use crate::{Mismatch, Operation, Parameters, Style, decode};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
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
}

/// Shows the operation only: a request may hold a token, and personal data.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.0.operation.id).finish_non_exhaustive()
    }
}

impl Call {
    pub(super) fn new(operation: &'static Operation, parts: Parts, body: Bytes) -> Self {
        Self(Arc::new(Whole { operation, parts, body }))
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

    /// Checks the media type of the body; a body without one is taken for what it should be.
    fn media_type(&self, fits: impl Fn(&str) -> bool) -> Result<(), Rejection> {
        let Some(declared) = self.0.parts.headers.get(CONTENT_TYPE) else { return Ok(()) };
        let declared = String::from_utf8_lossy(declared.as_bytes()).to_ascii_lowercase();
        match fits(declared.split(';').next().unwrap_or_default().trim()) {
            true => Ok(()),
            false => Err(self.reject(Reason::MediaType)),
        }
    }
}
