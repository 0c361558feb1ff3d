//! Findings as SARIF 2.1.0, the form in which code hosts show the results of analyses.
//!
//! Each points into the specification, whatever server contradicted it: that is the file which a
//! repository has. A finding without a claim is about an operation, which has a name but no place.

use crate::{
    oracle::Check,
    run::{Outcome, Shown},
};
use oasis_model::{finding::Severity, severity};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// SARIF of an outcome.
pub(super) fn sarif(outcome: &Outcome) -> Value {
    let results = outcome.findings.iter().map(|shown| result(outcome, shown));
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "oasis-contract",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": Check::all().map(rule).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": outcome.ended.is_none(),
                "startTimeUtc": outcome.started.to_string(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

/// A check: its promise, and how bad it is to break it where no claim says otherwise.
fn rule(check: Check) -> Value {
    json!({
        "id": check.id(),
        "shortDescription": { "text": check.promise() },
        "help": { "text": format!("The promise is {}.", check.basis()) },
        "defaultConfiguration": { "level": level(severity::severity(check.basis())) },
    })
}

fn result(outcome: &Outcome, shown: &Shown) -> Value {
    let finding = &shown.finding;
    let at = &finding.at;
    let document = if at.document.is_empty() { &outcome.spec.name } else { &at.document };
    // A code host shows nothing that has no line, so a finding without one stands at the top.
    let mut region = json!({ "startLine": at.line.unwrap_or(1) });
    if let Some(column) = at.column {
        region["startColumn"] = column.into();
    }
    let operation = |name: &String| json!({ "name": name, "kind": "function" });
    json!({
        "ruleId": shown.check.id(),
        "ruleIndex": shown.check as usize,
        "level": level(finding.severity),
        "message": { "text": format!("{}\n{}", finding.message, finding.help).trim_end() },
        "locations": [{
            "physicalLocation": { "artifactLocation": { "uri": uri(document) }, "region": region },
            "logicalLocations": shown.operations.iter().map(operation).collect::<Vec<_>>(),
        }],
        // What stays the same from run to run: the rule and the claim.
        "partialFingerprints": { "cause/v1": format!("{} {}", shown.check.id(), at.pointer) },
        "occurrenceCount": shown.times.max(1),
    })
}

/// A file name as a URI reference.
fn uri(name: &str) -> String {
    const REPLACED: AsciiSet =
        NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');
    utf8_percent_encode(&name.replace('\\', "/"), &REPLACED).to_string()
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn every_result_has_a_rule_a_place_and_a_fingerprint_of_its_own() {
        let mut outcome = sample_outcome();
        outcome.spec.name = "my spec#1.yaml".into();
        let sarif = sarif(&outcome);
        let run = &sarif["runs"][0];
        let results = run["results"].as_array().expect("an array");
        let mut fingerprints = std::collections::BTreeSet::new();
        for (result, shown) in results.iter().zip(&outcome.findings) {
            let index = result["ruleIndex"].as_u64().expect("an index") as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
            assert_eq!(result["level"], json!(shown.finding.severity));
            let place = &result["locations"][0]["physicalLocation"];
            let has_claim = shown.finding.at.line.is_some();
            let uri = if has_claim { "spec/oasis.yaml" } else { "my%20spec%231.yaml" };
            assert_eq!(place["artifactLocation"]["uri"], uri);
            assert!(place["region"]["startLine"].as_u64() > Some(0), "{place}");
            fingerprints.insert(result["partialFingerprints"]["cause/v1"].to_string());
        }
        assert_eq!(fingerprints.len(), outcome.findings.len());
    }
}
