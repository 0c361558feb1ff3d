//! Counts facts: each once an exchange, with the first place where it was seen and a few samples.

use super::edit::Offer;
use crate::limits::{MOST_FACTS, MOST_VALUES_SHOWN};
use crate::{About, Difference};
use oasis_model::finding::{Basis, Finding, Place, Severity};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

/// What an exchange shows.
#[derive(Clone, Debug)]
pub(super) struct Fact {
    pub(super) rule: &'static str,
    pub(super) severity: Severity,
    pub(super) basis: Basis,
    /// What the fact is counted among, such as the bodies of one answer.
    pub(super) scope: String,
    /// Pointer into the specification.
    pub(super) pointer: String,
    /// What tells this fact from others of the same rule; usually a place in the body.
    pub(super) subject: String,
    pub(super) message: String,
    pub(super) help: &'static str,
    pub(super) edit: Offer,
    /// The value seen, if it helps.
    pub(super) sample: Option<String>,
}

/// Facts by rule, scope and subject.
#[derive(Debug, Default)]
pub(super) struct Tally {
    totals: BTreeMap<String, usize>,
    seen: BTreeMap<(String, &'static str, String), Seen>,
    /// How many different facts there are of a rule.
    kinds: BTreeMap<&'static str, usize>,
}

#[derive(Debug)]
struct Seen {
    fact: Fact,
    at: Place,
    count: usize,
    samples: BTreeSet<String>,
}

impl Tally {
    /// One more exchange among which facts of this scope could have been seen.
    pub(super) fn among(&mut self, scope: &str) {
        *self.totals.entry(scope.to_owned()).or_default() += 1;
    }

    /// Adds what one exchange shows, each fact once.
    pub(super) fn add(&mut self, at: &Place, facts: Vec<Fact>) {
        let mut once = BTreeSet::new();
        for mut fact in facts {
            let mut key = (fact.scope.clone(), fact.rule, fact.subject.clone());
            if !self.seen.contains_key(&key) {
                let kinds = self.kinds.entry(fact.rule).or_default();
                *kinds += 1;
                if *kinds > MOST_FACTS {
                    fact = rest(fact);
                    key = (fact.scope.clone(), fact.rule, fact.subject.clone());
                }
            }
            let fresh = once.insert(key.clone());
            let seen = match self.seen.entry(key) {
                Entry::Occupied(seen) => seen.into_mut(),
                Entry::Vacant(slot) => slot.insert(Seen {
                    fact: fact.clone(),
                    at: at.clone(),
                    count: 0,
                    samples: BTreeSet::new(),
                }),
            };
            seen.count += usize::from(fresh);
            seen.fact.severity = seen.fact.severity.max(fact.severity);
            if seen.samples.len() < MOST_VALUES_SHOWN {
                seen.samples.extend(fact.sample);
            }
        }
    }

    /// One difference a fact, with how often it was seen.
    pub(super) fn differences(self) -> Vec<Difference> {
        let totals = self.totals;
        let mut found: Vec<Difference> =
            self.seen.into_values().map(|seen| difference(&totals, seen)).collect();
        found.sort_by_key(|difference| std::cmp::Reverse(difference.finding.severity));
        found
    }
}

/// Stands for all facts of a rule that are too many to be named.
fn rest(fact: Fact) -> Fact {
    Fact {
        scope: "everything else".to_owned(),
        pointer: "everything else".to_owned(),
        subject: String::new(),
        message: format!(
            "more than {MOST_FACTS} facts of this kind were seen, the others are not named"
        ),
        edit: "settle the others first".into(),
        sample: None,
        ..fact
    }
}

fn difference(totals: &BTreeMap<String, usize>, seen: Seen) -> Difference {
    let Seen { fact, at, count, samples } = seen;
    let total = totals.get(&fact.scope).copied().unwrap_or(count).max(count);
    let message = format!("{}: {}, in {count} of {total}", fact.scope, fact.message);
    let mut finding =
        Finding::new(fact.severity, fact.rule, "", message, fact.help).with_basis(fact.basis);
    finding.at = at;
    if !fact.pointer.is_empty() {
        finding = finding.with_other(Place::pointer(fact.pointer));
    }
    if !samples.is_empty() {
        let shown: Vec<&str> = samples.iter().map(String::as_str).collect();
        finding = finding.with_evidence("seen", shown.join("\n"));
    }
    let finding = finding.with_evidence("spec edit", fact.edit.text);
    let about = About { edits: fact.edit.edits, ..About::default() };
    Difference { about, ..Difference::of_source(finding) }
}

/// A fact without sample, about a whole message.
pub(super) fn whole(
    rule: &'static str,
    (severity, basis): (Severity, Basis),
    scope: &str,
    pointer: &str,
    subject: &str,
    message: String,
    edit: impl Into<Offer>,
) -> Fact {
    Fact {
        rule,
        severity,
        basis,
        scope: scope.to_owned(),
        pointer: pointer.to_owned(),
        subject: subject.to_owned(),
        message,
        help: "correct the specification if this is how it is, or tell the vendor",
        edit: edit.into(),
        sample: None,
    }
}
