//! What was seen so far: each cause once, with its smallest example, and counts of the rest.
//!
//! In come judged exchanges, from several threads. It holds no bodies but those of the smallest
//! examples, so its size does not grow with the number of cases.

use super::outcome::{Count, Histogram};
use crate::{
    generate::{Case, Category},
    http::Exchange,
    oracle::{Ballot, Check, Held, LAPSE, Problem, Verdict},
    scenario::Seen,
};
use oasis_model::{
    finding::{Basis, Severity},
    ir::Operation,
    settle::Edit,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A cause, and how bad it is: what makes problems one finding.
pub(super) type Key = (Severity, Check, String);

/// Everything that a run has shown; shared by all threads.
#[derive(Debug)]
pub struct Results {
    state: Mutex<State>,
    latency_budget: Duration,
}

/// What is behind the lock.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) found: BTreeMap<Key, Found>,
    pub(super) held: BTreeMap<Held, u64>,
    /// What webhooks took although it breaks their schema; see [`Results::conclude_webhooks`].
    lapses: BTreeMap<Key, Found>,
    pub(super) counts: BTreeMap<(String, Category), Count>,
    pub(super) checks: BTreeMap<(String, Check), Count>,
    /// The operations that the target does not have.
    pub(super) absent: BTreeSet<String>,
    pub(super) ballot: Ballot,
    pub(super) latency: Histogram,
    slow: BTreeMap<String, u64>,
}

/// One cause with its smallest example.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// As the smallest example shows it.
    pub(super) problem: Problem,
    pub(super) case: Option<Case>,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) times: u64,
    pub(super) operations: Vec<String>,
    /// How often each element showed it, and the edits that settle it.
    pub(super) elements: BTreeMap<Option<String>, (u64, Vec<Edit>)>,
}

/// What happens this often is no accident.
const OFTEN: u64 = 3;

impl Results {
    /// Nothing seen yet. Responses slower than the budget are counted.
    pub fn new(latency_budget: Duration) -> Self {
        Self { state: Mutex::default(), latency_budget }
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts what was seen; returns the causes that nobody has shown before, worst first.
    pub fn record(&self, seen: &Seen<'_>) -> Vec<String> {
        let mut state = self.lock();
        let failed = seen.verdict.problems.iter().any(|it| it.severity >= Severity::Warning);
        if seen.case.is_some() {
            let key = (seen.operation.to_owned(), seen.category);
            state.counts.entry(key).or_default().add(failed);
        }
        for check in seen.verdict.applied.iter() {
            let failed = seen
                .verdict
                .problems
                .iter()
                .any(|it| it.check == check && it.severity >= Severity::Warning);
            state.checks.entry((seen.operation.to_owned(), check)).or_default().add(failed);
        }
        for held in &seen.verdict.held {
            *state.held.entry(held.clone()).or_default() += 1;
        }
        state.ballot.count(seen.verdict.votes);
        let slow = self.time(&mut state, seen);
        for lapse in &seen.verdict.lapses {
            add(&mut state.lapses, lapse, seen, true);
        }
        let mut fresh: Vec<(Severity, String)> = Vec::new();
        for problem in seen.verdict.problems.iter().chain(&slow) {
            if state.add(problem, seen, true) {
                fresh.push((problem.severity, problem.cause.clone()));
            }
        }
        fresh.sort_by(|left, right| right.cmp(left));
        fresh.into_iter().map(|(_, cause)| cause).collect()
    }

    /// Takes a smaller example of what is known already, without counting it.
    pub fn take_smaller(&self, seen: &Seen<'_>) {
        let mut state = self.lock();
        for problem in &seen.verdict.problems {
            state.add(problem, seen, false);
        }
    }

    /// Adds a problem that no exchange shows by itself.
    pub fn add(&self, operation: &str, category: Category, problem: Problem) {
        let verdict = Verdict::default();
        let seen = Seen { operation, category, case: None, exchanges: &[], verdict };
        self.lock().add(&problem, &seen, true);
    }

    /// Notes that the target does not have an operation, so that nothing else is tested of it.
    pub(super) fn note_absent(&self, operation: &Operation, problem: Problem) {
        self.lock().absent.insert(operation.id.clone());
        self.add(&operation.id, Category::Valid, problem);
    }

    /// At the end: what a webhook took is wrong only where it looks at what it gets, that is, if it
    /// refused more kinds of broken notifications than it took.
    pub fn conclude_webhooks(&self) {
        let mut state = self.lock();
        let lapses = std::mem::take(&mut state.lapses);
        let refused = state.held.keys().filter(|held| held.cause.ends_with(LAPSE)).count();
        let is_held = |held: &BTreeMap<Held, u64>, cause: &str, element: &Option<String>| {
            held.contains_key(&Held { cause: cause.to_owned(), element: element.clone() })
        };
        let taken = lapses.iter().map(|((.., cause), found)| {
            found.elements.keys().filter(|it| !is_held(&state.held, cause, it)).count()
        });
        if refused <= taken.sum() {
            return;
        }
        for (key, mut found) in lapses {
            found.elements.retain(|element, _| !is_held(&state.held, &key.2, element));
            if found.elements.is_empty() {
                continue;
            }
            for operation in &found.operations {
                let count = state.checks.entry((operation.clone(), key.1)).or_default();
                count.failed += u64::from(key.0 >= Severity::Warning);
            }
            state.found.insert(key, found);
        }
    }

    /// Counts how long a response took; a note where slow ones are no accident.
    fn time(&self, state: &mut State, seen: &Seen<'_>) -> Option<Problem> {
        let response = seen.case.and(seen.exchanges.last()?.response())?;
        state.latency.add(response.elapsed);
        let key = (seen.operation.to_owned(), Check::Latency);
        let slow = response.elapsed > self.latency_budget && seen.category != Category::Oversized;
        state.checks.entry(key).or_default().add(slow);
        if !slow {
            return None;
        }
        let times = state.slow.entry(seen.operation.to_owned()).or_default();
        *times += 1;
        (*times >= OFTEN).then(|| {
            Problem::new(
                Check::Latency,
                Basis::Assumed,
                format!("slow {}", seen.operation),
                format!("responses take longer than {} s", self.latency_budget.as_secs()),
                "respond faster, or find out what these requests wait for",
            )
        })
    }
}

impl State {
    fn add(&mut self, problem: &Problem, seen: &Seen<'_>, counts: bool) -> bool {
        add(&mut self.found, problem, seen, counts)
    }
}

/// Adds a problem; says whether its cause is new.
fn add(known: &mut BTreeMap<Key, Found>, problem: &Problem, seen: &Seen<'_>, counts: bool) -> bool {
    let key = (problem.severity, problem.check, problem.cause.clone());
    let (times, fresh) = (u64::from(counts), !known.contains_key(&key));
    let found = known.entry(key).or_insert_with(|| Found {
        problem: problem.clone(),
        case: seen.case.cloned(),
        exchanges: seen.exchanges.to_vec(),
        times: 0,
        operations: Vec::new(),
        elements: BTreeMap::new(),
    });
    found.times += times;
    if !found.operations.iter().any(|known| known == seen.operation) {
        found.operations.push(seen.operation.to_owned());
    }
    let element = found.elements.entry(problem.element.clone()).or_default();
    element.0 += times;
    for edit in &problem.edits {
        if !element.1.contains(edit) {
            element.1.push(edit.clone());
        }
    }
    if !fresh && size(seen.exchanges) < size(&found.exchanges) && seen.case.is_some() {
        // Message, body and exchange are always of one case.
        found.problem = problem.clone();
        found.case = seen.case.cloned();
        found.exchanges = seen.exchanges.to_vec();
    }
    fresh
}

impl Count {
    fn add(&mut self, failed: bool) {
        self.cases += 1;
        self.failed += u64::from(failed);
    }
}

/// How much there is to read. Ties are broken by the text, so that two runs show the same example.
fn size(exchanges: &[Exchange]) -> (usize, usize, String) {
    let body = |exchange: &Exchange| exchange.request.body.as_ref().map_or(0, |body| body.0.len());
    let bytes = exchanges.iter().map(body).sum();
    let text = exchanges.last().map(|exchange| format!("{:?}", exchange.request));
    (exchanges.len(), bytes, text.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Records what a webhook took and what it refused, and returns how many findings that makes.
    fn findings(taken: &[&str], refused: &[&str]) -> usize {
        let results = Results::new(Duration::from_secs(5));
        let cause = format!("/components/schemas/Left|required|{LAPSE}");
        let named = |name: &&str| Some((*name).to_owned());
        let problem = |name| Problem {
            element: named(name),
            ..Problem::new(Check::GuessesHold, Basis::Inferred, &*cause, "taken", "refuse it")
        };
        let verdict = Verdict {
            lapses: taken.iter().map(problem).collect(),
            held: refused
                .iter()
                .map(|name| Held { cause: cause.clone(), element: named(name) })
                .collect(),
            ..Verdict::default()
        };
        let (operation, category) = ("transitionLeft", Category::Missing);
        results.record(&Seen { operation, category, case: None, exchanges: &[], verdict });
        results.conclude_webhooks();
        results.lock().found.values().map(|found| found.elements.len()).sum()
    }

    #[test]
    fn a_webhook_is_blamed_only_if_it_refuses_more_than_it_takes() {
        for (taken, refused, expected) in [
            (&["a", "b", "c"][..], &[][..], 0),
            (&["a", "b"], &["c"], 0),
            (&["a"], &["b", "c"], 1),
            (&["a", "b"], &["a", "c", "d"], 1),
            (&[], &["a"], 0),
        ] {
            assert_eq!(findings(taken, refused), expected, "{taken:?} taken, {refused:?} refused");
        }
    }
}
