//! One thing to send with what is expected of the answer: small enough to be stored and run again.

use crate::{
    exchange::{Auth, Bytes, Request},
    mutation::Change,
};
use oasis_model::ir::{Api, Operation, Parameter, ParameterPlace};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A request with its expectation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// The `operationId`.
    pub operation: String,
    /// What is tried, in a few words.
    pub about: String,
    /// What is sent.
    pub request: Request,
    /// Which answers are right.
    pub expect: Expect,
    /// Every id in the path is known to exist.
    pub known: bool,
}

/// Which answers are right.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expect {
    /// The documented success; behind an unknown id any 4xx.
    Accepted,
    /// A documented refusal that names these violations.
    Refused(Vec<Change>),
    /// 400 or a documented refusal with any body: what was sent is not JSON.
    NotJson,
    /// Acceptance or a refusal that names these violations.
    Either(Vec<Change>),
    /// Acceptance or any 4xx.
    Tolerated,
    /// 401, whether or not the body is broken as well.
    Unauthorized {
        /// The body is broken, so another status says that it was looked at first.
        broken: bool,
    },
    /// The scheme's name is read in any case, so anything but 401.
    Authorized,
    /// Any 4xx; HEAD and OPTIONS may succeed in the forms the protocol gives them.
    NoSuchMethod,
    /// Any 4xx or success; only the bytes of the answer are looked at.
    Framing,
}

impl Case {
    /// Whether the contract leaves the answer open: it asks for an id that nothing has, for something
    /// that no page speaks of, or with JSON that readers disagree about (lone surrogates, numbers
    /// out of range, nesting). Such an exchange is no evidence about the contract.
    pub fn is_probe(&self) -> bool {
        let spoken_of = match self.expect {
            Expect::Accepted | Expect::Refused(_) | Expect::Either(_) | Expect::Authorized => {
                self.known
            }
            Expect::Unauthorized { .. } => true,
            Expect::NotJson | Expect::Tolerated | Expect::NoSuchMethod | Expect::Framing => false,
        };
        let plain = |body: &[u8]| serde_json::from_slice::<serde_json::Value>(body).is_ok();
        !spoken_of || self.request.body.as_ref().is_some_and(|body| !plain(&body.0))
    }
}

/// A request to an operation with these path values, credentials, the headers that it requires and,
/// where it takes one, a JSON body.
pub fn request(api: &Api, operation: &Operation, path: String, body: Option<Vec<u8>>) -> Request {
    let mut headers = match (&body, operation.body.as_ref().and_then(|body| body.json())) {
        (Some(_), Some(content)) => vec![("content-type".to_owned(), content.media_type.clone())],
        _ => Vec::new(),
    };
    let required =
        |parameter: &&Parameter| parameter.required && parameter.place == ParameterPlace::Header;
    headers.extend(
        operation
            .parameters
            .iter()
            .filter(required)
            .map(|parameter| (parameter.name.to_ascii_lowercase(), plain(api, parameter))),
    );
    Request {
        method: operation.method.to_string(),
        path,
        auth: if operation.security.is_empty() { Auth::Nothing } else { Auth::Token },
        headers,
        body: body.map(Bytes),
        raw: false,
    }
}

/// A valid value of a parameter, as it is written.
pub fn plain(api: &Api, parameter: &Parameter) -> String {
    match crate::strategy::complete(api, parameter.schema) {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// The bytes of a body.
pub fn bytes(body: &Value) -> Vec<u8> {
    // A value made of text, numbers and containers always has a JSON form.
    serde_json::to_vec(body).unwrap_or_default()
}

/// A path with its parameters filled in, each as one segment.
pub fn path(operation: &Operation, mut value: impl FnMut(&str) -> String) -> String {
    let mut path = operation.path.clone();
    for parameter in &operation.parameters {
        let name = &parameter.name;
        path = path.replace(&format!("{{{name}}}"), &value(name));
    }
    path
}

/// One path segment with everything unusual escaped.
pub fn segment(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The bytes that a path segment stands for; what is no escape stays as it is.
pub fn unescaped(segment: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    bytes
}
