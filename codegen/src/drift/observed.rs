//! Recorded traffic: [`read`] takes exchanges from JSON lines, [`compare`] learns facts over all of
//! them and holds each fact, with how often it was seen, against the specification.
//!
//! One JSON object a line, in one of three forms; members that are not named here are ignored:
//!
//! - an exchange `{"method", "path" or "url", "request": {"headers", ..}, "status", "response":
//!   {"headers", ..}}`;
//! - a notification `{"webhook": "<operationId>", "body": ..}`, with `headers` if they are known;
//! - a bare notification body, if exactly one push operation takes it.
//!
//! `headers` is an object of texts, or of lists of texts where a header came more than once. A body stands beside them as `body` (JSON), `text`, or `bytes`
//! (base64); none of the three: there was no body. A `request` or `response` that is left out was
//! not recorded. A line with `"probe": true` asked for something that no page speaks of; whatever
//! came back proves nothing about the contract, so the line is passed over. One with `"own": true`
//! was sent by ourselves: even as a notification it shows only what its receiver takes.
//!
//! Secrets are taken out while reading, so that no later stage can show them. Of what else was
//! recorded only names, types and listed values are shown, and the shape of values at fault.

mod answer;
mod base64;
mod body;
mod compare;
mod coverage;
mod edit;
mod line;
mod redact;
mod request;
mod route;
mod secrets;
mod shown;
mod tally;
#[cfg(test)]
mod tests;
mod walk;

pub use compare::{belongs, compare};
pub use coverage::coverage;

use crate::finding::{Finding, Place, Severity};
use serde_json::Value;

/// One recorded exchange or notification.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// The file it comes from, as the caller named it.
    pub document: String,
    /// Its line there, counted from 1.
    pub line: usize,
    /// What was called.
    pub call: Call,
    /// We sent it ourselves, so that a notification does not show what the vendor sends.
    pub own: bool,
    /// What the caller sent, if it was recorded.
    pub request: Option<Message>,
    /// The status of the answer, if it was recorded.
    pub status: Option<u16>,
    /// The answer, if it was recorded.
    pub response: Option<Message>,
}

/// What was called.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
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
pub struct Message {
    /// Header names, in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub payload: Payload,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Payload {
    /// There was none.
    #[default]
    Empty,
    /// JSON.
    Json(Value),
    /// Something that is not JSON.
    Other,
}

impl Exchange {
    /// The place of this exchange in its file, with what was called instead of the line's text.
    pub fn place(&self) -> Place {
        let call = match &self.call {
            Call::Http { method, path, .. } => format!("{method} {}", shown::without_ids(path)),
            Call::Webhook(id) => format!("notification {}", shown::shown(id)),
            Call::Bare => "a notification's body".to_owned(),
        };
        let answer = self.status.map_or_else(String::new, |status| format!(" -> {status}"));
        Place {
            document: self.document.clone(),
            line: Some(self.line),
            text: Some(call + &answer),
            ..Place::default()
        }
    }
}

impl Message {
    /// The media type of the body without its parameters, in lower case.
    pub fn media_type(&self) -> Option<String> {
        let value =
            self.headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value)?;
        Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
    }
}

/// The rule of findings about what could not be read.
pub const UNREADABLE: &str = "drift/observed-unreadable";

/// A line longer than this is not looked at.
const LONGEST_LINE: usize = 8 << 20;

/// Reads recorded traffic. Lines that cannot be read are findings of their own.
///
/// # Errors
/// Those findings, if not one line could be read.
pub fn read(name: &str, text: &str) -> Result<(Vec<Exchange>, Vec<Finding>), Vec<Finding>> {
    let mut exchanges = Vec::new();
    let mut findings = Vec::new();
    let mut probes = 0;
    let mut bad_lines = 0;
    let text = text.trim_start_matches('\u{feff}');
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read = if line.len() > LONGEST_LINE {
            Err("it is too long".to_owned())
        } else {
            line::parse(line)
        };
        match read {
            Ok(None) => probes += 1,
            Ok(Some(exchange)) => {
                exchanges.push(Exchange { document: name.to_owned(), line: index + 1, ..exchange });
            }
            Err(reason) => {
                bad_lines += 1;
                if bad_lines <= MOST_BAD_LINES {
                    findings.push(unreadable(name, Some(index + 1), &reason));
                }
            }
        }
    }
    if bad_lines > MOST_BAD_LINES {
        let more = bad_lines - MOST_BAD_LINES;
        let mut rest =
            unreadable(name, None, &format!("{more} more lines are no exchanges either"));
        rest.severity = Severity::Warning;
        findings.push(rest);
    }
    if exchanges.is_empty() && probes == 0 {
        findings.insert(0, unreadable(name, None, "no line holds an exchange"));
        return Err(findings);
    }
    redact::redact(&mut exchanges);
    Ok((exchanges, findings))
}

/// The finding about a file that is JSON, but no traffic of this API.
pub fn foreign(name: &str) -> Finding {
    unreadable(name, None, "no line is an exchange, or a notification's body that the spec knows")
}

/// So many bad lines of a file are named.
const MOST_BAD_LINES: usize = 5;

fn unreadable(name: &str, line: Option<usize>, reason: &str) -> Finding {
    let message = match line {
        Some(line) => format!("line {line} is no exchange: {reason}"),
        None => format!("nothing readable in {name}: {reason}"),
    };
    let mut finding = Finding::new(
        if line.is_some() { Severity::Warning } else { Severity::Error },
        UNREADABLE,
        "",
        message,
        "write one JSON object a line: an exchange, a notification, or a notification's body",
    );
    finding.at = Place { document: name.to_owned(), line, ..Place::default() };
    finding
}
