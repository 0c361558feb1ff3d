//! Sets of strings: a range of lengths, formats and patterns that all have to hold.

use super::pattern::{self, Search};
use crate::limits::LONGEST_EXAMPLE;
use oasis_model::conform::{SPELLINGS, spelling};
use oasis_model::ir;
use serde_json::Value;
use std::collections::BTreeSet;

/// All strings of these lengths that fit every format and every pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Texts {
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    /// Only formats that `conform` judges.
    pub(super) formats: BTreeSet<String>,
    pub(super) patterns: BTreeSet<String>,
}

/// Patterns around the formats that are judged to the day: nothing fits those that does not fit these.
const OUTLINES: [(&str, &str); 2] = [
    ("date", "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"),
    (
        "date-time",
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
    ),
];

/// Plain values of the formats, for examples.
const EXAMPLES: [(&str, &str); 11] = [
    ("date-time", "2024-02-29T12:00:00Z"),
    ("date-time", "2024-02-29T12:00:00.123+02:00"),
    ("date", "2024-02-29"),
    ("email", "user@example.com"),
    ("uuid", "d3a00526-1864-4f6e-bb2d-46e3ab7fa780"),
    ("uri", "https://example.com/a"),
    ("ipv4", "192.0.2.1"),
    ("ipv6", "2001:db8::1"),
    ("hostname", "example.com"),
    ("time", "12:00:00Z"),
    ("duration", "P1D"),
];

/// A pattern that every text of a judged format fits.
pub(super) fn outline(format: &str) -> Option<&'static str> {
    OUTLINES.iter().find(|(name, _)| *name == format).map(|(_, pattern)| *pattern)
}

/// The format that a pattern stands for, where it came from one.
pub(super) fn spelt(pattern: &str) -> Option<&'static str> {
    SPELLINGS.iter().find(|(_, spelling)| *spelling == pattern).map(|(name, _)| *name)
}

/// The set that a string schema describes; formats that mean nothing on the wire are left out.
pub(super) fn of(rules: &ir::Text) -> Texts {
    let format = rules.format.as_deref();
    let judged = format.filter(|format| matches!(*format, "date" | "date-time"));
    let spelt = format.and_then(spelling).map(str::to_owned);
    let said = rules.pattern.iter().filter(|pattern| !pattern::is_universal(pattern)).cloned();
    Texts {
        min: rules.min_length.unwrap_or(0),
        max: rules.max_length,
        formats: judged.map(str::to_owned).into_iter().collect(),
        patterns: said.chain(spelt).collect(),
    }
}

/// What belongs to both.
pub(super) fn intersection(left: &Texts, right: &Texts) -> Texts {
    Texts {
        min: left.min.max(right.min),
        max: [left.max, right.max].into_iter().flatten().min(),
        formats: left.formats.union(&right.formats).cloned().collect(),
        patterns: left.patterns.union(&right.patterns).cloned().collect(),
    }
}

impl Texts {
    pub(super) fn is_empty(&self) -> bool {
        let (min, max) = self.lengths();
        max.is_some_and(|max| max < min)
    }

    /// Whether the patterns and formats leave nothing at these lengths.
    pub(super) fn fit_nothing(&self) -> bool {
        let (min, max) = self.lengths();
        let rules = self.patterns.len() + self.formats.len();
        (rules > 1 || (rules > 0 && (min > 0 || max.is_some())))
            && self.search(&[], (min, max)) == Search::Nothing
    }

    /// The lengths that are left once the formats had their say.
    pub(super) fn lengths(&self) -> (u64, Option<u64>) {
        let (mut min, mut max) = (self.min, self.max);
        for format in &self.formats {
            let (least, most) = if format == "date" { (10, Some(10)) } else { (20, None) };
            min = min.max(least);
            max = [max, most].into_iter().flatten().min();
        }
        (min, max)
    }

    /// Whether the text could be a value.
    pub(super) fn may_hold(&self, text: &str) -> bool {
        let (min, max) = self.lengths();
        let length = text.chars().count() as u64;
        let only = Self {
            patterns: self.patterns.iter().cloned().chain([pattern::exactly(&[text])]).collect(),
            ..self.clone()
        };
        length >= min && max.is_none_or(|max| length <= max) && !only.fit_nothing()
    }

    /// All values, if there is just the empty one.
    pub(super) fn few(&self) -> Option<Vec<Value>> {
        (self.lengths().1 == Some(0)).then(|| vec![Value::String(String::new())])
    }

    pub(super) fn disjoint(&self, other: &Self) -> bool {
        let both = intersection(self, other);
        both.is_empty() || both.fit_nothing()
    }

    /// Looks for a string of these lengths that fits all our patterns and none that is refused.
    pub(super) fn search(&self, refused: &[&str], lengths: (u64, Option<u64>)) -> Search {
        let outlines = self.formats.iter().filter_map(|format| outline(format));
        let patterns: Vec<&str> =
            self.patterns.iter().map(String::as_str).chain(outlines).collect();
        pattern::search(&patterns, refused, lengths)
    }

    /// A pattern that all values fit, if there is one.
    pub(super) fn first_rule(&self) -> Option<&str> {
        let outlines = self.formats.iter().filter_map(|format| outline(format));
        self.patterns.iter().map(String::as_str).chain(outlines).next()
    }

    /// Strings that may belong to the set, the plainest first; the caller judges them.
    pub(super) fn samples(&self) -> Vec<Value> {
        let formats = self.formats.iter().map(String::as_str);
        let formats: Vec<&str> =
            formats.chain(self.patterns.iter().filter_map(|pattern| spelt(pattern))).collect();
        let mut texts: Vec<String> = Vec::new();
        let known = EXAMPLES.iter().filter(|(name, _)| formats.contains(name));
        texts.extend(known.map(|(_, text)| (*text).to_owned()));
        if self.patterns.len() + self.formats.len() > 0
            && let Search::Found(text) = self.search(&[], (self.min, self.max))
        {
            texts.push(text);
        }
        texts.extend(["a", "A", "0", "", "ä", " ", "a b", "true", "\u{1F600}"].map(str::to_owned));
        texts.extend(EXAMPLES.iter().map(|(_, text)| (*text).to_owned()));
        for length in [Some(self.min), self.max].into_iter().flatten() {
            if length <= LONGEST_EXAMPLE {
                let length = usize::try_from(length).unwrap_or_default();
                texts.extend(["a", "0"].map(|letter| letter.repeat(length)));
            }
        }
        texts.retain(|text| {
            let length = text.chars().count() as u64;
            length >= self.min && self.max.is_none_or(|max| length <= max)
        });
        texts.into_iter().map(Value::String).collect()
    }
}
