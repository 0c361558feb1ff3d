//! Runs a plan against a target: the one function behind the command, the tests and the mock.
//!
//! In come the specification, a target and the wishes of the user; out comes an [`Outcome`] with
//! findings and counts. It prints nothing but what it is given a way to say.

mod contact;
mod harvest;

use crate::{
    checks::Context,
    deck::{Deck, Draft},
    exchange::Exchange,
    files::Log,
    judge::Judge,
    lab::Lab,
    ledger::{Count, Ledger},
    plan::{self, Item, Shard},
    script,
    sender::Sender,
    shrink,
    spec::Spec,
    target::Target,
    vendor,
};
use oasis_model::{finding::Finding, ir::Api};
use serde_json::Value;
use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

/// What the user wants.
#[derive(Clone, Debug, Default)]
pub struct Wishes {
    /// Cases per operation and column.
    pub cases: Option<u64>,
    /// Where random bodies come from.
    pub seed: u64,
    /// Operations or checks; empty: all.
    pub only: Vec<String>,
    /// A part of the plan.
    pub shard: Option<Shard>,
    /// The most time a run may take.
    pub budget: Option<Duration>,
}

/// What a run has shown.
pub struct Outcome {
    /// Everything that is wrong or worth knowing.
    pub findings: Vec<Finding>,
    /// Cases that show them, in the order of the findings, where one exchange does.
    pub cases: Vec<Option<crate::case::Case>>,
    /// What was exchanged for each finding.
    pub exchanges: Vec<Vec<Exchange>>,
    /// Cases and complaints by operation and column.
    pub counts: BTreeMap<(String, crate::deck::Column), Count>,
    /// Requests that went out.
    pub requests: u64,
    /// How long it took.
    pub elapsed: Duration,
    /// Items of the plan that were done, and how many there were.
    pub done: (u64, u64),
    /// Why the run ended early, if it did.
    pub ended: Option<&'static str>,
    /// What was not tested since the specification does not have it, each with the reason.
    pub skipped: Vec<String>,
    /// The validator's generation, if the answers tell it.
    pub world: Option<&'static str>,
}

/// Runs the suite. `say` is told, now and then, how far it is.
///
/// # Errors
/// Why nothing could be run.
pub async fn run(
    spec: &Spec,
    target: Target,
    wishes: &Wishes,
    log: Option<Log>,
    say: &(dyn Fn(u64, u64) + Sync),
) -> Result<Outcome, String> {
    let started = Instant::now();
    let lab = lab(spec, target, wishes.seed, log)?;
    let decks: Vec<Deck> = chosen(&lab.context.api, &wishes.only)?
        .into_iter()
        .map(|operation| Deck::new(&lab.context, operation))
        .collect();
    let lab = Arc::new(lab);
    let budget = wishes.budget.unwrap_or_else(|| match lab.sender.target.is_loopback() {
        true => Duration::from_secs(60),
        false => Duration::from_secs(300),
    });
    let in_flight = contact::make(&lab, &decks).await?;
    let originals = contact::originals(&lab).await;
    lab.set_budget(budget.saturating_sub(started.elapsed()));
    let total = plan::items(&decks, wishes.cases).count() as u64;
    let mut run = Run { lab: Arc::clone(&lab), decks: &decks, waiting: VecDeque::new(), in_flight };
    let checks: Vec<&str> = wishes
        .only
        .iter()
        .map(String::as_str)
        .filter(|id| crate::checks::find(id).is_some())
        .collect();
    let (mut done, mut ended) = (0, None);
    // One listener for the whole run: a new one each time would miss what comes in between.
    let mut interrupt = std::pin::pin!(tokio::signal::ctrl_c());
    for (place, item) in plan::items(&decks, wishes.cases).enumerate() {
        let place = place as u64;
        if lab.is_stopped() {
            ended = Some(match (lab.is_gone(), lab.is_late()) {
                (true, _) => "the server stopped answering",
                (_, true) => "the budget is used up",
                _ => "interrupted",
            });
            break;
        }
        if plan::serves(item, &checks) && wishes.shard.is_none_or(|shard| shard.takes(place)) {
            tokio::select! {
                () = run.item(item, wishes.seed) => {}
                _ = &mut interrupt => lab.stop(),
            }
        }
        done = place + 1;
        say(done, total);
    }
    run.drain().await;
    if lab.sender.target.permissions.writes && !lab.is_gone() {
        lab.open_again();
        script::put_back(&lab, &originals).await;
    }
    let world = lab.ledger().world().map(crate::implied::World::name);
    Ok(Outcome {
        requests: lab.sender.sent(),
        elapsed: started.elapsed(),
        done: (done, total),
        ended,
        skipped: vendor::skipped(&lab.context.api),
        world,
        ..harvest::outcome(&lab, wishes)
    })
}

/// The lab for a target.
///
/// # Errors
/// What is wrong with the specification or the connection's set-up.
pub fn lab(spec: &Spec, target: Target, seed: u64, log: Option<Log>) -> Result<Lab, String> {
    let judge = Judge::new(&spec.api, &spec.text)?;
    let context = Context { api: Arc::clone(&spec.api), judge, secret: target.token.clone() };
    let per_second = (!target.is_loopback()).then_some(10.0);
    Ok(Lab::new(context, Sender::new(target, per_second)?, seed, log))
}

/// The operations that the user asks for, by their place.
fn chosen(api: &Api, only: &[String]) -> Result<Vec<usize>, String> {
    for id in only {
        if api.operation(id).is_none() && crate::checks::find(id).is_none() {
            let known: Vec<&str> =
                api.operations.iter().map(|operation| operation.id.as_str()).collect();
            return Err(format!(
                "{id} is neither an operation ({}) nor a check (see --list-checks)",
                known.join(", ")
            ));
        }
    }
    let named = |id: &&String| api.operation(id).is_some();
    let wanted: Vec<&String> = only.iter().filter(named).collect();
    let is_wanted = |index: &usize| {
        wanted.is_empty() || wanted.iter().any(|id| **id == api.operations[*index].id)
    };
    Ok((0..api.operations.len()).filter(is_wanted).collect())
}

/// A run in progress.
struct Run<'a> {
    lab: Arc<Lab>,
    decks: &'a [Deck],
    waiting: VecDeque<Waiting>,
    in_flight: usize,
}

/// A request on its way.
struct Waiting {
    draft: Draft,
    operation: usize,
    case: crate::case::Case,
    exchange: tokio::task::JoinHandle<Exchange>,
}

impl Run<'_> {
    async fn item(&mut self, item: Item, seed: u64) {
        match item {
            Item::Script(script, deck) => {
                self.drain().await;
                let deck = &self.decks[deck];
                let operation = &self.lab.context.api.operations[deck.operation];
                script::run(script, &self.lab, operation, deck).await;
            }
            Item::Draft(deck, column, number) => {
                let deck = &self.decks[deck];
                let lab = Arc::clone(&self.lab);
                let operation = &lab.context.api.operations[deck.operation];
                let Some(draft) = deck.draft(&lab.context, column, number, seed) else { return };
                let Some(case) = lab.case_of(operation, &draft) else { return };
                while self.waiting.len() >= self.in_flight {
                    self.settle().await;
                }
                let (lab, sent) = (Arc::clone(&lab), case.clone());
                let exchange = tokio::spawn(async move { lab.send(&sent).await });
                self.waiting.push_back(Waiting {
                    draft,
                    operation: deck.operation,
                    case,
                    exchange,
                });
            }
        }
    }

    async fn drain(&mut self) {
        while !self.waiting.is_empty() {
            self.settle().await;
        }
    }

    /// Judges the oldest request on its way, so that the order of findings does not depend on time.
    async fn settle(&mut self) {
        let Some(waiting) = self.waiting.pop_front() else { return };
        // Sending does not panic; if it ever did, the case would be missing from the counts.
        let Ok(exchange) = waiting.exchange.await else { return };
        let new = self.lab.book(waiting.draft.column, &waiting.case, &exchange);
        let operation = &self.lab.context.api.operations[waiting.operation];
        for place in new {
            let found = self.lab.ledger().found[place].clone();
            let smaller = shrink::shrink(&self.lab, operation, &waiting.draft, &found).await;
            if let Some((case, exchange)) = smaller {
                let mut ledger = self.lab.ledger();
                ledger.found[place].case = Some(case);
                ledger.found[place].exchanges = vec![exchange];
            }
        }
    }
}

/// The metadata of known sessions, so that it can be put back.
pub(crate) type Originals = Vec<(bool, Value)>;

/// For the counts of a ledger.
pub(crate) fn counts(ledger: &Ledger) -> BTreeMap<(String, crate::deck::Column), Count> {
    ledger.counts.clone()
}
