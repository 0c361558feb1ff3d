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
//! `headers` is an object of texts. A body stands beside them as `body` (JSON), `text`, or `bytes`
//! (base64); none of the three: there was no body. A `request` or `response` that is left out was
//! not recorded. A line with `"probe": true` asked for something that no page speaks of; whatever
//! came back proves nothing about the contract, so the line is passed over. Secrets are taken out while reading, so that no later stage can show them.

mod answer;
mod base64;
mod body;
mod compare;
mod coverage;
mod line;
mod redact;
mod request;
mod route;
mod tally;
#[cfg(test)]
mod tests;

pub use compare::compare;
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
    /// The place of this exchange in its file.
    pub fn place(&self) -> Place {
        Place { document: self.document.clone(), line: Some(self.line), ..Place::default() }
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
            Err(reason) => findings.push(unreadable(name, Some(index + 1), &reason)),
        }
    }
    if exchanges.is_empty() && probes == 0 {
        findings.truncate(MOST_BAD_LINES);
        findings.insert(0, unreadable(name, None, "no line holds an exchange"));
        return Err(findings);
    }
    redact::redact(&mut exchanges);
    Ok((exchanges, findings))
}

/// How many bad lines of a file that is nothing but bad lines are named.
const MOST_BAD_LINES: usize = 5;

fn unreadable(name: &str, line: Option<usize>, reason: &str) -> Finding {
    let message = match line {
        Some(line) => format!("line {line} is no exchange: {reason}"),
        None => format!("nothing readable in {name}: {reason}"),
    };
    let mut finding = Finding::new(
        if line.is_some() { Severity::Warning } else { Severity::Error },
        "drift/observed-unreadable",
        "",
        message,
        "write one JSON object a line: an exchange, a notification, or a notification's body",
    );
    finding.at = Place { document: name.to_owned(), line, ..Place::default() };
    finding
}
