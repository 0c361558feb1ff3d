//! One proptest runner per operation and category: it draws cases, sends and judges them, and shrinks
//! what fails.
//!
//! A cause that is found is set aside, and the runner goes on until it finds no new one.

use super::{Regressions, Results};
use crate::{
    generate::{self, Case, Category, Generation},
    http::Client,
    oracle::Oracle,
    scenario::Seen,
};
use oasis_model::ir::Operation;
use proptest::test_runner::{
    Config, RngAlgorithm, TestCaseError, TestCaseResult, TestError, TestRng, TestRunner,
};
use std::{cell::RefCell, sync::Arc};
use tokio::runtime::Handle;

/// What one runner does.
#[derive(Clone, Debug)]
pub struct Job {
    /// The place of the operation in the API.
    pub operation: usize,
    /// The column of the table.
    pub category: Category,
    /// How many of the fixed cases are sent, the most telling first.
    pub fixed: u64,
    /// How many random cases are sent.
    pub random: u32,
    /// The most requests that shrinking one cause may take.
    pub shrink: u32,
}

/// What a runner works with; everything in it is shared.
#[derive(Clone)]
pub(super) struct Lane {
    pub(super) generation: Arc<Generation>,
    pub(super) client: Arc<Client>,
    pub(super) oracle: Arc<Oracle>,
    pub(super) results: Arc<Results>,
    /// Is told every exchange.
    pub(super) log: Arc<dyn Fn(&Seen<'_>) + Send + Sync>,
    pub(super) regressions: Option<std::path::PathBuf>,
}

/// Runs one job to its end; blocks, so it belongs on a thread that may.
pub(super) fn run(lane: &Lane, job: &Job, handle: &Handle) {
    let operation = &lane.generation.api.operations[job.operation];
    let mut runner = runner(lane, job, operation);
    let hunted: RefCell<Option<String>> = RefCell::new(None);
    let test = |case: Case| attempt(lane, handle, &hunted, &case);
    let fixed = generate::fixed(&lane.generation, operation, job.category);
    for tree in fixed.into_iter().take(usize::try_from(job.fixed).unwrap_or(usize::MAX)) {
        if lane.client.stop.reason().is_some() {
            return;
        }
        // A failure has been recorded with its smallest example by now.
        let _ = runner.run_one(tree, test);
        hunted.replace(None);
    }
    if job.random == 0 {
        return;
    }
    let Some(strategy) = generate::drawn(&lane.generation, operation, job.category) else { return };
    while let Err(TestError::Fail(..)) = runner.run(&strategy, test) {
        hunted.replace(None);
    }
}

/// The property that holds for every case of a category: as a plain proptest run, for tests.
///
/// # Errors
/// The first case that shows an error or a warning, shrunk.
pub fn property(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
    config: Config,
    problems: impl Fn(&Case) -> Vec<String>,
) -> Result<(), Box<TestError<Case>>> {
    let test = |case: Case| match problems(&case).as_slice() {
        [] => Ok(()),
        problems => Err(TestCaseError::fail(problems.join("; "))),
    };
    let mut runner =
        TestRunner::new_with_rng(config, rng(generation.seed, &operation.id, category));
    for tree in generate::fixed(generation, operation, category) {
        runner.run_one(tree, test).map_err(Box::new)?;
    }
    match generate::drawn(generation, operation, category) {
        Some(strategy) => runner.run(&strategy, test).map_err(Box::new),
        None => Ok(()),
    }
}

/// Sends one case. While a cause is hunted only that one counts, so that shrinking ends at the smallest
/// case of the same cause.
fn attempt(
    lane: &Lane,
    handle: &Handle,
    hunted: &RefCell<Option<String>>,
    case: &Case,
) -> TestCaseResult {
    let exchange = handle.block_on(lane.client.send(&case.operation, &case.request));
    if exchange.is_unsent() {
        // The one rejection that is allowed: proptest ends here instead of drawing what nobody sends.
        return Err(TestCaseError::reject("the run has ended"));
    }
    let seen = Seen {
        operation: &case.operation,
        category: case.category,
        case: Some(case),
        exchanges: std::slice::from_ref(&exchange),
        verdict: lane.oracle.judge(case, &exchange),
    };
    (lane.log)(&seen);
    if let Some(cause) = hunted.borrow().as_ref() {
        lane.results.take_smaller(&seen);
        return match seen.verdict.problems.iter().any(|problem| problem.cause == *cause) {
            true => Err(TestCaseError::fail(cause.clone())),
            false => Ok(()),
        };
    }
    match lane.results.record(&seen).into_iter().next() {
        None => Ok(()),
        Some(cause) => {
            hunted.replace(Some(cause.clone()));
            Err(TestCaseError::fail(cause))
        }
    }
}

fn runner(lane: &Lane, job: &Job, operation: &Operation) -> TestRunner {
    let name = format!("{}-{}.txt", operation.id, job.category.heading().replace(' ', "-"));
    let file = lane.regressions.as_ref().map(|folder| folder.join(name));
    let config = Config {
        cases: job.random,
        max_shrink_iters: job.shrink,
        max_global_rejects: 0,
        failure_persistence: file.map(|file| Box::new(Regressions::new(file)) as Box<_>),
        source_file: None,
        ..Config::default()
    };
    TestRunner::new_with_rng(config, rng(lane.generation.seed, &operation.id, job.category))
}

/// Chance that follows from the run's seed, the operation and the category alone.
fn rng(seed: u64, operation: &str, category: Category) -> TestRng {
    let text = format!("{seed} {operation} {}", category.heading());
    let mut bytes = [0; 32];
    for (index, part) in bytes.chunks_mut(8).enumerate() {
        part.copy_from_slice(&fnv(&format!("{index} {text}")).to_le_bytes());
    }
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

/// FNV-1a: the same on every machine.
fn fnv(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
