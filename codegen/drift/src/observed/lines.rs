//! A file of recorded traffic: its exchanges one at a time, and what could not be read of it.

use super::route::{self, Route};
use super::secrets::Secrets;
use super::{Exchange, Recording, line, redact};
use oasis_model::finding::{Finding, Place, Severity};
use oasis_model::ir::Api;

/// The rule of findings about what could not be read.
pub const UNREADABLE: &str = "drift/observed-unreadable";

/// A line longer than this is not looked at.
const LONGEST_LINE: usize = 8 << 20;

/// So many bad lines of a file are named.
const MOST_BAD_LINES: usize = 5;

/// Every line with its number: an exchange, none if it is a probe, or what is wrong with it.
pub(super) fn parse(
    text: &str,
) -> impl Iterator<Item = (usize, Result<Option<Exchange>, String>)> + '_ {
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    lines.filter(|(_, line)| !line.trim().is_empty()).map(|(index, line)| {
        let too_long = line.len() > LONGEST_LINE;
        let read = if too_long { Err("it is too long".to_owned()) } else { line::parse(line) };
        (index + 1, read)
    })
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
    for (number, read) in parse(&file.text) {
        match read {
            Ok(None) => belongs = true,
            Ok(Some(exchange)) => {
                readable = true;
                belongs = belongs || !matches!(route::find(api, &exchange), Route::NoSuchBody);
                redact::collect(&exchange, secrets);
            }
            Err(reason) => {
                bad_lines += 1;
                if bad_lines <= MOST_BAD_LINES {
                    findings.push(bad_line(name, number, &reason));
                }
            }
        }
    }
    if bad_lines > MOST_BAD_LINES {
        let more = bad_lines - MOST_BAD_LINES;
        findings.push(finding(
            Severity::Warning,
            name,
            format!("{more} more lines are no exchanges either"),
        ));
    }
    if belongs {
        return Ok(findings);
    }
    let reason = if readable {
        "no line is an exchange, or a notification's body that the spec knows"
    } else {
        "no line holds an exchange"
    };
    let whole = format!("nothing readable in {name}: {reason}");
    findings.insert(0, finding(Severity::Error, name, whole));
    Err(findings)
}

fn bad_line(name: &str, number: usize, reason: &str) -> Finding {
    let message = format!("line {number} is no exchange: {reason}");
    let mut finding = finding(Severity::Warning, name, message);
    finding.at.line = Some(number);
    finding
}

fn finding(severity: Severity, name: &str, message: String) -> Finding {
    let mut finding = Finding::new(
        severity,
        UNREADABLE,
        "",
        message,
        "write one JSON object a line, such as {\"method\", \"path\", \"request\": {\"headers\", \
         \"body\"}, \"status\", \"response\": {\"headers\", \"body\"}}, or a notification's body",
    );
    finding.at = Place { document: name.to_owned(), ..Place::default() };
    finding
}
