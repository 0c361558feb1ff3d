//! One request with what came back, as bytes; and the forms in which it is shown and stored.
//!
//! Credentials are a recipe ([`Auth`]), so that nothing stored can hold the token. Nothing here
//! sends or judges.

use crate::{
    secret::{Secret, base64},
    target::Target,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
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
    /// Headers besides `Host`, `Authorization` and `Content-Length`.
    pub headers: Vec<(String, String)>,
    /// The body, if one is sent.
    pub body: Option<Bytes>,
    /// Sent byte by byte on a connection of its own.
    pub raw: bool,
}

/// How the token is presented.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Auth {
    /// `Authorization: Bearer <token>`.
    Token,
    /// Not at all.
    Nothing,
    /// The token behind this scheme name.
    Scheme(String),
    /// This text in the `Authorization` header; it holds no token.
    Literal(String),
    /// `Bearer` and the token without its last character.
    Shortened,
    /// `Bearer` and the token with one character more.
    Lengthened,
    /// `Bearer` and the token with upper and lower case exchanged.
    SwappedCase,
    /// `Basic` and the encoded token as the password.
    Basic,
    /// The token alone in the `Authorization` header.
    Bare,
    /// The token in this query parameter and in no header.
    Query(String),
    /// The token in this cookie and in no `Authorization` header.
    Cookie(String),
}

/// Bytes that are stored as text where they are UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

/// What came back.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Such as `HTTP/1.1`.
    pub version: String,
    /// The status.
    pub status: u16,
    /// Headers in the order of the answer; bytes that are not ASCII are replaced.
    pub headers: Vec<(String, String)>,
    /// The body as it came, never decompressed, and cut off at a bound.
    pub body: Vec<u8>,
    /// The bound was reached and the rest not read.
    pub endless: bool,
    /// What was wrong with the way the bytes came, as far as the sender can see it.
    pub framing: Vec<String>,
    /// From the first byte sent to the last one read.
    pub elapsed: Duration,
}

/// Why no whole answer came.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What happened.
    pub kind: FailureKind,
    /// The details.
    pub text: String,
    /// Some bytes of an answer were there.
    pub begun: bool,
}

/// The ways in which an answer fails to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// No connection.
    Unreachable,
    /// Nothing, or not the whole answer, within the time allowed.
    Timeout,
    /// The connection ended before the answer did.
    Dropped,
    /// What came is not HTTP.
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
    pub outcome: Result<Answer, Failure>,
    /// An earlier attempt on a connection in use was dropped.
    pub retried: bool,
}

impl Answer {
    /// A header's value; the name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as JSON, if it is.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}

impl Exchange {
    /// The answer, if one came.
    pub fn answer(&self) -> Option<&Answer> {
        self.outcome.as_ref().ok()
    }

    /// The status, if an answer came.
    pub fn status(&self) -> Option<u16> {
        self.answer().map(|answer| answer.status)
    }
}

impl Request {
    /// The header lines that prove who the caller is.
    pub fn credentials(&self, secret: &Secret) -> Option<(&'static str, String)> {
        let token = secret.expose();
        let authorization = |value: String| Some(("authorization", value));
        match &self.auth {
            Auth::Token => authorization(format!("Bearer {token}")),
            Auth::Nothing | Auth::Query(_) => None,
            Auth::Scheme(scheme) => authorization(format!("{scheme} {token}")),
            Auth::Literal(text) => authorization(text.clone()),
            Auth::Shortened => authorization(format!("Bearer {}", &token[..token.len() - 1])),
            Auth::Lengthened => authorization(format!("Bearer {token}x")),
            Auth::SwappedCase => {
                authorization(format!("Bearer {}", crate::secret::swap_case(token)))
            }
            Auth::Basic => {
                authorization(format!("Basic {}", base64(format!("api:{token}").as_bytes())))
            }
            Auth::Bare => authorization(token.to_owned()),
            Auth::Cookie(name) => Some(("cookie", format!("{name}={token}"))),
        }
    }

    /// Path and query with the target's prefix, as they go on the wire.
    pub fn wire_path(&self, target: &Target) -> String {
        let path = format!("{}{}", target.prefix, self.path);
        match &self.auth {
            Auth::Query(name) => {
                let sign = if path.contains('?') { '&' } else { '?' };
                format!("{path}{sign}{name}={}", target.token.expose())
            }
            _ => path,
        }
    }

    /// A line for a shell that sends the same, given the token in `OASIS_TOKEN`.
    pub fn curl(&self, target: &Target) -> String {
        let mut line = format!("curl -i --path-as-is -X {}", self.method);
        if self.method == "HEAD" {
            line = "curl -i --path-as-is --head".to_owned();
        }
        let header = |text: &str| format!(" -H \"Authorization: {text}\"");
        line += &match &self.auth {
            Auth::Token => header("Bearer $OASIS_TOKEN"),
            Auth::Nothing | Auth::Query(_) => String::new(),
            Auth::Scheme(scheme) => header(&format!("{scheme} $OASIS_TOKEN")),
            Auth::Literal(text) => format!(" -H {}", quoted(&format!("Authorization: {text}"))),
            Auth::Shortened => header("Bearer ${OASIS_TOKEN%?}"),
            Auth::Lengthened => header("Bearer ${OASIS_TOKEN}x"),
            Auth::SwappedCase => header("Bearer $(printf %s \"$OASIS_TOKEN\" | tr a-zA-Z A-Za-z)"),
            Auth::Basic => " -u \"api:$OASIS_TOKEN\"".to_owned(),
            Auth::Bare => header("$OASIS_TOKEN"),
            Auth::Cookie(name) => format!(" -H \"Cookie: {name}=$OASIS_TOKEN\""),
        };
        for (name, value) in &self.headers {
            line += &format!(" -H {}", quoted(&format!("{name}: {value}")));
        }
        let url = format!("{}{}{}", target.origin(), target.prefix, self.path);
        if let Some(body) = &self.body {
            if !self.headers.iter().any(|(name, _)| name == "content-type") {
                line += " -H 'Content-Type:'";
            }
            line = match std::str::from_utf8(&body.0) {
                Ok(text) if text.len() <= 4096 && !text.contains('\0') => {
                    format!("{line} --data-binary {}", quoted(text))
                }
                _ if body.0.len() <= 4096 => {
                    format!("echo {} | base64 -d | {line} --data-binary @-", base64(&body.0))
                }
                _ => format!("{line} --data-binary @body.json"),
            };
        }
        match &self.auth {
            Auth::Query(name) => {
                let sign = if url.contains('?') { '&' } else { '?' };
                format!("{line} \"{url}{sign}{name}=$OASIS_TOKEN\"")
            }
            _ => format!("{line} {}", quoted(&url)),
        }
    }
}

/// The text in single quotes for a POSIX shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The most bytes of one body that are kept in `exchanges.jsonl`.
const KEPT: usize = 256 * 1024;

/// The line of `exchanges.jsonl`: what other tools of this workspace read. What is cut short here
/// proves nothing either, and a notification of a run's own does not show what the vendor sends.
pub fn line(exchange: &Exchange, probe: bool) -> Value {
    let mut request = json!({ "headers": headers(&exchange.request.headers) });
    if let Some(body) = &exchange.request.body {
        put_body(&mut request, &body.0);
    }
    let mut line = json!({
        "operation": exchange.operation,
        "own": true,
        "method": exchange.request.method,
        "path": exchange.request.path,
        "request": request,
    });
    let sent = exchange.request.body.as_ref().map_or(0, |body| body.0.len());
    let answered = exchange.outcome.as_ref().map_or(0, |answer| answer.body.len());
    if probe || sent.max(answered) > KEPT {
        line["probe"] = true.into();
    }
    match &exchange.outcome {
        Ok(answer) => {
            let mut response = json!({ "headers": headers(&answer.headers) });
            if !answer.body.is_empty() {
                put_body(&mut response, &answer.body);
            }
            line["status"] = answer.status.into();
            line["response"] = response;
        }
        Err(failure) => line["failure"] = failure.text.clone().into(),
    }
    line
}

/// The exchange as people read it: request line, headers, body, answer.
pub fn transcript(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let mut text = format!("> {} {}\n", request.method, request.path);
    for (name, value) in &request.headers {
        text += &format!("> {name}: {value}\n");
    }
    if let Some(body) = &request.body {
        text += &format!("> {}\n", excerpt(&body.0));
    }
    match &exchange.outcome {
        Ok(answer) => {
            text += &format!("< {} {}\n", answer.version, answer.status);
            for (name, value) in &answer.headers {
                text += &format!("< {name}: {}\n", excerpt(value.as_bytes()));
            }
            if !answer.body.is_empty() {
                text += &format!("< {}\n", excerpt(&answer.body));
            }
        }
        Err(failure) => text += &format!("< no answer: {}\n", failure.text),
    }
    text.pop();
    text
}

/// The beginning of a body as text on one line.
pub fn excerpt(bytes: &[u8]) -> String {
    const MOST: usize = 600;
    let head = &bytes[..bytes.len().min(MOST)];
    let text: String = String::from_utf8_lossy(head)
        .chars()
        .map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c })
        .collect();
    if bytes.len() > MOST { format!("{text}… ({} bytes)", bytes.len()) } else { text }
}

fn headers(headers: &[(String, String)]) -> Value {
    let pairs = headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone().into()));
    Value::Object(pairs.collect::<Map<String, Value>>())
}

/// JSON is stored as a value where reading it back gives the same, as text or base64 elsewhere. A
/// text as a value could be one that a recorder wrote unread, and null that there was no body.
fn put_body(place: &mut Value, bytes: &[u8]) {
    let bytes = &bytes[..bytes.len().min(KEPT)];
    match (serde_json::from_slice::<Value>(bytes), std::str::from_utf8(bytes)) {
        (Ok(value), _) if !value.is_null() && !value.is_string() => place["body"] = value,
        (_, Ok(text)) => place["text"] = text.into(),
        _ => place["bytes"] = base64(bytes).into(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_survive_storing_whether_text_or_not() {
        for bytes in [&b"{\"a\":1}"[..], b"\xff\x00\xfe", b""] {
            let stored = serde_json::to_string(&Bytes(bytes.to_vec())).unwrap();
            assert_eq!(serde_json::from_str::<Bytes>(&stored).unwrap().0, bytes);
        }
        assert!(serde_json::from_str::<Bytes>(r#"{"hex":"f"}"#).is_err());
    }

    #[test]
    fn a_recorded_body_is_not_taken_for_another() {
        for (bytes, expected) in [
            (&b"{\"a\":1}"[..], json!({ "body": { "a": 1 } })),
            (b"null", json!({ "text": "null" })),
            (b"\"{}\"", json!({ "text": "\"{}\"" })),
            (b"{", json!({ "text": "{" })),
            (b"\xff", json!({ "bytes": "/w==" })),
        ] {
            let mut place = json!({});
            put_body(&mut place, bytes);
            assert_eq!(place, expected);
        }
    }

    #[test]
    fn a_shell_gets_quotes_right() {
        assert_eq!(quoted("it's"), r"'it'\''s'");
    }
}
