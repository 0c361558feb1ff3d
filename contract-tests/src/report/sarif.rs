//! Findings as SARIF 2.1.0, the form in which code hosts show the results of analyses.
//!
//! Each points into the specification, whatever server contradicted it: that is the file which a
//! repository has. A finding without a claim is about an operation, which has a name but no place.

use crate::{
    oracle::Check,
    run::{Outcome, Shown},
};
use oasis_model::finding::{Place, Severity};
use oasis_model::severity;
use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, LogicalLocation, Message, MultiformatMessageString,
    PhysicalLocation, Region, ReportingConfiguration, ReportingDescriptor, Result, ResultLevel,
    Run, SCHEMA_URL, Sarif, Tool, ToolComponent,
};
use std::collections::BTreeMap;

/// SARIF of an outcome.
pub(super) fn sarif(outcome: &Outcome) -> Value {
    let driver = ToolComponent::builder()
        .name("oasis-contract")
        .version(env!("CARGO_PKG_VERSION"))
        .rules(Check::all().map(rule).collect::<Vec<_>>())
        .build();
    let invocation = Invocation::builder()
        .execution_successful(outcome.ended.is_none())
        .start_time_utc(outcome.started.to_string())
        .build();
    let results = outcome.findings.iter().map(|shown| result(outcome, shown));
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .invocations(vec![invocation])
        .results(results.collect::<Vec<_>>())
        .column_kind(json!("unicodeCodePoints"))
        .build();
    let log = Sarif::builder().version(json!("2.1.0")).schema(SCHEMA_URL).runs(vec![run]).build();
    serde_json::to_value(log).unwrap_or_default()
}

/// A check: its promise, and how bad it is to break it where no claim says otherwise.
fn rule(check: Check) -> ReportingDescriptor {
    let basis = check.basis();
    let help = format!("The promise is {basis}.");
    let level = json!(level(severity::severity(basis)));
    ReportingDescriptor::builder()
        .id(check.id())
        .short_description(words(check.promise()))
        .help(words(help))
        .default_configuration(ReportingConfiguration::builder().level(level).build())
        .build()
}

fn result(outcome: &Outcome, shown: &Shown) -> Result {
    let finding = &shown.finding;
    let text = format!("{}\n{}", finding.message, finding.help);
    let index = i64::try_from(shown.check as usize).unwrap_or(-1);
    Result::builder()
        .rule_id(shown.check.id())
        .rule_index(index)
        .level(level(finding.severity))
        .message(Message::builder().text(text.trim_end()).build())
        .locations(vec![location(outcome, shown)])
        .partial_fingerprints(fingerprint(shown))
        .occurrence_count(i64::try_from(shown.times.max(1)).unwrap_or(i64::MAX))
        .build()
}

fn location(outcome: &Outcome, shown: &Shown) -> Location {
    let at = &shown.finding.at;
    let document = if at.document.is_empty() { &outcome.spec.name } else { &at.document };
    let artifact = ArtifactLocation::builder().uri(uri(document)).build();
    let mut physical = PhysicalLocation::builder().artifact_location(artifact).build();
    // A code host shows nothing that has no line, so a finding without one stands at the top.
    physical.region = Some(region(at));
    let mut location = Location::builder().physical_location(physical).build();
    let names = shown.operations.iter().map(|operation| {
        LogicalLocation::builder().name(operation.as_str()).kind("function").build()
    });
    location.logical_locations = Some(names.collect::<Vec<_>>()).filter(|it| !it.is_empty());
    location
}

fn region(at: &Place) -> Region {
    let number = |number: Option<usize>| number.and_then(|it| i64::try_from(it).ok());
    let mut region = Region::builder().start_line(number(at.line).unwrap_or(1)).build();
    region.start_column = number(at.column);
    region
}

/// What stays the same from run to run: the rule and the claim.
fn fingerprint(shown: &Shown) -> BTreeMap<String, String> {
    let cause = format!("{} {}", shown.check.id(), shown.finding.at.pointer);
    BTreeMap::from([("cause/v1".to_owned(), cause)])
}

/// A file name as a URI reference.
fn uri(name: &str) -> String {
    let path = name.replace('\\', "/");
    const KEPT: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'.')
        .remove(b'-')
        .remove(b'_')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(&path, &KEPT).to_string()
}

fn words(text: impl Into<String>) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Note => ResultLevel::Note,
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
