//! Mistakes of two documents in, what they mean for the comparison out. A hole in a document reads
//! as "anything", so that what is compared there proves nothing; the same hole in both documents is
//! no difference.

use super::{Difference, Harm, Verdict};
use crate::finding::{Finding, Place, Severity};
use std::collections::{BTreeMap, HashMap};

/// Keys that say nothing about messages.
const PROSE: [&str; 6] = ["description", "example", "operationId", "summary", "title", "version"];

/// What the mistakes of the base and of the new document mean, those aside that both make, at
/// whatever place: a hole leaves something undecided, a keyword without effect is why a change of
/// it is none.
pub fn holes(base: &[Finding], new: &[Finding]) -> Vec<Difference> {
    let (base, new) = (index(base), index(new));
    let mut found = Vec::new();
    for (place, finding) in new.lone(&base) {
        let other = base.places.get(&place).map(|other| other.at.clone());
        found.push(Finding { other, ..finding.clone() });
    }
    for (place, finding) in base.lone(&new) {
        if new.places.contains_key(&place) {
            continue;
        }
        let other = Some(finding.at.clone());
        found.push(Finding { at: Place::pointer(place.1), other, ..finding.clone() });
    }
    found.into_iter().map(difference).collect()
}

/// The mistakes of one document that matter here, by rule and place, and how often each is made.
struct Index<'a> {
    places: BTreeMap<(&'a str, &'a str), &'a Finding>,
    counts: HashMap<(&'a str, &'a str), usize>,
}

fn index(findings: &[Finding]) -> Index<'_> {
    let mut index = Index { places: BTreeMap::new(), counts: HashMap::new() };
    for finding in findings.iter().filter(|finding| is_hole(finding) || is_idle(finding)) {
        let place = (finding.rule.as_ref(), finding.at.pointer.as_str());
        index.places.insert(place, finding);
        *index.counts.entry((finding.rule.as_ref(), &finding.message)).or_default() += 1;
    }
    index
}

impl<'a> Index<'a> {
    /// The mistakes that the other document does not make as often, nor at the same place.
    fn lone(&self, other: &Index<'_>) -> Vec<((&'a str, &'a str), &'a Finding)> {
        let shared = |place: &(&str, &str), finding: &Finding| {
            let kind = (finding.rule.as_ref(), finding.message.as_str());
            let twin = other.places.get(place);
            if is_ignored(finding) {
                return twin.is_some_and(|twin| twin.evidence == finding.evidence);
            }
            let (own, others) = (self.counts.get(&kind), other.counts.get(&kind));
            own == others
                || (is_idle(finding) && others.is_some())
                || twin.is_some_and(|twin| twin.message == finding.message)
        };
        let entries = self.places.iter().map(|(place, finding)| (*place, *finding));
        entries.filter(|(place, finding)| !shared(place, finding)).collect()
    }
}

fn difference(mut finding: Finding) -> Difference {
    let (mut harm, mut verdict) = (Harm::Wire, Verdict::Undecided);
    if is_idle(&finding) {
        (harm, verdict) = (Harm::Docs, Verdict::None);
        finding.severity = Severity::Note;
    }
    if is_ignored(&finding) {
        finding.severity = Severity::Warning;
        finding.help = "compare this part of the two documents by hand".to_owned();
    }
    Difference { finding, harm, verdict, correction: false }
}

/// Whether a keyword stands where it cannot act.
fn is_idle(finding: &Finding) -> bool {
    finding.rule == "spec/keyword-without-effect"
}

/// Whether something is ignored that messages depend on.
fn is_ignored(finding: &Finding) -> bool {
    finding.rule == "spec/ignored-keyword" && !finding.evidence.is_empty()
}

/// Whether something that messages depend on could not be read.
fn is_hole(finding: &Finding) -> bool {
    let pointer = finding.at.pointer.as_str();
    let key = pointer.rsplit_once('/').map_or("", |(_, key)| key);
    is_ignored(finding)
        || finding.severity == Severity::Error
        || (finding.rule == "spec/wrong-shape" && !PROSE.contains(&key))
}
