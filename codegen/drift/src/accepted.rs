//! Differences that somebody looked at and accepted: text in, entries and findings out, and a
//! report without what was accepted. An entry that matches nothing any more is a finding itself.
//!
//! The file is a YAML list of `{rule, at, base, new, reason, date}`: the finding's id, its JSON
//! pointer, the value of either side where there is one, why it is accepted, and the day
//! (`YYYY-MM-DD`). The pointer is that of the new side, or into the specification where the new side is
//! a page or a recording, so that lines may move. Once a value changes, the entry matches no more.
//! Nothing here writes the file.

use super::rules::{self, Source};
use super::{About, Difference, Drift, Harm, Values, Verdict};
use oasis_model::finding::{Finding, Severity};
use oasis_model::locate;
use serde::Deserialize;

/// One accepted difference.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Accepted {
    /// The finding's id, such as `drift/response-member-added`.
    pub rule: String,
    /// The finding's JSON pointer, or whatever else it names as its place.
    pub at: String,
    /// What the base said when it was accepted.
    #[serde(default)]
    pub base: Option<String>,
    /// What the new side said.
    #[serde(default)]
    pub new: Option<String>,
    /// Why it is accepted.
    pub reason: String,
    /// When, as `YYYY-MM-DD`.
    pub date: String,
}

/// Reads the file that the user calls `name`. An empty one accepts nothing. Entries that are wrong
/// are left out and named by findings.
pub fn parse(name: &str, text: &str) -> (Vec<Accepted>, Vec<Finding>) {
    let entries: Vec<Accepted> = match serde_yaml::from_str::<Option<Vec<Accepted>>>(text) {
        Ok(entries) => entries.unwrap_or_default(),
        Err(error) => {
            let place = error.location().map(|location| (location.line(), location.column()));
            let mut finding = Finding::new(
                Severity::Error,
                "drift/accepted-unreadable",
                "",
                format!("the list of accepted differences cannot be read: {error}"),
                "write a list of entries with `rule`, `at`, `base`, `new`, `reason` and `date`, and nothing else",
            );
            finding.at.document = name.to_owned();
            (finding.at.line, finding.at.column) = place.unzip();
            return (Vec::new(), vec![finding]);
        }
    };
    let mut findings = Vec::new();
    let mut kept = Vec::new();
    for (index, entry) in entries.into_iter().enumerate() {
        match mistake(&entry) {
            None => kept.push(entry),
            Some((what, help)) => {
                findings.push(finding(index, "drift/accepted-incomplete", what, help))
            }
        }
    }
    locate(&mut findings, name, text);
    (kept, findings)
}

fn mistake(entry: &Accepted) -> Option<(String, &'static str)> {
    if !is_acceptable(&entry.rule) {
        let what = format!("`{}` is no id of a difference", entry.rule);
        return Some((what, "copy the id from the finding, with `drift/` in front"));
    }
    if entry.at.is_empty() {
        let what = format!("`{}` is accepted without a place", entry.rule);
        return Some((what, "copy the place from the entry that the finding offers"));
    }
    if entry.reason.trim().is_empty() {
        let what = format!("`{}` is accepted without a reason", entry.rule);
        return Some((what, "say in a few words why the difference is harmless or wanted"));
    }
    (!is_date(&entry.date)).then(|| {
        let what = format!("`{}` is no date", entry.date);
        (what, "write the day as YYYY-MM-DD, in quotes")
    })
}

fn finding(index: usize, rule: &'static str, what: String, help: &str) -> Finding {
    Finding::new(Severity::Error, rule, format!("/{index}"), what, help)
}

/// Whether the text is a day of the calendar, as RFC 3339 writes it.
fn is_date(text: &str) -> bool {
    oasis_model::conform::is_date(text)
}

/// Whether a rule speaks of a difference, rather than of a document, a file or the list itself.
fn is_acceptable(rule: &str) -> bool {
    let accepted = [Source::Documents, Source::Pages, Source::Traffic];
    rules::of(rule).is_some_and(|rule| accepted.contains(&rule.source))
}

/// The entry that would accept a finding, to be completed and pasted. There is none for mistakes of
/// a document or of the list, nor for what has no place: it would accept the rule everywhere.
pub fn entry(difference: &Difference) -> Option<String> {
    let Difference { finding, values, .. } = difference;
    let (rule, place) = (&finding.rule, place(finding));
    if !is_acceptable(rule) || place.is_empty() {
        return None;
    }
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let value = |key: &str, value: &Option<String>| {
        value.as_ref().map(|value| format!("{key}: {}, ", quoted(value))).unwrap_or_default()
    };
    let (base, new) = (value("base", &values.base), value("new", &values.new));
    Some(format!("- {{rule: {rule}, at: {}, {base}{new}reason: , date: }}", quoted(place)))
}

/// The place that an entry names.
fn place(finding: &Finding) -> &str {
    match &finding.other {
        Some(other) if finding.at.pointer.is_empty() => &other.pointer,
        _ => &finding.at.pointer,
    }
}

/// Takes accepted differences out of a report and adds a finding for each entry that matched none.
/// `own` tells which rules this kind of comparison can report at all: entries about others wait.
/// The places of the added findings have no document yet, which is the list itself.
pub fn apply(accepted: &[Accepted], drift: Drift, own: impl Fn(&str) -> bool) -> Drift {
    let matches = |entry: &Accepted, difference: &Difference| {
        entry.rule == difference.finding.rule
            && entry.at == place(&difference.finding)
            && (&entry.base, &entry.new) == (&difference.values.base, &difference.values.new)
    };
    let used: Vec<bool> = accepted
        .iter()
        .map(|entry| drift.findings.iter().any(|difference| matches(entry, difference)))
        .collect();
    let mut findings: Vec<Difference> = drift
        .findings
        .into_iter()
        .filter(|difference| !accepted.iter().any(|entry| matches(entry, difference)))
        .collect();
    for (index, entry) in accepted.iter().enumerate() {
        if used[index] || !own(&entry.rule) {
            continue;
        }
        let what = format!(
            "the accepted difference `{}` at `{}` is not there any more, or has other values now",
            entry.rule, entry.at
        );
        let help =
            "take the entry out of the list, unless another page or recording still shows it";
        let stale = finding(index, "drift/accepted-without-difference", what, help);
        findings.push(Difference {
            finding: Finding { severity: Severity::Note, ..stale },
            harm: Harm::Docs,
            verdict: Verdict::None,
            correction: false,
            values: Values::default(),
            about: About::default(),
        });
    }
    let mut left = Drift::default();
    left.add(findings);
    left
}
