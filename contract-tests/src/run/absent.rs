//! Which operations a target does not have: a server of an older or a smaller edition is no broken one.
//!
//! In comes the first exchange with an operation, out comes whether it is there. Nothing is judged: an
//! unknown id is answered 404 as well, so a missing token has to make no difference either.

use crate::{
    generate::Case,
    http::{Auth, Exchange},
    oracle::{Check, Problem},
    scenario::Tester,
};
use oasis_model::ir::{Operation, ParameterPlace};

/// Whether the target does not have an operation, going by the first exchange with it.
pub(super) async fn is_absent(
    tester: &Tester<'_>,
    operation: &Operation,
    case: &Case,
    exchange: &Exchange,
) -> bool {
    let Some(status) = exchange.status().filter(|status| says_absent(*status)) else {
        return false;
    };
    let names_something = operation.body.is_some()
        || operation.parameters.iter().any(|it| it.place == ParameterPlace::Path);
    if status != 404 || !names_something {
        return true;
    }
    // What asks for a token looks for ids afterwards, so this tells an unknown id from an unknown path.
    let mut stranger = case.request.clone();
    stranger.auth = Auth::Nothing;
    let exchange = tester.client.send(&operation.id, &stranger).await;
    case.request.auth != Auth::Nothing && exchange.status().is_some_and(says_absent)
}

/// Whether servers answer with this status to a method or a path that they do not know.
fn says_absent(status: u16) -> bool {
    matches!(status, 404 | 405 | 501)
}

/// What is reported of an operation that is not there; nothing else is tested of it.
pub(super) fn problem(operation: &Operation, status: Option<u16>) -> Problem {
    let check = Check::Implemented;
    let message = format!(
        "{} {} is answered {}: not implemented by the target, not tested",
        operation.method,
        operation.path,
        status.unwrap_or_default()
    );
    let help =
        "nothing to do if the target is not meant to have it; else check its version and --target";
    let cause = format!("not implemented {}", operation.id);
    let problem = Problem::new(check, check.basis(), cause, message, help);
    Problem { claim: Some(operation.at.clone()), ..problem }
}
