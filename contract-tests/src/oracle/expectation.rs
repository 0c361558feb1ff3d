//! What is expected of requests that are judged by what they hold, and of those that are no JSON.
//!
//! In comes a response, and the way it goes on to: accepted, refused, or refused for the token.

use super::{
    Check, Problem, Verdict, acceptance, body, envelope, guess,
    point::Point,
    refusal,
    scene::{Scene, is_fact},
    sent::Sent,
};
use crate::generate::ParameterChange;
use oasis_model::{finding::Basis, ir::SchemaId};

/// Judges by what was sent.
pub(super) fn judged(scene: &Scene<'_>, change: Option<&ParameterChange>, verdict: &mut Verdict) {
    let sent_body = scene.sent_json();
    let sent = Sent::of(scene, sent_body.as_ref(), change);
    if scene.response.status == 401 {
        verdict.applied.add(Check::ValidAccepted);
        let text = "the right token is refused with 401";
        let problem = refusal::refused_valid(scene, "token".to_owned(), text, Basis::Documented);
        verdict.problems.push(problem);
    } else if scene.response.is_success() {
        if acceptance::judge(scene, &sent, verdict) {
            body::success(scene, verdict);
        }
    } else {
        let told = envelope::judge(scene, &sent, verdict);
        refusal::judge(scene, &sent, &told, verdict);
    }
}

/// What was sent is no JSON, or nothing.
pub(super) fn not_json(scene: &Scene<'_>, verdict: &mut Verdict) {
    let empty = scene.request.body.as_ref().is_none_or(|body| body.0.is_empty());
    let presence = scene.operation.body.as_ref().filter(|_| empty);
    let presence = presence.map(|body| (body, body.claim.basis_of("required").unwrap_or_default()));
    let success = scene.response.is_success();
    match presence {
        Some((body, basis)) if !is_fact(basis) => {
            let point = Point {
                pointer: String::new(),
                name: "the body".to_owned(),
                keyword: "required",
                basis,
                claim: format!("{}/required", body.at),
                object: body.at.clone(),
                element: None,
                schema: SchemaId::new(0),
            };
            verdict.applied.add(Check::GuessesHold);
            if success {
                verdict.problems.push(guess::accepted(scene, &point));
            } else {
                verdict.held.push(guess::refused_as_guessed(scene, &point));
            }
        }
        _ => {
            verdict.applied.add(Check::BrokenRefused);
            if success {
                verdict.problems.push(no_json_accepted(scene, empty));
            }
        }
    }
}

fn no_json_accepted(scene: &Scene<'_>, empty: bool) -> Problem {
    let (cause, claim) = match &scene.operation.body {
        Some(body) if empty => (format!("{}/required", body.at), Some(body.at.clone())),
        _ => ("not JSON".to_owned(), None),
    };
    let basis = scene.refusal_basis(Basis::Documented);
    let problem = Problem::new(
        Check::BrokenRefused,
        basis,
        scene.refusal_cause(cause),
        format!("{}: the status is {}", scene.case.about, scene.response.status),
        "refuse what is not JSON with 400, and a missing body like any broken one",
    );
    Problem { claim, ..problem }
}
