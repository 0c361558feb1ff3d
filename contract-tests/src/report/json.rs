//! The report for programs. Its schema is what [`schema`] gives.

use super::{edits, validator, worst_first};
use crate::{
    run::{CheckResult, Outcome, Shown},
    scenario,
};
use oasis_model::finding::Finding;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value};

/// One run.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report<'a> {
    /// The target's address, or `the built-in mock`.
    target: &'a str,
    /// The specification that the target was held to.
    spec: Spec<'a>,
    /// The seed that repeats the run.
    seed: u64,
    /// When it began (RFC 3339).
    started: String,
    /// Seconds that it took.
    seconds: f64,
    /// Requests that went out.
    requests: u64,
    /// Why the run ended before its plan did, if it did.
    ended: Option<&'a str>,
    /// What was not tested, each with the reason.
    skipped: &'a [String],
    /// What was left out since it did not fit the budget.
    left_out: &'a [String],
    /// What became of each check for each operation.
    results: Vec<CheckRow<'a>>,
    /// Cases by operation and category.
    counts: Vec<CountRow<'a>>,
    /// What the error envelopes told of the validator, if they told anything.
    validator: Option<String>,
    /// Whether what was written was put back.
    restored: Restored<'a>,
    /// Everything wrong or worth knowing, worst first.
    findings: Vec<Found<'a>>,
}

/// The specification that a run stood on.
#[derive(Debug, Serialize, JsonSchema)]
struct Spec<'a> {
    /// Its file name as it was given.
    name: &'a str,
    /// `info.version`.
    version: &'a str,
    /// A digest of its text.
    digest: &'a str,
}

/// What became of one check for one operation.
#[derive(Debug, Serialize, JsonSchema)]
struct CheckRow<'a> {
    /// The `operationId`.
    operation: &'a str,
    /// The id of the check.
    check: &'static str,
    /// What became of it.
    outcome: Became,
    /// How often it was made.
    made: u64,
    /// How often it failed.
    failed: u64,
    /// Why it was skipped, if it was.
    reason: Option<&'a str>,
}

/// What became of a check.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Became {
    /// It was made and never failed.
    Passed,
    /// It failed at least once.
    Failed,
    /// It was not made.
    Skipped,
}

/// The cases of one operation and category.
#[derive(Debug, Serialize, JsonSchema)]
struct CountRow<'a> {
    /// The `operationId`.
    operation: &'a str,
    /// What the cases were about.
    category: &'static str,
    /// How many there were.
    cases: u64,
    /// How many of them showed an error or a warning.
    failed: u64,
}

/// Whether what was written was put back.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
enum Restored<'a> {
    /// Nothing was written.
    NothingWritten,
    /// Everything is as it was.
    Done,
    /// Something is not as it was.
    Failed {
        /// The sessions that are not as they were.
        sessions: Vec<NotRestored<'a>>,
    },
}

/// A session that is not as it was.
#[derive(Debug, Serialize, JsonSchema)]
struct NotRestored<'a> {
    /// Its id.
    session: &'a str,
    /// Why it could not be put back.
    reason: &'a str,
    /// The call that puts it back.
    curl: &'a str,
}

/// A finding in the form of this workspace (`severity`, `rule`, `basis`, `at`, `message`, `help`,
/// `evidence`), with what a run knows of it.
#[derive(Debug, Serialize, JsonSchema)]
struct Found<'a> {
    #[serde(flatten)]
    #[schemars(with = "Map<String, Value>")]
    finding: &'a Finding,
    /// The operations that show it, the first seen first.
    operations: &'a [String],
    /// The elements that share the cause, such as property names.
    elements: &'a [String],
    /// How often it was seen.
    times: u64,
    /// How often it could have been seen, where that is known.
    of: Option<u64>,
    /// The edits of the specification that would settle it.
    edits: Vec<EditRow<'a>>,
}

/// An edit of the specification.
#[derive(Debug, Serialize, JsonSchema)]
struct EditRow<'a> {
    /// JSON pointer of the element.
    at: &'a str,
    /// What is done there, in words.
    change: String,
}

impl<'a> Report<'a> {
    fn new(outcome: &'a Outcome) -> Self {
        Self {
            target: &outcome.target,
            spec: Spec {
                name: &outcome.spec.name,
                version: &outcome.spec.version,
                digest: &outcome.spec.digest,
            },
            seed: outcome.seed,
            started: outcome.started.to_string(),
            seconds: outcome.elapsed.as_secs_f64(),
            requests: outcome.requests,
            ended: outcome.ended.map(|ended| ended.text()),
            skipped: &outcome.skipped,
            left_out: &outcome.left_out,
            results: results(outcome),
            counts: counts(outcome),
            validator: validator::words(&outcome.validator),
            restored: restored(&outcome.restored),
            findings: worst_first(outcome).into_iter().map(found).collect(),
        }
    }
}

/// The report of an outcome.
pub fn json(outcome: &Outcome) -> Value {
    serde_json::to_value(Report::new(outcome)).unwrap_or_default()
}

/// The JSON schema of a report.
pub fn schema() -> Value {
    schemars::schema_for!(Report<'static>).to_value()
}

fn results(outcome: &Outcome) -> Vec<CheckRow<'_>> {
    let rows = outcome.results.iter().map(|((operation, check), result)| {
        let (became, made, failed, reason) = match result {
            CheckResult::Passed(made) => (Became::Passed, *made, 0, None),
            CheckResult::Failed { made, failed } => (Became::Failed, *made, *failed, None),
            CheckResult::Skipped(reason) => (Became::Skipped, 0, 0, Some(reason.as_str())),
        };
        CheckRow { operation, check: check.id(), outcome: became, made, failed, reason }
    });
    rows.collect()
}

fn counts(outcome: &Outcome) -> Vec<CountRow<'_>> {
    let rows = outcome.counts.iter().map(|((operation, category), count)| CountRow {
        operation,
        category: category.heading(),
        cases: count.cases,
        failed: count.failed,
    });
    rows.collect()
}

fn restored(restored: &scenario::Restored) -> Restored<'_> {
    match restored {
        scenario::Restored::NothingWritten => Restored::NothingWritten,
        scenario::Restored::Done => Restored::Done,
        scenario::Restored::Failed(failed) => Restored::Failed {
            sessions: failed
                .iter()
                .map(|(original, reason, curl)| NotRestored {
                    session: &original.session,
                    reason,
                    curl,
                })
                .collect(),
        },
    }
}

fn found(shown: &Shown) -> Found<'_> {
    Found {
        finding: &shown.finding,
        operations: &shown.operations,
        elements: &shown.elements,
        times: shown.times,
        of: shown.of,
        edits: shown
            .edits
            .iter()
            .map(|edit| EditRow { at: &edit.at, change: edits::words(edit) })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{clean_outcome, sample_outcome};
    use serde_json::json;

    #[test]
    fn a_report_conforms_to_its_schema() {
        let validator = jsonschema::validator_for(&schema()).expect("the schema is one");
        for outcome in [sample_outcome(), clean_outcome()] {
            let report = json(&outcome);
            let wrong: Vec<String> =
                validator.iter_errors(&report).map(|error| error.to_string()).collect();
            assert_eq!(wrong, Vec::<String>::new());
        }
        assert!(!validator.is_valid(&json!({"target": "x"})), "the schema refuses something");
    }

    #[test]
    fn findings_keep_the_form_of_the_workspace() {
        let outcome = sample_outcome();
        let report = json(&outcome);
        let found = &report["findings"][6];
        let finding = &outcome.findings[6];
        for (name, value) in json!(finding.finding).as_object().expect("a finding is an object") {
            assert_eq!(&found[name], value, "{name}");
        }
        assert_eq!(found["of"], 20);
        assert_eq!(found["elements"], json!(["code", "customerId", "locationId"]));
        assert_eq!(found["edits"][0]["change"], "nullable: true, as 20 of 20 showed on 2026-12-01");
        assert_eq!(report["restored"]["outcome"], "failed");
        assert_eq!(report["ended"], "the budget is used up");
    }

    #[test]
    fn each_check_says_what_became_of_it() {
        let report = json(&sample_outcome());
        let rows = report["results"].as_array().expect("a list");
        let row = |outcome: &str| rows.iter().find(|row| row["outcome"] == outcome);
        assert!(row("passed").is_some_and(|row| row["failed"] == 0 && row["reason"].is_null()));
        assert!(row("failed").is_some_and(|row| row["failed"].as_u64() > Some(0)));
        assert!(row("skipped").is_some_and(|row| row["reason"].is_string() && row["made"] == 0));
    }
}
