//! Findings as SARIF 2.1.0, the form in which code hosts show the results of analyses. The least that
//! they need: rules, results with places, and a fingerprint that stays the same from run to run.

use super::harmless;
use crate::finding::{Finding, Place, Severity};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One run of a tool of this name.
pub fn sarif(tool: &str, findings: &[Finding]) -> Value {
    let mut rules: BTreeMap<&str, &Finding> = BTreeMap::new();
    for finding in findings {
        rules.entry(&finding.rule).or_insert(finding);
    }
    let described: Vec<Value> = rules
        .iter()
        .map(|(id, finding)| json!({ "id": id, "help": { "text": words(&finding.help, id) } }))
        .collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": tool,
                "version": env!("CARGO_PKG_VERSION"),
                "rules": described,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }]
    })
}

fn result(finding: &Finding) -> Value {
    let text = format!("{}\n{}", finding.message, finding.help);
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level,
        "message": { "text": harmless(text.trim_end()) },
        "partialFingerprints": {
            "cause/v1": format!("{} {} {}", finding.rule, finding.at.document, finding.at.pointer)
        },
    });
    result["locations"] = json!([location(&finding.at)]);
    if let Some(other) = &finding.other {
        result["relatedLocations"] = json!([location(other)]);
    }
    result
}

fn location(place: &Place) -> Value {
    // A code host shows nothing that has no line, so a finding without one stands at the top.
    let mut region = json!({ "startLine": place.line.unwrap_or(1) });
    if let Some(column) = place.column {
        region["startColumn"] = json!(column);
    }
    let artifact = json!({ "uri": uri(&place.document) });
    let mut location =
        json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } });
    if !place.pointer.is_empty() {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": place.pointer }]);
    }
    location
}

/// A file name as a URI reference.
fn uri(name: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-_~".contains(&byte);
    let escaped = |byte: u8| match byte {
        b'\\' => "/".to_owned(),
        byte if kept(byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    name.bytes().map(escaped).collect()
}

fn words(help: &str, id: &str) -> String {
    if help.is_empty() { id.to_owned() } else { help.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_result_has_a_rule_a_place_and_a_fingerprint() {
        let mut finding = Finding::new(Severity::Warning, "drift/x", "/a", "what", "do it");
        finding.at.document = "my spec#1.yaml".to_owned();
        finding.at.line = Some(3);
        let bare = Finding::new(Severity::Note, "drift/y", "", "what", "");
        let sarif = sarif("oasis-drift", &[finding.clone(), bare.with_other(finding.at)]);
        let run = &sarif["runs"][0];
        let ids: Vec<&Value> =
            run["tool"]["driver"]["rules"].as_array().unwrap().iter().map(|r| &r["id"]).collect();
        assert_eq!(ids, ["drift/x", "drift/y"]);
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "my%20spec%231.yaml");
        assert_eq!(place["region"]["startLine"], 3);
        assert_eq!(run["results"][0]["level"], "warning");
        assert_eq!(run["results"][1]["locations"][0]["physicalLocation"]["region"]["startLine"], 1);
        assert!(run["results"][1]["relatedLocations"][0].is_object());
        assert!(run["results"][0]["partialFingerprints"]["cause/v1"].is_string());
    }
}
