//! Runs cases: sends, judges, books, and stores what was exchanged.
//!
//! Everything that a script or the fuzzer does to the target goes through here, so that pace,
//! budget and safety hold for all of it.

use crate::{
    case::{self, Case, Expect},
    checks::{self, Complaint, Context},
    deck::{Column, Deck, Draft, case_of},
    exchange::{Exchange, Failure, FailureKind},
    files::Log,
    ids::{self, Whose},
    ledger::Ledger,
    mutation::Family,
    sender::Sender,
};
use oasis_model::ir::Operation;
use serde_json::Value;
use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// After this many requests in a row without an answer the server counts as gone.
const GONE: usize = 8;

/// Everything that a run works with.
pub struct Lab {
    /// What judging needs.
    pub context: Context,
    /// The way to the target.
    pub sender: Sender,
    /// The run's seed.
    pub seed: u64,
    ledger: Mutex<Ledger>,
    log: Option<Log>,
    looks_up_sessions: AtomicBool,
    unanswered: AtomicUsize,
    answered: AtomicBool,
    stopped: AtomicBool,
    deadline: Mutex<Option<Instant>>,
}

impl Lab {
    /// A lab for one run.
    pub fn new(context: Context, sender: Sender, seed: u64, log: Option<Log>) -> Self {
        Self {
            context,
            sender,
            seed,
            ledger: Mutex::default(),
            log,
            looks_up_sessions: AtomicBool::new(true),
            unanswered: AtomicUsize::new(0),
            answered: AtomicBool::new(false),
            stopped: AtomicBool::new(false),
            deadline: Mutex::default(),
        }
    }

    /// The books.
    pub fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends without judging; what it shows about the server's life is booked all the same.
    pub async fn send(&self, case: &Case) -> Exchange {
        if self.is_stopped() {
            let failure = Failure {
                kind: FailureKind::NotSent,
                text: "the run had ended".to_owned(),
                begun: false,
            };
            return Exchange {
                operation: case.operation.clone(),
                request: case.request.clone(),
                outcome: Err(failure),
                retried: false,
            };
        }
        let exchange = self.sender.send(&case.operation, &case.request).await;
        if let Some(log) = &self.log {
            log.exchange(&self.context.secret, &exchange, case.is_probe());
        }
        match &exchange.outcome {
            Ok(_) => {
                self.answered.store(true, Ordering::Relaxed);
                self.unanswered.store(0, Ordering::Relaxed);
            }
            Err(failure) => {
                if failure.begun {
                    self.answered.store(true, Ordering::Relaxed);
                }
                if self.unanswered.fetch_add(1, Ordering::Relaxed) + 1 >= GONE {
                    self.stop();
                }
            }
        }
        exchange
    }

    /// Judges and books; gives back the places of new complaints.
    pub fn book(&self, column: Column, case: &Case, exchange: &Exchange) -> Vec<usize> {
        if exchange.outcome.as_ref().is_err_and(|failure| failure.kind == FailureKind::NotSent) {
            return Vec::new();
        }
        let verdict = checks::judge(&self.context, case, exchange);
        let mut ledger = self.ledger();
        if !matches!(case.expect, Expect::Tolerated) {
            ledger.time(case, exchange, self.latency_budget());
        }
        if exchange.status() == Some(503) {
            ledger.throttled(case, exchange);
        }
        if exchange.retried && exchange.outcome.is_ok() && self.sender.note_drop(&case.request) {
            ledger.dropped(case, exchange);
        }
        ledger.book(column, case, exchange, verdict)
    }

    /// Sends, judges and books.
    pub async fn run(&self, column: Column, case: &Case) -> Exchange {
        let exchange = self.send(case).await;
        self.book(column, case, &exchange);
        exchange
    }

    /// Books a complaint that follows from several exchanges.
    pub fn complain(&self, operation: &Operation, complaint: Complaint, exchanges: &[Exchange]) {
        self.ledger().complain(&operation.id, complaint, None, exchanges);
    }

    /// A request with this body to these ids, expected to be accepted.
    pub fn case(
        &self,
        operation: &Operation,
        whose: Whose,
        body: Option<Vec<u8>>,
        about: &str,
    ) -> Case {
        let target = &self.sender.target;
        let (path, known) = ids::path(&self.context.api, operation, target, whose);
        Case {
            operation: operation.id.clone(),
            about: about.to_owned(),
            request: case::request(&self.context.api, operation, path, body),
            expect: Expect::Accepted,
            known,
        }
    }

    /// The smallest valid body of an operation.
    pub fn valid_body(&self, operation: &Operation) -> Option<Value> {
        let schema = operation.body.as_ref()?.json()?.schema?;
        let mut body = crate::strategy::minimal(&self.context.api, schema);
        ids::name_known_session(&self.context.api, operation, &self.sender.target, &mut body);
        Some(body)
    }

    /// A body that every reading refuses, as a draft, if the operation takes one.
    pub fn broken_draft(&self, deck: &Deck) -> Option<Draft> {
        let column = deck.columns().into_iter().map(|(column, _)| column).find(|column| {
            matches!(column, Column::Broken(Family::Missing | Family::Enum | Family::WrongType))
        })?;
        deck.draft(&self.context, column, 0, self.seed)
    }

    /// The case of a draft.
    pub fn case_of(&self, operation: &Operation, draft: &Draft) -> Option<Case> {
        case_of(&self.context, &self.sender.target, operation, draft, self.looks_up_sessions())
    }

    /// Whether the server may look up sessions that bodies name.
    pub fn looks_up_sessions(&self) -> bool {
        self.looks_up_sessions.load(Ordering::Relaxed)
    }

    /// The server takes any session that a body names.
    pub fn takes_any_session(&self) {
        self.looks_up_sessions.store(false, Ordering::Relaxed);
    }

    /// Whether any answer was ever had, or at least begun.
    pub fn ever_answered(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    /// Ends the run before its time.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Sends nothing after this long.
    pub fn set_budget(&self, budget: Duration) {
        let mut deadline = self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
        *deadline = Instant::now().checked_add(budget);
    }

    /// Lets the last requests out, those that put things back.
    pub fn open_again(&self) {
        *self.deadline.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.stopped.store(false, Ordering::Relaxed);
    }

    /// Whether the run is to end.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed) || self.is_late()
    }

    /// Whether the budget is used up.
    pub fn is_late(&self) -> bool {
        let deadline = *self.deadline.lock().unwrap_or_else(PoisonError::into_inner);
        deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Whether the server has stopped answering.
    pub fn is_gone(&self) -> bool {
        self.unanswered.load(Ordering::Relaxed) >= GONE
    }

    fn latency_budget(&self) -> Duration {
        Duration::from_secs(if self.sender.target.is_loopback() { 1 } else { 5 })
    }
}
