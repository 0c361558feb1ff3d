//! What all envelopes of a run together tell of the validator: one problem a setting, not one an exchange.
//!
//! In come counts, out come problems with the edit of `x-validator` that settles each. A claim that some
//! bear out and others contradict is a mixture, which no edit settles.

use super::{Check, Problem, Votes, scene::says};
use crate::joi::Generation;
use oasis_model::{
    ir::{Api, Labels, Reports, Validator},
    settle::{Change, Edit},
};
use serde_json::Value;

/// The cause of every finding about conversion.
pub(super) const CONVERTS: &str = "converts";

/// How often each thing was seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// Envelopes by generation: 16 and later, 15 and earlier.
    pub words: [u64; 2],
    /// Envelopes by label: path, key.
    pub labels: [u64; 2],
    /// Envelopes by how much they list: all, first, some.
    pub reports: [u64; 3],
    /// Values of another spelling: refused, accepted.
    pub converts: [u64; 2],
}

impl Ballot {
    /// Counts one exchange.
    pub fn count(&mut self, votes: Votes) {
        if let Some(generation) = votes.words {
            self.words[usize::from(generation == Generation::Joi15)] += 1;
        }
        if let Some(labels) = votes.labels {
            self.labels[usize::from(labels == Labels::Key)] += 1;
        }
        match votes.reports {
            Some(Reports::All) => self.reports[0] += 1,
            Some(Reports::First) => self.reports[1] += 1,
            None => self.reports[2] += u64::from(votes.partial),
        }
        if let Some(converts) = votes.converts {
            self.converts[usize::from(converts)] += 1;
        }
    }
}

/// What a setting may be: in words, and as the specification has it; none: it has no word for it.
type Values = &'static [(&'static str, Option<&'static str>)];

const WORDS: Values =
    &[("rules of Joi 16 and later", Some("16")), ("rules of Joi 15 and earlier", Some("15"))];
const LABELS: Values =
    &[("labels by full path", Some("\"path\"")), ("labels by last name", Some("\"key\""))];
const REPORTS: Values = &[
    ("all violations", Some("\"all\"")),
    ("the first violation", Some("\"first\"")),
    ("some violations", None),
];
const CONVERSION: Values = &[("no conversion", Some("false")), ("conversion", Some("true"))];

/// What contradicts `x-validator`, each with the edit that settles it, and mixtures.
pub fn about_validator(api: &Api, ballot: &Ballot) -> Vec<Problem> {
    let Some(validator) = &api.validator else { return Vec::new() };
    let old = usize::from(validator.words < 16);
    let key = usize::from(validator.labels == Labels::Key);
    let first = usize::from(validator.reports == Reports::First);
    let mut problems = vec![
        problem(validator, Check::EnvelopeWords, "words", (old, &ballot.words, WORDS)),
        problem(validator, Check::EnvelopeLabels, "labels", (key, &ballot.labels, LABELS)),
        problem(validator, Check::EnvelopeComplete, "reports", (first, &ballot.reports, REPORTS)),
    ];
    // What is converted although nothing should be is a finding of each exchange.
    if validator.converts {
        let seen = (1, &ballot.converts[..], CONVERSION);
        problems.push(problem(validator, Check::NotConverted, CONVERTS, seen));
    }
    problems.into_iter().flatten().collect()
}

/// What contradicts one setting: which of its values is claimed, and how often each was seen.
fn problem(
    validator: &Validator,
    check: Check,
    key: &str,
    (claimed, counts, values): (usize, &[u64], Values),
) -> Option<Problem> {
    let seen: Vec<usize> = (0..counts.len()).filter(|index| counts[*index] > 0).collect();
    if seen.iter().all(|index| *index == claimed) {
        return None;
    }
    let all: u64 = counts.iter().sum();
    let text = |index: &usize| format!("{} in {} of {all}", values[*index].0, counts[*index]);
    let texts = seen.iter().map(text).collect::<Vec<_>>().join(", ");
    let basis = validator.claim.basis_of(key).unwrap_or(validator.claim.basis);
    let only = if let [index] = seen[..] { values[index].1 } else { None };
    let (mixed, help) = match only {
        Some(_) => ("", "correct `x-validator` if this is the vendor's server"),
        None => ("a mixture: ", "set up one validator in one way for all operations"),
    };
    let message = format!("{mixed}{texts} ({})", says(basis, values[claimed].0));
    let edit = only.and_then(|value| serde_json::from_str(value).ok()).map(|value: Value| Edit {
        at: validator.at.clone(),
        change: Change::Validator(key.to_owned(), value),
        observed: None,
    });
    Some(Problem {
        claim: Some(format!("{}/{key}", validator.at)),
        edits: edit.into_iter().collect(),
        ..Problem::new(check, basis, key, message, help)
    })
}
