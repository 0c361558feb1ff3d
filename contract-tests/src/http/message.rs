//! One request with what came back.
//!
//! Credentials are a recipe ([`Auth`]), so that nothing stored can hold the token.

use super::Auth;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::Duration;

/// What is sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// The method, which need not be one that HTTP knows.
    pub method: String,
    /// Path and query exactly as they go out, below the target's prefix.
    pub path: String,
    /// How the caller proves who he is.
    pub auth: Auth,
    /// Headers besides `Host`, `Authorization` and `Content-Length`; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, if one is sent.
    pub body: Option<Bytes>,
}

/// Bytes that are stored as text where they are UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// Such as `HTTP/1.1`.
    pub version: String,
    /// The status.
    pub status: u16,
    /// Headers in the order of the response; bytes that are not ASCII are replaced.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed, and cut off at a bound.
    pub body: Vec<u8>,
    /// The bound was reached and the rest not read.
    pub endless: bool,
    /// Why the body could not be decompressed; `body` then holds the bytes as they came.
    pub undecodable: Option<String>,
    /// From the first byte sent to the last one read.
    pub elapsed: Duration,
}

/// Why no whole response came.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What happened.
    pub kind: FailureKind,
    /// The details.
    pub text: String,
    /// Some bytes of a response were there.
    pub begun: bool,
}

/// The ways in which a response fails to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// No connection.
    Unreachable,
    /// Nothing, or not the whole response, within the time allowed.
    Timeout,
    /// The connection ended before the response did.
    Dropped,
    /// What came is not HTTP. If nothing had begun: the request is one that HTTP cannot carry, and was not
    /// sent.
    Malformed,
    /// The run had ended before it was sent.
    NotSent,
}

/// A request and what became of it.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The `operationId`.
    pub operation: String,
    /// What was sent.
    pub request: Request,
    /// What came back.
    pub outcome: Result<Response, Failure>,
    /// An earlier attempt was dropped or had no connection.
    pub dropped_before: bool,
    /// How often the server asked for patience (429 or 503) before this response.
    pub waited: u32,
}

impl Response {
    /// A header's value; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON, if it is.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// Whether the status is 2xx.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether the status is 4xx.
    pub fn is_refusal(&self) -> bool {
        (400..500).contains(&self.status)
    }
}

impl Exchange {
    /// The response, if one came.
    pub fn response(&self) -> Option<&Response> {
        self.outcome.as_ref().ok()
    }

    /// The status, if a response came.
    pub fn status(&self) -> Option<u16> {
        self.response().map(|response| response.status)
    }

    /// Whether it was not sent, since the run had ended.
    pub fn is_unsent(&self) -> bool {
        self.outcome.as_ref().is_err_and(|failure| failure.kind == FailureKind::NotSent)
    }
}

impl Serialize for Bytes {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match std::str::from_utf8(&self.0) {
            Ok(text) => json!({ "text": text }).serialize(serializer),
            Err(_) => {
                let hex: String = self.0.iter().map(|byte| format!("{byte:02x}")).collect();
                json!({ "hex": hex }).serialize(serializer)
            }
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stored = Value::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom("expected a body as {\"text\"} or {\"hex\"}");
        if let Some(text) = stored["text"].as_str() {
            return Ok(Self(text.as_bytes().to_vec()));
        }
        let hex = stored["hex"].as_str().filter(|hex| hex.is_ascii()).ok_or_else(wrong)?;
        let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
        let bytes = (0..hex.len()).step_by(2).map(byte).collect::<Option<Vec<u8>>>();
        bytes.map(Self).ok_or_else(wrong)
    }
}
