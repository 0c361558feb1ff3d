//! Comparing two specifications.

mod hostile;
mod mutations;
mod pairs;
mod report;
mod soundness;

use oasis_codegen::drift::{Drift, compare};
use oasis_codegen::ir::Api;
use oasis_codegen::{load, lower};

/// Lowers a document that is right enough to be compared.
pub(crate) fn api(text: &str) -> Api {
    let loaded = load::document("test.yaml", text);
    let document = loaded.document.expect("a document that can be compared");
    lower::api(&document).0
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

pub(crate) fn drift(base: &str, new: &str) -> Drift {
    compare(&api(base), &api(new))
}
