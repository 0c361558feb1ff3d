//! Collects differences: the same difference met by several operations is one finding that names
//! them all.

use super::Site;
use crate::limits::MOST_EXPLANATIONS;
use crate::{About, Difference, Drift, Harm, Values, Verdict, direction, rules};
use oasis_model::finding::{Basis, Finding, Place};
use oasis_model::ir::Claim;
use oasis_model::settle::Edit;
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
    pub(super) verdict: Verdict,
    /// What exactly, for the message.
    pub(super) details: BTreeSet<Detail>,
    pub(super) basis: Basis,
    pub(super) correction: bool,
    pub(super) evidence: Vec<(&'static str, String)>,
    pub(super) operations: BTreeSet<String>,
    /// The element by its names; of several messages, in the first of them.
    pub(super) subject: String,
    /// What makes the base say the same.
    pub(super) edits: Vec<Edit>,
}

/// What exactly differs: the values of both sides, as they are shown and accepted.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Detail {
    base: Option<String>,
    new: Option<String>,
    /// In front of the values, such as the name of a parameter.
    subject: String,
}

impl Detail {
    /// Something that only the base has.
    pub(super) fn gone(what: impl Into<String>) -> Self {
        Self { base: Some(what.into()), ..Self::default() }
    }

    /// Something that only the new side has.
    pub(super) fn added(what: impl Into<String>) -> Self {
        Self { new: Some(what.into()), ..Self::default() }
    }

    /// A value of each side.
    pub(super) fn both(base: impl Into<String>, new: impl Into<String>) -> Self {
        Self { base: Some(base.into()), new: Some(new.into()), ..Self::default() }
    }

    /// What differs is this, and there is no more to say.
    pub(super) fn about(subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..Self::default() }
    }

    /// The same with a name in front.
    pub(super) fn of(self, subject: impl Into<String>) -> Self {
        Self { subject: subject.into(), ..self }
    }

    fn shown(&self) -> String {
        let values = match (&self.base, &self.new) {
            (Some(base), Some(new)) => format!("{base} -> {new}"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => return self.subject.clone(),
        };
        if self.subject.is_empty() { values } else { format!("{}, {values}", self.subject) }
    }
}

impl Records {
    /// The record of a difference, if it was met before.
    pub(super) fn get(&self, key: &Key) -> Option<&Record> {
        self.known.get(key)
    }

    /// Whether this was met at a place of the base.
    pub(super) fn has(&self, id: &str, other: &str, detail: &Detail) -> bool {
        let start = (id.to_owned(), String::new(), String::new());
        self.known
            .range(start..)
            .take_while(|((rule, ..), _)| rule == id)
            .any(|((.., at), record)| at == other && record.details.contains(detail))
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
        detail: Detail,
    ) {
        let record = Record {
            fact,
            verdict,
            details: BTreeSet::from([detail]),
            basis: basis(site.claims),
            correction: is_correction(site.claims),
            subject: site.name.to_owned(),
            ..Record::default()
        };
        let key = (site.side.id(fact), site.at.to_owned(), site.other.to_owned());
        self.add(key, site.operation, record);
    }

    /// Adds what would settle a difference that was just noted.
    pub(super) fn offer(&mut self, site: &Site<'_>, fact: &'static str, edit: Edit) {
        let key = (site.side.id(fact), site.at.to_owned(), site.other.to_owned());
        if let Some(record) = self.known.get_mut(&key)
            && !record.edits.contains(&edit)
        {
            record.edits.push(edit);
        }
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
        let severity = direction::severity(rule, self.verdict, self.basis);
        let details: Vec<String> =
            self.details.iter().map(Detail::shown).filter(|detail| !detail.is_empty()).collect();
        let subject = self.shown_subject();
        let mut message = match &subject {
            Some(subject) => format!("`{subject}`: {}", rule.meaning),
            None => rule.meaning.to_owned(),
        };
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
            Verdict::Breaking | Verdict::Undecided if !rule.hurts.is_empty() => {
                format!("{}: {}", rule.hurts, rule.help)
            }
            _ => rule.help.to_owned(),
        };
        let values = self.values();
        let about = About {
            fact: rule.fact,
            subject: subject.unwrap_or_default(),
            operations: self.operations.iter().cloned().collect(),
            edits: self.edits,
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
        Difference {
            finding,
            harm: match (rule.harm, self.verdict) {
                // The same messages are understood in another way.
                (Harm::Wire, Verdict::None) => Harm::Code,
                (harm, _) => harm,
            },
            verdict: self.verdict,
            correction: self.correction,
            values,
            about,
        }
    }

    /// The element by its names, or the only operation that it belongs to.
    fn shown_subject(&self) -> Option<String> {
        let only = || self.operations.iter().next().filter(|_| self.operations.len() == 1);
        match self.subject.as_str() {
            "" => only().cloned(),
            subject => Some(subject.to_owned()),
        }
    }

    fn values(&self) -> Values {
        let joined = |side: fn(&Detail) -> &Option<String>| {
            let values: BTreeSet<&str> =
                self.details.iter().filter_map(|detail| side(detail).as_deref()).collect();
            let values: Vec<&str> = values.into_iter().collect();
            (!values.is_empty()).then(|| values.join(", "))
        };
        Values { base: joined(|detail| &detail.base), new: joined(|detail| &detail.new) }
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

/// How the claim is known that the new side contradicts: that of the base, or the new one where the
/// base has none.
pub(super) fn basis([base, new]: [Option<&Claim>; 2]) -> Basis {
    base.or(new).map(|claim| claim.basis).unwrap_or_default()
}

/// Whether a guess of the base gave way to what a source documents.
pub(super) fn is_correction([base, new]: [Option<&Claim>; 2]) -> bool {
    let (Some(base), Some(new)) = (base, new) else { return false };
    let documented = new.basis == Basis::Documented;
    documented
        && (base.basis != Basis::Documented || (base.source.is_none() && new.source.is_some()))
}
