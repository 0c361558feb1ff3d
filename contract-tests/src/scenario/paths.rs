//! Path values that nobody documented, compared with an ordinary unknown id.
//!
//! Whatever an ordinary unknown id is answered, an unusual one may be refused with any 4xx. It is not
//! served where the ordinary one is not, and no unknown id opens a way round the token or the body's rules.

mod judge;
mod values;

use super::{
    Tester,
    maker::{Maker, number, path_parameters, value, with_value},
};
use crate::{
    generate::{Case, Category, Expect, Generation, Ids, segment},
    http::{Auth, Exchange},
    oracle::{self, Check, Problem},
};
use judge::{Trio, compare, unknown};
use oasis_model::ir::{Kind, Operation, Parameter};
use values::{Hostile, hostile};

pub(super) fn requests(generation: &Generation, operation: &Operation) -> u64 {
    let probe = Probe::new(generation, operation);
    let each = |parameter| 1 + probe.hostile(parameter).len() as u64;
    probe.cost() * path_parameters(operation).map(each).sum::<u64>()
}

pub(super) async fn run(tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    let probe = Probe::new(tester.generation, operation);
    let (cost, mut left, mut left_out) = (probe.cost(), most, 0);
    for parameter in path_parameters(operation) {
        let values = probe.hostile(parameter);
        let Some(ordinary) = probe.ordinary(parameter) else { continue };
        let planned = 1 + values.len() as u64;
        let affordable = planned.min(left / cost);
        left_out += (planned - affordable) * cost;
        left -= affordable * cost;
        if affordable == 0 {
            continue;
        }
        let usual = probe.ask(tester, parameter, &ordinary, "ordinary unknown id").await;
        for (which, problem) in unknown(&usual) {
            report(tester, operation, Check::PathUnknownId, problem, &[&which]);
        }
        for hostile in values.iter().take(usize::try_from(affordable - 1).unwrap_or(usize::MAX)) {
            if tester.client.stop.reason().is_some() {
                return left_out;
            }
            let seen = probe.ask(tester, parameter, &hostile.value, hostile.about).await;
            for (pair, problem) in
                compare(&tester.generation.api, operation, parameter, hostile, &usual, &seen)
            {
                report(tester, operation, Check::PathHostile, problem, &[&pair.0, &pair.1]);
            }
        }
    }
    left_out
}

fn report(
    tester: &Tester<'_>,
    operation: &Operation,
    check: Check,
    problem: Option<Problem>,
    exchanges: &[&Exchange],
) {
    // What shows no problem was handed over when it was sent.
    let shown = exchanges.iter().filter(|_| problem.is_some());
    let shown: Vec<Exchange> = shown.map(|exchange| (*exchange).clone()).collect();
    tester.report(&operation.id, Category::Path, check, problem, &shown);
}

/// Asks the same path in three ways.
struct Probe<'a> {
    maker: Maker<'a>,
    valid: Option<Vec<u8>>,
    broken: Option<Vec<u8>>,
    guarded: bool,
}

impl<'a> Probe<'a> {
    fn new(generation: &'a Generation, operation: &'a Operation) -> Self {
        let maker = Maker::new(generation, operation, Category::Path);
        let guarded = oracle::is_guarded(operation);
        Self { valid: maker.valid(), broken: maker.broken(), guarded, maker }
    }

    /// How many requests one value takes.
    fn cost(&self) -> u64 {
        1 + u64::from(self.broken.is_some()) + u64::from(self.guarded)
    }

    /// The unusual values of a parameter, without those that the fixtures name.
    fn hostile(&self, parameter: &Parameter) -> Vec<Hostile> {
        let (generation, operation) = (self.maker.generation, self.maker.operation);
        let known = |other| {
            generation.target.known(&parameter.name, operation.body.is_some(), other).map(segment)
        };
        let kind = &generation.api.schema(generation.api.resolve(parameter.schema).0).kind;
        let is_number = matches!(kind, Kind::Integer(_) | Kind::Number(_));
        let mut values = hostile(known(false).as_deref(), number(generation.seed), is_number);
        let ids = [known(false), known(true)];
        values.retain(|hostile| !ids.iter().flatten().any(|id| *id == hostile.value));
        values
    }

    /// A value that nothing has and that looks like any other.
    fn ordinary(&self, parameter: &Parameter) -> Option<String> {
        let operation = self.maker.operation;
        let case = self.maker.case(self.maker.nobody(), None, "", Expect::Compared);
        value(operation, &case.request.path, &parameter.name).map(str::to_owned)
    }

    /// Sends a valid body, the same without a token, and a broken one. The other parameters are known
    /// where they may be.
    async fn ask(
        &self,
        tester: &Tester<'_>,
        parameter: &Parameter,
        value: &str,
        about: &str,
    ) -> Trio {
        let about = format!("{about} as {}", parameter.name);
        let send = |body: Option<Vec<u8>>, about: String, auth: Option<Auth>| async move {
            let case = self.case(&parameter.name, value, body, about, auth);
            tester.run(&case).await
        };
        let valid = send(self.valid.clone(), about.clone(), None).await;
        let tokenless = if self.guarded {
            let about = format!("{about}, no token");
            Some(send(self.valid.clone(), about, Some(Auth::Nothing)).await)
        } else {
            None
        };
        let broken = match &self.broken {
            Some(body) => {
                Some(send(Some(body.clone()), format!("{about}, broken body"), None).await)
            }
            None => None,
        };
        Trio { valid, broken, tokenless }
    }

    fn case(
        &self,
        parameter: &str,
        value: &str,
        body: Option<Vec<u8>>,
        about: String,
        auth: Option<Auth>,
    ) -> Case {
        let mut case = self.maker.case(Ids::Known, body, about, Expect::Compared);
        if let Some(path) = with_value(self.maker.operation, &case.request.path, parameter, value) {
            case.request.path = path;
        }
        case.request.auth = auth.unwrap_or(case.request.auth);
        case.known = false;
        case
    }
}
