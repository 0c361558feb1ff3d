//! The table at the end: operations by promises. Counts in, aligned text out.

use crate::{deck::Column, ledger::Count, mutation::Family};
use std::collections::BTreeMap;

/// Every column, in order.
fn columns() -> Vec<Column> {
    let mut columns = vec![Column::Valid];
    columns.extend(Family::ALL.map(Column::Broken));
    columns.extend([
        Column::UnknownId,
        Column::Auth,
        Column::State,
        Column::Path,
        Column::Method,
        Column::Framing,
        Column::Heavy,
    ]);
    columns
}

/// The table: a number is that many cases without a complaint, `2/80` says that two of 80 failed,
/// `-` that there was nothing to try.
pub fn table(counts: &BTreeMap<(String, Column), Count>) -> String {
    let columns: Vec<Column> = columns()
        .into_iter()
        .filter(|column| counts.keys().any(|(_, other)| other == column))
        .collect();
    let mut rows = vec![vec![String::new()]];
    rows[0].extend(columns.iter().map(|column| column.heading().to_owned()));
    let mut operations: Vec<&String> = counts.keys().map(|(operation, _)| operation).collect();
    operations.dedup();
    for operation in operations {
        let cell = |column: &Column| match counts.get(&(operation.clone(), *column)) {
            None => "-".to_owned(),
            Some(Count { cases, failed: 0 }) => cases.to_string(),
            Some(Count { cases, failed }) => format!("{failed}/{cases}"),
        };
        let mut row = vec![operation.clone()];
        row.extend(columns.iter().map(cell));
        rows.push(row);
    }
    aligned(&rows)
}

fn aligned(rows: &[Vec<String>]) -> String {
    let width =
        |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..rows[0].len()).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).enumerate().map(|(index, (cell, width))| match index {
            0 => format!("{cell:width$}"),
            _ => format!("{cell:>width$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
