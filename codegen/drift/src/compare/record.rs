//! Collects differences: the same difference met by several operations is one finding that names
//! them all.

use super::Site;
use crate::limits::MOST_EXPLANATIONS;
use crate::{Difference, Drift, Harm, Verdict, rules};
use oasis_model::finding::{Basis, Finding, Place, Severity};
use oasis_model::ir::Claim;
use std::collections::{BTreeMap, BTreeSet};

/// All differences met so far, by rule and places.
#[derive(Default)]
pub(super) struct Records {
    known: BTreeMap<Key, Record>,
}

pub(super) type Key = (String, String, String);

/// One difference.
#[derive(Clone, Default)]
pub(super) struct Record {
    pub(super) fact: &'static str,
    pub(super) harm: Option<Harm>,
    pub(super) verdict: Verdict,
    /// What exactly, for the message.
    pub(super) details: BTreeSet<String>,
    pub(super) basis: Basis,
    pub(super) correction: bool,
    pub(super) evidence: Vec<(&'static str, String)>,
    pub(super) operations: BTreeSet<String>,
}

impl Records {
    /// The record of a difference, if it was met before.
    pub(super) fn get(&self, key: &Key) -> Option<&Record> {
        self.known.get(key)
    }

    /// Notes a difference, or one more operation that meets it. It is a correction only where all
    /// who meet it say so: whoever adds to a known one and has no say in that says `true`.
    pub(super) fn add(&mut self, key: Key, operation: &str, record: Record) {
        let known = self.known.entry(key).or_insert_with(|| record.clone());
        known.details.extend(record.details);
        if record.verdict > known.verdict {
            known.verdict = record.verdict;
            known.evidence = record.evidence;
        }
        known.correction &= record.correction;
        if !operation.is_empty() {
            known.operations.insert(operation.to_owned());
        }
    }

    /// Notes a difference about an exchange.
    pub(super) fn note(
        &mut self,
        site: &Site<'_>,
        fact: &'static str,
        verdict: Verdict,
        detail: impl Into<String>,
    ) {
        let harm = if verdict == Verdict::None { Harm::Code } else { Harm::Wire };
        self.note_harm(site, fact, verdict, harm, detail);
    }

    /// The same with another idea of who notices.
    pub(super) fn note_harm(
        &mut self,
        site: &Site<'_>,
        fact: &'static str,
        verdict: Verdict,
        harm: Harm,
        detail: impl Into<String>,
    ) {
        let record = Record {
            fact,
            harm: Some(harm),
            verdict,
            details: BTreeSet::from([detail.into()]),
            basis: basis(site.claims),
            correction: is_correction(site.claims),
            ..Record::default()
        };
        let key = (site.side.id(fact), site.at.to_owned(), site.other.to_owned());
        self.add(key, site.operation, record);
    }

    /// The report: worst first, then by place.
    pub(super) fn into_drift(self) -> Drift {
        let differences =
            self.known.into_iter().map(|(key, record)| record.into_difference(key)).collect();
        let mut drift = Drift::default();
        drift.add(differences);
        drift
    }
}

impl Record {
    fn into_difference(self, (id, at, other): Key) -> Difference {
        let rule = rules::named(self.fact);
        let (harm, verdict) = match self.harm {
            // The API did what it does before and after: only generated code notices.
            Some(Harm::Wire) if self.correction => (Harm::Code, Verdict::None),
            harm => (harm.unwrap_or(Harm::Wire), self.verdict),
        };
        let severity = match (verdict, self.correction) {
            (Verdict::Breaking, _) => Severity::Error,
            (Verdict::Undecided, _) => Severity::Warning,
            (Verdict::None, true) if self.verdict == Verdict::Breaking => Severity::Warning,
            _ => Severity::Note,
        };
        let details: Vec<&str> =
            self.details.iter().map(String::as_str).filter(|detail| !detail.is_empty()).collect();
        let mut message = rule.meaning.to_owned();
        if !details.is_empty() {
            message = format!("{message}: {}", details.join(", "));
        }
        if self.verdict == Verdict::Undecided && self.fact != rules::UNDECIDED {
            message.push_str("; whether a message fails could not be decided");
        }
        if self.correction {
            message.push_str("; the specification now says what a source documents");
        }
        let help = match self.verdict {
            Verdict::Breaking if self.correction => {
                "regenerate, and mind the changed interface".to_owned()
            }
            Verdict::Breaking | Verdict::Undecided if !rule.hurts.is_empty() => {
                format!("{}: {}", rule.hurts, rule.help)
            }
            _ => rule.help.to_owned(),
        };
        let mut finding = Finding::new(severity, id, at, message, help)
            .with_basis(self.basis)
            .with_other(Place::pointer(other));
        for (label, text) in self.evidence {
            finding = finding.with_evidence(label, text);
        }
        if !self.operations.is_empty() {
            finding = finding.with_evidence("operations", listed(self.operations));
        }
        Difference { finding, harm, verdict, correction: self.correction }
    }
}

/// The operations by name. Where there are many not all were asked; then it says so.
fn listed(operations: BTreeSet<String>) -> String {
    let many = operations.len() >= MOST_EXPLANATIONS;
    let shown = if many { MOST_EXPLANATIONS - 1 } else { operations.len() };
    let mut names: Vec<String> = operations.into_iter().take(shown).collect();
    if many {
        names.push("and others".to_owned());
    }
    names.join(", ")
}

/// How the new claim is known, or the base's where there is no new one.
pub(super) fn basis([base, new]: [Option<&Claim>; 2]) -> Basis {
    new.or(base).map(|claim| claim.basis).unwrap_or_default()
}

/// Whether a guess of the base gave way to what a source documents.
pub(super) fn is_correction([base, new]: [Option<&Claim>; 2]) -> bool {
    let (Some(base), Some(new)) = (base, new) else { return false };
    let documented = new.basis == Basis::Documented;
    documented
        && (base.basis != Basis::Documented || (base.source.is_none() && new.source.is_some()))
}
