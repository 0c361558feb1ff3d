//! What was tried on the page: cases by operation and category, and checks by operation. Every outcome
//! has a symbol, so that nothing hangs on colour.

use super::{finding::mark, markup::Html};
use crate::{
    oracle::Check,
    report::{
        rows::{self, Row},
        text::grouped,
    },
    run::{CheckResult, Count, Outcome},
};
use oasis_model::finding::Severity;

/// Cases: operations by categories.
pub(super) fn categories(html: &mut Html, outcome: &Outcome) {
    let counts = rows::counts(outcome);
    if counts.columns.is_empty() {
        html.add("<p class=\"empty\">No case was run.</p>", &[]);
        return;
    }
    html.add(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Cases by operation and category\">\
         <table class=\"matrix\"><thead><tr><th scope=\"col\">Operation</th>",
        &[],
    );
    for column in &counts.columns {
        html.add("<th scope=\"col\">{}</th>", &[&column.heading()]);
    }
    html.add("</tr></thead><tbody>", &[]);
    for (operation, cells) in counts.rows {
        html.add("<tr><th scope=\"row\">{}</th>", &[&operation]);
        for cell in cells {
            match cell {
                None => html.add("<td class=\"none\">–</td>", &[]),
                Some(Count { cases, failed: 0 }) => {
                    html.add("<td class=\"ok\">✓ {}</td>", &[&grouped(cases)]);
                }
                Some(Count { cases, failed }) => html
                    .add("<td class=\"error\">✕ {}/{}</td>", &[&grouped(failed), &grouped(cases)]),
            }
        }
        html.add("</tr>", &[]);
    }
    html.add(
        "</tbody></table></div><p class=\"legend\"><span class=\"ok\">✓ 200</span> passed \
         <span class=\"error\">✕ 2/80</span> 2 of 80 failed <span class=\"none\">–</span> nothing to try or \
         skipped, see <a href=\"#untested\">Not tested</a></p>",
        &[],
    );
}

/// Checks by operations.
pub(super) fn checks(html: &mut Html, outcome: &Outcome) {
    let operations = rows::operations(outcome);
    let rows = rows::checks(outcome);
    html.add(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Checks by operation\">\
         <table class=\"checks\"><thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Basis</th>",
        &[],
    );
    for operation in &operations {
        html.add("<th scope=\"col\">{}</th>", &[operation]);
    }
    html.add("</tr></thead><tbody>", &[]);
    for check in Check::all() {
        html.add("<tr><th scope=\"row\"><code>{}</code> <span>", &[&rows::bare(check)]);
        html.prose(check.promise());
        html.add("</span></th><td class=\"of\">{}</td>", &[&check.basis()]);
        for operation in &operations {
            cell(html, rows.iter().find(|row| row.check == check && row.operation == *operation));
        }
        html.add("</tr>", &[]);
    }
    html.add("</tbody></table></div>", &[]);
}

/// What became of a check; what failed leads to its worst finding.
fn cell(html: &mut Html, row: Option<&Row<'_>>) {
    match row.and_then(|row| row.result) {
        None => html.add("<td class=\"none\">–</td>", &[]),
        Some(CheckResult::Skipped(reason)) => {
            html.add("<td class=\"none\" title=\"{}\">– skipped</td>", &[reason]);
        }
        Some(CheckResult::Passed(made)) => {
            html.add("<td class=\"ok\">✓ {}</td>", &[&grouped(*made)])
        }
        Some(CheckResult::Failed { made, failed }) => {
            let worst = row.and_then(|row| row.findings.first());
            let severity = worst.map_or(Severity::Note, |(_, shown)| shown.finding.severity);
            let (symbol, word) = mark(severity);
            html.add("<td class=\"{}\">", &[&severity]);
            if let Some((number, _)) = worst {
                html.add("<a href=\"#finding-{}\">", &[number]);
            }
            html.add(
                "{} <span class=\"spoken\">{} </span>{}/{}",
                &[&symbol, &word, &grouped(*failed), &grouped(*made)],
            );
            html.add(if worst.is_some() { "</a></td>" } else { "</td>" }, &[]);
        }
    }
}
