//! Guesses of the specification that a server bears out or contradicts, and the edits that would settle them.
//!
//! In comes a keyword that a body broke, or kept on a guess, and what became of the body; out comes a
//! problem or a [`Held`]. Both have the same cause and element, so that they can be counted together.

use super::{
    Check, Held, Problem,
    point::Point,
    scene::{Scene, is_fact, says},
};
use oasis_model::{
    finding::{Basis, Severity},
    ir::Api,
    settle::{Change, Edit},
};
use serde_json::{Value, json};

/// Ends the causes of what a webhook takes.
pub const LAPSE: &str = "taken by a webhook";
/// Limit on a value that is written into the specification.
const LONGEST: usize = 40;

/// A body that breaks the keyword was accepted.
pub(super) fn accepted(scene: &Scene<'_>, point: &Point) -> Problem {
    let seen = scene.excerpt(&point.seen);
    let claimed = point.claimed(scene.api);
    // No page shows that a webhook refuses anything, so there this says nothing of the keyword.
    let (basis, cause, help) = match scene.operation.is_webhook() {
        true => (
            Basis::Assumed,
            format!("takes what breaks its schema|{}", scene.operation.id),
            "no page shows what a webhook does with a broken notification; nothing needs to be done",
        ),
        false => (
            point.basis,
            format!("{}|accepted", point.group()),
            "correct the specification if the server is right",
        ),
    };
    let message = format!("{seen} is accepted ({})", says(basis, &claimed));
    let edits = match scene.operation.is_webhook() {
        true => Vec::new(),
        false => widened(scene.api, point, None),
    };
    Problem { edits, ..Problem::new(Check::GuessesHold, basis, cause, message, help).about(point) }
}

/// A webhook took a body that breaks the keyword. If it refuses other bodies for what the same schema
/// says, it looks at notifications, and then the specification or the webhook is wrong here.
pub(super) fn lapse(scene: &Scene<'_>, point: &Point) -> Problem {
    let message = format!(
        "{} is accepted, though other broken notifications are refused ({})",
        scene.excerpt(&point.seen),
        says(point.basis, &point.claimed(scene.api))
    );
    let help = "correct the specification if the server is right";
    let cause = format!("{}|{LAPSE}", point.group());
    let problem = Problem::new(Check::GuessesHold, point.basis, cause, message, help);
    Problem {
        severity: problem.severity.min(Severity::Warning),
        edits: widened(scene.api, point, None),
        ..problem.about(point)
    }
}

/// What [`lapse`] would have said did not occur.
pub(super) fn no_lapse(scene: &Scene<'_>, point: &Point) -> Held {
    let problem = lapse(scene, point);
    Held { cause: problem.cause, element: problem.element }
}

/// What [`accepted`] would have said did not occur.
pub(super) fn refused_as_guessed(scene: &Scene<'_>, point: &Point) -> Held {
    let problem = accepted(scene, point);
    Held { cause: problem.cause, element: problem.element }
}

/// A body that keeps the keyword was refused for it; `by` is the rule or the status.
pub(super) fn refused(scene: &Scene<'_>, point: &Point, by: &str) -> Problem {
    let (check, basis) = match () {
        () if scene.is_receiver() => (Check::ReceiverAccepts, point.basis),
        () if !is_fact(point.basis) => (Check::GuessesHold, point.basis),
        () => (Check::ValidAccepted, scene.refusal_basis(point.basis)),
    };
    let message = format!(
        "{} is refused with {} ({})",
        scene.excerpt(&point.seen),
        scene.excerpt(by),
        says(point.basis, &point.allowed(scene.api))
    );
    let help = "accept it, or correct the specification if the server is right";
    let cause = accepted_as_guessed(scene, point).cause;
    let problem = Problem::new(check, basis, cause, message, help).about(point);
    Problem { edits: narrowed(scene.api, point), ..problem }
}

/// What [`refused`] would have said did not occur.
pub(super) fn accepted_as_guessed(scene: &Scene<'_>, point: &Point) -> Held {
    let cause = scene.refusal_cause(format!("{}|refused", point.group()));
    Held { cause, element: point.element.clone() }
}

/// What the keyword refuses was seen, or accepted: the claim is too narrow. `seen` is the value of a
/// response, so that it belongs to the values; what a case made up does not.
pub(super) fn widened(api: &Api, point: &Point, seen: Option<&Value>) -> Vec<Edit> {
    let keyword = point.keyword;
    let there = point.claim.strip_suffix(keyword).and_then(|at| at.strip_suffix('/'));
    let there = there.unwrap_or(&point.claim).to_owned();
    let set = |value: Value| Change::Keyword(keyword.to_owned(), value);
    let is_short = |value: &&Value| value.as_str().is_none_or(|text| text.len() <= LONGEST);
    let (at, change) = match (keyword, &point.element) {
        ("nullable", _) => (api.schema(point.schema).at.clone(), Change::Nullable(true)),
        ("required", Some(name)) if !point.is_parameter() => {
            (there, Change::Required(name.clone(), false))
        }
        ("required", _) => (there, Change::Presence(false)),
        ("enum", _) => {
            let value = seen.filter(is_short).cloned();
            (there, value.map_or(set(Value::Null), Change::EnumValue))
        }
        ("additionalProperties", _) => (there, set(json!(true))),
        ("type" | "oneOf" | "anyOf" | "allOf" | "not" | "x-constant", _) => return Vec::new(),
        _ => (there, set(Value::Null)),
    };
    vec![Edit { at, change, observed: None }]
}

/// What the keyword allows, or does not forbid, was refused: the claim is too wide.
fn narrowed(api: &Api, point: &Point) -> Vec<Edit> {
    let keyword = |value: Value| Change::Keyword(point.keyword.to_owned(), value);
    let resolved = || api.schema(api.resolve(point.schema).0).at.clone();
    let (at, change) = match (point.keyword, &point.element) {
        ("nullable", _) => (api.schema(point.schema).at.clone(), Change::Nullable(false)),
        ("required", Some(name)) => (point.object.clone(), Change::Required(name.clone(), true)),
        ("minLength", _) => (resolved(), keyword(json!(1))),
        ("maximum", _) => (resolved(), keyword(json!(9_007_199_254_740_991_i64))),
        ("minimum", _) => (resolved(), keyword(json!(-9_007_199_254_740_991_i64))),
        // Beside an `allOf` the keyword would refuse the properties of its parts.
        ("additionalProperties", _) if !point.is_merged(api) => (resolved(), keyword(json!(false))),
        _ => return Vec::new(),
    };
    vec![Edit { at, change, observed: None }]
}
