//! Random cases of an operation, as a proptest strategy: a random valid body, and changes of it that are
//! chosen by a random number. Shrinking is left to [`CaseTree`].

use super::body::places;
use super::change::{Change, changes_at};
use super::ids::{mix, place};
use super::subject::{COMBINED, Draft, Json, Subject};
use super::{Case, CaseTree, Category, Generation, Malformed, fixed, free, parameters, valid};
use oasis_model::ir::Operation;
use proptest::prelude::*;
use proptest::strategy::{NewTree, SBoxedStrategy, ValueTree};
use proptest::test_runner::{Reason, TestRunner};
use serde_json::Value;
use std::sync::Arc;

/// So many random bodies are drawn for a valid one; then the complete one has to do.
const DRAWS: usize = 4;
/// So many changes of one place are looked at for one that breaks a rule.
const LOOKED_AT: usize = 10;

/// Random cases of one operation and category.
#[derive(Clone, Debug)]
pub struct Cases {
    subject: Arc<Subject>,
    category: Category,
    bodies: Option<SBoxedStrategy<Value>>,
    /// The fixed changes of parameters, and random valid values of each.
    parameters: Vec<parameters::Drawn>,
}

/// A strategy of random cases of a category; `None` where there is nothing to draw.
pub fn drawn(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
) -> Option<Cases> {
    if fixed::count(generation, operation, category) == 0 {
        return None;
    }
    let subject = Arc::new(Subject::new(generation, operation));
    let api = &generation.api;
    let schema = subject.json.as_ref().map(|json| json.schema);
    let bodies = schema.map(|it| it.map_or_else(free::value, |schema| valid::values(api, schema)));
    let parameters = match category {
        Category::Parameters => parameters::drawn(api, operation),
        _ => Vec::new(),
    };
    let varies = bodies.is_some() || category == Category::Parameters;
    varies.then_some(Cases { subject, category, bodies, parameters })
}

impl Strategy for Cases {
    type Tree = CaseTree;
    type Value = Case;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let key = any::<u64>().new_tree(runner)?.current();
        let mut draft = match (&self.subject.json, &self.bodies) {
            (Some(json), Some(bodies)) => {
                let base = self.base(json, bodies, runner, key)?;
                self.with_body(json, Arc::new(base), key)
            }
            _ => Some(Draft::new(self.category, key, None)),
        };
        if let (Some(draft), false) = (&mut draft, self.parameters.is_empty()) {
            let drawn = &self.parameters[place(mix(key, 3), self.parameters.len())];
            draft.parameter = Some(drawn.new_tree(runner)?.current());
        }
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
        let mut body = json.complete.clone();
        for _ in 0..DRAWS {
            let drawn = bodies.new_tree(runner)?.current();
            if json.worst(self.subject.api(), &drawn).is_none() {
                body = drawn;
                break;
            }
        }
        Ok(if key.is_multiple_of(8) { body } else { self.subject.harmless(body) })
    }

    fn with_body(&self, json: &Json, base: Arc<Value>, key: u64) -> Option<Draft> {
        let draft = Draft::new(self.category, key, Some(base.clone()));
        let chosen = match self.category {
            Category::Valid | Category::Parameters => return Some(draft),
            Category::NotJson => {
                let way = Malformed::ALL[place(key, Malformed::ALL.len())];
                let way =
                    if way.is_wrong(&self.subject, &base) { way } else { Malformed::Truncated };
                return Some(Draft { malformed: Some(way), ..draft });
            }
            Category::UnknownId => match key % 2 {
                0 => None,
                _ => self.chosen(json, base, &COMBINED, key, 1),
            },
            Category::Several => {
                Some(self.chosen(json, base, &COMBINED, key, 2 + place(mix(key, 1), 3))?)
            }
            category => Some(self.chosen(json, base, &[category], key, 1)?),
        };
        let Some((base, changes)) = chosen else { return Some(draft) };
        Some(Draft { base: Some(base), changes, ..draft })
    }

    /// Changes at disjoint places that this base allows, or else the complete body does. Of several
    /// categories, each breaks a documented rule.
    fn chosen(
        &self,
        json: &Json,
        base: Arc<Value>,
        categories: &[Category],
        key: u64,
        count: usize,
    ) -> Option<(Arc<Value>, Vec<Change>)> {
        let api = self.subject.api();
        let counts = |body: &Value, change: &Change| match categories {
            [_] => json.shows_something(api, body, change),
            _ => json.is_hard(api, body, change),
        };
        for base in [base, Arc::new(json.complete.clone())] {
            let mut chosen: Vec<Change> = Vec::new();
            for (number, place) in shuffled(places(api, json.schema, &base), key) {
                let of = |it: &Category| changes_at(api, &place, *it);
                let changes = shuffled(categories.iter().flat_map(of).collect(), mix(key, number));
                let mut changes = changes.into_iter().map(|(_, change)| change).take(LOOKED_AT);
                chosen.extend(changes.find(|change| {
                    chosen.iter().all(|other| other.is_disjoint(change)) && counts(&base, change)
                }));
                if chosen.len() == count {
                    break;
                }
            }
            if chosen.len() >= count.min(2) {
                return Some((base, chosen));
            }
        }
        None
    }
}

/// The items in an order that follows from the key, each with its number.
fn shuffled<T>(items: Vec<T>, key: u64) -> Vec<(u64, T)> {
    let mut items: Vec<(u64, T)> = (0..).zip(items).collect();
    items.sort_by_key(|(number, _)| mix(key, *number));
    items
}
