//! The report for programs. Its schema is what [`schema`] gives.

use crate::suite::{Outcome, Wishes};
use oasis_model::report;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// One run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report {
    /// The target's address; the built-in mock where none was named.
    pub target: String,
    /// The seed that repeats the run.
    pub seed: u64,
    /// The part of the plan, such as `2/4`, where the run was one of several.
    pub shard: Option<String>,
    /// Requests that went out.
    pub requests: u64,
    /// Seconds that the run took.
    pub seconds: f64,
    /// Why the run ended before its plan did, if it did.
    pub ended: Option<String>,
    /// The generation of the validator, where the answers tell it.
    pub validator: Option<String>,
    /// What was not tested since the specification does not have it, each with the reason.
    pub skipped: Vec<String>,
    /// Cases by operation and subject.
    pub counts: Vec<Row>,
    /// Everything wrong or worth knowing; the form is that of all findings of this workspace.
    pub findings: Value,
}

/// The cases of one operation and subject.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Row {
    /// The `operationId`.
    pub operation: String,
    /// What the cases were about.
    pub subject: String,
    /// How many there were.
    pub cases: u64,
    /// How many of them broke a promise.
    pub failed: u64,
}

/// The report of an outcome.
pub fn json(outcome: &Outcome, target: &str, wishes: &Wishes) -> Report {
    let row =
        |((operation, column), count): (&(String, crate::deck::Column), &crate::ledger::Count)| {
            Row {
                operation: operation.clone(),
                subject: column.heading().to_owned(),
                cases: count.cases,
                failed: count.failed,
            }
        };
    Report {
        target: target.to_owned(),
        seed: wishes.seed,
        shard: wishes.shard.map(|shard| format!("{}/{}", shard.part, shard.of)),
        requests: outcome.requests,
        seconds: outcome.elapsed.as_secs_f64(),
        ended: outcome.ended.map(str::to_owned),
        validator: outcome.world.map(str::to_owned),
        skipped: outcome.skipped.clone(),
        counts: outcome.counts.iter().map(row).collect(),
        findings: report::json(&outcome.findings),
    }
}

/// The JSON schema of a report.
pub fn schema() -> Value {
    schemars::schema_for!(Report).to_value()
}
