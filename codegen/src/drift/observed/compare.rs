//! Holds what traffic shows against the specification, one finding a fact.
//!
//! The claim allows it: silent. Another plausible reading allows it: a note with the edit. No
//! reading allows it: an error. A refused request (4xx) says nothing about what a request may be.

use super::route::{self, Route};
use super::shown::shown;
use super::tally::{Fact, Tally, whole};
use super::{Exchange, answer, edit, request};
use crate::finding::{Basis, Finding, Severity};
use crate::ir::Api;
use crate::name::escape_pointer;

/// Whether anything in a file is traffic of this API. Objects that are neither exchanges nor a
/// notification's body are something else, and must not look like a world full of new webhooks.
pub fn belongs(api: &Api, exchanges: &[Exchange]) -> bool {
    exchanges.is_empty()
        || exchanges.iter().any(|exchange| !matches!(route::find(api, exchange), Route::NoSuchBody))
}

/// Every difference between recorded traffic and the specification.
pub fn compare(api: &Api, exchanges: &[Exchange]) -> Vec<Finding> {
    let mut tally = Tally::default();
    for exchange in exchanges {
        let facts = match route::find(api, exchange) {
            Route::Operation(operation, path) => {
                let mut facts = request::facts(api, operation, exchange, &path, &mut tally);
                facts.extend(answer::facts(api, operation, exchange, &mut tally));
                facts
            }
            other => unrouted(api, &other, exchange),
        };
        tally.add(&exchange.place(), facts);
    }
    tally.findings()
}

fn unrouted(api: &Api, route: &Route<'_>, exchange: &Exchange) -> Vec<Fact> {
    // A server that refuses what is not documented does what everybody expects.
    let refused = exchange.status.is_some_and(|status| status >= 400);
    if refused && matches!(route, Route::OtherMethod(..) | Route::Nowhere(..)) {
        return Vec::new();
    }
    let severity = if exchange.status.is_some() { Severity::Error } else { Severity::Note };
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
            (Severity::Error, Basis::Documented),
            &shown(id),
            &shown(id),
            &shown(id),
            "no notification has this id".to_owned(),
            format!("add an operation with `operationId: {}` and `x-webhook: true`", shown(id)),
        ),
        Route::NoSuchBody | Route::Operation(..) => whole(
            "drift/observed-webhook",
            (Severity::Error, Basis::Documented),
            "bare bodies",
            "bare body",
            "body",
            "no push operation, or more than one, takes this body".to_owned(),
            "write the line as `{\"webhook\": \"<operationId>\", \"body\": ..}`".to_owned(),
        ),
    }]
}
