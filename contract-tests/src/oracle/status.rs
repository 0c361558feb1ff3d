//! Statuses: redirects, undocumented methods, and documented responses that come with another status.
//!
//! In comes a response, out come problems. Which status belongs to what is known from lost labels, so
//! most of these are warnings with the edit that would settle them.

use super::{Check, Problem, Verdict, scene::Scene, scene::says};
use oasis_model::{
    finding::Basis,
    ir::{Response, Status},
    settle::{Change, Edit},
};

/// Whether the response leads elsewhere, which no operation documents.
pub(super) fn redirected(scene: &Scene<'_>, verdict: &mut Verdict) -> bool {
    let status = scene.response.status;
    let is_redirect = (300..400).contains(&status);
    if is_redirect {
        verdict.applied.add(Check::ResponseStatus);
        verdict.problems.push(Problem::new(
            Check::ResponseStatus,
            Basis::Documented,
            "redirect",
            format!("{}: the status is {status}; no operation redirects", scene.case.about),
            "serve the operation at its documented path: clients lose method and body on the way",
        ));
    }
    is_redirect
}

/// A method that is not documented for the path.
pub(super) fn no_such_method(scene: &Scene<'_>, verdict: &mut Verdict) {
    verdict.applied.add(Check::MethodUndocumented);
    let method = scene.request.method.as_str();
    let response = scene.response;
    let names_methods = ["allow", "access-control-allow-methods"]
        .iter()
        .any(|name| response.header(name).is_some());
    let in_protocol_form = match method {
        "HEAD" => response.body.is_empty(),
        "OPTIONS" => response.body.is_empty() || names_methods,
        _ => false,
    };
    if response.is_success() && !in_protocol_form {
        let status = response.status;
        verdict.problems.push(Problem::new(
            Check::MethodUndocumented,
            scene.refusal_basis(Check::MethodUndocumented.basis()),
            scene.refusal_cause(method),
            format!("{method} is not documented for {}, yet gets {status}", scene.operation.path),
            "answer 405 or 404 to methods that the specification does not name",
        ));
    }
}

/// Holds the status of a success to the documented ones; returns what it stands for.
pub(super) fn of_success<'a>(scene: &Scene<'a>, verdict: &mut Verdict) -> Option<&'a Response> {
    verdict.applied.add(Check::ResponseStatus);
    let seen = scene.response.status;
    let responses = &scene.operation.responses;
    let stands_for = |response: &&Response| match response.status {
        Status::Code(code) => code == seen,
        Status::Class(class) => u16::from(class) == seen / 100,
        Status::Default => false,
    };
    if let Some(response) = responses.iter().find(stands_for) {
        return Some(response);
    }
    let success = responses.iter().find(|response| response.status.is_success());
    let Some(response) = success else {
        return responses.iter().find(|response| response.status == Status::Default);
    };
    let message = format!(
        "success has status {seen}, the specification {} {}",
        says(response.claim.basis),
        response.status
    );
    let help = "answer with the documented status, or correct the specification";
    verdict.problems.push(contradicted(scene, response, message, help, true));
    Some(response)
}

/// Holds the status of an envelope to that of the documented refusal.
pub(super) fn of_envelope(scene: &Scene<'_>, refusal: &Response, verdict: &mut Verdict) {
    verdict.applied.add(Check::ResponseStatus);
    let seen = scene.response.status;
    if matches_refusal(refusal, seen) {
        return;
    }
    let basis = scene.refusal_basis(refusal.claim.basis);
    let message = format!(
        "a broken body is refused with {seen}, the specification {} {}",
        says(basis),
        refusal.status
    );
    let help = "answer with the documented status, or correct the specification";
    verdict.problems.push(contradicted(scene, refusal, message, help, true));
}

/// Whether the documented refusal is the one with this status.
pub(super) fn matches_refusal(refusal: &Response, seen: u16) -> bool {
    match refusal.status {
        Status::Code(code) => code == seen,
        Status::Class(class) => u16::from(class) == seen / 100,
        Status::Default => seen >= 400,
    }
}

/// A documented response came with another status. Operations that share the response share the finding,
/// and all of them are edited.
pub(super) fn contradicted(
    scene: &Scene<'_>,
    response: &Response,
    message: String,
    help: &str,
    edited: bool,
) -> Problem {
    let seen = scene.response.status;
    let mut problem = Problem::new(
        Check::ResponseStatus,
        response.claim.basis,
        format!("{}|{seen}", response.at),
        message,
        help,
    );
    problem.claim = Some(response.at.clone());
    if let Status::Code(from) = response.status
        && edited
    {
        let sharing =
            scene.api.operations.iter().filter(|operation| {
                operation.responses.iter().any(|other| other.at == response.at)
            });
        problem.edits = sharing
            .map(|operation| Edit {
                at: response.at.clone(),
                change: Change::Status { operation: operation.id.clone(), from, to: seen },
                observed: None,
            })
            .collect();
    }
    problem
}
