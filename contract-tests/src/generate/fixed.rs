//! The fixed cases of an operation: no chance in them, the most telling first, spread over all places.

use super::draft::Draft;
use super::mutate::{self, Change};
use super::subject::{BREAKING, COMBINED, Json, Subject, may_lack_a_body, spread};
use super::{CaseTree, Category, Generation, Ids, Malformed, parameters, telling};
use oasis_model::ir::{Api, Operation, ParameterPlace};
use serde_json::Value;
use std::sync::Arc;

/// So many changes are made at once at the most.
const AT_ONCE: usize = 4;
/// So many changes are grouped.
const MOST_COMBINED: usize = 60;
/// So many are looked at to see whether any two go together.
const FEW_COMBINED: usize = 12;

/// The categories that have anything to send for an operation; scenarios aside.
pub fn categories(generation: &Generation, operation: &Operation) -> Vec<Category> {
    let json = Json::of(&generation.api, operation);
    let has_any = |it: &Category| has_any(&generation.api, operation, json.as_ref(), *it);
    Category::ALL.into_iter().filter(has_any).collect()
}

/// Whether there is anything to send of a category.
pub(super) fn has_any(
    api: &Api,
    operation: &Operation,
    json: Option<&Json>,
    category: Category,
) -> bool {
    let mut parameters = operation.parameters.iter();
    let is_sendable = json.is_some() || may_lack_a_body(operation);
    match (category, json) {
        (Category::Valid, _) => is_sendable,
        (Category::UnknownId, _) => {
            is_sendable && parameters.any(|it| it.place == ParameterPlace::Path)
        }
        (Category::Parameters, _) => {
            is_sendable && parameters::changeable(api, operation).next().is_some()
        }
        (Category::NotJson, json) => json.is_some(),
        (Category::Several, Some(json)) => {
            !groups(hard_changes(api, json).take(FEW_COMBINED).collect()).is_empty()
        }
        (category, Some(json)) if BREAKING.contains(&category) => {
            let changes = mutate::changes(api, json.schema, &json.complete, category);
            changes.iter().any(|it| json.shows_something(api, &json.complete, it))
        }
        _ => false,
    }
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
        let is_sendable = may_lack_a_body(&subject.operation)
            && matches!(category, Category::Valid | Category::UnknownId);
        return is_sendable.then(|| Draft::new(category, None)).into_iter().collect();
    };
    let broken = |(base, changes): (Value, Vec<Change>)| Draft {
        changes,
        ..Draft::new(category, Some(base))
    };
    match category {
        Category::Valid => {
            let bodies = telling::bodies(subject.api(), json).into_iter().map(Some);
            let none = may_lack_a_body(&subject.operation).then_some(None);
            bodies.chain(none).map(|body| Draft::new(category, body)).collect()
        }
        Category::NotJson => not_json(subject, json),
        Category::Several => {
            groups(hard_changes(subject.api(), json).take(MOST_COMBINED).collect())
                .into_iter()
                .map(|it| broken(based(subject, json, it)))
                .collect()
        }
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
    let is_wrong =
        |way: &Malformed| *way != Malformed::Empty || !may_lack_a_body(&subject.operation);
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

/// The changes of the complete body that break a documented rule, from everywhere first and of each
/// category in turn. They are looked at only as far as they are taken.
fn hard_changes<'a>(api: &'a Api, json: &'a Json) -> impl Iterator<Item = Change> + 'a {
    let mut found: Vec<(usize, Change)> = Vec::new();
    for category in COMBINED {
        let all = mutate::changes(api, json.schema, &json.complete, category);
        found.extend(spread(all).into_iter().enumerate());
    }
    found.sort_by_key(|(round, _)| *round);
    let changes = found.into_iter().map(|(_, change)| change);
    changes.filter(|change| json.is_hard(api, &json.complete, change))
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
