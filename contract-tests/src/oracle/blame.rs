//! What the items of an envelope say of the body that was sent.
//!
//! In come an envelope and what the body bears on. An item that is not true of the body is an error
//! anywhere; one that is true and names a broken rule is right; one that is true of what the
//! specification allows says which claim the server does not share. What no item names proves nothing
//! but how much is listed.

use super::{
    Check, Problem, Verdict,
    envelope::Told,
    guess,
    item::{Item, is_true},
    labels::Labelled,
    places::Place,
    point::Point,
    scene::Scene,
    sent::Sent,
};
use crate::{
    joi::{self, Meaning, Row},
    vendor,
};
use oasis_model::{finding::Basis, ir::Reports};
use serde_json::Value;
use std::collections::HashMap;

/// Limit on the items that are judged.
const MOST: usize = 200;
const HELP: &str = "name the rule that was broken, and the property that broke it";

/// Judges the items of an envelope.
pub(super) fn judge(
    scene: &Scene<'_>,
    sent: &Sent<'_>,
    envelope: &Value,
    verdict: &mut Verdict,
) -> Told {
    let mut told = Told { carried: true, ..Told::default() };
    let listed = envelope.get(vendor::VIOLATIONS).and_then(Value::as_array);
    let items: Vec<Item> = listed.into_iter().flatten().filter_map(Item::of).take(MOST).collect();
    if items.is_empty() {
        return told;
    }
    verdict.applied.add(Check::EnvelopeNamesViolation);
    let labelled = Labelled::of(scene, &sent.places);
    for item in &items {
        let again = items.iter().filter(|other| other.label == item.label).count() > 1;
        about(scene, sent, &labelled, (item, again), &mut told, verdict);
    }
    if let Some(item) = repeated(&items, &labelled) {
        let message = "the envelope lists the same violation of one place twice";
        verdict.problems.push(wrong(scene, "twice".to_owned(), item, message));
    }
    // What items with mistakes of their own meant to name cannot be told.
    if !verdict.problems.iter().any(|it| it.check == Check::EnvelopeNamesViolation) {
        completeness(scene, sent, &items, &told, verdict);
    }
    told
}

/// Judges one item; with `again` another item has the same label.
fn about(
    scene: &Scene<'_>,
    sent: &Sent<'_>,
    labelled: &Labelled<'_>,
    (item, again): (&Item, bool),
    told: &mut Told,
    verdict: &mut Verdict,
) {
    let mut lie =
        |cause: String, text: &str| verdict.problems.push(wrong(scene, cause, item, text));
    if !item.speaks_of_its_field() {
        return lie("unnamed".to_owned(), "the sentence is not about the field of its own item");
    }
    let rule = joi::rule_of_code(&item.rule);
    if let Some(rule) = rule
        && rule.contradicts(item.sentence())
    {
        let text = "the sentence is that of another rule";
        return lie(format!("contradicts|{:?}", rule.rule), text);
    }
    words(scene, item, rule, verdict);
    let named = labelled.find(&item.label);
    if named.is_empty() {
        if !labelled.is_known(&item.label) {
            let text = "neither the body nor its schema has such a property";
            verdict.problems.push(wrong(scene, "nowhere".to_owned(), item, text));
        }
        return;
    }
    // A rule of the server's own making says nothing that could be checked.
    let truth = |place: &Place<'_>| {
        rule.map_or(Some(true), |rule| is_true(scene.api, sent, rule, place)).unwrap_or(true)
    };
    let places: Vec<&Place<'_>> = named.into_iter().filter(|place| truth(place)).collect();
    let Some(first) = places.first() else {
        let class = rule.map_or("other".to_owned(), |rule| format!("{:?}", rule.rule));
        let text = "what it says is not true of the body";
        return verdict.problems.push(wrong(scene, format!("untrue|{class}"), item, text));
    };
    let explained: Vec<&&Place<'_>> =
        places.iter().filter(|place| is_explained(sent, rule, place)).collect();
    let meant = if again { explained.len() } else { 1 };
    told.named.extend(explained.iter().take(meant).map(|place| place.pointer.clone()));
    let one = match explained.as_slice() {
        [] => (places.len() == 1).then_some(first),
        [one] => Some(*one),
        _ => None,
    };
    if let Some(form) = one.and_then(|place| labelled.form(&item.label, place)) {
        verdict.votes.labels.get_or_insert(form);
    }
    if let Some(rule) = rule
        && explained.is_empty()
        && !sent.undecided
    {
        learn(scene, &places, (item, rule), told, verdict);
    }
}

/// The server refuses what the specification allows: says which claim that contradicts. Where several
/// places have the name, the least sure of their claims is taken.
fn learn(
    scene: &Scene<'_>,
    places: &[&Place<'_>],
    (item, rule): (&Item, &Row),
    told: &mut Told,
    verdict: &mut Verdict,
) {
    let point = |place: &&Place<'_>| Point::at(scene.api, place, keyword(rule, place));
    let Some(point) = places.iter().filter_map(point).max_by_key(|point| point.basis) else {
        return;
    };
    told.explained = true;
    verdict.problems.push(guess::refused(scene, &point, &item.rule));
}

/// The keyword that a rule enforces at a place.
fn keyword(rule: &Row, place: &Place<'_>) -> &'static str {
    let is_null = place.value.is_some_and(Value::is_null);
    let is_negative = place.value.and_then(Value::as_f64).is_some_and(|number| number < 0.0);
    match rule.meaning {
        Meaning::NotA(_)
        | Meaning::NotListed
        | Meaning::Fraction
        | Meaning::NotADate
        | Meaning::Anything
            if is_null =>
        {
            "nullable"
        }
        Meaning::Unsafe if is_negative => "minimum",
        Meaning::Unknown if place.property.is_some() => "properties",
        _ => rule.keyword,
    }
}

/// Whether something that the place breaks accounts for the item.
fn is_explained(sent: &Sent<'_>, rule: Option<&Row>, place: &Place<'_>) -> bool {
    let within = rule.is_none_or(|rule| rule.meaning == Meaning::Within);
    sent.broken.iter().any(|point| {
        let here = point.pointer == place.pointer;
        // What a value of another type lacks or holds within is judged by nobody but the server.
        let above = matches!(point.keyword, "type" | "oneOf" | "anyOf" | "allOf" | "not")
            && place.pointer.starts_with(&format!("{}/", point.pointer));
        here || above || within && place.is_at_or_above(&point.pointer)
    })
}

/// What rule name and sentence tell of the validator's generation.
fn words(scene: &Scene<'_>, item: &Item, rule: Option<&Row>, verdict: &mut Verdict) {
    verdict.applied.add(Check::EnvelopeWords);
    if let Some(generation) = joi::generation(&item.rule, item.sentence()) {
        verdict.votes.words.get_or_insert(generation);
    }
    if rule.is_none() && !item.rule.contains('.') {
        let problem = Problem::new(
            Check::EnvelopeWords,
            scene.refusal_basis(Check::EnvelopeWords.basis()),
            scene.refusal_cause("form"),
            format!("`rule` is {:?}, not of the form any.required", scene.excerpt(&item.rule)),
            "send the rule's name as the validator has it",
        );
        verdict.problems.push(problem);
    }
}

/// The first item that repeats another although no further place has its name.
fn repeated<'a>(items: &'a [Item], labelled: &Labelled<'_>) -> Option<&'a Item> {
    let mut counts: HashMap<&Item, usize> = HashMap::new();
    items.iter().find(|item| {
        let count = counts.entry(item).or_default();
        *count += 1;
        *count > labelled.find(&item.label).len().max(1)
    })
}

/// How much of what is surely broken the envelope lists. It decides nothing by itself.
fn completeness(
    scene: &Scene<'_>,
    sent: &Sent<'_>,
    items: &[Item],
    told: &Told,
    verdict: &mut Verdict,
) {
    let mut places: Vec<&str> =
        sent.broken.iter().filter(|it| it.is_fact()).map(|it| it.pointer.as_str()).collect();
    places.sort_unstable();
    places.dedup();
    if places.len() < 2 || sent.undecided {
        return;
    }
    verdict.applied.add(Check::EnvelopeComplete);
    let is_named = |place: &&&str| {
        let above = |named: &String| place.starts_with(&format!("{named}/"));
        told.named.contains(**place) || told.named.iter().any(above)
    };
    match places.iter().filter(is_named).count() {
        named if named == places.len() => verdict.votes.reports = Some(Reports::All),
        // What the stand-in of a webhook does not list it may not look at.
        _ if scene.operation.is_webhook() => {}
        _ if items.len() == 1 => verdict.votes.reports = Some(Reports::First),
        _ => verdict.votes.partial = true,
    }
}

fn wrong(scene: &Scene<'_>, cause: String, item: &Item, text: &str) -> Problem {
    Problem::new(
        Check::EnvelopeNamesViolation,
        scene.refusal_basis(Basis::Documented),
        scene.refusal_cause(cause),
        format!(
            "the envelope names {} with {}: {text}",
            scene.excerpt(&item.field),
            scene.excerpt(&item.rule)
        ),
        HELP,
    )
}
