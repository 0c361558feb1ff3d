//! A request was accepted: was it right, or wrong by a fact, a guess, or its spelling alone.
//!
//! In comes what a request bears on, out come problems and what was borne out. A webhook may accept
//! anything, so there a breach is only noted.

use super::{
    Check, Problem, Verdict, guess,
    point::Point,
    scene::{Scene, says},
    sent::Sent,
    spelling, validator,
};
use oasis_model::{
    finding::Severity,
    settle::{Change, Edit},
};
use serde_json::Value;
use std::collections::HashSet;

/// It was accepted. Returns whether the response is worth judging.
pub(super) fn judge(scene: &Scene<'_>, sent: &Sent<'_>, verdict: &mut Verdict) -> bool {
    if sent.undecided {
        return true;
    }
    if sent.is_right() {
        let check = if scene.is_receiver() { Check::ReceiverAccepts } else { Check::ValidAccepted };
        verdict.applied.add(check);
        let held = sent.allowed.iter().map(|point| guess::accepted_as_guessed(scene, point));
        verdict.held.extend(held);
        if !sent.allowed.is_empty() {
            verdict.applied.add(Check::GuessesHold);
        }
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
        let check = scene.check_of(point);
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
            says(point.basis)
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
        validator::CONVERTS,
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
