//! Comparing two specifications.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod book;
mod deep;
mod dialects;
mod hostile;
mod mutations;
mod pairs;
mod report;
mod scale;
mod settle;
mod soundness;
mod version;

use oasis_drift::{Drift, compare, holes};
use oasis_model::{Options, Reading, read_with};

/// A document that is right enough to be compared, with what is wrong with it.
fn read(text: &str, bare: bool) -> Reading {
    let reading = read_with("test.yaml", text, Options { bare, ..Options::default() });
    assert!(reading.is_document(), "a document that can be compared");
    reading
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
    let [whole, bare] = [false, true].map(|bare| {
        let [base, new] = [base, new].map(|text| read(text, bare));
        let mut drift = compare(&base.api, &new.api);
        drift.add(holes((&base.api, &base.findings), (&new.api, &new.findings)));
        drift
    });
    assert_eq!(whole, bare);
    whole
}
