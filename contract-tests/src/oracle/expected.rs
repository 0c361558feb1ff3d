//! What is expected of requests that are judged by what they hold, and of those that are no JSON.
//!
//! In come a response and what the request bears on, out come problems and what was borne out. A webhook
//! may accept anything, so there a breach is only noted.

use super::{
    Check, Held, Problem, Verdict, content,
    envelope::{self, Told},
    guess,
    point::Point,
    scene::{Scene, is_fact, says},
    sent::Sent,
    validator::CONVERTS,
};
use crate::{generate::ParameterChange, joi::Generation};
use oasis_model::{
    finding::{Basis, Severity},
    ir::SchemaId,
    settle::{Change, Edit},
};
use serde_json::Value;

/// Levels of a body that any reader of JSON takes.
const DEEP: usize = 32;
/// Bytes of a body that any server takes.
const LARGE: usize = 64 << 10;

/// Judges by what was sent.
pub(super) fn judged(scene: &Scene<'_>, change: Option<&ParameterChange>, verdict: &mut Verdict) {
    let body = scene.sent_json();
    let sent = Sent::of(scene, body.as_ref(), change);
    if scene.response.status == 401 {
        let text = "the right token is refused with 401";
        verdict.problems.push(refused_valid(scene, "token".to_owned(), text, Basis::Documented));
    } else if !scene.response.is_success() {
        let told = envelope::judge(scene, &sent, verdict);
        refused(scene, &sent, &told, verdict);
    } else if accepted(scene, &sent, verdict) {
        content::success(scene, verdict);
    }
}

/// What was sent is no JSON, or nothing.
pub(super) fn not_json(scene: &Scene<'_>, verdict: &mut Verdict) {
    let empty = scene.request.body.as_ref().is_none_or(|body| body.0.is_empty());
    let presence = scene.operation.body.as_ref().filter(|_| empty);
    let basis = presence.and_then(|body| body.claim.basis_of("required")).unwrap_or_default();
    let success = scene.response.is_success();
    if let Some(body) = presence.filter(|_| !is_fact(basis)) {
        let point = Point {
            pointer: String::new(),
            seen: "an empty body".to_owned(),
            keyword: "required",
            basis,
            claim: format!("{}/required", body.at),
            object: body.at.clone(),
            element: None,
            schema: SchemaId::new(0),
        };
        verdict.applied.add(Check::GuessesHold);
        match success {
            true => verdict.problems.push(guess::accepted(scene, &point)),
            false => verdict.held.push(guess::refused_as_guessed(scene, &point)),
        }
        return;
    }
    verdict.applied.add(Check::BrokenRefused);
    if success {
        let cause = presence.map_or("not JSON".to_owned(), |body| format!("{}/required", body.at));
        let problem = Problem::new(
            Check::BrokenRefused,
            scene.refusal_basis(Basis::Documented),
            scene.refusal_cause(cause),
            format!("{}: the status is {}", scene.case.about, scene.response.status),
            "refuse what is not JSON with 400, and a missing body like any broken one",
        );
        let claim = presence.map(|body| body.at.clone());
        verdict.problems.push(Problem { claim, ..problem });
    }
}

/// It was accepted. Returns whether the response is worth judging.
fn accepted(scene: &Scene<'_>, sent: &Sent<'_>, verdict: &mut Verdict) -> bool {
    if sent.undecided {
        return true;
    }
    if sent.is_right() {
        verdict.applied.add(scene.valid_check());
        let held = sent.allowed.iter().map(|point| guess::accepted_as_guessed(scene, point));
        verdict.held.extend(held);
        if !sent.allowed.is_empty() {
            verdict.applied.add(Check::GuessesHold);
        }
    } else if scene.operation.is_webhook() {
        verdict.problems.extend(sent.all_broken().map(|point| guess::accepted(scene, point)));
        // Of several nobody can tell which one it does not look at.
        verdict.lapses.extend(only(sent.all_broken()).map(|point| guess::lapse(scene, point)));
    } else if sent.facts().next().is_some() {
        return facts_broken(scene, sent, verdict);
    } else if let Some(point) = only(sent.all_broken()) {
        // Of several guesses nobody can tell which one the server does not share.
        verdict.problems.push(guess::accepted(scene, point));
    }
    true
}

/// The point that all of them are about.
fn only<'a>(points: impl Iterator<Item = &'a Point>) -> Option<&'a Point> {
    let mut points = points;
    let first = points.next()?;
    points.all(|it| it.group() == first.group() && it.element == first.element).then_some(first)
}

/// A fact was broken and the request accepted. Returns whether all of it is a matter of spelling.
fn facts_broken(scene: &Scene<'_>, sent: &Sent<'_>, verdict: &mut Verdict) -> bool {
    let mended = sent.mended(scene, Generation::Joi15);
    let is_mended = |point: &&Point| mended.iter().any(|it| it.pointer == point.pointer);
    let (spelled, wrong): (Vec<&Point>, Vec<&Point>) = sent.facts().partition(is_mended);
    if wrong.is_empty() {
        verdict.applied.add(Check::NotConverted);
        verdict.votes.converts = Some(true);
        verdict.problems.extend(spelled.iter().filter_map(|point| converted(scene, point)));
        return true;
    }
    for point in wrong {
        let message = format!(
            "{} is accepted with {} ({})",
            scene.excerpt(&point.seen),
            scene.response.status,
            says(point.basis, &point.claimed(scene.api))
        );
        let help = "refuse it before anything is done with it";
        let check = scene.check_of(point);
        let problem = Problem::new(check, point.basis, point.claim.clone(), message, help);
        verdict.problems.push(problem.about(point));
    }
    false
}

/// A value of another spelling was accepted, and the specification does not say so.
fn converted(scene: &Scene<'_>, point: &Point) -> Option<Problem> {
    let validator = scene.api.validator.as_ref();
    if validator.is_some_and(|validator| validator.converts) {
        return None;
    }
    let claimed = validator.and_then(|it| it.claim.basis_of(CONVERTS));
    let basis = claimed.unwrap_or(Check::NotConverted.basis());
    let what = says(basis, "values of another type are not converted");
    let problem = Problem::new(
        Check::NotConverted,
        basis,
        CONVERTS,
        format!("{} is converted and accepted ({what})", scene.excerpt(&point.seen)),
        "validate without conversion, or correct the specification if this is meant",
    );
    let change = Change::Validator(CONVERTS.to_owned(), Value::Bool(true));
    let edit = validator.map(|it| Edit { at: it.at.clone(), change, observed: None });
    Some(Problem {
        // Whatever is known of the type: its spelling is a lesser matter.
        severity: Severity::Warning,
        claim: validator.map(|it| format!("{}/{CONVERTS}", it.at)),
        element: point.element.clone(),
        edits: edit.into_iter().collect(),
        ..problem
    })
}

/// It was refused: was it wrong, and if not, what does the server object to.
fn refused(scene: &Scene<'_>, sent: &Sent<'_>, told: &Told, verdict: &mut Verdict) {
    let known = scene.case.known;
    if sent.undecided {
        return;
    }
    if sent.is_right() {
        if known {
            verdict.applied.add(scene.valid_check());
        }
        if known && !told.explained {
            verdict.problems.push(unexplained(scene, sent));
        }
        return;
    }
    sent.facts().for_each(|point| verdict.applied.add(scene.check_of(point)));
    let for_body = known && matches!(scene.response.status, 400 | 422);
    if !told.carried && !for_body {
        return;
    }
    // What a refusal bears out: the guesses that the envelope names, or the only one that was broken.
    let first = sent.all_broken().next().map(|it| &it.pointer);
    let only_one = sent.all_broken().all(|it| Some(&it.pointer) == first);
    for point in sent.all_broken() {
        let borne_out = if told.carried { told.named.contains(&point.pointer) } else { only_one };
        if borne_out && (!point.is_fact() || scene.operation.is_webhook()) {
            verdict.applied.add(Check::GuessesHold);
            verdict.held.push(guess::refused_as_guessed(scene, point));
            // Parsers refuse what is no object, whether or not anybody looks at what is inside.
            if scene.operation.is_webhook() && !point.pointer.is_empty() {
                verdict.held.push(guess::no_lapse(scene, point));
            }
        }
    }
    // Every generation of the validator converts numbers and booleans, if it converts at all.
    let mended = sent.mended(scene, Generation::Joi16);
    if !mended.is_empty() && mended.len() == sent.broken.len() {
        verdict.applied.add(Check::NotConverted);
        verdict.votes.converts = Some(false);
        let held = mended.iter().map(|point| point.element.clone());
        verdict.held.extend(held.map(|element| Held { cause: CONVERTS.to_owned(), element }));
    }
}

/// A right body is refused, and no envelope says for what. If it holds what is allowed on a guess or by
/// silence, that is what the server may object to.
fn unexplained(scene: &Scene<'_>, sent: &Sent<'_>) -> Problem {
    let status = scene.response.status;
    if let Some(point) = only(sent.allowed.iter()) {
        return guess::refused(scene, point, &status.to_string());
    }
    let size = scene.request.body.as_ref().map_or(0, |body| body.0.len());
    let too_large = status == 413 && size > LARGE;
    let extreme = too_large || sent.body.is_some_and(|body| is_extreme(body, 0));
    let (word, basis) = match sent.allowed.iter().map(|point| point.basis).max() {
        // Readers of JSON guard themselves against these, whatever the rules of the body are.
        _ if extreme => ("valid, but unusual", Basis::Assumed),
        Some(basis) => ("valid, but unusual", basis),
        None => ("valid", Basis::Documented),
    };
    let text = format!("{}: a {word} request is refused with {status}", scene.case.about);
    refused_valid(scene, format!("{word}|{status}|{}", scene.operation.id), &text, basis)
}

fn refused_valid(scene: &Scene<'_>, cause: String, text: &str, basis: Basis) -> Problem {
    let help = match scene.response.status {
        401 => "check that OASIS_TOKEN is the token of this environment",
        403 | 404 => "check that the fixtures name what exists and may be written to",
        _ => "accept it; if the fixtures name what does not exist, correct them",
    };
    let basis = if scene.is_receiver() { basis } else { scene.refusal_basis(basis) };
    Problem::new(scene.valid_check(), basis, scene.refusal_cause(cause), text, help)
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
