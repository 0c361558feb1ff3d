//! Things that must not be in any answer: traces, internal paths, the token.

use super::{Complaint, Context};
use crate::exchange::Answer;

/// Marks of a stack trace or of the machine behind the server. Nothing that is sent holds them.
const MARKS: [&str; 24] = [
    "Traceback (most recent call last)",
    "\\n    at ",
    "\n    at ",
    "    at ",
    "panicked at",
    "stack backtrace",
    "goroutine ",
    "Exception in thread",
    "node_modules",
    "node:internal",
    ".js:",
    ".ts:",
    ".py:",
    ".py\\\", line",
    ".rs:",
    ".go:",
    ".java:",
    "/usr/",
    "/home/",
    "/var/",
    "/srv/",
    "/app/",
    "/opt/",
    "C:\\\\",
];

/// What an answer gives away.
pub(super) fn complaints(context: &Context, answer: &Answer) -> Vec<Complaint> {
    let mut found = Vec::new();
    let body = String::from_utf8_lossy(&answer.body);
    let headers: String =
        answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    let help = "tell the caller what he did wrong, and keep the rest in the server's log";
    if context.secret.occurs_in(&body) || context.secret.occurs_in(&headers) {
        let message = "the answer holds the caller's token";
        found.push(Complaint::new("contract/envelope-leaks", "token", message, help));
    }
    if answer.status >= 400
        && let Some(mark) = MARKS.iter().find(|mark| body.contains(**mark))
    {
        let message = format!("the answer gives away the machine behind it: it holds {mark:?}");
        found.push(Complaint::new("contract/envelope-leaks", "trace", message, help));
    }
    found
}
