//! From the books of a run to findings.

use super::{Outcome, Wishes, counts};
use crate::{
    checks, exchange,
    lab::Lab,
    ledger::{Found, Tally, is_wanted},
};
use oasis_model::finding::{Basis, Finding, Severity};
use std::time::Duration;

/// Findings and counts; the rest is filled in by who knows it.
pub(super) fn outcome(lab: &Lab, wishes: &Wishes) -> Outcome {
    let ledger = lab.ledger();
    let mut outcome = Outcome {
        findings: Vec::new(),
        cases: Vec::new(),
        exchanges: Vec::new(),
        counts: counts(&ledger),
        requests: 0,
        elapsed: Duration::ZERO,
        done: (0, 0),
        ended: None,
        skipped: Vec::new(),
        world: None,
    };
    for found in ledger.found.iter().filter(|found| is_wanted(&wishes.only, found)) {
        outcome.findings.push(scrubbed(lab, finding(lab, found)));
        outcome.cases.push(found.case.clone());
        outcome.exchanges.push(found.exchanges.clone());
    }
    for ((operation, about), tally) in &ledger.tallies {
        if let Some(note) = note(lab, operation, about, tally) {
            outcome.findings.push(scrubbed(lab, note));
            outcome.cases.push(None);
            outcome.exchanges.push(Vec::new());
        }
    }
    outcome
}

fn finding(lab: &Lab, found: &Found) -> Finding {
    let complaint = &found.complaint;
    let basis = checks::find(complaint.check).map_or(Basis::Assumed, |check| check.basis);
    let times = if found.times > 1 { format!(" ({} times)", found.times) } else { String::new() };
    let mut finding = Finding::new(
        complaint.severity,
        complaint.check,
        found.operation.clone(),
        format!("{}{times}", complaint.message),
        complaint.help.clone(),
    )
    .with_basis(basis);
    let target = &lab.sender.target;
    if let Some(body) = found.exchanges.last().and_then(|last| last.request.body.as_ref()) {
        finding = finding.with_evidence("body", exchange::excerpt(&body.0));
    }
    for exchange in &found.exchanges {
        finding = finding.with_evidence("exchange", exchange::transcript(exchange));
    }
    for exchange in &found.exchanges {
        finding = finding.with_evidence("curl", exchange.request.curl(target));
    }
    finding
}

/// Where another reading than the claim was observed.
fn note(lab: &Lab, operation: &str, about: &str, tally: &Tally) -> Option<Finding> {
    let (observed, times) = tally
        .seen
        .iter()
        .filter(|(observed, _)| **observed != tally.assumed)
        .max_by_key(|(_, times)| **times)?;
    let total: usize = tally.seen.values().sum();
    let edit = tally.edits.get(observed).cloned().unwrap_or_default();
    let basis = lab
        .context
        .api
        .operation(operation)
        .and_then(|operation| operation.responses.iter().find(|response| response.at == tally.at))
        .map_or(Basis::Inferred, |response| response.claim.basis);
    let message =
        format!("{about}: assumed {}, observed {observed} in {times} of {total}", tally.assumed);
    Some(
        Finding::new(Severity::Note, "contract/other-reading", operation, message, edit)
            .with_basis(basis)
            .with_evidence("claim", tally.at.clone()),
    )
}

fn scrubbed(lab: &Lab, mut finding: Finding) -> Finding {
    let secret = &lab.context.secret;
    finding.message = secret.scrub(&finding.message);
    finding.help = secret.scrub(&finding.help);
    for evidence in &mut finding.evidence {
        evidence.text = secret.scrub(&evidence.text);
    }
    finding
}
