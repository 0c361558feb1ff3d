//! The fixed cases of an operation: no chance in them, the most telling first, spread over all places.

use super::draft::Draft;
use super::mutate::Change;
use super::subject::{BREAKING, COMBINED, Json, Subject};
use super::{CaseTree, Category, Generation, Ids, Malformed, parameters, telling};
use oasis_model::ir::{Operation, ParameterPlace};
use serde_json::Value;
use std::sync::Arc;

/// So many changes are made at once at the most.
const AT_ONCE: usize = 4;

/// The categories that have anything to send for an operation; scenarios aside.
pub fn categories(generation: &Generation, operation: &Operation) -> Vec<Category> {
    let json = Json::of(&generation.api, operation);
    let mut found = Vec::new();
    if json.is_some() || operation.body.as_ref().is_none_or(|body| !body.required) {
        found.push(Category::Valid);
    }
    if let Some(json) = &json {
        let changes = |category| {
            super::mutate::changes(&generation.api, json.schema, &json.complete, category)
        };
        let shows = |change: &Change| json.shows_something(&generation.api, &json.complete, change);
        found.extend(BREAKING.into_iter().filter(|category| changes(*category).iter().any(shows)));
        let hard = COMBINED.into_iter().flat_map(changes);
        let hard = hard.filter(|it| json.is_hard(&generation.api, &json.complete, it));
        if !groups(hard.collect()).is_empty() {
            found.push(Category::Several);
        }
        found.push(Category::NotJson);
    }
    if parameters::changeable(operation).next().is_some() {
        found.push(Category::Parameters);
    }
    let is_in_path = |it: &oasis_model::ir::Parameter| it.place == ParameterPlace::Path;
    if operation.parameters.iter().any(is_in_path) && found.contains(&Category::Valid) {
        found.push(Category::UnknownId);
    }
    found
}

/// The fixed cases of a category, the most telling first: from every place once, then the next of each.
pub fn fixed(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
) -> Vec<CaseTree> {
    let subject = Arc::new(Subject::new(generation, operation));
    let drafts = drafts(&subject, category).into_iter().enumerate();
    let with_ids =
        drafts.map(|(number, draft)| Draft { ids: ids(category, number as u64), ..draft });
    with_ids.filter_map(|draft| CaseTree::new(&subject, draft)).collect()
}

/// Whose ids a case names: the other session now and then, so that mixed-up responses show.
pub(super) fn ids(category: Category, number: u64) -> Ids {
    match category {
        Category::UnknownId => Ids::Unknown(number.saturating_add(1)),
        _ if number % 4 == 3 => Ids::Other,
        _ => Ids::Known,
    }
}

fn drafts(subject: &Subject, category: Category) -> Vec<Draft> {
    let minimal = subject.json.as_ref().map(|json| json.minimal.clone());
    if category == Category::Parameters {
        let changes = parameters::changes(subject.api(), &subject.operation);
        let draft =
            |change| Draft { parameter: Some(change), ..Draft::new(category, minimal.clone()) };
        return changes.into_iter().map(draft).collect();
    }
    let Some(json) = &subject.json else {
        let is_sendable =
            subject.may_lack_a_body() && matches!(category, Category::Valid | Category::UnknownId);
        return is_sendable.then(|| Draft::new(category, None)).into_iter().collect();
    };
    let broken = |(base, changes): (Value, Vec<Change>)| Draft {
        changes,
        ..Draft::new(category, Some(base))
    };
    match category {
        Category::Valid => {
            let bodies = telling::bodies(subject.api(), json).into_iter().map(Some);
            let none = subject.may_lack_a_body().then_some(None);
            bodies.chain(none).map(|body| Draft::new(category, body)).collect()
        }
        Category::NotJson => not_json(subject, json),
        Category::Several => groups(hard_changes(subject, json))
            .into_iter()
            .map(|it| broken(based(subject, json, it)))
            .collect(),
        Category::UnknownId => unknown(subject, json),
        _ if BREAKING.contains(&category) => {
            let changes = subject.changes(json, &json.complete, category);
            changes.into_iter().map(|it| broken(based(subject, json, vec![it]))).collect()
        }
        _ => Vec::new(),
    }
}

/// The complete body for these changes; without what cannot be undone, where they apply to that too.
fn based(subject: &Subject, json: &Json, changes: Vec<Change>) -> (Value, Vec<Change>) {
    let harmless = subject.harmless(&json.complete);
    let applied = changes.iter().try_fold(harmless.clone(), |body, it| it.applied(&body));
    (if applied.is_some() { harmless } else { json.complete.clone() }, changes)
}

fn not_json(subject: &Subject, json: &Json) -> Vec<Draft> {
    let base = subject.harmless(&json.complete);
    // Where no body is needed, none at all is right.
    let is_wrong = |way: &Malformed| *way != Malformed::Empty || !subject.may_lack_a_body();
    let ways = Malformed::ALL.into_iter().filter(is_wrong);
    ways.map(|way| Draft {
        malformed: Some(way),
        ..Draft::new(Category::NotJson, Some(base.clone()))
    })
    .collect()
}

/// Valid and broken bodies in turn.
fn unknown(subject: &Subject, json: &Json) -> Vec<Draft> {
    let mut valid = vec![json.minimal.clone(), subject.harmless(&json.complete)];
    valid.extend(json.example.clone());
    valid.dedup();
    let valid = valid.into_iter().map(|body| (body, Vec::new()));
    let mut broken = COMBINED.into_iter().filter_map(|category| {
        let mut changes = subject.changes(json, &json.complete, category).into_iter();
        let change = changes.find(|it| json.is_hard(subject.api(), &json.complete, it))?;
        Some(based(subject, json, vec![change]))
    });
    let mut all = Vec::new();
    for valid in valid {
        all.push(valid);
        all.extend(broken.next());
    }
    all.extend(broken);
    let draft = |(base, changes)| Draft { changes, ..Draft::new(Category::UnknownId, Some(base)) };
    all.into_iter().map(draft).collect()
}

/// The changes of the complete body that break a documented rule, one of each category first.
fn hard_changes(subject: &Subject, json: &Json) -> Vec<Change> {
    let mut found: Vec<(usize, Change)> = Vec::new();
    for category in COMBINED {
        let changes = subject.changes(json, &json.complete, category).into_iter();
        let hard = changes.filter(|it| json.is_hard(subject.api(), &json.complete, it));
        found.extend(hard.enumerate());
    }
    found.sort_by_key(|(round, _)| *round);
    found.into_iter().map(|(_, change)| change).collect()
}

/// Changes that go together, in groups of two to four: each takes the first that are left.
fn groups(mut changes: Vec<Change>) -> Vec<Vec<Change>> {
    let mut groups: Vec<Vec<Change>> = Vec::new();
    for wanted in (2..=AT_ONCE).rev().cycle().take(24) {
        let mut group: Vec<Change> = Vec::new();
        let mut rest = Vec::new();
        for change in changes {
            let fits = group.len() < wanted && group.iter().all(|other| other.is_disjoint(&change));
            if fits { group.push(change) } else { rest.push(change) }
        }
        changes = rest;
        if group.len() > 1 {
            groups.push(group);
        }
    }
    groups
}
