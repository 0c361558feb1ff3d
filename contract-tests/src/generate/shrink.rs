//! A case that can be made smaller: proptest's value tree over a draft.
//!
//! Only what makes sense is offered: the body without its changes stays valid, every change still applies,
//! and the body is as wrong as it was. None is offered twice, so that every request of a shrinking run can
//! tell something.

use super::body::{Place, Step, get_mut, places};
use super::change::{Change, What, required};
use super::subject::{Draft, Json, Subject};
use super::{Case, Ids, ids};
use oasis_model::finding::Severity;
use oasis_model::ir::Api;
use oasis_model::sample::{self, Fill};
use proptest::strategy::ValueTree;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::Arc;

/// A case and the smaller ones it can be simplified to.
#[derive(Debug)]
pub struct CaseTree {
    subject: Arc<Subject>,
    best: (Draft, Case),
    offered: Option<(Draft, Case)>,
    /// Whether anybody looked at what is offered: only then it can have passed.
    is_seen: Cell<bool>,
    search: Option<Search>,
}

/// What was tried and what is left to try.
#[derive(Debug)]
struct Search {
    edits: Vec<Edit>,
    next: usize,
    /// Something became smaller in this round, so that another one is worth it.
    progress: bool,
    /// The requests that were offered.
    known: HashSet<String>,
    /// How bad the first body was.
    worst: Option<Severity>,
}

/// One way of making a draft smaller.
#[derive(Clone, Debug)]
enum Edit {
    /// The smallest body that still has the changed places.
    Minimal,
    /// The first session in place of the other one.
    FirstSession,
    /// One change less.
    Forget(usize),
    /// A smaller valid body: properties and items are left out, or a value becomes simpler.
    Body(Vec<Change>),
}

impl CaseTree {
    /// The tree of a draft, if it makes a case.
    pub(super) fn new(subject: &Arc<Subject>, draft: Draft) -> Option<Self> {
        let case = draft.case(subject)?;
        let (subject, best, is_seen) = (subject.clone(), (draft, case), Cell::new(false));
        Some(Self { subject, best, offered: None, is_seen, search: None })
    }

    /// Offers the next candidate, if there is one.
    fn advance(&mut self) -> bool {
        let (subject, best) = (&self.subject, &self.best);
        let search = self.search.get_or_insert_with(|| Search::new(subject, best));
        self.offered = search.candidate(subject, &best.0);
        self.is_seen.set(false);
        self.offered.is_some()
    }
}

impl ValueTree for CaseTree {
    type Value = Case;

    fn current(&self) -> Case {
        self.is_seen.set(true);
        self.offered.as_ref().map_or(&self.best.1, |(_, case)| case).clone()
    }

    /// Takes what is offered for a case that failed, and offers a smaller one.
    fn simplify(&mut self) -> bool {
        if let Some(failed) = self.offered.take() {
            self.best = failed;
            if let Some(search) = &mut self.search {
                search.progress = true;
                search.edits = edits(&self.subject, &self.best.0);
                // The edit is no longer among them, so that the next one stands in its place.
                search.next = search.next.saturating_sub(1);
            }
        }
        self.advance()
    }

    /// Goes back to the last case that failed, and offers another one that is smaller than it; `false`
    /// where there is none, or where nobody looked at the last one offered.
    fn complicate(&mut self) -> bool {
        self.offered.take().is_some() && self.is_seen.get() && self.advance()
    }
}

impl Search {
    fn new(subject: &Subject, (draft, case): &(Draft, Case)) -> Self {
        let (known, worst) = (HashSet::from([fingerprint(case)]), worst(subject, draft));
        Self { edits: edits(subject, draft), next: 0, progress: false, known, worst }
    }

    /// The next draft that makes sense and is new.
    fn candidate(&mut self, subject: &Subject, best: &Draft) -> Option<(Draft, Case)> {
        loop {
            let Some(edit) = self.edits.get(self.next) else {
                if !std::mem::take(&mut self.progress) {
                    return None;
                }
                (self.edits, self.next) = (edits(subject, best), 0);
                continue;
            };
            self.next += 1;
            let Some(draft) = edited(subject, best, edit) else { continue };
            let Some(case) = draft.case(subject) else { continue };
            let is_valid = match (&draft.base, &subject.json) {
                (Some(base), Some(json)) => json.worst(subject.api(), base).is_none(),
                _ => true,
            };
            if is_valid
                && worst(subject, &draft) == self.worst
                && self.known.insert(fingerprint(&case))
            {
                return Some((draft, case));
            }
        }
    }
}

fn worst(subject: &Subject, draft: &Draft) -> Option<Severity> {
    subject.json.as_ref()?.worst(subject.api(), &draft.broken(subject)?)
}

/// What tells two requests apart.
fn fingerprint(case: &Case) -> String {
    let body = case.request.body.as_ref().map(|body| ids::digest(&body.0));
    format!("{} {:?} {body:?}", case.request.path, case.request.headers)
}

/// Everything that may be tried on a draft, what helps most first.
fn edits(subject: &Subject, draft: &Draft) -> Vec<Edit> {
    let mut edits = vec![Edit::Minimal];
    edits.extend((draft.ids == Ids::Other).then_some(Edit::FirstSession));
    if draft.changes.len() > 1 {
        edits.extend((0..draft.changes.len()).map(Edit::Forget));
    }
    let (Some(base), Some(json)) = (&draft.base, &subject.json) else { return edits };
    // What a change replaces or removes is not sent, so it needs no simplifying.
    let is_replaced = |place: &Place<'_>| {
        let mut changes = draft.changes.iter();
        changes.any(|it| !matches!(it.what, What::Add(_)) && place.at.starts_with(&it.at))
    };
    let mut places = places(subject.api(), json.schema, base);
    places.retain(|place| !is_replaced(place));
    let changed = |at: Vec<Step>, what| Change { at, what, category: draft.category };
    for place in &places {
        let children = droppable(subject.api(), draft, place);
        // Half of what may go, then quarters, at last one at a time.
        let halves = |size: &usize| (*size > 1).then(|| size.div_ceil(2));
        for size in std::iter::successors(Some(children.len()).filter(|it| *it > 0), halves) {
            edits.extend(children.chunks(size).map(|steps| {
                let at = |step: &Step| [&place.at, std::slice::from_ref(step)].concat();
                Edit::Body(steps.iter().map(|step| changed(at(step), What::Remove)).collect())
            }));
        }
    }
    for place in &places {
        let put = |value| Edit::Body(vec![changed(place.at.clone(), What::Put(value))]);
        edits.extend(simpler(subject.api(), place).into_iter().map(put));
    }
    edits
}

/// The optional properties, or the items from the last to the first, that no change needs.
fn droppable(api: &Api, draft: &Draft, place: &Place<'_>) -> Vec<Step> {
    let mut children: Vec<Step> = match place.value {
        Value::Object(properties) => {
            let must: HashSet<&str> = place.objects(api).flat_map(required).collect();
            let optional = properties.keys().filter(|name| !must.contains(name.as_str()));
            optional.cloned().map(Step::Property).collect()
        }
        Value::Array(items) => (0..items.len()).rev().map(Step::Item).collect(),
        _ => Vec::new(),
    };
    children.retain(|step| {
        let child = [&place.at, std::slice::from_ref(step)].concat();
        !draft.changes.iter().any(|change| change.needs().starts_with(&child))
    });
    children
}

/// What a sample holds there, or half of a string or number. There is nothing simpler than a sample.
fn simpler(api: &Api, place: &Place<'_>) -> Vec<Value> {
    let sample = place.declared.map(|schema| sample::filled(api, schema, Fill::Required));
    if sample.as_ref() == Some(place.value) {
        return Vec::new();
    }
    let halves = match place.value {
        Value::String(text) => {
            let middle = text.char_indices().nth(text.chars().count() / 2);
            let (first, second) = text.split_at(middle.map_or(0, |(at, _)| at));
            [first, second].into_iter().filter(|half| !half.is_empty()).map(Value::from).collect()
        }
        Value::Number(number) => {
            let half = number.as_i64().map(|whole| whole / 2);
            let half = half.or_else(|| number.as_f64().map(|number| (number / 2.0) as i64));
            vec![json!(0), json!(half)]
        }
        Value::Bool(_) => Vec::new(),
        Value::Null | Value::Array(_) | Value::Object(_) => return Vec::new(),
    };
    let mut simpler: Vec<Value> = sample.into_iter().chain(halves).collect();
    simpler.retain(|value| value != place.value);
    simpler
}

/// The draft after an edit, if that can be made.
fn edited(subject: &Subject, draft: &Draft, edit: &Edit) -> Option<Draft> {
    let mut draft = draft.clone();
    match edit {
        Edit::Minimal => {
            let json = subject.json.as_ref()?;
            draft.base = Some(Arc::new(minimal(subject.api(), json, &draft)?));
        }
        Edit::FirstSession => draft.ids = Ids::Known,
        Edit::Forget(index) => drop(draft.changes.remove(*index)),
        Edit::Body(changes) => {
            let base = Arc::make_mut(draft.base.as_mut()?);
            for change in changes {
                change.apply(base)?;
                draft.changes.iter_mut().for_each(|other| move_up(other, change));
            }
        }
    }
    Some(draft)
}

/// A change to an item behind one that is gone follows it.
fn move_up(change: &mut Change, gone: &Change) {
    if let (What::Remove, Some((Step::Item(gone), array))) = (&gone.what, gone.at.split_last())
        && change.at.starts_with(array)
        && let Some(Step::Item(index)) = change.at.get_mut(array.len())
        && *index > *gone
    {
        *index -= 1;
    }
}

/// The smallest body that still has the places that the changes need.
fn minimal(api: &Api, json: &Json, draft: &Draft) -> Option<Value> {
    let places = places(api, json.schema, draft.base.as_ref()?);
    let mut body = json.minimal.clone();
    for change in &draft.changes {
        let way = change.needs();
        for length in 1..=way.len() {
            let (at, before) = (&way[..length], &way[..length - 1]);
            if get_mut(&mut body, at).is_some() {
                continue;
            }
            let place = places.iter().find(|place| place.at == at)?;
            let value = match place.declared {
                Some(schema) => sample::filled(api, schema, Fill::Required),
                None => place.value.clone(),
            };
            match (get_mut(&mut body, before)?, &way[length - 1]) {
                (Value::Object(properties), Step::Property(name)) => {
                    properties.insert(name.clone(), value);
                }
                (Value::Array(items), Step::Item(index)) => items.resize(index + 1, value),
                _ => return None,
            }
        }
    }
    Some(body)
}
