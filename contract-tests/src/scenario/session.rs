//! What writes do to a session: parts in, problems out, each with the exchanges that led there.
//!
//! There is no way to read a session, so an empty change is the read. Runs only where writing is
//! allowed, and alone. What was there before the run is put back by [`super::Originals`], not here.

pub(super) mod compare;
mod parts;

use super::{
    Budget, Tester,
    maker::{Maker, bytes},
};
use crate::{
    generate::{Category, Expect, Generation, Ids},
    http::Exchange,
    oracle::{Check, Problem},
    vendor::{self, Sessions},
};
use compare::{Difference, LEFT, differences};
use oasis_model::finding::{Basis, Severity};
use oasis_model::ir::Operation;
use parts::{Act, Allowed, Part, Step, parts};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How many exchanges a problem shows at the most.
const SHOWN: usize = 12;
/// Bodies of more bytes may be refused: no page says how large one may be.
const LARGE: usize = 64 << 10;
/// How many parts in a row may fail to read the session; more would prove nothing either.
const UNREAD: u32 = 3;

pub(super) fn requests(generation: &Generation, operation: &Operation) -> u64 {
    planned(generation, operation).map_or(0, |(_, parts)| parts.iter().map(Part::cost).sum())
}

pub(super) async fn run(tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    let generation = tester.generation;
    let Some((rules, parts)) = planned(generation, operation) else { return 0 };
    let maker = Maker { generation, operation, category: Category::State };
    let sessions = Default::default();
    let mut player = Player {
        tester,
        rules,
        maker,
        sessions,
        history: vec![],
        blame: Blame::default(),
        leaks: false,
    };
    let (mut budget, mut unread) = (Budget::new(most), 0);
    for part in parts {
        if unread < UNREAD && budget.takes(part.cost()) {
            unread = if player.play(&part).await.is_some() { 0 } else { unread + 1 };
        }
    }
    budget.left_out
}

/// What is done to the sessions of the fixtures, if this operation changes sessions and may.
fn planned<'a>(
    generation: &'a Generation,
    operation: &Operation,
) -> Option<(Sessions<'a>, Vec<Part>)> {
    let target = &generation.target;
    let rules = vendor::sessions(&generation.api).ok()?;
    let first = target.known(vendor::SESSION_ID, true, false)?;
    if rules.operation.id != operation.id {
        return None;
    }
    let other = target.known(vendor::SESSION_ID, true, true).is_some_and(|other| other != first);
    let allowed = Allowed { other, mark: target.may_do_irreversible() };
    let broken = Maker { generation, operation, category: Category::State }.broken();
    let parts = parts(&rules, allowed, broken, generation.seed);
    Some((rules, parts))
}

/// What one session should hold, by what was shown last: so one fault is one difference, not one for
/// each step after it.
#[derive(Default)]
struct Session {
    /// Nothing: it is not known what it holds.
    shown: Option<Map<String, Value>>,
    /// The last change was refused, so nothing may have changed.
    refused: bool,
}

impl Session {
    /// Takes in the status and the body that an act led to. Returns the differences, or `None` if nothing
    /// can be compared: the session was not known before, or the response does not show it.
    fn see(&mut self, act: &Act, status: u16, body: Option<Value>) -> Option<Vec<Difference>> {
        self.refused = (400..500).contains(&status);
        if self.refused {
            return None;
        }
        let shown = match (act, status, body) {
            // What should be refused and was taken is for another check to say.
            (Act::Change(_) | Act::Again(_), 200..=299, Some(Value::Object(shown))) => Some(shown),
            _ => None,
        };
        let before = std::mem::replace(&mut self.shown, shown)?;
        let changes = match act {
            Act::Change(changes) => changes.clone(),
            _ => Map::new(),
        };
        Some(differences(&before, changes, self.shown.as_ref()?))
    }
}

/// Plays parts and keeps what both sessions should hold.
struct Player<'a> {
    tester: &'a Tester<'a>,
    rules: Sessions<'a>,
    maker: Maker<'a>,
    /// The session and the other one.
    sessions: [Session; 2],
    history: Vec<Exchange>,
    blame: Blame,
    /// A write to one session was seen to change the other.
    leaks: bool,
}

impl Player<'_> {
    /// Plays one part; `None` if it could not be played to its end, since the run has ended or no
    /// response shows the session.
    async fn play(&mut self, part: &Part) -> Option<()> {
        // What was shown last is where the part begins.
        self.history.drain(..self.history.len().saturating_sub(1));
        let read = Step { other: false, act: Act::read(), check: Check::StateIdempotent };
        for step in &part.steps {
            let index = usize::from(step.other);
            if self.sessions[index].shown.is_none() && !step.act.is_read() {
                self.step(&Step { other: step.other, ..read.clone() }, "read").await?;
                self.sessions[index].shown.as_ref()?;
            }
            self.step(step, part.about).await?;
            if self.leaks {
                // What is written to one session is no longer known of the other.
                self.sessions[1 - index] = Session::default();
            }
            if self.sessions[index].shown.is_none() && !matches!(step.act, Act::Refused(..)) {
                // A change that was neither made nor refused leaves nothing to go on from.
                return (!step.act.is_read()).then_some(());
            }
        }
        Some(())
    }

    /// Sends one step and hands over what it shows; `None`: the run has ended.
    async fn step(&mut self, step: &Step, about: &str) -> Option<()> {
        let session = usize::from(step.other);
        let refused = self.sessions[session].refused;
        let exchange = self.send(step, about).await?;
        let body = exchange.response().and_then(|response| response.json());
        let status = exchange.status().unwrap_or_default();
        let seen = self.sessions[session].see(&step.act, status, body);
        self.history.push(exchange);
        let Some(differences) = seen else { return Some(()) };
        if differences.is_empty() {
            self.report(step.check, None);
        }
        for difference in differences {
            let problem = self.blame.problem(about, step, refused, &difference);
            self.leaks |= problem.check == Check::StateIsolated;
            self.report(problem.check, Some(problem));
        }
        Some(())
    }

    async fn send(&self, step: &Step, about: &str) -> Option<Exchange> {
        let ids = if step.other { Ids::Other } else { Ids::Known };
        let case = match &step.act {
            Act::Refused(body, auth, expect) => {
                let mut case = self.maker.case(ids, Some(body.clone()), about, expect.clone());
                case.request.auth = auth.clone();
                case
            }
            Act::Change(changes) | Act::Again(changes) => {
                let body = bytes(&self.rules.change(Value::Object(changes.clone())));
                let expect =
                    if body.len() > LARGE { Expect::Tolerated } else { Expect::Judged(None) };
                self.maker.case(ids, Some(body), about, expect)
            }
        };
        let exchange = if case.known { self.tester.run(&case).await } else { return None };
        (!exchange.is_unsent()).then_some(exchange)
    }

    fn report(&self, check: Check, problem: Option<Problem>) {
        let from = self.history.len().saturating_sub(SHOWN);
        let exchanges = if problem.is_some() { &self.history[from..] } else { &[] };
        self.tester.report(&self.rules.operation.id, Category::State, check, problem, exchanges);
    }
}

/// Which promise was broken by differences that were seen before, by property. What goes wrong with a
/// plain change goes wrong everywhere after it, so it stays the one cause.
#[derive(Default)]
struct Blame(BTreeMap<String, Check>);

impl Blame {
    /// The problem that a difference is. `refused`: the step before was.
    fn problem(
        &mut self,
        about: &str,
        step: &Step,
        refused: bool,
        difference: &Difference,
    ) -> Problem {
        let Difference { property, at, how } = difference;
        let check = self.0.get(property).copied();
        let check = check.unwrap_or_else(|| broken(step, refused, difference));
        // Nobody but the run writes metadata and the mark; the rest of a session may live on meanwhile.
        let is_ours = [vendor::METADATA, vendor::MARK].contains(&property.as_str());
        let basis = if is_ours { check.basis() } else { Basis::Assumed };
        let cause = format!("{}: {}", check.promise(), if is_ours { property } else { "the rest" });
        let message = format!("{about}: {} {how}", at.chars().take(80).collect::<String>());
        let help =
            "store what is sent, all of it and nothing else, and respond with what is stored";
        let mut problem = Problem::new(check, basis, cause, message, help);
        problem.element = Some(property.clone());
        problem.focus = Some(difference.focus().to_owned());
        // A warning about what the run writes must not stand for an error.
        let serious = problem.severity == Severity::Error && check != Check::StateReplaced;
        if about == parts::PLAIN && (serious || !is_ours) {
            self.0.insert(property.clone(), check);
        }
        problem
    }
}

/// The promise that a difference breaks.
fn broken(step: &Step, after_refusal: bool, difference: &Difference) -> Check {
    let events = format!("/{}/{}", vendor::METADATA, vendor::EVENTS);
    let is_read = step.act.is_read();
    match step.check {
        // Metadata that was refused may have been written all the same.
        _ if is_read && after_refusal => Check::StateRefusedUnchanged,
        check @ (Check::StateRefusedUnchanged | Check::StateIsolated) if is_read => check,
        _ if difference.property == vendor::MARK => Check::StateFraud,
        check @ Check::StateIdempotent => check,
        _ if difference.how == LEFT => Check::StateReplaced,
        _ if difference.at.starts_with(&events) => Check::StateEventsKept,
        check @ Check::StateFraud => check,
        _ => Check::StateWritten,
    }
}

#[cfg(test)]
mod tests;
