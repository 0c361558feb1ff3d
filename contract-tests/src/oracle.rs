//! Whether a response is right, and if not, which claim of the specification it contradicts.
//!
//! In come a case and what became of it, out comes a [`Verdict`]: problems with their basis, claims that
//! held, and what the envelope tells of the validator. Nothing here sends.

mod auth;
mod blame;
mod check;
mod content;
mod envelope;
mod expected;
mod guess;
mod item;
mod labels;
mod leaks;
mod media;
mod parameters;
mod places;
mod point;
mod scene;
mod sent;
mod status;
mod transport;
mod validator;
mod verdict;

pub use check::{Applied, Check};
pub use guess::LAPSE;
pub use status::{documented, is_guarded, refusal};
pub use validator::{Ballot, about_validator};
pub use verdict::{Held, Problem, Verdict, Votes};

#[cfg(test)]
mod tests;

use crate::{
    generate::{Case, Expect},
    http::Exchange,
    target::Secret,
};
use oasis_model::ir::Api;
use scene::Scene;
use std::{collections::HashSet, sync::Arc};

/// What judging needs to know.
#[derive(Clone, Debug)]
pub struct Oracle {
    /// The specification.
    pub api: Arc<Api>,
    /// The token, which no response may hold.
    pub secret: Secret,
}

impl Oracle {
    /// Judges one exchange. Nothing is judged where nothing was sent, or where the specification has no
    /// such operation.
    pub fn judge(&self, case: &Case, exchange: &Exchange) -> Verdict {
        let mut verdict = Verdict::default();
        let Some(operation) = self.api.operation(&case.operation) else { return verdict };
        let response = match &exchange.outcome {
            Ok(response) => response,
            Err(failure) => {
                transport::failed(case, failure, &mut verdict);
                return verdict;
            }
        };
        let scene = Scene {
            api: &self.api,
            secret: &self.secret,
            operation,
            case,
            request: &exchange.request,
            response,
        };
        if transport::judge(&scene, exchange.waited, &mut verdict) {
            leaks::judge(&scene, &mut verdict);
            if scene.response.status < 500 {
                by_expectation(&scene, &mut verdict);
            }
        }
        once_each(&mut verdict);
        verdict
    }
}

/// What the case expects of a response that came whole, without asking for patience and without a 5xx.
fn by_expectation(scene: &Scene<'_>, verdict: &mut Verdict) {
    if !matches!(scene.case.expect, Expect::Compared | Expect::NoSuchMethod)
        && status::redirected(scene, verdict)
    {
        return;
    }
    match &scene.case.expect {
        Expect::Judged(change) => expected::judged(scene, change.as_ref(), verdict),
        Expect::NotJson => expected::not_json(scene, verdict),
        Expect::Tolerated => verdict.applied.add(Check::OversizedBody),
        Expect::Unauthorized { broken } => auth::unauthorized(scene, *broken, verdict),
        Expect::Authorized => auth::authorized(scene, verdict),
        Expect::NoSuchMethod => status::no_such_method(scene, verdict),
        Expect::Compared => {}
    }
}

/// Several items of one array show the same contradiction once.
fn once_each(verdict: &mut Verdict) {
    let mut seen = HashSet::new();
    verdict.problems.retain(|problem| {
        seen.insert((problem.check, problem.cause.clone(), problem.element.clone()))
    });
    // Who finds something wrong has looked.
    let Verdict { applied, problems, .. } = verdict;
    problems.iter().for_each(|problem| applied.add(problem.check));
    verdict.held.sort();
    verdict.held.dedup();
    // What was contradicted in this very exchange was not borne out by it.
    let Verdict { held, problems, .. } = verdict;
    held.retain(|held| {
        !problems.iter().any(|it| it.cause == held.cause && it.element == held.element)
    });
}
