//! What writes do to a session: parts in, problems out, each with the exchanges that led there.
//!
//! There is no way to read a session, so an empty change is the read. Runs only where writing is
//! allowed, and alone. What was there before the run is put back by [`super::Originals`], not here.

pub(super) mod compare;
mod model;
mod parts;

use super::{
    Tester,
    maker::{Maker, bytes},
};
use crate::{
    generate::{Category, Expect, Generation, Ids},
    http::Exchange,
    oracle::{Check, Problem},
    vendor::{self, Sessions},
};
use compare::Difference;
use model::{Act, Model};
use oasis_model::finding::Basis;
use oasis_model::ir::Operation;
use parts::{Allowed, Part, Step, parts};

/// How many exchanges a problem shows at the most.
const SHOWN: usize = 12;
/// How many parts in a row may fail to read the session; more would prove nothing either.
const UNREAD: u32 = 3;

pub(super) fn requests(generation: &Generation, operation: &Operation) -> u64 {
    planned(generation, operation).map_or(0, |(_, parts)| parts.iter().map(Part::cost).sum())
}

pub(super) async fn run(tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    let Some((rules, parts)) = planned(tester.generation, operation) else { return 0 };
    let maker = Maker::new(tester.generation, operation, Category::State);
    let mut player =
        Player { tester, rules, maker, models: Default::default(), history: Vec::new() };
    let (mut left, mut left_out, mut unread) = (most, 0, 0);
    for part in parts {
        if part.cost() > left {
            left_out += part.cost();
            continue;
        }
        if tester.client.stop.reason().is_some() || unread == UNREAD {
            continue;
        }
        left -= part.cost();
        unread = if player.play(&part).await.is_some() { 0 } else { unread + 1 };
    }
    left_out
}

/// What is done to the sessions of the fixtures, if this operation changes sessions and may.
fn planned<'a>(
    generation: &'a Generation,
    operation: &Operation,
) -> Option<(Sessions<'a>, Vec<Part>)> {
    let rules = vendor::sessions(&generation.api).ok()?;
    let target = &generation.target;
    let first = target.known(vendor::SESSION_ID, true, false)?;
    if rules.operation.id != operation.id {
        return None;
    }
    let other = target.known(vendor::SESSION_ID, true, true).is_some_and(|other| other != first);
    let allowed = Allowed { other, mark: target.may_do_irreversible() };
    let broken = Maker::new(generation, operation, Category::State).broken();
    let parts = parts(&rules, allowed, broken, generation.seed);
    Some((rules, parts))
}

/// Plays parts and keeps what both sessions should hold.
struct Player<'a> {
    tester: &'a Tester<'a>,
    rules: Sessions<'a>,
    maker: Maker<'a>,
    /// The session and the other one.
    models: [Model; 2],
    history: Vec<Exchange>,
}

impl Player<'_> {
    /// Plays one part; `None` if it could not be played to its end, since the run has ended or no
    /// response shows the session.
    async fn play(&mut self, part: &Part) -> Option<()> {
        // What was shown last is where the part begins.
        self.history.drain(..self.history.len().saturating_sub(1));
        for step in &part.steps {
            let model = usize::from(step.other);
            let is_read = matches!(step.act, Act::Read);
            if !self.models[model].is_known() && !is_read {
                let read = self.send(step.other, &Act::Read, "read").await?;
                self.models[model].see(&Act::Read, &read);
                self.history.push(read);
                if !self.models[model].is_known() {
                    return None;
                }
            }
            let after_refusal = self.models[model].refused;
            let exchange = self.send(step.other, &step.act, &part.about).await?;
            let seen = self.models[model].see(&step.act, &exchange);
            self.history.push(exchange);
            self.judge(part, step, after_refusal, seen);
            if !self.models[model].is_known() && !matches!(step.act, Act::Refused(..)) {
                // A change that was neither made nor refused leaves nothing to go on from.
                return (!is_read).then_some(());
            }
        }
        Some(())
    }

    async fn send(&self, other: bool, act: &Act, about: &str) -> Option<Exchange> {
        let ids = if other { Ids::Other } else { Ids::Known };
        let case = match (act, act.changes()) {
            (Act::Refused(body, auth, expect), _) => {
                let mut case = self.maker.case(ids, Some(body.clone()), about, expect.clone());
                case.request.auth = auth.clone();
                case
            }
            (_, changes) => {
                let body = bytes(&self.rules.change(changes.unwrap_or_default()));
                self.maker.case(ids, Some(body), about, Expect::Judged(None))
            }
        };
        let may = case.known && self.tester.client.stop.reason().is_none();
        let exchange = if may { self.tester.run(&case).await } else { return None };
        (!exchange.is_unsent()).then_some(exchange)
    }

    /// Hands over what a step showed; nothing where nothing could be compared.
    fn judge(&self, part: &Part, step: &Step, refused: bool, seen: Option<Vec<Difference>>) {
        let Some(differences) = seen else { return };
        let report = |check, problem: Option<Problem>| {
            let from = self.history.len().saturating_sub(SHOWN);
            let exchanges = if problem.is_some() { &self.history[from..] } else { &[] };
            let operation = &self.rules.operation.id;
            self.tester.report(operation, Category::State, check, problem, exchanges);
        };
        if differences.is_empty() {
            report(step.check, None);
        }
        for difference in differences {
            let problem = problem(part, step, refused, &difference);
            report(problem.check, Some(problem));
        }
    }
}

/// The problem that a difference is.
fn problem(part: &Part, step: &Step, after_refusal: bool, difference: &Difference) -> Problem {
    let within = |name: &str| difference.property == name;
    let is_ours = within(vendor::METADATA) || within(vendor::MARK);
    let check = match step.check {
        // Metadata that was refused may have been written all the same.
        _ if after_refusal && matches!(step.act, Act::Read) => Check::StateRefusedUnchanged,
        check @ (Check::StateRefusedUnchanged | Check::StateIsolated) => match step.act {
            Act::Read => check,
            _ => Check::StateWritten,
        },
        _ if within(vendor::MARK) => Check::StateFraud,
        Check::StateReplaced | Check::StateEventsKept if !is_ours => Check::StateWritten,
        check => check,
    };
    // Nobody but this run writes metadata and mark; the rest of a session may live on meanwhile.
    let basis = if is_ours { check.basis() } else { check.basis().max(Basis::Inferred) };
    let what = if is_ours { difference.property.as_str() } else { "something else" };
    let cause = format!("{}: {what}", check.promise());
    let message = format!("{}: {}", part.about, difference.text());
    let help = "store what is sent, all of it and nothing else, and respond with what is stored";
    let mut problem = Problem::new(check, basis, cause, message, help);
    problem.element = Some(part.about.clone());
    problem.focus = Some(difference.focus());
    problem
}

#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;
