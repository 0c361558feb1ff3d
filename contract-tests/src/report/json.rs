//! The report for programs: everything that is known of a run as one JSON object.

use super::rows;
use crate::{
    run::{CheckResult, Outcome, Shown},
    scenario::Restored,
};
use serde_json::{Value, json};

/// The report of an outcome. Findings have the form of this workspace (`severity`, `rule`, `basis`, `at`,
/// `message`, `help`, `evidence`), with what a run knows of them.
pub fn json(outcome: &Outcome) -> Value {
    let spec = &outcome.spec;
    let restored = match &outcome.restored {
        Restored::NothingWritten => json!({ "outcome": "nothing-written" }),
        Restored::Done => json!({ "outcome": "done" }),
        Restored::Failed(failed) => {
            let session = |(original, reason, curl): &(
                crate::scenario::Original,
                String,
                String,
            )| {
                json!({ "session": original.session, "reason": reason, "curl": curl })
            };
            json!({ "outcome": "failed", "sessions": failed.iter().map(session).collect::<Vec<_>>() })
        }
    };
    json!({
        "target": outcome.target,
        "flags": outcome.flags,
        "spec": { "name": spec.name, "version": spec.version, "digest": spec.digest },
        "seed": outcome.seed,
        "started": outcome.started.to_string(),
        "seconds": outcome.elapsed.as_secs_f64(),
        "requests": outcome.requests,
        "ended": outcome.ended.map(|ended| ended.text()),
        "skipped": outcome.skipped,
        "left_out": outcome.left_out,
        "results": results(outcome),
        "counts": counts(outcome),
        "validator": rows::validator(&outcome.validator),
        "restored": restored,
        "findings": outcome.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

/// What became of each check of each operation.
fn results(outcome: &Outcome) -> Vec<Value> {
    let rows = outcome.results.iter().map(|((operation, check), result)| {
        let (became, made, failed, reason) = match result {
            CheckResult::Passed(made) => ("passed", *made, 0, None),
            CheckResult::Failed { made, failed } => ("failed", *made, *failed, None),
            CheckResult::Skipped(reason) => ("skipped", 0, 0, Some(reason)),
        };
        json!({
            "operation": operation, "check": check.id(), "outcome": became, "made": made,
            "failed": failed, "reason": reason,
        })
    });
    rows.collect()
}

/// Cases by operation and category.
fn counts(outcome: &Outcome) -> Vec<Value> {
    let rows = outcome.counts.iter().map(|((operation, category), count)| {
        json!({
            "operation": operation, "category": category.heading(), "cases": count.cases,
            "failed": count.failed,
        })
    });
    rows.collect()
}

fn finding(shown: &Shown) -> Value {
    let mut value = json!(shown.finding);
    value["operations"] = json!(shown.operations);
    value["elements"] = json!(shown.elements);
    value["times"] = json!(shown.times);
    value["of"] = json!(shown.of);
    value["edits"] = shown.edits.iter().map(|edit| edit.summary()).collect();
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn a_report_has_every_finding_in_the_form_of_the_workspace_and_every_result() {
        let outcome = sample_outcome();
        let report = json(&outcome);
        for (found, shown) in
            report["findings"].as_array().expect("an array").iter().zip(&outcome.findings)
        {
            for (name, value) in json!(shown.finding).as_object().expect("a finding is an object") {
                assert_eq!(&found[name], value, "{name}");
            }
            assert_eq!(found["of"], json!(shown.of));
            assert_eq!(found["edits"].as_array().map(Vec::len), Some(shown.edits.len()));
        }
        assert_eq!(report["restored"]["sessions"][0]["session"], "s-1");
        assert_eq!(report["ended"], "the budget is used up");
        let rows = report["results"].as_array().expect("an array");
        assert_eq!(rows.len(), outcome.results.len());
        for (outcome, made, reason) in
            [("passed", true, false), ("failed", true, false), ("skipped", false, true)]
        {
            let row = rows.iter().find(|row| row["outcome"] == outcome).expect(outcome);
            assert_eq!((row["made"] != 0, row["reason"].is_string()), (made, reason), "{row}");
            assert_eq!(row["failed"] != 0, outcome == "failed", "{row}");
        }
    }
}
