//! What all envelopes of a run together tell of the validator: one problem a setting, not one an exchange.
//!
//! In come counts, out come problems with the edit of `x-validator` that settles each. A claim that some
//! bear out and others contradict is a mixture, which no edit settles.

use super::{Check, Problem, Votes};
use oasis_model::{
    ir::{Api, Labels, Reports, Validator},
    settle::{Change, Edit},
};
use serde_json::{Value, json};

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
            self.words[usize::from(generation < 16)] += 1;
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

/// One setting of the validator: which of its values is claimed, and how often each was seen.
struct Setting<'a> {
    check: Check,
    key: &'static str,
    claimed: usize,
    seen: &'a [u64],
    /// What was seen, in words, and as the setting has it; none: it has no word for it.
    values: &'a [(&'static str, Option<Value>)],
}

/// What contradicts `x-validator`, each with the edit that settles it, and mixtures.
pub fn about_validator(api: &Api, ballot: &Ballot) -> Vec<Problem> {
    let Some(validator) = &api.validator else { return Vec::new() };
    let words = [("rules of Joi 16 and later", 16), ("rules of Joi 15 and earlier", 15)];
    let words = words.map(|(text, value)| (text, Some(json!(value))));
    let labels = [("labels by full path", "path"), ("labels by last name", "key")];
    let labels = labels.map(|(text, value)| (text, Some(json!(value))));
    let reports = [
        ("all violations", Some(json!("all"))),
        ("the first violation", Some(json!("first"))),
        ("some violations", None),
    ];
    let converts = [("no conversion", false), ("conversion", true)];
    let converts = converts.map(|(text, value)| (text, Some(json!(value))));
    let settings = [
        Setting {
            check: Check::EnvelopeWords,
            key: "words",
            claimed: usize::from(validator.words < 16),
            seen: &ballot.words,
            values: &words,
        },
        Setting {
            check: Check::EnvelopeLabels,
            key: "labels",
            claimed: usize::from(validator.labels == Labels::Key),
            seen: &ballot.labels,
            values: &labels,
        },
        Setting {
            check: Check::EnvelopeComplete,
            key: "reports",
            claimed: usize::from(validator.reports == Reports::First),
            seen: &ballot.reports,
            values: &reports,
        },
        Setting {
            check: Check::NotConverted,
            key: CONVERTS,
            claimed: usize::from(validator.converts),
            seen: &ballot.converts,
            values: &converts,
        },
    ];
    settings.iter().filter_map(|setting| problem(validator, setting)).collect()
}

fn problem(validator: &Validator, setting: &Setting<'_>) -> Option<Problem> {
    let seen = || setting.seen.iter().enumerate().filter(|(_, count)| **count > 0);
    if seen().all(|(index, _)| index == setting.claimed) {
        return None;
    }
    let all: u64 = setting.seen.iter().sum();
    let texts: Vec<String> = seen()
        .map(|(index, count)| format!("{} in {count} of {all}", setting.values[index].0))
        .collect();
    let basis = validator.claim.basis_of(setting.key).unwrap_or(validator.claim.basis);
    let claimed = setting.values[setting.claimed].0;
    let only = match seen().collect::<Vec<_>>().as_slice() {
        [(index, _)] => setting.values[*index].1.clone(),
        _ => None,
    };
    let (mixed, help) = match only {
        Some(_) => ("", "correct `x-validator` if this is the vendor's server"),
        None => ("a mixture: ", "set up one validator in one way for all operations"),
    };
    let problem = Problem::new(
        setting.check,
        basis,
        setting.key,
        format!(
            "{mixed}{}; the specification {} {claimed}",
            texts.join(", "),
            super::scene::says(basis)
        ),
        help,
    );
    let edit = |value: Value| Edit {
        at: validator.at.clone(),
        change: Change::Validator(setting.key.to_owned(), value),
        observed: None,
    };
    Some(Problem {
        claim: Some(format!("{}/{}", validator.at, setting.key)),
        edits: only.map(edit).into_iter().collect(),
        ..problem
    })
}
