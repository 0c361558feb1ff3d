//! A whole run, from the first connection to the last thing put back.

use super::{
    Request,
    bench::{Bench, POLITE},
    fuzz,
    outcome::Outcome,
    plan::{self, Plan, Wanted},
    preflight::{Contact, preflight},
    signals,
};
use crate::{
    generate::Category,
    http::Ended,
    oracle::Check,
    scenario::{self, Originals, Tester},
    vendor,
};
use anyhow::bail;
use std::sync::Arc;

/// Runs the suite.
///
/// # Errors
/// Why nothing could be run, or nothing may be written.
pub async fn conduct(bench: &Bench, request: &Request) -> anyhow::Result<Outcome> {
    let (operations, checks) = chosen(bench, &request.only)?;
    let lane = &bench.lane;
    signals::watch(Arc::clone(&lane.client.stop))?;
    let contact = async |it: &Tester<'_>| preflight(it, &operations, &lane.results).await;
    let there = match bench.with_tester(contact).await? {
        Contact::With(there) => there,
        Contact::Other(problem) => {
            lane.results.add("every operation", Category::Valid, problem);
            return Ok(bench.outcome(request, &operations, bench.ending(Vec::new())));
        }
    };
    let originals = bench.with_tester(async |it| originals(it, request, &there).await).await;
    let chosen = Chosen { operations, there, checks };
    match originals {
        Ok(originals) => rest(bench, request, chosen, originals, None).await,
        Err(error) => {
            let why = format!("what writing does: {error:#}");
            rest(&bench.without_writes(), request, chosen, None, Some(why)).await
        }
    }
}

/// What is to be tested.
struct Chosen {
    /// The operations that the user named.
    operations: Vec<usize>,
    /// Those of them that the target has.
    there: Vec<usize>,
    checks: Vec<Check>,
}

/// Everything after first contact. Where the originals cannot be read nothing is written, and it says `why`.
async fn rest(
    bench: &Bench,
    request: &Request,
    chosen: Chosen,
    originals: Option<Originals>,
    why: Option<String>,
) -> anyhow::Result<Outcome> {
    let lane = &bench.lane;
    let room = (!lane.client.target.is_loopback())
        .then(|| (lane.client.stop.left().as_secs_f64() * POLITE * 0.9) as u64);
    let Chosen { operations, there, checks } = chosen;
    let wanted = Wanted { cases: request.cases, operations: there, checks, room };
    let plan = bench.with_tester(async |it| plan::plan(it, &lane.generation, &wanted)).await;
    if plan.is_empty() && lane.client.stop.reason().is_none() {
        bail!(
            "there is nothing to test: no operation that --only names has what its checks look at"
        );
    }
    let mut ending = bench.ending(work(bench, plan).await);
    ending.left_out.extend(why);
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
async fn originals(
    tester: &Tester<'_>,
    request: &Request,
    there: &[usize],
) -> anyhow::Result<Option<Originals>> {
    let (target, api) = (&tester.client.target, &tester.generation.api);
    let sessions = vendor::sessions(api).map(|sessions| &sessions.operation.id);
    let is_there = |id: &String| there.iter().any(|index| api.operations[*index].id == *id);
    // Without the operation that reads a session, none is written to.
    let is_read = sessions.map_or(true, is_there);
    match &request.folder {
        Some(folder) if is_read && target.known(vendor::SESSION_ID, true, false).is_some() => {
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
