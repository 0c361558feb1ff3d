//! Mistakes of two documents in, what they mean for the comparison out. A hole in a document reads
//! as "anything", so that what is compared there proves nothing; the same hole in both documents is
//! no difference.

use super::{Difference, Harm, Verdict};
use crate::finding::{Finding, Severity};

/// Keys that say nothing about messages.
const PROSE: [&str; 6] = ["description", "example", "operationId", "summary", "title", "version"];

/// What the mistakes of one document leave undecided, those aside that the other one makes too.
pub fn holes(own: &[Finding], other: &[Finding]) -> Vec<Difference> {
    let lone = own
        .iter()
        .filter(|finding| is_hole(finding) && !other.iter().any(|other| is_same(finding, other)));
    let undecided = |finding: &Finding| Difference {
        finding: finding.clone(),
        harm: Harm::Wire,
        verdict: Verdict::Undecided,
        correction: false,
    };
    lone.map(undecided).collect()
}

/// Whether something that messages depend on could not be read.
fn is_hole(finding: &Finding) -> bool {
    let pointer = finding.at.pointer.as_str();
    let key = pointer.rsplit_once('/').map_or("", |(_, key)| key);
    finding.severity == Severity::Error
        || (finding.rule == "spec/wrong-shape" && !PROSE.contains(&key))
}

fn is_same(left: &Finding, right: &Finding) -> bool {
    left.rule == right.rule && left.message == right.message && left.at.pointer == right.at.pointer
}
