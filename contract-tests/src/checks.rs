//! The registry of promises, and the judgement of one exchange against all of them.
//!
//! In come a case and what became of it, out come complaints, observations to count, and the worlds
//! of the validator that fit. Nothing here sends; what takes several exchanges is in
//! scripts.

mod answer;
mod body;
mod envelope;
mod leak;
mod registry;
mod session;
mod transport;

pub use answer::{documented, refusal, successes};
pub use registry::{ALL, Check, find};

use crate::{
    case::{Case, Expect},
    exchange::{Exchange, FailureKind},
    implied::World,
    judge::Judge,
    mutation::Change,
    secret::Secret,
};
use oasis_model::{
    finding::Severity,
    ir::{Api, Operation},
};
use std::sync::Arc;

/// What judging needs to know.
pub struct Context {
    /// The specification.
    pub api: Arc<Api>,
    /// Validators of its payloads.
    pub judge: Judge,
    /// The token, which no answer may hold.
    pub secret: Secret,
}

/// One broken promise, before it is known how often and how small.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    /// Id of the check.
    pub check: &'static str,
    /// What tells this complaint from others of the same check and operation.
    pub cause: String,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// How bad it is.
    pub severity: Severity,
}

/// One thing seen where readings differ, to be counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Observation {
    /// What was looked at; observations with the same text are counted together.
    pub about: String,
    /// What the specification claims.
    pub assumed: String,
    /// What was seen.
    pub observed: String,
    /// JSON pointer of the claim.
    pub at: String,
    /// The edit that would make it the claim.
    pub edit: String,
}

/// What one exchange shows.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Broken promises.
    pub complaints: Vec<Complaint>,
    /// Things to count.
    pub observations: Vec<Observation>,
    /// The worlds that the envelope fits, where one was judged and fits any.
    pub worlds: Option<Vec<World>>,
    /// The status that an envelope about members came with.
    pub envelope_status: Option<u16>,
}

impl Complaint {
    /// A broken promise of severity error.
    pub fn new(
        check: &'static str,
        cause: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            check,
            cause: cause.into(),
            message: message.into(),
            help: help.into(),
            severity: Severity::Error,
        }
    }
}

/// Judges one exchange.
pub fn judge(context: &Context, case: &Case, exchange: &Exchange) -> Verdict {
    let mut verdict = Verdict::default();
    let Some(operation) = context.api.operation(&case.operation) else { return verdict };
    let answer = match &exchange.outcome {
        Ok(answer) => answer,
        Err(failure) if failure.kind == FailureKind::NotSent => return verdict,
        Err(failure) => {
            verdict.complaints.push(transport::failed(case, failure));
            return verdict;
        }
    };
    verdict.complaints.extend(transport::bytes(case, answer));
    verdict.complaints.extend(leak::complaints(context, answer));
    if answer.endless || answer.status == 503 {
        return verdict;
    }
    if answer.status >= 500 {
        verdict.complaints.push(transport::server_error(case, answer));
        return verdict;
    }
    let place = answer::Place { context, operation, case, answer };
    answer::judge(&place, &mut verdict);
    verdict
}

/// The changes that a refusal must name.
pub fn broken(case: &Case) -> &[Change] {
    match &case.expect {
        Expect::Refused(changes) | Expect::Either(changes) => changes,
        _ => &[],
    }
}

/// Whether an operation proves who calls it.
pub fn is_guarded(operation: &Operation) -> bool {
    !operation.security.is_empty() && operation.security.iter().all(|way| !way.is_empty())
}
