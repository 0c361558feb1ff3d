//! Holds what traffic shows against the specification, one finding a fact.
//!
//! The claim allows it: silent. Another plausible reading allows it: a note with the edit. No
//! reading allows it: an error where a message breaks, else a warning. A refused request (4xx) says
//! nothing about what a request may be.

use super::coverage::Coverage;
use super::hosts::{Host, Others, Wanted};
use super::route::{self, Route};
use super::secrets::Secrets;
use super::shown::shown;
use super::tally::{Fact, Tally, whole};
use super::{Call, Exchange, Recording, answer, edit, read, redact, request};
use crate::Difference;
use oasis_model::finding::{Basis, Finding, Severity};
use oasis_model::ir::Api;
use oasis_model::pointer::escape_pointer;

/// What recorded traffic shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Observed {
    /// Every difference from the specification, and the lines that could not be read.
    pub differences: Vec<Difference>,
    /// What is wrong with the files of which nothing could be read.
    pub unreadable: Vec<Finding>,
    /// Whether anything could be read.
    pub readable: bool,
    /// Members that no body showed; this proves nothing, so it is no difference.
    pub coverage: Vec<Finding>,
}

impl Observed {
    /// The findings of all differences.
    pub fn findings(&self) -> Vec<Finding> {
        self.differences.iter().map(|difference| difference.finding.clone()).collect()
    }

    fn note(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.differences.extend(findings.into_iter().map(Difference::of_source));
    }
}

/// Compares files of recorded traffic with the specification: the exchanges with one host, or else
/// with the servers that the specification names. Secrets of one file are hidden in the findings
/// about all of them.
pub fn compare(api: &Api, files: &[Recording], host: Option<&Host>) -> Observed {
    let mut observed = Observed::default();
    let mut secrets = Secrets::default();
    let mut readable = Vec::new();
    for file in files {
        match read::survey(api, file, &mut secrets) {
            Ok(bad_lines) => {
                observed.note(bad_lines);
                readable.push(file);
            }
            Err(findings) => observed.unreadable.extend(findings),
        }
    }
    secrets.finish();
    observed.readable = !readable.is_empty();
    let (mut tally, mut coverage) = (Tally::default(), Coverage::default());
    let (wanted, mut others) = (Wanted::new(api, host), Others::default());
    let (mut judged, mut unanswered) = (false, 0);
    for file in readable {
        read::each(&file.text, &mut |at, read| {
            let Ok(Some(mut exchange)) = read else {
                judged |= read.is_ok();
                return;
            };
            redact::mask(&mut exchange, &secrets);
            let route = route::find(api, &exchange);
            if !wanted.takes(&exchange, &route) {
                others.add(&exchange);
                return;
            }
            if !shows_something(&exchange, &route) {
                unanswered += 1;
                return;
            }
            judged = true;
            let facts = judge(api, route, &exchange, &mut tally, &mut coverage);
            if !facts.is_empty() {
                tally.add(&exchange.place(&file.name, at), facts);
            }
        });
    }
    let nothing = match (others.is_empty(), unanswered) {
        _ if judged => None,
        (true, 0) => None,
        (true, _) => Some(read::no_answer(unanswered)),
        (false, _) => Some(read::no_host(&wanted, &others.named())),
    };
    observed.readable &= nothing.is_none();
    observed.unreadable.extend(nothing);
    observed.differences.extend(tally.differences());
    observed.note(others.note());
    observed.coverage = coverage.findings();
    observed
}

/// Whether an exchange proves anything: a call without a status may have been refused, or never arrived.
fn shows_something(exchange: &Exchange, route: &Route<'_>) -> bool {
    let notified = matches!(route, Route::Operation(operation, _) if operation.is_webhook());
    exchange.status.is_some() || notified || !matches!(exchange.call, Call::Http { .. })
}

fn judge<'a>(
    api: &'a Api,
    route: Route<'a>,
    exchange: &Exchange,
    tally: &mut Tally,
    coverage: &mut Coverage<'a>,
) -> Vec<Fact> {
    match route {
        Route::Operation(operation, path) => {
            coverage.add(api, operation, exchange);
            let mut facts = request::facts(api, operation, exchange, &path, tally);
            facts.extend(answer::facts(api, operation, exchange, tally));
            facts
        }
        other => unrouted(api, &other, exchange),
    }
}

fn unrouted(api: &Api, route: &Route<'_>, exchange: &Exchange) -> Vec<Fact> {
    // A server that refuses what is not documented does what everybody expects.
    let refused = exchange.status.is_some_and(|status| status >= 400);
    if refused && matches!(route, Route::OtherMethod(..) | Route::Nowhere(..)) {
        return Vec::new();
    }
    let severity = if exchange.status.is_some() { Severity::Warning } else { Severity::Note };
    let status = exchange
        .status
        .map_or_else(|| "no recorded status".to_owned(), |status| format!("status {status}"));
    let known = (severity, Basis::Documented);
    let edit = |path: &str, with_path| edit::operation(api, exchange, path, with_path);
    vec![match route {
        Route::OtherMethod(_, method) if ["OPTIONS", "HEAD"].contains(&method.as_str()) => {
            return Vec::new();
        }
        Route::OtherMethod(operation, method) => whole(
            "drift/observed-method",
            known,
            &operation.path,
            &operation.at.rsplit_once('/').map_or_else(String::new, |(path, _)| {
                format!("{path}/{}", method.to_ascii_lowercase())
            }),
            method,
            format!("{method} is called and not documented, answered with {status}"),
            edit(&operation.path, false),
        ),
        Route::Nowhere(method, path) => whole(
            "drift/observed-path",
            known,
            &format!("{method} {path}"),
            &format!("/paths/{}/{}", escape_pointer(path), method.to_ascii_lowercase()),
            path,
            format!("the path is called and not documented, answered with {status}"),
            edit(path, true),
        ),
        Route::NoSuchWebhook(id) => whole(
            "drift/observed-webhook",
            (Severity::Warning, Basis::Documented),
            &shown(id),
            &shown(id),
            &shown(id),
            "no notification has this id".to_owned(),
            format!("add an operation with `operationId: {}` and `x-webhook: true`", shown(id))
                .as_str(),
        ),
        Route::NoSuchBody | Route::Operation(..) => whole(
            "drift/observed-webhook",
            (Severity::Error, Basis::Documented),
            "bare bodies",
            "bare body",
            "body",
            "no push operation, or more than one, takes this body".to_owned(),
            "write the line as `{\"webhook\": \"<operationId>\", \"body\": ..}`",
        ),
    }]
}
