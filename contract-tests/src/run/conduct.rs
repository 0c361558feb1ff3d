//! A whole run, from the first connection to the last thing put back.

use super::{
    Request,
    bench::{Bench, POLITE},
    fuzz,
    outcome::Outcome,
    plan::{self, Plan, Wanted},
    preflight, signals,
};
use crate::{
    generate::Category,
    http::Ended,
    oracle::Check,
    scenario::{self, Originals, Tester},
    vendor,
};
use anyhow::bail;
use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

/// Requests a second off this machine: half of the documented limit.
const POLITE: f64 = 10.0;
/// The most time one request may take.
const TIME: Duration = Duration::from_secs(10);
/// The most bytes of a response, beyond what a long request may cause.
const BYTES: usize = 1 << 20;
/// The most requests that are on their way at once.
const AT_ONCE: usize = 16;

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

/// How a run came to its end.
struct Ending {
    left_out: Vec<String>,
    ended: Option<Ended>,
    restored: Restored,
}

/// Everything that sends and judges, made once a run.
#[derive(Clone)]
pub struct Bench {
    spec: Spec,
    lane: Lane,
    log: Option<Arc<Log>>,
    started: (Instant, jiff::Timestamp),
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
        let stop = Arc::new(Stop::after(budget));
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

    /// The run as it is before anything is put back.
    fn ending(&self, left_out: Vec<String>) -> Ending {
        let ended = self.lane.client.stop.reason();
        Ending { left_out, ended, restored: Restored::NothingWritten }
    }

    /// Puts everything together.
    fn outcome(
        &self,
        request: &Request,
        operations: &[usize],
        ending: Ending,
    ) -> Outcome {
        let Lane { generation, client, oracle, results, .. } = &self.lane;
        let Ending { left_out, ended, restored } = ending;
        let about = about_validator(&oracle.api, &results.lock().ballot);
        for problem in about {
            results.add("every operation", Category::Several, problem);
        }
        let state = results.lock();
        let today = self.started.1.strftime("%Y-%m-%d").to_string();
        let maker = Maker {
            target: &client.target,
            secret: &oracle.secret,
            name: &self.spec.name,
            text: &self.spec.text,
            today: &today,
        };
        let mut checks: BTreeMap<(String, Check), CheckResult> = BTreeMap::new();
        for index in operations {
            let operation = &generation.api.operations[*index];
            for check in Check::all() {
                let key = (operation.id.clone(), check);
                let result = match state.checks.get(&key) {
                    Some(count) if count.failed == 0 => CheckResult::Passed(count.cases),
                    Some(count) => {
                        CheckResult::Failed { made: count.cases, failed: count.failed }
                    }
                    None => CheckResult::Skipped(skipped::reason(
                        generation, operation, check, ended,
                    )),
                };
                checks.insert(key, result);
            }
        }
        let mut skipped = vendor::skipped(&generation.api);
        skipped.extend(skipped::category(generation, Category::State).map(str::to_owned));
        Outcome {
            target: request.about.clone(),
            flags: request.flags.clone(),
            spec: SpecIdentity {
                name: self.spec.name.clone(),
                version: self.spec.api.version.clone(),
                digest: self.spec.digest(),
            },
            seed: request.seed,
            started: self.started.1,
            elapsed: self.started.0.elapsed(),
            requests: client.sent(),
            waited: client.asked_to_wait(),
            findings: maker.findings(&state),
            results: checks,
            counts: state.counts.clone(),
            skipped,
            left_out,
            ended,
            validator: state.ballot.clone(),
            restored,
            latency: state.latency.clone(),
        }
    }

    /// Brings the log to the disk.
    ///
    /// # Errors
    /// What could not be written.
    pub fn close(&self) -> anyhow::Result<()> {
        self.log.as_ref().map_or(Ok(()), |log| log.close())
    }
}

/// Runs the suite.
///
/// # Errors
/// Why nothing could be run, or nothing may be written.
pub async fn conduct(bench: &Bench, request: &Request) -> anyhow::Result<Outcome> {
    let (operations, checks) = chosen(bench, &request.only)?;
    let lane = &bench.lane;
    signals::watch(Arc::clone(&lane.client.stop))?;
    let other = bench.with_tester(async |it| preflight::preflight(it, &operations).await).await?;
    if let Some(problem) = other {
        lane.results.add("every operation", Category::Valid, problem);
        return Ok(bench.outcome(request, &operations, bench.ending(Vec::new())));
    }
    let originals = bench.with_tester(async |it| originals(it, request).await).await?;
    let room = (!lane.client.target.is_loopback())
        .then(|| (lane.client.stop.left().as_secs_f64() * POLITE * 0.9) as u64);
    let wanted = Wanted { cases: request.cases, operations: operations.clone(), checks, room };
    let plan = bench.with_tester(async |it| plan::plan(it, &lane.generation, &wanted)).await;
    let mut ending = bench.ending(work(bench, plan).await);
    if let Some(originals) = originals {
        ending.restored = bench.with_tester(async |it| originals.put_back(it).await).await;
    }
    Ok(bench.outcome(request, &operations, ending))
}

/// Plays the vendor against a receiver: the target is the receiver's address.
///
/// # Errors
/// Why nothing could be run.
pub async fn receive(bench: &Bench, request: &Request) -> anyhow::Result<Outcome> {
    let operations: Vec<usize> = (0..bench.spec.api.operations.len())
        .filter(|index| bench.spec.api.operations[*index].is_webhook())
        .collect();
    if operations.is_empty() {
        bail!("the specification has no operation with x-webhook, so there is nothing to receive");
    }
    signals::watch(Arc::clone(&bench.lane.client.stop))?;
    bench.with_tester(async |tester| scenario::receive(tester).await).await;
    if !bench.lane.client.ever_answered() {
        bail!(
            "{} never answered; start the receiver, or check --receiver",
            bench.lane.client.target.origin()
        );
    }
    Ok(bench.outcome(request, &operations, bench.ending(Vec::new())))
}

/// Reads and stores what writing will change; `None` where nothing may be written.
async fn originals(tester: &Tester<'_>, request: &Request) -> anyhow::Result<Option<Originals>> {
    let target = &tester.client.target;
    match &request.folder {
        Some(folder) if target.known(vendor::SESSION_ID, true, false).is_some() => {
            Originals::take(tester, folder).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// Scenarios that need the server for themselves, then everything else; returns what was left out.
async fn work(bench: &Bench, plan: Plan) -> Vec<String> {
    let lane = &bench.lane;
    let mut left_out = plan.left_out;
    let alone =
        |scenario| matches!(scenario, scenario::Scenario::Auth | scenario::Scenario::Session);
    let (before, after): (Vec<_>, Vec<_>) =
        plan.scenarios.into_iter().partition(|(scenario, ..)| alone(*scenario));
    scenarios(bench, &before).await;
    let handle = tokio::runtime::Handle::current();
    let runners: Vec<_> = plan
        .jobs
        .into_iter()
        .map(|job| {
            let (lane, handle) = (lane.clone(), handle.clone());
            tokio::task::spawn_blocking(move || fuzz::run(&lane, &job, &handle))
        })
        .collect();
    for runner in runners {
        // A runner that panics has broken a promise of our own; the rest of the run still counts.
        if runner.await.is_err() {
            left_out.push("a runner ended by a panic; please report it with the seed".to_owned());
        }
    }
    scenarios(bench, &after).await;
    left_out
}

async fn scenarios(bench: &Bench, planned: &[(scenario::Scenario, usize, u64)]) {
    for (scenario, index, most) in planned {
        if bench.lane.client.stop.reason().is_some() {
            return;
        }
        let operation = &bench.spec.api.operations[*index];
        bench
            .with_tester(async |tester| scenario::run(*scenario, tester, operation, *most).await)
            .await;
    }
}

/// The operations and the checks that the user names.
fn chosen(bench: &Bench, only: &[String]) -> anyhow::Result<(Vec<usize>, Vec<Check>)> {
    let all = &bench.spec.api.operations;
    let (mut operations, mut checks) = (Vec::new(), Vec::new());
    for id in only {
        match (all.iter().position(|it| it.id == *id), Check::find(id)) {
            (Some(index), _) => operations.push(index),
            (None, Some(check)) => checks.push(check),
            (None, None) => {
                let known: Vec<&str> = all.iter().map(|it| it.id.as_str()).collect();
                bail!(
                    "{id} is neither an operation ({}) nor a check (see --list-checks)",
                    known.join(", ")
                );
            }
        }
    }
    if operations.is_empty() {
        operations = (0..all.len()).collect();
    }
    Ok((operations, checks))
}

impl Ended {
    /// Whether the run was broken off from outside.
    pub fn is_signal(self) -> bool {
        matches!(self, Self::Interrupted | Self::Terminated | Self::HungUp)
    }
}
