//! A whole answer as it came, and the typed view of one that reports an error.
//!
//! Printing either shows no more than the beginning of the body, and never the token, even where a
//! server repeats it.

use super::{Token, Transport, Undecodable};
use crate::decode;
use bytes::Bytes;
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;

/// How many bytes of a body are printed.
const EXCERPT: usize = 300;

/// An answer as it came.
#[derive(Clone)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: Bytes,
    /// What must not be printed.
    token: Option<Token>,
}

impl Answer {
    /// An answer made of its parts.
    pub fn new(status: StatusCode, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body, token: None }
    }

    pub(super) fn without(mut self, token: Option<&Token>) -> Self {
        self.token = token.cloned();
        self
    }

    /// The beginning of the body, fit for printing.
    pub fn excerpt(&self) -> String {
        // The token goes before the cut: half a token at the end would slip through.
        let text = self.redact(&String::from_utf8_lossy(&self.body));
        match text.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    fn redact(&self, text: &str) -> String {
        self.token.as_ref().map_or_else(|| text.to_owned(), |token| token.redact(text))
    }

    /// The body as a `T`.
    ///
    /// # Errors
    /// The body is not a `T`; the error keeps it.
    pub fn decode<T: DeserializeOwned>(self) -> Result<T, Undecodable> {
        decode(&self.body).map_err(|mismatch| Undecodable {
            path: mismatch.path,
            reason: self.redact(&mismatch.reason),
            answer: Box::new(self),
        })
    }

    /// The error that a redirect is, if this is one.
    pub fn redirect(&self) -> Option<Transport> {
        let location = self.headers.get(LOCATION)?;
        let location = self.redact(&String::from_utf8_lossy(location.as_bytes()));
        self.status
            .is_redirection()
            .then_some(Transport::Redirect { status: self.status, location })
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.redact(&format!("{:?}", self.headers));
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &format_args!("{headers}"))
            .field("body", &self.excerpt())
            .finish()
    }
}

/// An answer with a documented error status: the body as documented, if it is that, and as it came.
#[derive(Clone)]
pub struct Rejection<T> {
    /// The documented body; nothing if the answer's body is another, or none.
    pub body: Option<T>,
    /// The answer as it came.
    pub answer: Answer,
}

impl<T: DeserializeOwned> Rejection<T> {
    /// Reads the body if it is a `T`.
    pub fn read(answer: Answer) -> Self {
        Self { body: decode(&answer.body).ok(), answer }
    }

    /// Reads the body if it is a `T`, else gives the answer back.
    ///
    /// # Errors
    /// The answer itself, if its body is not a `T`.
    pub fn read_exact(answer: Answer) -> Result<Self, Box<Answer>> {
        match decode(&answer.body) {
            Ok(body) => Ok(Self { body: Some(body), answer }),
            Err(_) => Err(Box::new(answer)),
        }
    }
}

impl<T> fmt::Debug for Rejection<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejection")
            .field("as_documented", &self.body.is_some())
            .field("answer", &self.answer)
            .finish()
    }
}
