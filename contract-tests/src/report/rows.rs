//! The rows that every report shows, read off an outcome once: cases by operation and category, checks
//! by operation with their findings, and what was not tested.

use crate::{
    generate::Category,
    oracle::{Ballot, Check},
    run::{CheckResult, Count, Outcome, Shown},
};
use std::collections::{BTreeMap, BTreeSet};

/// The operation of findings that no operation shows.
const TARGET: &str = "target";
/// So many checks or operations are named in one line.
const NAMED: usize = 3;

/// One check of one operation.
pub(super) struct Row<'a> {
    pub(super) operation: &'a str,
    pub(super) check: Check,
    /// What became of it; `None` if only a finding is known.
    pub(super) result: Option<&'a CheckResult>,
    /// Its findings, worst first, with their numbers from 1.
    pub(super) findings: Vec<(usize, &'a Shown)>,
}

/// Every check of every operation that has a result or a finding.
pub(super) fn checks(outcome: &Outcome) -> Vec<Row<'_>> {
    let operations = operations(outcome);
    let is_known = |name: &String| operations.contains(&name.as_str());
    let row = |operation, check| {
        let is_here = |shown: &Shown| match operation {
            TARGET => !shown.operations.iter().any(is_known),
            _ => shown.operations.iter().any(|it| it == operation),
        };
        let numbered = (1..).zip(&outcome.findings);
        let findings = numbered.filter(|(_, it)| it.check == check && is_here(it)).collect();
        let result = outcome.results.get(&(operation.to_owned(), check));
        Row { operation, check, result, findings }
    };
    let all = operations.iter().copied().chain([TARGET]);
    all.flat_map(|operation| Check::all().map(move |check| (operation, check)))
        .map(|(operation, check)| row(operation, check))
        .filter(|row| row.result.is_some() || !row.findings.is_empty())
        .collect()
}

/// The categories that have cases, and the counts of each operation in them.
pub(super) struct Counts<'a> {
    pub(super) columns: Vec<Category>,
    pub(super) rows: Vec<(&'a str, Vec<Option<Count>>)>,
}

/// Cases by operation and category.
pub(super) fn counts(outcome: &Outcome) -> Counts<'_> {
    let count = |operation: &str, category| {
        let count = outcome.counts.get(&(operation.to_owned(), category)).copied();
        count.filter(|count| count.cases > 0)
    };
    let operations = operations(outcome);
    let has_cases =
        |category: &Category| operations.iter().any(|it| count(it, *category).is_some());
    let columns: Vec<Category> = Category::ALL.into_iter().filter(has_cases).collect();
    let row = |name| (name, columns.iter().map(|column| count(name, *column)).collect());
    let rows = operations.iter().copied().map(row).collect();
    Counts { columns, rows }
}

/// Cases of all operations and categories.
pub(super) fn cases(outcome: &Outcome) -> u64 {
    outcome.counts.values().map(|count| count.cases).sum()
}

/// The operations that anything is known about, in alphabetical order.
pub(super) fn operations(outcome: &Outcome) -> Vec<&str> {
    let counted = outcome.counts.keys().map(|(operation, _)| operation.as_str());
    let checked = outcome.results.keys().map(|(operation, _)| operation.as_str());
    counted.chain(checked).collect::<BTreeSet<&str>>().into_iter().collect()
}

/// Why something was not tested, each reason once, with the checks and operations that it holds for.
pub(super) fn skipped(outcome: &Outcome) -> Vec<String> {
    let mut by_reason: BTreeMap<&str, (BTreeSet<Check>, BTreeSet<&str>)> = BTreeMap::new();
    for ((operation, check), result) in &outcome.results {
        if let CheckResult::Skipped(reason) = result {
            let (checks, operations) = by_reason.entry(reason).or_default();
            checks.insert(*check);
            operations.insert(operation);
        }
    }
    let line = |(reason, (checks, operations)): (&str, (BTreeSet<Check>, BTreeSet<&str>))| {
        let checks = some(checks.into_iter().map(bare));
        format!("{checks} for {}: {reason}", some(operations.into_iter()))
    };
    outcome.skipped.iter().cloned().chain(by_reason.into_iter().map(line)).collect()
}

fn some<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let named = names.take(NAMED).collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

/// A check's id without its area.
pub(super) fn bare(check: Check) -> &'static str {
    check.id().trim_start_matches("contract/")
}

/// What the envelopes told of the validator, such as `Joi 16 words, path labels, lists all violations`;
/// `None` if they told nothing.
pub(super) fn validator(ballot: &Ballot) -> Option<String> {
    let settings = [
        (&["Joi 16 words", "Joi 15 words"][..], &ballot.words[..]),
        (&["path labels", "key labels"], &ballot.labels),
        (
            &["lists all violations", "lists the first violation", "lists some violations"],
            &ballot.reports,
        ),
        // That nothing is converted is what everybody expects.
        (&["", "converts values"], &ballot.converts),
    ];
    let setting = |(names, counts): (&[&str], &[u64])| {
        let seen: Vec<_> = names.iter().zip(counts).filter(|(_, count)| **count > 0).collect();
        let counted = |(name, count): &(&&str, &u64)| format!("{name} {count} times");
        match seen[..] {
            [] | [(&"", _)] => None,
            [(name, _)] => Some((*name).to_owned()),
            _ if names[0].is_empty() => {
                Some(format!("converts {} of {}", counts[1], counts[0] + counts[1]))
            }
            _ => Some(seen.iter().map(counted).collect::<Vec<_>>().join(" and ")),
        }
    };
    let parts: Vec<String> = settings.into_iter().filter_map(setting).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn every_finding_stands_in_a_row_even_if_no_operation_shows_it() {
        let mut outcome = sample_outcome();
        outcome.findings[0].operations.clear();
        let rows = checks(&outcome);
        let mut seen: Vec<usize> =
            rows.iter().flat_map(|row| row.findings.iter().map(|(number, _)| *number)).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, (1..=outcome.findings.len()).collect::<Vec<_>>());
        let last = rows.last().expect("there are rows");
        assert_eq!((last.operation, last.check), (TARGET, outcome.findings[0].check));
        assert!(last.result.is_none());
    }

    #[test]
    fn every_reason_stands_once_with_what_it_holds_for() {
        let outcome = sample_outcome();
        let lines = skipped(&outcome);
        let expected = "state-written, state-replaced, state-fraud for transitionLeft: the operation has no state";
        assert!(lines.iter().any(|line| line == expected), "{lines:#?}");
        assert_eq!(lines.len(), outcome.skipped.len() + 3);
        assert_eq!(some(["a", "b", "c", "d", "e"].into_iter()), "a, b, c and 2 more");
    }

    #[test]
    fn mixtures_show_their_counts_and_what_was_not_seen_is_not_told() {
        let ballot =
            |words, labels, converts| Ballot { words, labels, converts, ..Ballot::default() };
        for (ballot, expected) in [
            (Ballot::default(), None),
            (ballot([0, 0], [0, 0], [9, 0]), None),
            (
                ballot([4, 0], [4, 3], [9, 1]),
                Some("Joi 16 words, path labels 4 times and key labels 3 times, converts 1 of 10"),
            ),
            (ballot([0, 2], [0, 0], [0, 1]), Some("Joi 15 words, converts values")),
        ] {
            assert_eq!(validator(&ballot).as_deref(), expected);
        }
    }
}
