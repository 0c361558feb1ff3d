//! The table of a run: operations by categories. Counts in, aligned text out.
//!
//! A table that is wider than a terminal continues below itself.

use super::operations;
use crate::{
    generate::Category,
    run::{Count, Outcome},
};
use oasis_model::report::{Colour, harmless, one_line};

/// The most characters in a line.
const WIDTH: usize = 100;
/// The mark of a cell that was not run.
const SKIPPED: &str = "-";

/// The table with its legend; empty if nothing was run.
pub(super) fn table(outcome: &Outcome, colour: Colour) -> String {
    let has_cases = |category: &Category| {
        outcome.counts.iter().any(|((_, other), count)| other == category && count.cases > 0)
    };
    let columns: Vec<Column> = Category::ALL
        .into_iter()
        .filter(has_cases)
        .map(|category| Column::new(outcome, category))
        .collect();
    if columns.is_empty() {
        return String::new();
    }
    let names: Vec<String> =
        operations(outcome).into_iter().map(|name| harmless(&one_line(name))).collect();
    let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    let mut out = String::new();
    for band in bands(&columns, WIDTH.saturating_sub(widest)) {
        if !out.is_empty() {
            out.push('\n');
        }
        let heading: String = band.iter().map(|column| column.cell(column.heading)).collect();
        out += &format!("{:widest$}{heading}\n", "");
        for (row, name) in names.iter().enumerate() {
            let cells: String = band.iter().map(|column| column.shown(row, colour)).collect();
            out += &format!("{name:widest$}{cells}\n");
        }
    }
    out + &legend(&columns)
}

/// One column: its heading, and a cell for each operation.
struct Column {
    heading: &'static str,
    cells: Vec<Option<Count>>,
}

impl Column {
    fn new(outcome: &Outcome, category: Category) -> Self {
        let count = |operation: &str| outcome.counts.get(&(operation.to_owned(), category));
        let cells = operations(outcome)
            .into_iter()
            .map(|operation| count(operation).copied().filter(|count| count.cases > 0));
        Self { heading: category.heading(), cells: cells.collect() }
    }

    fn width(&self) -> usize {
        let cells = self.cells.iter().map(|cell| text(*cell).len());
        2 + cells.chain([self.heading.len()]).max().unwrap_or_default()
    }

    fn cell(&self, text: &str) -> String {
        format!("{text:>width$}", width = self.width())
    }

    /// A cell; what failed is red where there is colour.
    fn shown(&self, row: usize, colour: Colour) -> String {
        let count = self.cells[row];
        let cell = self.cell(&text(count));
        let failed = count.is_some_and(|count| count.failed > 0);
        if failed && colour == Colour::With { format!("\u{1b}[31m{cell}\u{1b}[0m") } else { cell }
    }
}

fn text(count: Option<Count>) -> String {
    match count {
        None => SKIPPED.to_owned(),
        Some(Count { cases, failed: 0 }) => cases.to_string(),
        Some(Count { cases, failed }) => format!("{failed}/{cases}"),
    }
}

/// The columns in groups that fit the width.
fn bands(columns: &[Column], width: usize) -> Vec<&[Column]> {
    let mut bands = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (index, column) in columns.iter().enumerate() {
        if index > start && used + column.width() > width {
            bands.push(&columns[start..index]);
            (start, used) = (index, 0);
        }
        used += column.width();
    }
    bands.push(&columns[start..]);
    bands
}

/// What the marks mean, of those that occur.
fn legend(columns: &[Column]) -> String {
    let cells = || columns.iter().flat_map(|column| &column.cells);
    let has_failed = |count: &Count| count.failed > 0;
    let mut parts = Vec::new();
    if let Some(count) = cells().flatten().find(|count| !has_failed(count)) {
        parts.push(format!("{}: cases, all passed", count.cases));
    }
    if let Some(Count { cases, failed }) = cells().flatten().find(|count| has_failed(count)) {
        parts.push(format!("{failed}/{cases}: {failed} of {cases} cases failed"));
    }
    if cells().any(Option::is_none) {
        parts.push(format!("{SKIPPED}: skipped, for the reasons below"));
    }
    format!("({})\n", parts.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{clean_outcome, sample_outcome};

    /// The words of all lines that begin with an operation.
    fn cells<'a>(table: &'a str, operation: &str) -> Vec<&'a str> {
        let rows = table.lines().filter(|line| line.starts_with(operation));
        rows.flat_map(|row| row.split_whitespace().skip(1)).collect()
    }

    #[test]
    fn every_count_and_every_failure_is_shown() {
        let outcome = sample_outcome();
        let table = table(&outcome, Colour::Without);
        for operation in operations(&outcome) {
            let shown = cells(&table, operation);
            // The category of receivers has no cases anywhere, so it has no column.
            let expected: Vec<String> = Category::ALL[..19]
                .iter()
                .map(|category| text(outcome.counts.get(&(operation.into(), *category)).copied()))
                .collect();
            assert_eq!(shown, expected, "{table}");
        }
        assert!(table.contains("cases failed; -: skipped, for the reasons below"), "{table}");
    }

    #[test]
    fn lines_are_aligned_and_fit_a_terminal() {
        let table = table(&sample_outcome(), Colour::Without);
        let widths: Vec<usize> = table.lines().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width <= WIDTH), "{table}");
        assert!(widths[..4].iter().all(|width| *width == widths[0]), "{table}");
    }

    #[test]
    fn the_legend_explains_only_what_occurs() {
        let clean = table(&clean_outcome(), Colour::With);
        assert!(!clean.contains("failed") && !clean.contains('\u{1b}'), "{clean}");
        assert!(table(&sample_outcome(), Colour::With).contains("\u{1b}[31m"));
        let nothing = Outcome { counts: Default::default(), ..clean_outcome() };
        assert_eq!(table(&nothing, Colour::Without), "");
    }
}
