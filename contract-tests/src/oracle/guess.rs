//! Guesses of the specification that a server bears out or contradicts.
//!
//! In comes a keyword that a body broke, or kept on a guess, and what became of the body; out comes a
//! problem or a [`Held`]. Both have the same cause and element, so that they can be counted together.

use super::{Check, Held, Problem, edits, point::Point, scene::Scene, scene::is_fact, scene::says};
use oasis_model::finding::Basis;

/// A body that breaks the keyword was accepted.
pub(super) fn accepted(scene: &Scene<'_>, point: &Point) -> Problem {
    if scene.operation.is_webhook() {
        return taken(scene, point);
    }
    let problem = Problem::new(
        Check::GuessesHold,
        point.basis,
        format!("{}|accepted", point.group()),
        format!(
            "{} is accepted, the specification {} that it is refused",
            point.breach(),
            says(point.basis)
        ),
        "correct the specification if the server is right",
    );
    Problem {
        claim: Some(point.claim.clone()),
        element: point.element.clone(),
        edits: edits::widened(scene.api, point, None),
        ..problem
    }
}

/// What [`accepted`] would have said did not occur.
pub(super) fn refused_as_guessed(scene: &Scene<'_>, point: &Point) -> Held {
    let problem = accepted(scene, point);
    Held { cause: problem.cause, element: problem.element }
}

/// A webhook accepts what breaks its schema. No page shows a refusal, so this says nothing of the keyword.
fn taken(scene: &Scene<'_>, point: &Point) -> Problem {
    let problem = Problem::new(
        Check::GuessesHold,
        Basis::Assumed,
        format!("takes what breaks its schema|{}", scene.operation.id),
        format!("{} is accepted, the specification assumes that it is refused", point.breach()),
        "no page shows what a webhook does with a broken notification; nothing needs to be done",
    );
    Problem { claim: Some(point.claim.clone()), element: point.element.clone(), ..problem }
}

/// A body that keeps the keyword was refused for it.
pub(super) fn refused(scene: &Scene<'_>, point: &Point, rule: &str) -> Problem {
    let (check, basis) = match () {
        () if scene.is_receiver() => (Check::ReceiverAccepts, point.basis),
        () if !is_fact(point.basis) => (Check::GuessesHold, point.basis),
        () => (Check::ValidAccepted, scene.refusal_basis(point.basis)),
    };
    let problem = Problem::new(
        check,
        basis,
        scene.refusal_cause(allowed_cause(point)),
        format!(
            "{} at {} is refused ({rule}), the specification {} that it is allowed",
            allowance(point),
            point.name,
            says(point.basis)
        ),
        "accept it, or correct the specification if the server is right",
    );
    Problem {
        claim: Some(point.claim.clone()),
        element: point.element.clone(),
        edits: edits::narrowed(scene.api, point),
        ..problem
    }
}

/// What [`refused`] would have said did not occur.
pub(super) fn accepted_as_guessed(scene: &Scene<'_>, point: &Point) -> Held {
    Held { cause: scene.refusal_cause(allowed_cause(point)), element: point.element.clone() }
}

fn allowed_cause(point: &Point) -> String {
    format!("{}|refused", point.group())
}

/// What is there and allowed.
fn allowance(point: &Point) -> &'static str {
    match point.keyword {
        "nullable" => "null",
        "minLength" => "the empty string",
        "additionalProperties" => "the property",
        "required" => "absence",
        "maximum" | "minimum" => "the number",
        "format" => "the spelling",
        _ => "the value",
    }
}
