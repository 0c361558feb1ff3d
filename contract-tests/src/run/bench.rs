//! Everything that sends, judges and keeps results, made once a run.

use super::{fuzz::Lane, results::Results};
use crate::{
    generate::Generation,
    http::{Client, Limits, Stop},
    oracle::Oracle,
    report::Log,
    scenario::{Seen, Tester},
    spec::Spec,
    target::Target,
};
use std::{
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

/// Requests a second off this machine: half of the documented limit.
pub(super) const POLITE: f64 = 10.0;
/// The most time one request may take.
const TIME: Duration = Duration::from_secs(10);
/// The most bytes of a response, beyond what a long request may cause.
const BYTES: usize = 1 << 20;
/// The most requests that are on their way at once.
const AT_ONCE: usize = 16;

/// The part of the budget that is kept for putting back what was written.
const PUTTING_BACK: Duration = Duration::from_secs(5);

/// What the user asks for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The target in words.
    pub about: String,
    /// The options that a repetition needs, besides the seed.
    pub flags: String,
    /// Cases per operation and category.
    pub cases: Option<u64>,
    /// Where random cases come from.
    pub seed: u64,
    /// Operations or checks; empty: all.
    pub only: Vec<String>,
    /// The most time a run may take; else 60 s on this machine, 5 minutes elsewhere.
    pub budget: Option<Duration>,
    /// Where originals are stored before anything is written. Without it, nothing that is written is
    /// put back, which is for mocks only.
    pub folder: Option<PathBuf>,
    /// Where seeds of failures are kept.
    pub regressions: Option<PathBuf>,
}

/// Everything that sends and judges, made once a run.
#[derive(Clone)]
pub struct Bench {
    pub(super) spec: Spec,
    pub(super) lane: Lane,
    pub(super) log: Option<Arc<Log>>,
    pub(super) started: (Instant, jiff::Timestamp),
}

impl Bench {
    /// Gets ready. The budget counts from here.
    ///
    /// # Errors
    /// Why no encrypted connection could be made.
    pub fn new(
        spec: &Spec,
        target: Target,
        request: &Request,
        log: Option<Arc<Log>>,
    ) -> anyhow::Result<Self> {
        let is_here = target.is_loopback();
        let budget = request.budget.unwrap_or(Duration::from_secs(if is_here { 60 } else { 300 }));
        let started = (Instant::now(), jiff::Timestamp::now());
        let limits = Limits {
            per_second: (!is_here).then_some(POLITE),
            at_once: AT_ONCE,
            time: TIME,
            bytes: BYTES,
        };
        let target = Arc::new(target);
        // Putting back is part of the run: it has this long, and a little more.
        let reserve = match target.permissions.writes {
            true => PUTTING_BACK.min(budget / 4),
            false => Duration::ZERO,
        };
        let stop = Arc::new(Stop::after(budget - reserve));
        let client = Arc::new(Client::new(Arc::clone(&target), stop, limits)?);
        let api = Arc::clone(&spec.api);
        let secret = target.token.clone();
        let slow = Duration::from_secs(if is_here { 1 } else { 5 });
        let logged = log.clone();
        let lane = Lane {
            generation: Arc::new(Generation::new(Arc::clone(&api), target, request.seed)),
            client,
            oracle: Arc::new(Oracle { api, secret: secret.clone() }),
            results: Arc::new(Results::new(slow)),
            log: Arc::new(move |seen: &Seen<'_>| {
                if let (Some(log), Some(case)) = (&logged, seen.case) {
                    for exchange in seen.exchanges {
                        log.exchange(exchange, case.is_probe(), &secret);
                    }
                }
            }),
            regressions: request.regressions.clone(),
        };
        Ok(Self { spec: spec.clone(), lane, log, started })
    }

    /// The same, for a target that may not be written to after all.
    pub(super) fn without_writes(&self) -> Self {
        let mut lane = self.lane.clone();
        let mut target = Target::clone(&lane.generation.target);
        target.permissions.writes = false;
        let (api, seed) = (Arc::clone(&lane.generation.api), lane.generation.seed);
        lane.generation = Arc::new(Generation::new(api, Arc::new(target), seed));
        Self { lane, ..self.clone() }
    }

    /// How many requests went out.
    pub fn sent(&self) -> u64 {
        self.lane.client.sent()
    }

    /// Works with everything that sends and judges, as scenarios do.
    pub async fn with_tester<T>(&self, work: impl AsyncFnOnce(&Tester<'_>) -> T) -> T {
        let sink = |seen: Seen<'_>| {
            (self.lane.log)(&seen);
            self.lane.results.record(&seen);
        };
        let tester = Tester {
            generation: &self.lane.generation,
            client: &self.lane.client,
            oracle: &self.lane.oracle,
            sink: &sink,
        };
        work(&tester).await
    }

    /// Brings the log to the disk.
    ///
    /// # Errors
    /// What could not be written.
    pub fn close(&self) -> anyhow::Result<()> {
        self.log.as_ref().map_or(Ok(()), |log| log.close())
    }
}
