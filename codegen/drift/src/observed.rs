//! Recorded traffic: [`compare`] takes exchanges from HTTP archives (HAR 1.2) and from JSON lines,
//! learns facts over all of them and holds each fact, with how often it was seen, against the
//! specification.
//!
//! Lines hold one JSON object each, in one of three forms; members that are not named here are ignored:
//!
//! - an exchange `{"method", "path" or "url", "request": {"headers", ..}, "status", "response":
//!   {"headers", ..}}`;
//! - a notification `{"webhook": "<operationId>", "body": ..}`, with `headers` if they are known;
//! - a bare notification body, if exactly one push operation takes it.
//!
//! `headers` is an object of texts, or of lists of texts where a header came more than once. A body
//! stands beside them as `body` (JSON), `text`, or `bytes` (base64); none of the three, or null:
//! there was no body. Bytes are unpacked as `content-encoding` says. A `request` or `response` that is
//! left out was not recorded.
//!
//! A line with `"probe": true` asked for something that no page speaks of; whatever came back proves
//! nothing about the contract, so the line is passed over. One with `"own": true` was sent by
//! ourselves: even as a notification it shows only what its receiver takes.
//!
//! All texts are passed over twice, one exchange at a time: secrets first, so that no stage can show
//! one, wherever it stands, then the facts. Of what else was recorded only names, types and listed
//! values are shown, and the shape of values at fault.

mod answer;
mod body;
mod compare;
mod coverage;
mod edit;
mod foreign;
mod har;
mod hosts;
mod line;
mod payload;
mod read;
mod redact;
mod request;
mod route;
mod secrets;
mod shown;
mod tally;
#[cfg(test)]
mod tests;

pub use compare::{Observed, compare};
pub use hosts::Host;
pub use read::UNREADABLE;

use oasis_model::finding::Place;
use oasis_model::ir::essence;
use read::At;
use serde_json::Value;

/// A file of recorded traffic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// The file, as the user calls it.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// One recorded exchange or notification.
#[derive(Clone, Debug, PartialEq)]
struct Exchange {
    /// What was called.
    call: Call,
    /// The host that was called, if it was recorded.
    host: Option<Host>,
    /// We sent it ourselves, so that a notification does not show what the vendor sends.
    own: bool,
    /// What the caller sent, if it was recorded.
    request: Option<Message>,
    /// The status of the answer, if it was recorded.
    status: Option<u16>,
    /// The answer, if it was recorded.
    response: Option<Message>,
}

/// What was called.
#[derive(Clone, Debug, PartialEq)]
enum Call {
    /// A method on a path.
    Http {
        /// The method in upper case; it need not be one that OpenAPI knows.
        method: String,
        /// Path as sent, without query.
        path: String,
        /// Query parameters as sent, decoded.
        query: Vec<(String, String)>,
    },
    /// A notification by its `operationId`.
    Webhook(String),
    /// A notification body alone.
    Bare,
}

/// Headers and body of one direction.
#[derive(Clone, Debug, Default, PartialEq)]
struct Message {
    /// Header names, in lower case, and values.
    headers: Vec<(String, String)>,
    /// The body.
    payload: Payload,
    /// Fields of a form, which may be secrets and are not judged.
    fields: Vec<(String, String)>,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq)]
enum Payload {
    /// There was none.
    #[default]
    Empty,
    /// JSON.
    Json(Value),
    /// Something that is not JSON.
    Other,
    /// A body that cannot be judged, and why.
    Unjudged(String),
}

impl Exchange {
    /// The place of this exchange in its file, with what was called instead of the line's text.
    fn place(&self, document: &str, at: At) -> Place {
        let call = match &self.call {
            Call::Http { method, path, .. } => format!("{method} {}", shown::without_ids(path)),
            Call::Webhook(id) => format!("notification {}", shown::shown(id)),
            Call::Bare => "a notification's body".to_owned(),
        };
        let answer = self.status.map_or_else(String::new, |status| format!(" -> {status}"));
        let entry = match at {
            At::Line(_) => String::new(),
            At::Entry(_) => format!("{}: ", at.words()),
        };
        Place { text: Some(entry + &call + &answer), ..at.place(document) }
    }
}

impl Message {
    /// The media type of the body without its parameters, in lower case.
    fn media_type(&self) -> Option<String> {
        let value =
            self.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value)?;
        Some(essence(value))
    }
}
