//! Keeps the books of a run: complaints once per check, operation and cause, and counts of the rest.
//!
//! In come verdicts, out come findings. It holds no bodies but those of first cases, so its size
//! does not grow with the number of cases.

use crate::{
    case::Case,
    checks::{self, Complaint, Verdict},
    deck::Column,
    exchange::Exchange,
    implied::World,
};
use std::{collections::BTreeMap, time::Duration};

/// Everything that a run has shown.
#[derive(Default)]
pub struct Ledger {
    /// First cases, in the order they were found.
    pub found: Vec<Found>,
    /// Cases and complaints by operation and column.
    pub counts: BTreeMap<(String, Column), Count>,
    /// What was seen where readings differ, by operation and subject.
    pub tallies: BTreeMap<(String, String), Tally>,
    worlds: Option<Vec<World>>,
    statuses: BTreeMap<String, BTreeMap<u16, usize>>,
    slow: BTreeMap<String, Slow>,
    drops: usize,
    impatient: usize,
}

/// One broken promise with its first case.
#[derive(Clone, Debug)]
pub struct Found {
    /// What is wrong.
    pub complaint: Complaint,
    /// The `operationId`.
    pub operation: String,
    /// The case that shows it, made as small as it gets; none where it takes several exchanges.
    pub case: Option<Case>,
    /// What was exchanged, the telling one last.
    pub exchanges: Vec<Exchange>,
    /// How often it was seen.
    pub times: usize,
}

/// How many cases were run and how many of them complained about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Cases.
    pub cases: u64,
    /// Cases with a complaint.
    pub failed: u64,
}

/// What was seen of one thing on which readings differ.
#[derive(Clone, Debug)]
pub struct Tally {
    /// What the specification claims.
    pub assumed: String,
    /// JSON pointer of the claim.
    pub at: String,
    /// The edits that would settle it, by what was observed.
    pub edits: BTreeMap<String, String>,
    /// How often each was seen.
    pub seen: BTreeMap<String, usize>,
}

struct Slow {
    times: usize,
    worst: Duration,
    case: Case,
    exchange: Exchange,
}

/// What happens this often is no accident.
const OFTEN_ENOUGH: usize = 3;

impl Ledger {
    /// Books one judged exchange; gives back the places of what is new.
    pub fn book(
        &mut self,
        column: Column,
        case: &Case,
        exchange: &Exchange,
        verdict: Verdict,
    ) -> Vec<usize> {
        let count = self.counts.entry((case.operation.clone(), column)).or_default();
        count.cases += 1;
        if verdict
            .complaints
            .iter()
            .any(|complaint| complaint.severity == oasis_model::finding::Severity::Error)
        {
            count.failed += 1;
        }
        for observation in verdict.observations {
            let key = (case.operation.clone(), observation.about);
            let tally = self.tallies.entry(key).or_insert_with(|| Tally {
                assumed: observation.assumed,
                at: observation.at,
                edits: BTreeMap::new(),
                seen: BTreeMap::new(),
            });
            // Messages may quote values; a few different ones tell enough.
            if tally.seen.len() < 20 || tally.seen.contains_key(&observation.observed) {
                tally.edits.entry(observation.observed.clone()).or_insert(observation.edit);
                *tally.seen.entry(observation.observed).or_default() += 1;
            }
        }
        let mut complaints = verdict.complaints;
        complaints.extend(verdict.worlds.and_then(|worlds| self.narrow(&worlds)));
        complaints.extend(
            verdict.envelope_status.and_then(|status| self.one_status(&case.operation, status)),
        );
        complaints
            .into_iter()
            .filter_map(|complaint| {
                self.complain(
                    &case.operation,
                    complaint,
                    Some(case),
                    std::slice::from_ref(exchange),
                )
            })
            .collect()
    }

    /// Books a complaint; gives back its place if it is new.
    pub fn complain(
        &mut self,
        operation: &str,
        complaint: Complaint,
        case: Option<&Case>,
        exchanges: &[Exchange],
    ) -> Option<usize> {
        let same = |found: &&mut Found| {
            found.operation == operation
                && found.complaint.check == complaint.check
                && found.complaint.cause == complaint.cause
        };
        if let Some(found) = self.found.iter_mut().find(same) {
            found.times += 1;
            return None;
        }
        // A check that has failed in many ways on one operation has nothing new to say.
        let before = self.found.iter().filter(|found| {
            found.operation == operation && found.complaint.check == complaint.check
        });
        if before.count() >= MOST_CAUSES {
            return None;
        }
        self.found.push(Found {
            complaint,
            operation: operation.to_owned(),
            case: case.cloned(),
            exchanges: exchanges.to_vec(),
            times: 1,
        });
        Some(self.found.len() - 1)
    }

    /// Counts a check made by a script.
    pub fn count(&mut self, operation: &str, column: Column, failed: bool) {
        let count = self.counts.entry((operation.to_owned(), column)).or_default();
        count.cases += 1;
        count.failed += u64::from(failed);
    }

    /// Books how long an answer took.
    pub fn time(&mut self, case: &Case, exchange: &Exchange, budget: Duration) {
        let Some(answer) = exchange.answer().filter(|answer| answer.elapsed > budget) else {
            return;
        };
        let elapsed = answer.elapsed;
        let slow = self.slow.entry(case.operation.clone()).or_insert_with(|| Slow {
            times: 0,
            worst: elapsed,
            case: case.clone(),
            exchange: exchange.clone(),
        });
        slow.times += 1;
        slow.worst = slow.worst.max(elapsed);
        if slow.times == OFTEN_ENOUGH {
            let complaint = Complaint::new(
                "contract/latency",
                "slow",
                format!(
                    "{OFTEN_ENOUGH} answers took longer than {} s, the slowest {:.1} s",
                    budget.as_secs(),
                    slow.worst.as_secs_f64()
                ),
                "answer faster, or find out what these requests wait for",
            );
            let (case, exchange) = (slow.case.clone(), slow.exchange.clone());
            self.complain(&case.operation.clone(), complaint, Some(&case), &[exchange]);
        }
    }

    /// Books an answer that still asked for patience when all patience was used up.
    pub fn throttled(&mut self, case: &Case, exchange: &Exchange) {
        self.impatient += 1;
        if self.impatient == OFTEN_ENOUGH {
            let complaint = Complaint::new(
                "contract/rate-limit",
                "lasting",
                "503 does not stop although the pace is half of the documented limit",
                "serve 20 requests a second, and 503 only beyond that",
            );
            self.complain(&case.operation, complaint, Some(case), std::slice::from_ref(exchange));
        }
    }

    /// Books a connection that was dropped although nothing had been sent on it before.
    pub fn dropped(&mut self, case: &Case, exchange: &Exchange) {
        self.drops += 1;
        if self.drops >= OFTEN_ENOUGH {
            let complaint = Complaint::new(
                "contract/connection",
                "now and then",
                "fresh connections are dropped now and then without an answer",
                "answer every request before closing the connection",
            );
            self.complain(&case.operation, complaint, Some(case), std::slice::from_ref(exchange));
        }
    }

    /// Keeps the worlds that fit everything so far; none left is a broken promise.
    fn narrow(&mut self, worlds: &[World]) -> Option<Complaint> {
        let before = self.worlds.clone().unwrap_or_else(|| World::BOTH.to_vec());
        let after: Vec<World> =
            before.iter().copied().filter(|world| worlds.contains(world)).collect();
        if after.is_empty() {
            let name = |worlds: &[World]| worlds.first().map_or("none", |world| world.name());
            return Some(Complaint::new(
                "contract/envelope-one-world",
                "mixture",
                format!(
                    "this envelope is worded as by {}, earlier ones as by {}",
                    name(worlds),
                    name(&before)
                ),
                "use one version of the validator, and its words, for everything",
            ));
        }
        self.worlds = Some(after);
        None
    }

    /// Readings of the envelope's status exclude each other: an operation has one.
    fn one_status(&mut self, operation: &str, status: u16) -> Option<Complaint> {
        let seen = self.statuses.entry(operation.to_owned()).or_default();
        *seen.entry(status).or_default() += 1;
        let often: Vec<String> = seen
            .iter()
            .filter(|(_, times)| **times >= OFTEN_ENOUGH)
            .map(|(status, _)| status.to_string())
            .collect();
        (often.len() > 1).then(|| {
            Complaint::new(
                "contract/envelope-one-world",
                "status",
                format!("broken bodies are refused with {}", often.join(" as well as with ")),
                "refuse every broken body with one status",
            )
        })
    }

    /// The world of the validator, where only one is left.
    pub fn world(&self) -> Option<World> {
        match self.worlds.as_deref() {
            Some([only]) => Some(*only),
            _ => None,
        }
    }
}

/// A check is quiet for an operation after this many causes.
const MOST_CAUSES: usize = 6;

/// Whether a finding belongs to what the user asked for.
pub fn is_wanted(only: &[String], found: &Found) -> bool {
    let checks: Vec<&String> = only.iter().filter(|id| checks::find(id).is_some()).collect();
    checks.is_empty() || checks.iter().any(|id| *id == found.complaint.check)
}
