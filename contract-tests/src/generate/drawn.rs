//! Random cases of an operation, as a proptest strategy: a random valid body, and a change that is chosen
//! by rendezvous, so that the same number chooses the same change on a similar body.

use super::draft::Draft;
use super::mutate::{Change, What};
use super::subject::{BREAKING, COMBINED, Json, Subject, may_lack_a_body};
use super::{
    Case, CaseTree, Category, Generation, Malformed, body, chance, fixed, free, mutate, parameters,
};
use oasis_model::ir::Operation;
use proptest::prelude::*;
use proptest::strategy::{NewTree, SBoxedStrategy, ValueTree};
use proptest::test_runner::{Reason, TestRunner};
use serde_json::Value;
use std::sync::Arc;

/// So many random bodies are drawn for a valid one; then the complete one has to do.
const DRAWS: usize = 4;
/// So many changes of one place are looked at for one that breaks a documented rule.
const LOOKED_AT: usize = 10;

/// Random cases of one operation and category.
#[derive(Clone, Debug)]
pub struct Cases {
    subject: Arc<Subject>,
    category: Category,
    bodies: Option<SBoxedStrategy<Value>>,
}

/// A strategy of random cases of a category; `None` where there is nothing to draw.
pub fn drawn(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
) -> Option<Cases> {
    let subject = Arc::new(Subject::new(generation, operation));
    if !fixed::has_any(&generation.api, operation, subject.json.as_ref(), category) {
        return None;
    }
    let bodies = subject.json.as_ref().map(|json| match json.schema {
        Some(schema) => super::valid::values(&generation.api, schema),
        None => free::value(),
    });
    let varies = bodies.is_some() || category == Category::Parameters;
    varies.then_some(Cases { subject, category, bodies })
}

impl Strategy for Cases {
    type Tree = CaseTree;
    type Value = Case;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let key = any::<u64>().new_tree(runner)?.current();
        let mut draft = match (&self.subject.json, &self.bodies) {
            (Some(json), Some(bodies)) => {
                let base = self.base(json, bodies, runner, key)?;
                self.with_body(json, base, key)
            }
            _ => Some(Draft::new(self.category, None)),
        };
        if self.category == Category::Parameters {
            draft = draft.and_then(|draft| self.with_parameter(draft, runner, key));
        }
        let draft = draft.map(|draft| Draft { ids: fixed::ids(self.category, key), ..draft });
        let tree = draft.and_then(|draft| CaseTree::new(&self.subject, draft));
        tree.ok_or_else(|| Reason::from("no body of this category could be made"))
    }
}

impl Cases {
    /// A random valid body; seldom one that does what cannot be undone, where that goes to nobody's ids.
    fn base(
        &self,
        json: &Json,
        bodies: &SBoxedStrategy<Value>,
        runner: &mut TestRunner,
        key: u64,
    ) -> Result<Value, Reason> {
        let mut body = None;
        for _ in 0..DRAWS {
            let drawn = bodies.new_tree(runner)?.current();
            if json.is_valid(self.subject.api(), &drawn) {
                body = Some(drawn);
                break;
            }
        }
        let body = body.unwrap_or_else(|| json.complete.clone());
        Ok(if key.is_multiple_of(8) { body } else { self.subject.harmless(&body) })
    }

    fn with_body(&self, json: &Json, base: Value, key: u64) -> Option<Draft> {
        let draft = Draft::new(self.category, Some(base.clone()));
        let broken = |(base, changes)| Draft { base: Some(base), changes, ..draft.clone() };
        let api = self.subject.api();
        let is_hard = |body: &Value, change: &Change| json.is_hard(api, body, change);
        Some(match self.category {
            Category::NotJson => {
                let way = Malformed::ALL[chance::place(key, Malformed::ALL.len())];
                let is_right = way == Malformed::Empty && may_lack_a_body(&self.subject.operation);
                let applies = way.apply(&body::bytes(&base)).is_some() && !is_right;
                let way = if applies { way } else { Malformed::Truncated };
                Draft { malformed: Some(way), ..draft }
            }
            Category::Several => {
                let count = 2 + chance::place(chance::mix(&[key, 1]), 3);
                broken(self.chosen(json, base, &COMBINED, key, count, is_hard)?)
            }
            Category::UnknownId if key % 2 == 1 => {
                match self.chosen(json, base, &COMBINED, key, 1, is_hard) {
                    Some(found) => broken(found),
                    None => draft,
                }
            }
            category if BREAKING.contains(&category) => {
                let shows = |body: &Value, it: &Change| json.shows_something(api, body, it);
                broken(self.chosen(json, base, &[category], key, 1, shows)?)
            }
            _ => draft,
        })
    }

    /// Changes at disjoint places that this base allows, or else the complete body does.
    fn chosen(
        &self,
        json: &Json,
        base: Value,
        categories: &[Category],
        key: u64,
        count: usize,
        counts: impl Fn(&Value, &Change) -> bool,
    ) -> Option<(Value, Vec<Change>)> {
        let least = count.min(2);
        let api = self.subject.api();
        for base in [base, json.complete.clone()] {
            let mut places = body::places(api, json.schema, &base);
            let label = |at: &[body::Step]| chance::digest(body::label(at).as_bytes());
            places.sort_by_cached_key(|place| chance::mix(&[key, label(&place.at)]));
            let mut chosen: Vec<Change> = Vec::new();
            for place in places {
                let of = |it: &Category| mutate::changes_at(api, &place, *it);
                let mut changes: Vec<Change> = categories.iter().flat_map(of).collect();
                changes.sort_by_cached_key(|change| chance::mix(&[key, identity(change)]));
                let mut changes = changes.into_iter().take(LOOKED_AT);
                chosen.extend(changes.find(|change| {
                    chosen.iter().all(|other| other.is_disjoint(change)) && counts(&base, change)
                }));
                if chosen.len() == count {
                    break;
                }
            }
            if chosen.len() >= least {
                return Some((base, chosen));
            }
        }
        None
    }

    /// The draft with a random change of a parameter: one of the fixed ones, or a random valid value.
    fn with_parameter(&self, draft: Draft, runner: &mut TestRunner, key: u64) -> Option<Draft> {
        let api = self.subject.api();
        let mut changes = parameters::changes(api, &self.subject.operation);
        let at = chance::place(chance::mix(&[key, 2]), changes.len());
        let change = (at < changes.len()).then(|| changes.swap_remove(at))?;
        let all: Vec<_> = parameters::changeable(api, &self.subject.operation).collect();
        let parameter = all[chance::place(chance::mix(&[key, 3]), all.len())];
        let values = super::valid::values(api, parameters::item(api, parameter));
        let value =
            values.new_tree(runner).ok().map(|tree| parameters::text(parameter, &tree.current()));
        let value = value.filter(|it| parameters::fits_the_wire(parameter.place, it));
        let change = match value {
            Some(value) if key.is_multiple_of(2) => {
                parameters::changed(parameter, Some(value), false)
            }
            _ => change,
        };
        Some(Draft { parameter: Some(change), ..draft })
    }
}

/// A number that stands for a change, whatever else the body holds.
fn identity(change: &Change) -> u64 {
    let what = match &change.what {
        What::Remove => Vec::new(),
        What::Put(value) | What::Add(value) => body::bytes(value),
    };
    let at = chance::digest(body::label(&change.at).as_bytes());
    chance::mix(&[change.category as u64, at, chance::digest(&what)])
}
