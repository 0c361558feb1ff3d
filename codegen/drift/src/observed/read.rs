//! A file of recorded traffic: its exchanges one at a time, in whichever form it is, and what could
//! not be read of it. Nothing is kept, so that a file needs no more memory than its text.

use super::hosts::Wanted;
use super::route::{self, Route};
use super::secrets::Secrets;
use super::{Exchange, Recording, foreign, har, line, redact};
use crate::limits::{LONGEST_BODY, MOST_BAD_LINES};
use oasis_model::finding::{Finding, Place, Severity};
use oasis_model::ir::Api;

/// The rule of findings about what could not be read.
pub const UNREADABLE: &str = "drift/observed-unreadable";

/// Where an exchange stands in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    /// On a line, counted from 1.
    Line(usize),
    /// In an entry of an archive, counted from 0.
    Entry(usize),
}

impl At {
    /// The place, without the text that stands there.
    pub(super) fn place(self, document: &str) -> Place {
        let line = match self {
            Self::Line(line) => Some(line),
            Self::Entry(_) => None,
        };
        Place { document: document.to_owned(), line, ..Place::default() }
    }

    /// The place in words, such as `entry 3`.
    pub(super) fn words(self) -> String {
        match self {
            Self::Line(line) => format!("line {line}"),
            Self::Entry(index) => format!("entry {index}"),
        }
    }
}

/// An exchange, none if it is a probe, or what is wrong with it.
pub(super) type Read = Result<Option<Exchange>, String>;

/// What is done with each exchange.
pub(super) type Visit<'f> = dyn FnMut(At, Read) + 'f;

/// Visits every exchange of a file: the entries of an archive, else one JSON object a line.
pub(super) fn each(text: &str, visit: &mut Visit<'_>) {
    let text = text.trim_start_matches('\u{feff}');
    if har::each(text, visit) {
        return;
    }
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let too_long = line.len() > LONGEST_BODY;
        let read = if too_long { Err("it is too long".to_owned()) } else { line::parse(line) };
        visit(At::Line(index + 1), read);
    }
}

/// The first pass over a file: takes note of its secrets. Lines that cannot be read are findings.
///
/// # Errors
/// Those findings, if nothing in the file is traffic of this API. Objects that are neither exchanges
/// nor a notification's body are something else, and must not look like a world of new webhooks.
pub(super) fn survey(
    api: &Api,
    file: &Recording,
    secrets: &mut Secrets,
) -> Result<Vec<Finding>, Vec<Finding>> {
    let name = &file.name;
    let (mut findings, mut bad_lines) = (Vec::new(), 0);
    let (mut readable, mut belongs) = (false, false);
    each(&file.text, &mut |at, read| match read {
        Ok(None) => belongs = true,
        Ok(Some(exchange)) => {
            readable = true;
            belongs = belongs || !matches!(route::find(api, &exchange), Route::NoSuchBody);
            redact::collect(&exchange, secrets);
        }
        Err(reason) => {
            bad_lines += 1;
            if bad_lines <= MOST_BAD_LINES {
                findings.push(bad_line(name, at, &reason));
            }
        }
    });
    if bad_lines > MOST_BAD_LINES {
        let more = bad_lines - MOST_BAD_LINES;
        let more = format!("{more} more lines are no exchanges either");
        findings.push(finding(Severity::Warning, name, more));
    }
    if belongs {
        return Ok(findings);
    }
    let mut problem = finding(Severity::Error, name, String::new());
    let reason = match foreign::named(&file.text) {
        Some(foreign) => {
            findings.clear();
            foreign.advice.clone_into(&mut problem.help);
            foreign.what
        }
        None if readable => "no line is an exchange, or a notification's body that the spec knows",
        None => "no line holds an exchange",
    };
    problem.message = format!("nothing readable in {name}: {reason}");
    findings.insert(0, problem);
    Err(findings)
}

/// What stands instead of a report in which no host was the wanted one.
pub(super) fn no_host(wanted: &Wanted, found: &str) -> Finding {
    let mut finding = finding(
        Severity::Error,
        "",
        format!("no exchange is one with {wanted}; the recorded ones are with {found}"),
    );
    finding.help = "name the host that serves the API with `--host HOST[:PORT]`".to_owned();
    finding
}

pub(super) fn no_answer(calls: usize) -> Finding {
    let message = format!("{calls} calls were recorded, and no status of an answer to any of them");
    let mut finding = finding(Severity::Error, "", message);
    finding.help = "record the answers as well; a call alone may have been refused".to_owned();
    finding
}

fn bad_line(name: &str, at: At, reason: &str) -> Finding {
    let message = format!("{} is no exchange: {reason}", at.words());
    Finding { at: at.place(name), ..finding(Severity::Warning, name, message) }
}

fn finding(severity: Severity, name: &str, message: String) -> Finding {
    let mut finding = Finding::new(
        severity,
        UNREADABLE,
        "",
        message,
        "give an HTTP archive (HAR 1.2), or write one JSON object a line, such as {\"method\", \
         \"path\", \"request\": {\"headers\", \"body\"}, \"status\", \"response\": {\"headers\", \
         \"body\"}}, or a notification's body",
    );
    finding.at = Place { document: name.to_owned(), ..Place::default() };
    finding
}
