//! Statuses: the documented response that one stands for, redirects, undocumented methods, and documented
//! responses that come with another status.
//!
//! In comes a response, out come problems. Which status belongs to what is known from lost labels, so
//! most of these are warnings with the edit that would settle them.

use super::{
    Check, Problem, Verdict,
    scene::{Scene, says},
};
use crate::vendor;
use oasis_model::{
    finding::Basis,
    ir::{Api, Kind, Operation, Response, Status},
    settle::{Change, Edit},
};

const HELP: &str = "answer with the documented status, or correct the specification";

/// The documented response that a status stands for, by the claim or by another reading.
pub fn documented(operation: &Operation, status: u16) -> Option<&Response> {
    let plausible = |it: &&Response| it.claim.plausible_statuses().any(|other| other == status);
    let responses = &operation.responses;
    let find = |wanted: &dyn Fn(&&Response) -> bool| responses.iter().find(wanted);
    find(&|it| it.status == Status::Code(status))
        .or_else(|| find(&plausible))
        .or_else(|| find(&|it| it.status != Status::Default && stands_for(it, status)))
        .or_else(|| find(&|it| it.status == Status::Default && status >= 400))
}

/// Whether a status is one that the response is documented with.
pub(super) fn stands_for(response: &Response, seen: u16) -> bool {
    match response.status {
        Status::Code(code) => code == seen,
        Status::Class(class) => u16::from(class) == seen / 100,
        Status::Default => seen >= 400,
    }
}

/// The documented refusal of a broken body: the one that carries the envelope.
pub fn refusal<'a>(api: &Api, operation: &'a Operation) -> Option<&'a Response> {
    let mut responses = operation.responses.iter();
    responses.find(|response| !response.status.is_success() && is_envelope(api, response))
}

/// Whether a documented response is an error envelope: an object that lists violations.
fn is_envelope(api: &Api, response: &Response) -> bool {
    let Some(schema) = response.json().and_then(|content| content.schema) else { return false };
    let Kind::Object(rules) = &api.schema(api.resolve(schema).0).kind else { return false };
    rules.properties.iter().any(|property| {
        property.name == vendor::VIOLATIONS
            && matches!(api.schema(api.resolve(property.schema).0).kind, Kind::Array(_))
    })
}

/// Whether an operation asks who calls it.
pub fn is_guarded(operation: &Operation) -> bool {
    !operation.security.is_empty() && operation.security.iter().all(|way| !way.is_empty())
}

/// Whether the response leads elsewhere, which no operation documents.
pub(super) fn redirected(scene: &Scene<'_>, verdict: &mut Verdict) -> bool {
    let status = scene.response.status;
    let is_redirect = (300..400).contains(&status);
    if is_redirect {
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
    let (method, response) = (scene.request.method.as_str(), scene.response);
    let mut names = ["allow", "access-control-allow-methods"].iter();
    let in_protocol_form = match method {
        "HEAD" => response.body.is_empty(),
        "OPTIONS" => response.body.is_empty() || names.any(|name| response.header(name).is_some()),
        _ => false,
    };
    if response.is_success() && !in_protocol_form {
        let (path, status) = (&scene.operation.path, response.status);
        verdict.problems.push(Problem::new(
            Check::MethodUndocumented,
            scene.refusal_basis(Check::MethodUndocumented.basis()),
            scene.refusal_cause(method),
            format!("{method} is not documented for {path}, yet gets {status}"),
            "answer 405 or 404 to methods that the specification does not name",
        ));
    }
}

/// Holds the status of a success to the documented ones; returns what it stands for.
pub(super) fn of_success<'a>(scene: &Scene<'a>, verdict: &mut Verdict) -> Option<&'a Response> {
    verdict.applied.add(Check::ResponseStatus);
    let seen = scene.response.status;
    let responses = &scene.operation.responses;
    if let Some(response) = responses.iter().find(|response| stands_for(response, seen)) {
        return Some(response);
    }
    let success = responses.iter().find(|response| response.status.is_success());
    let Some(response) = success else {
        return responses.iter().find(|response| response.status == Status::Default);
    };
    let text = "success has status";
    verdict.problems.push(contradicted(scene, response, response.claim.basis, text, HELP, true));
    Some(response)
}

/// Holds the status of an envelope to that of the documented refusal.
pub(super) fn of_envelope(scene: &Scene<'_>, refusal: &Response, verdict: &mut Verdict) {
    verdict.applied.add(Check::ResponseStatus);
    if !stands_for(refusal, scene.response.status) {
        let basis = scene.refusal_basis(refusal.claim.basis);
        let text = "a broken body is refused with status";
        let problem = contradicted(scene, refusal, basis, text, HELP, true);
        verdict.problems.push(problem);
    }
}

/// A documented response came with another status. Operations that share the response share the finding,
/// and all of them are edited.
pub(super) fn contradicted(
    scene: &Scene<'_>,
    response: &Response,
    basis: Basis,
    text: &str,
    help: &str,
    edited: bool,
) -> Problem {
    let seen = scene.response.status;
    let message = format!("{text} {seen} ({})", says(basis, &response.status.to_string()));
    let cause = format!("{}|{seen}", response.at);
    let problem = Problem::new(Check::ResponseStatus, response.claim.basis, cause, message, help);
    let sharing = |it: &&Operation| it.responses.iter().any(|other| other.at == response.at);
    let edits = match response.status {
        Status::Code(from) if edited => {
            let operations = scene.api.operations.iter().filter(sharing);
            let change =
                |it: &Operation| Change::Status { operation: it.id.clone(), from, to: seen };
            let at = || response.at.clone();
            operations.map(|it| Edit { at: at(), change: change(it), observed: None }).collect()
        }
        _ => Vec::new(),
    };
    Problem { claim: Some(response.at.clone()), edits, ..problem }
}
