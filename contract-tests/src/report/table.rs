//! The table of a run as text: operations by categories, counts right-aligned.
//!
//! A table that is wider than a terminal continues below itself.

use super::rows::counts;
use crate::run::{Count, Outcome};
use oasis_model::report::{Colour, harmless, one_line};

/// The most characters in a line.
const WIDTH: usize = 100;

/// The table with its legend; empty if nothing was run.
pub(super) fn table(outcome: &Outcome, colour: Colour) -> String {
    let counts = counts(outcome);
    let names: Vec<String> =
        counts.rows.iter().map(|(name, _)| harmless(&one_line(name))).collect();
    let first = names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    let width = |index: usize| {
        let cells = counts.rows.iter().map(|(_, cells)| shown(cells[index]).len());
        2 + cells.chain([counts.columns[index].heading().len()]).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..counts.columns.len()).map(width).collect();
    let mut out = String::new();
    for band in bands(&widths, WIDTH.saturating_sub(first)) {
        if !out.is_empty() {
            out.push('\n');
        }
        let heading =
            |index: usize| format!("{:>1$}", counts.columns[index].heading(), widths[index]);
        let headings: String = band.clone().map(heading).collect();
        out += &format!("{:first$}{headings}\n", "");
        for (name, (_, cells)) in names.iter().zip(&counts.rows) {
            let cells = band.clone().map(|index| cell(cells[index], widths[index], colour));
            out += &format!("{name:first$}{}\n", cells.collect::<String>());
        }
    }
    out + &legend(counts.rows.iter().flat_map(|(_, cells)| cells.iter().copied()))
}

/// A cell; what failed is red where there is colour.
fn cell(count: Option<Count>, width: usize, colour: Colour) -> String {
    let cell = format!("{:>width$}", shown(count));
    let is_red = colour == Colour::With && count.is_some_and(|count| count.failed > 0);
    if is_red { format!("\u{1b}[31m{cell}\u{1b}[0m") } else { cell }
}

fn shown(count: Option<Count>) -> String {
    match count {
        None => "-".to_owned(),
        Some(Count { cases, failed: 0 }) => cases.to_string(),
        Some(Count { cases, failed }) => format!("{failed}/{cases}"),
    }
}

/// The columns in groups that fit the room.
fn bands(widths: &[usize], room: usize) -> Vec<std::ops::Range<usize>> {
    let mut bands = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (index, width) in widths.iter().enumerate() {
        if index > start && used + width > room {
            bands.push(start..index);
            (start, used) = (index, 0);
        }
        used += width;
    }
    if start < widths.len() {
        bands.push(start..widths.len());
    }
    bands
}

/// What the marks mean, of those that occur.
fn legend(cells: impl Iterator<Item = Option<Count>> + Clone) -> String {
    let first = |has_failed: bool| cells.clone().flatten().find(|it| (it.failed > 0) == has_failed);
    let mut parts = Vec::new();
    parts.extend(first(false).map(|count| format!("{}: passed", count.cases)));
    parts
        .extend(first(true).map(|Count { cases, failed }| {
            format!("{failed}/{cases}: {failed} of {cases} failed")
        }));
    if !parts.is_empty() && cells.clone().any(|cell| cell.is_none()) {
        parts.push("-: nothing to try or skipped".to_owned());
    }
    if parts.is_empty() { String::new() } else { format!("({})\n", parts.join("; ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{clean_outcome, sample_outcome};

    #[test]
    fn every_count_is_shown_aligned_and_within_a_terminal() {
        let outcome = sample_outcome();
        let table = table(&outcome, Colour::Without);
        for (operation, cells) in counts(&outcome).rows {
            let rows = table.lines().filter(|line| line.starts_with(operation));
            let words: Vec<&str> = rows.flat_map(|row| row.split_whitespace().skip(1)).collect();
            assert_eq!(words, cells.into_iter().map(shown).collect::<Vec<_>>(), "{table}");
        }
        let widths: Vec<usize> = table.lines().map(|line| line.chars().count()).collect();
        assert!(widths.iter().all(|width| *width <= WIDTH), "{table}");
        assert!(widths[..4].iter().all(|width| *width == widths[0]), "{table}");
    }

    #[test]
    fn the_legend_explains_only_what_occurs() {
        let failed = table(&sample_outcome(), Colour::With);
        assert!(failed.contains("\u{1b}[31m"), "{failed}");
        let legend = failed.lines().last();
        assert_eq!(
            legend,
            Some("(180: passed; 2/187: 2 of 187 failed; -: nothing to try or skipped)")
        );
        let clean = table(&clean_outcome(), Colour::With);
        assert!(!clean.contains("failed") && !clean.contains('\u{1b}'), "{clean}");
        let nothing = Outcome { counts: Default::default(), ..clean_outcome() };
        assert_eq!(table(&nothing, Colour::Without), "");
    }
}
