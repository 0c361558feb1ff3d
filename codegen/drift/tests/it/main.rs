//! Comparing two specifications.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod deep;
mod hostile;
mod mutations;
mod pairs;
mod report;
mod soundness;

use oasis_drift::{Drift, compare, holes};
use oasis_model::finding::Finding;
use oasis_model::ir::Api;
use oasis_model::load::{self, Loaded};
use oasis_model::lower;

/// A document that is right enough to be compared, with what is wrong with it.
fn read(loaded: Loaded) -> (Api, Vec<Finding>) {
    let document = loaded.document.expect("a document that can be compared");
    let (api, findings) = lower::api(&document);
    (api, loaded.findings.into_iter().chain(findings).collect())
}

/// One line a finding.
pub(crate) fn lines(drift: &Drift) -> String {
    let mut text = format!("{}\n", drift.verdict);
    for difference in &drift.findings {
        let finding = &difference.finding;
        let other = finding.other.as_ref().map(|place| place.pointer.as_str()).unwrap_or_default();
        text.push_str(&format!(
            "  {} {} {} at {} (base {other}): {}\n",
            difference.verdict,
            serde_json::to_string(&difference.harm).unwrap(),
            finding.rule,
            finding.at.pointer,
            finding.message
        ));
        for evidence in &finding.evidence {
            text.push_str(&format!("      {}: {}\n", evidence.label, evidence.text));
        }
    }
    text
}

/// Compares two documents as the command does, holes included; their prose must change nothing.
pub(crate) fn drift(base: &str, new: &str) -> Drift {
    let [whole, bare] = [load::document, load::bare].map(|load| {
        let [(base, own), (new, other)] = [base, new].map(|text| read(load("test.yaml", text)));
        let mut drift = compare(&base, &new);
        drift.add(holes((&base, &own), (&new, &other)));
        drift
    });
    assert_eq!(whole, bare);
    whole
}
