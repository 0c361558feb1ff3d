//! Differences in, findings as people read them out: one for each cause, with who is hurt and with
//! witnesses cut to what changed. Machines get the differences themselves.

mod summary;
mod witness;

pub use summary::by_operation;

use super::{Difference, Drift};
use oasis_model::finding::{Evidence, Finding, Severity};
use std::collections::HashMap;

/// The label of the entry that would accept a difference.
pub const ENTRY: &str = "to accept it";

/// Limit on the places that a finding names for one cause.
const MOST_PLACES: usize = 5;

/// The findings of a report, in its order. The same change of the same element at several places, such
/// as a property that several schemas repeat, is one finding that names the others.
pub fn findings(drift: &Drift) -> Vec<Finding> {
    let mut groups: Vec<Vec<&Difference>> = Vec::new();
    let mut known: HashMap<Cause<'_>, usize> = HashMap::new();
    for difference in &drift.findings {
        let next = groups.len();
        let index = match cause(difference) {
            Some(cause) => *known.entry(cause).or_insert(next),
            None => next,
        };
        if index == next {
            groups.push(Vec::new());
        }
        groups[index].push(difference);
    }
    groups.iter().filter_map(|group| shown(group)).collect()
}

/// What makes two differences one.
type Cause<'a> = (&'a str, &'a str, Severity, &'a super::Values);

fn cause(difference: &Difference) -> Option<Cause<'_>> {
    let about = &difference.about;
    let element = about.subject.rsplit('.').next().unwrap_or_default();
    let named = about.operations.contains(&about.subject);
    // What happens to a whole operation is the same for another one only if the values are.
    let element = if named { "" } else { element };
    let same = !element.is_empty() || difference.values != super::Values::default();
    let severity = difference.finding.severity;
    (!about.fact.is_empty() && same).then_some((about.fact, element, severity, &difference.values))
}

fn shown(group: &[&Difference]) -> Option<Finding> {
    let (first, others) = group.split_first()?;
    let correction = if first.correction { ", a correction" } else { "" };
    let hurts = format!("{}, {}{correction}", first.harm, first.verdict);
    let mut finding = first.finding.clone();
    witness::cut(&mut finding.evidence);
    finding.evidence.insert(0, Evidence { label: "hurts".into(), text: hurts });
    if others.is_empty() {
        return Some(finding);
    }
    let place = |other: &&Difference| {
        let at = &other.finding.at.pointer;
        if other.about.subject.is_empty() {
            at.clone()
        } else {
            format!("{} ({at})", other.about.subject)
        }
    };
    let mut places: Vec<String> = others.iter().take(MOST_PLACES).map(place).collect();
    if others.len() > MOST_PLACES {
        places.push(format!("and at {} places more", others.len() - MOST_PLACES));
    }
    finding = finding.with_evidence("also at", places.join("\n"));
    let entries: Vec<&str> = group.iter().filter_map(|one| entry(&one.finding)).collect();
    if let Some(own) = finding.evidence.iter_mut().find(|evidence| evidence.label == ENTRY) {
        own.text = entries.join("\n");
    }
    Some(finding)
}

fn entry(finding: &Finding) -> Option<&str> {
    let found = finding.evidence.iter().find(|evidence| evidence.label == ENTRY)?;
    Some(&found.text)
}
