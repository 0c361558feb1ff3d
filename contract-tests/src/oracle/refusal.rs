//! A request was refused: was it wrong, and if not, what does the server object to.
//!
//! In come what a request bears on and what the envelope told, out come problems and what was borne out.

use super::{Check, Problem, Verdict, envelope::Told, guess, scene::Scene, sent::Sent, spelling};
use oasis_model::finding::Basis;
use serde_json::Value;

/// Levels of a body that any reader of JSON takes.
const DEEP: usize = 32;

/// It was refused.
pub(super) fn judge(scene: &Scene<'_>, sent: &Sent<'_>, told: &Told, verdict: &mut Verdict) {
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
            verdict.problems.extend(unexplained(scene, sent));
        }
        return;
    }
    for point in sent.facts() {
        verdict.applied.add(scene.check_of(point));
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
    if spelling::is_all(scene, sent) {
        verdict.applied.add(Check::NotConverted);
        verdict.votes.converts = Some(false);
    }
}

/// A right body is refused, and no envelope says for what. If it holds what is allowed on a guess or by
/// silence, that is what the server may object to.
fn unexplained(scene: &Scene<'_>, sent: &Sent<'_>) -> Vec<Problem> {
    let status = scene.response.status;
    if let [first, others @ ..] = sent.allowed.as_slice()
        && others.iter().all(|it| it.group() == first.group() && it.element == first.element)
    {
        return vec![guess::refused(scene, first, &status.to_string())];
    }
    let unsure = sent.allowed.iter().map(|point| point.basis).max();
    let extreme = sent.body.is_some_and(|body| is_extreme(body, 0));
    let basis = match unsure {
        // Readers of JSON guard themselves against these, whatever the rules of the body are.
        _ if extreme => Basis::Assumed,
        Some(basis) => basis,
        None => Basis::Documented,
    };
    let word = match unsure {
        None if !extreme => "valid",
        _ => "valid, but unusual",
    };
    let text = format!("{}: a {word} request is refused with {status}", scene.case.about);
    vec![refused_valid(scene, format!("{word}|{status}|{}", scene.operation.id), &text, basis)]
}

pub(super) fn refused_valid(scene: &Scene<'_>, cause: String, text: &str, basis: Basis) -> Problem {
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
