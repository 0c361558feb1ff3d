//! The fixed cases of an operation: no chance in them, the most telling first, spread over all places.

use super::change::{Change, changes, rounds};
use super::subject::{COMBINED, Draft, Json, Subject};
use super::{CaseTree, Category, Generation, Malformed, parameters, telling};
use oasis_model::ir::{Operation, ParameterPlace};
use serde_json::Value;
use std::sync::{Arc, PoisonError};

/// So many changes are made at once at the most.
const AT_ONCE: usize = 4;
/// So many changes are grouped.
const MOST_COMBINED: usize = 60;

/// The categories that have anything to send for an operation; scenarios aside.
pub fn categories(generation: &Arc<Generation>, operation: &Operation) -> Vec<Category> {
    let has_any = |it: &Category| count(generation, operation, *it) > 0;
    Category::ALL.into_iter().filter(has_any).collect()
}

/// How many fixed cases a category has.
pub fn count(generation: &Arc<Generation>, operation: &Operation, category: Category) -> usize {
    drafts(generation, operation, category).len()
}

/// The fixed cases of a category, the most telling first: from every place once, then the next of each.
pub fn fixed(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
) -> impl Iterator<Item = CaseTree> {
    let subject = Arc::new(Subject::new(generation, operation));
    let drafts = drafts(generation, operation, category);
    (0..drafts.len()).filter_map(move |index| CaseTree::new(&subject, drafts[index].clone()))
}

/// The fixed cases of a category, made on the first call.
fn drafts(generation: &Arc<Generation>, operation: &Operation, category: Category) -> Arc<[Draft]> {
    let key = (operation.id.clone(), category);
    let cache = || generation.drafts.lock().unwrap_or_else(PoisonError::into_inner);
    let cached = cache().get(&key).cloned();
    cached.unwrap_or_else(|| {
        let made: Arc<[Draft]> = made(&Subject::new(generation, operation), category).into();
        cache().insert(key, made.clone());
        made
    })
}

fn made(subject: &Subject, category: Category) -> Vec<Draft> {
    let takes_ids = subject.operation.parameters.iter().any(|it| it.place == ParameterPlace::Path);
    let mut drafts = match (category, &subject.json) {
        (Category::UnknownId, _) if !takes_ids => Vec::new(),
        (Category::Parameters, json) => {
            let minimal = json.as_ref().map(|json| Arc::new(json.minimal.clone()));
            let is_sendable = minimal.is_some() || subject.may_lack_a_body();
            let changes = parameters::changes(subject.api(), &subject.operation);
            let parameter = |change| Draft {
                parameter: Some(change),
                ..Draft::new(category, 0, minimal.clone())
            };
            changes.into_iter().filter(|_| is_sendable).map(parameter).collect()
        }
        (_, Some(json)) => with_json(subject, json, category),
        _ => Vec::new(),
    };
    let may_be_empty = matches!(category, Category::Valid)
        || (category == Category::UnknownId && subject.json.is_none() && takes_ids);
    if may_be_empty && subject.may_lack_a_body() {
        drafts.push(Draft::new(category, 0, None));
    }
    for (number, draft) in drafts.iter_mut().enumerate() {
        draft.ids = Draft::new(category, number as u64, None).ids;
    }
    drafts
}

fn with_json(subject: &Subject, json: &Json, category: Category) -> Vec<Draft> {
    let api = subject.api();
    let complete = Arc::new(json.complete.clone());
    let harmless = Arc::new(subject.harmless(json.complete.clone()));
    let valid = |body: Value| Draft::new(category, 0, Some(Arc::new(body)));
    // Without what cannot be undone, where the changes apply to that too.
    let broken = |changes: Vec<Change>| {
        let mut body = Value::clone(&harmless);
        let applies = changes.iter().all(|change| change.apply(&mut body).is_some());
        let base = if applies { &harmless } else { &complete };
        Draft { changes, ..Draft::new(category, 0, Some(base.clone())) }
    };
    let all = |category| changes(api, json.schema, &complete, category);
    let is_hard = |change: &Change| json.is_hard(api, &complete, change);
    match category {
        Category::Valid => telling::bodies(api, json).into_iter().map(valid).collect(),
        Category::NotJson => {
            let base = valid(Value::clone(&harmless));
            let ways = Malformed::ALL.into_iter().filter(|way| way.is_wrong(subject, &harmless));
            ways.map(|way| Draft { malformed: Some(way), ..base.clone() }).collect()
        }
        Category::Several => {
            let hard = rounds(COMBINED.map(all)).into_iter().filter(is_hard);
            groups(hard.take(MOST_COMBINED).collect()).into_iter().map(broken).collect()
        }
        Category::UnknownId => {
            let mut bodies = vec![json.minimal.clone(), Value::clone(&harmless)];
            bodies.extend(json.example.clone());
            bodies.dedup();
            let first = COMBINED.into_iter().filter_map(|it| all(it).into_iter().find(is_hard));
            let valid = bodies.into_iter().map(valid).collect();
            rounds([valid, first.map(|change| broken(vec![change])).collect()])
        }
        _ => {
            let shown = |change: &Change| json.shows_something(api, &complete, change);
            all(category).into_iter().filter(shown).map(|it| broken(vec![it])).collect()
        }
    }
}

/// Changes that go together, in groups of two to four: each takes the first that are left.
fn groups(mut changes: Vec<Change>) -> Vec<Vec<Change>> {
    let sizes = (2..=AT_ONCE).rev().cycle().take(24);
    let groups = sizes.map(|wanted| {
        let mut group: Vec<Change> = Vec::new();
        changes.retain(|change| {
            let fits = group.len() < wanted && group.iter().all(|it| it.is_disjoint(change));
            if fits {
                group.push(change.clone());
            }
            !fits
        });
        group
    });
    groups.filter(|group| group.len() > 1).collect()
}
