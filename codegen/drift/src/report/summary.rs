//! What a drift means for each operation, the worst first, on one screen however many there are.

use crate::{Difference, Drift, Verdict};
use oasis_model::finding::Severity;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Fewer findings than this need no summary.
const FEWEST: usize = 6;

/// Limit on the operations that are named.
const MOST: usize = 20;

/// How much an operation is hurt.
#[derive(Clone, Copy, Default)]
struct Row {
    verdict: Verdict,
    errors: usize,
    warnings: usize,
    notes: usize,
}

/// One line an operation; empty where there is little to sum up.
pub fn by_operation(drift: &Drift) -> String {
    if drift.findings.len() < FEWEST {
        return String::new();
    }
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for difference in &drift.findings {
        for operation in operations(difference) {
            rows.entry(operation).or_default().count(difference);
        }
    }
    let mut rows: Vec<(String, Row)> = rows.into_iter().collect();
    rows.sort_by_key(|(name, row)| {
        (Reverse((row.verdict, row.errors, row.warnings, row.notes)), name.clone())
    });
    let width = rows.iter().take(MOST).map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let mut out = String::new();
    for (name, row) in rows.iter().take(MOST) {
        let verdict = row.verdict.to_string();
        out.push_str(&format!("  {verdict:<12}  {name:<width$}  {}\n", row.counts()));
    }
    if rows.len() > MOST {
        let mut rest = Row::default();
        rows[MOST..].iter().for_each(|(_, row)| rest.add(row));
        let (count, verdict) = (rows.len() - MOST, rest.verdict.to_string());
        out.push_str(&format!("  {verdict:<12}  and {count} more  {}\n", rest.counts()));
    }
    out
}

/// The operations that a difference belongs to, by name or by where it stands.
fn operations(difference: &Difference) -> Vec<String> {
    let about = &difference.about;
    if !about.operations.is_empty() {
        return about.operations.clone();
    }
    let other = difference.finding.other.as_ref().map(|place| place.pointer.as_str());
    let places = [Some(difference.finding.at.pointer.as_str()), other];
    let route = places.into_iter().flatten().find_map(|at| {
        let (path, rest) = at.strip_prefix("/paths/")?.split_once('/')?;
        let method = rest.split('/').next()?;
        let path = path.replace("~1", "/").replace("~0", "~");
        Some(format!("{} {path}", method.to_ascii_uppercase()))
    });
    vec![route.unwrap_or_else(|| "(everything else)".to_owned())]
}

impl Row {
    fn count(&mut self, difference: &Difference) {
        self.verdict = self.verdict.max(difference.verdict);
        match difference.finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Note => self.notes += 1,
        }
    }

    fn add(&mut self, other: &Self) {
        self.verdict = self.verdict.max(other.verdict);
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }

    fn counts(&self) -> String {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let some = counts.iter().filter(|(count, _)| *count > 0);
        let words = some.map(|(count, word)| format!("{count} {word}{}", plural(*count)));
        words.collect::<Vec<_>>().join(", ")
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}
