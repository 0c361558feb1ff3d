//! Mistakes of two documents in, what they mean for the comparison out. A hole in a document reads
//! as "anything", so that what is compared there proves nothing; nor is compared what is ignored, such
//! as callbacks. The same hole in both documents is no difference, and a note says that nobody looked
//! into it. Nothing here compares schemas.

use super::rules;
use super::{About, Difference, Harm, Values, Verdict};
use oasis_model::PROSE;
use oasis_model::finding::{Finding, Place, Severity};
use oasis_model::ir::Api;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Keys that name things, beside those that are prose.
const NAMES: [&str; 3] = ["operationId", "title", "version"];

/// Parts of a document on which no message depends.
const SILENT: [&str; 3] = ["/info/", "/tags/", "/externalDocs/"];

/// Keys below which the next key is a name that the author chose.
const NAMED: [&str; 8] = [
    "content",
    "headers",
    "mapping",
    "parameters",
    "properties",
    "requestBodies",
    "responses",
    "schemas",
];

/// What the mistakes of the base and of the new document mean, those aside that both make, at
/// whatever place: a hole leaves something undecided, a keyword without effect is why a change of
/// it is none.
pub fn holes(base: (&Api, &[Finding]), new: (&Api, &[Finding])) -> Vec<Difference> {
    let (apis, base, new) = ([base.0, new.0], index(base.1), index(new.1));
    let mut found = Vec::new();
    for (place, finding) in new.lone(&base) {
        if is_ignored(finding) && !stands_in(apis[0], place.1) {
            continue;
        }
        let other = base.places.get(&place).map(|other| other.at.clone());
        found.push(Finding { other, ..finding.clone() });
    }
    for (place, finding) in base.lone(&new) {
        let elsewhere = is_ignored(finding) && !stands_in(apis[1], place.1);
        if elsewhere || new.places.contains_key(&place) {
            continue;
        }
        let other = Some(finding.at.clone());
        found.push(Finding { at: Place::pointer(place.1), other, ..finding.clone() });
    }
    let shared = shared(&base, &new);
    found.into_iter().map(difference).chain(shared).collect()
}

/// What both documents leave open, such as what stands in another file: one note for each message.
fn shared(base: &Index<'_>, new: &Index<'_>) -> Vec<Difference> {
    let alone: HashSet<(&str, &str)> = new.lone(base).into_iter().map(|(place, _)| place).collect();
    let mut open: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for (place, finding) in &new.places {
        if is_gap(finding) && !is_ignored(finding) && !alone.contains(place) {
            open.entry((place.0, &finding.message)).or_default().push(finding);
        }
    }
    let note = |found: Vec<&Finding>| {
        let mut finding = found[0].clone();
        finding.severity = Severity::Note;
        finding.other = base.twin(&finding).map(|twin| twin.at.clone());
        finding.message += "; both documents have it, and it was not compared";
        if found.len() > 1 {
            finding.message += &format!(", at {} places", found.len());
        }
        Difference {
            finding,
            harm: Harm::Docs,
            verdict: Verdict::None,
            correction: false,
            values: Values::default(),
            about: About::default(),
        }
    };
    open.into_values().map(note).collect()
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
    /// The same mistake in this document, at the same place if it is made there.
    fn twin(&self, finding: &Finding) -> Option<&'a Finding> {
        let here = self.places.get(&(finding.rule.as_ref(), finding.at.pointer.as_str()));
        let same = |other: &&&Finding| other.message == finding.message;
        here.or_else(|| self.places.values().find(same)).copied()
    }

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
    if let Some(rule) = rules::of(&finding.rule).filter(|_| is_ignored(&finding)) {
        finding.severity = Severity::Warning;
        finding.help = rule.help.to_owned();
    }
    let shown = |evidence: &oasis_model::finding::Evidence| evidence.text.clone();
    let values = Values { base: None, new: finding.evidence.first().map(shown) };
    Difference { finding, harm, verdict, correction: false, values, about: About::default() }
}

/// Whether a keyword stands where it cannot act.
fn is_idle(finding: &Finding) -> bool {
    rules::of(&finding.rule).is_some_and(|rule| rule.harm == Harm::Docs)
}

/// Whether something is ignored that messages depend on: its value is kept as evidence.
fn is_ignored(finding: &Finding) -> bool {
    let valued = rules::of(&finding.rule).is_some_and(|rule| rule.valued);
    let silent = SILENT.iter().any(|part| finding.at.pointer.starts_with(part));
    valued && !finding.evidence.is_empty() && !silent
}

/// Whether the operations that a keyword of a path or an operation is about are in this document,
/// too: what came or went as a whole is a difference of its own.
fn stands_in(api: &Api, pointer: &str) -> bool {
    let Some((element, _)) = pointer.rsplit_once('/') else { return true };
    let within = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let about = |at: &str| within(element, at) || within(at, element);
    !element.starts_with("/paths/") || api.operations.iter().any(|operation| about(&operation.at))
}

/// Whether something that messages depend on could not be read.
fn is_hole(finding: &Finding) -> bool {
    is_ignored(finding) || finding.severity == Severity::Error || is_gap(finding)
}

/// Whether what stands there is not fully known.
fn is_gap(finding: &Finding) -> bool {
    let mut tokens = finding.at.pointer.rsplit('/');
    let (key, home) = (tokens.next().unwrap_or_default(), tokens.next().unwrap_or_default());
    // A member may be called `description`.
    let silent = (PROSE.contains(&key) || NAMES.contains(&key)) && !NAMED.contains(&home);
    let gap = rules::of(&finding.rule).is_some_and(|rule| rule.gap && !rule.valued);
    gap && !silent
}
