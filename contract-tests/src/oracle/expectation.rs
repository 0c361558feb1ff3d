//! What became of a request, held to what it bears on: was what is right accepted and what is broken refused.
//!
//! In comes a response to something that is judged by what was sent. A fact that a server contradicts is an
//! error; where the specification only guesses, or a webhook answers, it is sent to learn.

use super::{
    Check, Problem, Verdict, body,
    envelope::{self, Told},
    guess,
    point::Point,
    scene::Scene,
    sent::Sent,
    spelling,
};
use crate::generate::{Category, ParameterChange};
use oasis_model::{
    finding::{Basis, Severity},
    settle::{Change, Edit},
};
use serde_json::Value;
use std::collections::HashSet;

/// Levels of a body that any reader of JSON takes.
const DEEP: usize = 32;

/// Judges by what was sent.
pub(super) fn judged(scene: &Scene<'_>, change: Option<&ParameterChange>, verdict: &mut Verdict) {
    let sent_body = scene.sent_json();
    let sent = Sent::of(scene, sent_body.as_ref(), change);
    if scene.response.status == 401 {
        verdict.applied.add(Check::ValidAccepted);
        let text = "the right token is refused with 401";
        let problem = refused_valid(scene, "token".to_owned(), text, Basis::Documented);
        verdict.problems.push(problem);
    } else if scene.response.is_success() {
        if accepted(scene, &sent, verdict) {
            body::success(scene, verdict);
        }
    } else {
        let told = envelope::judge(scene, &sent, verdict);
        refused(scene, &sent, &told, verdict);
    }
}

/// It was accepted. Returns whether the response is worth judging.
fn accepted(scene: &Scene<'_>, sent: &Sent<'_>, verdict: &mut Verdict) -> bool {
    if sent.undecided {
        return true;
    }
    if sent.is_right() {
        let check = if scene.is_receiver() { Check::ReceiverAccepts } else { Check::ValidAccepted };
        verdict.applied.add(check);
        let held = sent.allowed.iter().map(|point| guess::accepted_as_guessed(scene, point));
        verdict.held.extend(held);
        return true;
    }
    if scene.operation.is_webhook() {
        verdict.applied.add(Check::GuessesHold);
        let taken = sent.broken.iter().chain(&sent.parameters);
        verdict.problems.extend(taken.map(|point| guess::accepted(scene, point)));
        return true;
    }
    if sent.facts().next().is_some() {
        return facts_broken(scene, sent, verdict);
    }
    // Of several guesses nobody can tell which one the server does not share.
    let guesses: Vec<&Point> = sent.guesses().collect();
    if let [first, others @ ..] = guesses.as_slice()
        && others.iter().all(|it| it.group() == first.group() && it.element == first.element)
    {
        verdict.applied.add(Check::GuessesHold);
        verdict.problems.push(guess::accepted(scene, first));
    }
    true
}

/// A fact was broken and the request accepted. Returns whether all of it is a matter of spelling.
fn facts_broken(scene: &Scene<'_>, sent: &Sent<'_>, verdict: &mut Verdict) -> bool {
    let mended: HashSet<String> = spelling::mended(scene, sent).into_iter().collect();
    let mut only_spelling = true;
    for point in sent.facts() {
        let is_parameter = sent.parameters.iter().any(|it| it.pointer == point.pointer);
        let check = match () {
            () if is_parameter => Check::ParametersChecked,
            () if scene.case.category == Category::UnknownId => Check::PathUnknownId,
            () => Check::BrokenRefused,
        };
        if !mended.contains(&point.pointer) {
            only_spelling = false;
            verdict.applied.add(check);
            verdict.problems.push(not_enforced(scene, check, point));
        }
    }
    if only_spelling {
        verdict.applied.add(Check::NotConverted);
        verdict.votes.converts = Some(true);
        verdict.problems.extend(converted(scene));
    }
    only_spelling
}

fn not_enforced(scene: &Scene<'_>, check: Check, point: &Point) -> Problem {
    let problem = Problem::new(
        check,
        point.basis,
        point.claim.clone(),
        format!(
            "{} is accepted with {}, the specification {} that it is wrong",
            point.breach(),
            scene.response.status,
            super::scene::says(point.basis)
        ),
        "refuse it before anything is done with it",
    );
    Problem { claim: Some(point.claim.clone()), element: point.element.clone(), ..problem }
}

/// A value of another spelling was accepted, and the specification does not say so.
fn converted(scene: &Scene<'_>) -> Option<Problem> {
    let validator = scene.api.validator.as_ref();
    if validator.is_some_and(|validator| validator.converts) {
        return None;
    }
    let claimed = validator.and_then(|it| it.claim.basis_of("converts"));
    let problem = Problem::new(
        Check::NotConverted,
        claimed.unwrap_or(Check::NotConverted.basis()),
        super::validator::CONVERTS,
        format!("{}: a value of another type is converted and accepted", scene.case.about),
        "validate without conversion, or correct the specification if this is meant",
    );
    let edit = |at: &String| Edit {
        at: at.clone(),
        change: Change::Validator("converts".to_owned(), Value::Bool(true)),
        observed: None,
    };
    Some(Problem {
        // Whatever is known of the type: its spelling is a lesser matter.
        severity: Severity::Warning,
        claim: validator.map(|it| format!("{}/converts", it.at)),
        edits: validator.map(|it| edit(&it.at)).into_iter().collect(),
        ..problem
    })
}

/// It was refused.
fn refused(scene: &Scene<'_>, sent: &Sent<'_>, told: &Told, verdict: &mut Verdict) {
    if sent.undecided {
        return;
    }
    let known = scene.case.known;
    if sent.is_right() {
        if known {
            let check =
                if scene.is_receiver() { Check::ReceiverAccepts } else { Check::ValidAccepted };
            verdict.applied.add(check);
        }
        if known && !told.explained {
            verdict.problems.push(unexplained(scene, sent));
        }
        return;
    }
    for point in sent.facts() {
        let is_parameter = sent.parameters.iter().any(|it| it.pointer == point.pointer);
        verdict.applied.add(match () {
            () if is_parameter => Check::ParametersChecked,
            () if scene.case.category == Category::UnknownId => Check::PathUnknownId,
            () => Check::BrokenRefused,
        });
    }
    let for_body = told.carried || known && matches!(scene.response.status, 400 | 422);
    if for_body {
        as_guessed(scene, sent, told, verdict);
    }
}

/// What a refusal bears out: the guesses that the envelope names, or the only one that was broken.
fn as_guessed(scene: &Scene<'_>, sent: &Sent<'_>, told: &Told, verdict: &mut Verdict) {
    let all_points = || sent.broken.iter().chain(&sent.parameters);
    let only_one =
        all_points().all(|it| Some(&it.pointer) == all_points().next().map(|it| &it.pointer));
    for point in all_points() {
        let borne_out = if told.carried { told.named.contains(&point.pointer) } else { only_one };
        if borne_out && (!point.is_fact() || scene.operation.is_webhook()) {
            verdict.applied.add(Check::GuessesHold);
            verdict.held.push(guess::refused_as_guessed(scene, point));
        }
    }
    let mended = spelling::mended(scene, sent);
    if !mended.is_empty() && sent.broken.iter().all(|it| mended.contains(&it.pointer)) {
        verdict.applied.add(Check::NotConverted);
        verdict.votes.converts = Some(false);
    }
}

/// A right body is refused, and no envelope says for what.
fn unexplained(scene: &Scene<'_>, sent: &Sent<'_>) -> Problem {
    let status = scene.response.status;
    let extreme = sent.body.is_some_and(|body| is_extreme(body, 0));
    let basis = match () {
        // Readers of JSON guard themselves against these, whatever the rules of the body are.
        () if extreme => Basis::Assumed,
        () if scene.is_receiver() => Basis::Documented,
        () => scene.refusal_basis(Basis::Documented),
    };
    let word = if extreme { "extreme" } else { "valid" };
    let text = format!("{}: a {word} request is refused with {status}", scene.case.about);
    refused_valid(scene, format!("{word}|{status}|{}", scene.operation.id), &text, basis)
}

fn refused_valid(scene: &Scene<'_>, cause: String, text: &str, basis: Basis) -> Problem {
    let check = if scene.is_receiver() { Check::ReceiverAccepts } else { Check::ValidAccepted };
    let help = match scene.response.status {
        401 => "check that OASIS_TOKEN is the token of this environment",
        403 | 404 => "check that the fixtures name what exists and may be written to",
        _ => "accept it; if the fixtures name what does not exist, correct them",
    };
    let basis = if scene.is_receiver() { basis } else { scene.refusal_basis(basis) };
    Problem::new(check, basis, scene.refusal_cause(cause), text, help)
}

/// Whether a body is nested very deep or has a name that JavaScript has a meaning for.
fn is_extreme(value: &Value, depth: usize) -> bool {
    depth > DEEP
        || match value {
            Value::Array(items) => items.iter().any(|item| is_extreme(item, depth + 1)),
            Value::Object(properties) => properties.iter().any(|(name, value)| {
                matches!(name.as_str(), "__proto__" | "constructor") || is_extreme(value, depth + 1)
            }),
            _ => false,
        }
}

/// What was sent is no JSON, or nothing.
pub(super) fn not_json(scene: &Scene<'_>, verdict: &mut Verdict) {
    let empty = scene.request.body.as_ref().is_none_or(|body| body.0.is_empty());
    let presence = scene.operation.body.as_ref().filter(|_| empty);
    let presence = presence.map(|body| (body, body.claim.basis_of("required").unwrap_or_default()));
    let success = scene.response.is_success();
    match presence {
        Some((body, basis)) if !super::scene::is_fact(basis) => {
            let point = Point {
                pointer: String::new(),
                name: "the body".to_owned(),
                keyword: "required",
                basis,
                claim: format!("{}/required", body.at),
                object: body.at.clone(),
                element: None,
                schema: oasis_model::ir::SchemaId::new(0),
            };
            verdict.applied.add(Check::GuessesHold);
            if success {
                let edit =
                    Edit { at: body.at.clone(), change: Change::Presence(false), observed: None };
                let problem = guess::accepted(scene, &point);
                verdict.problems.push(Problem { edits: vec![edit], ..problem });
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
