//! The end of a run: results in, the [`Outcome`] out.

use super::{
    Request,
    bench::Bench,
    findings::Maker,
    fuzz::Lane,
    outcome::{CheckResult, Outcome, SpecIdentity},
    skipped,
};
use crate::{
    generate::Category,
    http::Ended,
    oracle::{Check, about_validator},
    scenario::Restored,
    vendor,
};
use std::collections::BTreeMap;

/// How a run came to its end.
pub(super) struct Ending {
    pub(super) left_out: Vec<String>,
    pub(super) ended: Option<Ended>,
    pub(super) restored: Restored,
}

impl Bench {
    /// The run as it is before anything is put back.
    pub(super) fn ending(&self, left_out: Vec<String>) -> Ending {
        let ended = self.lane.client.stop.reason();
        Ending { left_out, ended, restored: Restored::NothingWritten }
    }

    /// Puts everything together.
    pub(super) fn outcome(
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
        results.conclude_webhooks();
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
                    Some(count) => CheckResult::Failed { made: count.cases, failed: count.failed },
                    None if state.absent.contains(&operation.id) => {
                        CheckResult::Skipped("not implemented by the target".to_owned())
                    }
                    None => {
                        CheckResult::Skipped(skipped::reason(generation, operation, check, ended))
                    }
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
}
