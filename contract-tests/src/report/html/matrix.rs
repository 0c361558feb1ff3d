//! What was tried on the page: cases by operation and category, and checks by operation. Every outcome
//! has a symbol, so that nothing hangs on colour.

use super::{
    finding::mark,
    markup::{Html, grouped},
};
use crate::{
    generate::Category,
    oracle::Check,
    report::{operations, worst_first},
    run::{CheckResult, Count, Outcome},
};
use oasis_model::finding::Severity;

/// Cases: operations by categories.
pub(super) fn categories(html: &mut Html, outcome: &Outcome) {
    let count = |operation: &str, category: Category| {
        let count = outcome.counts.get(&(operation.to_owned(), category));
        count.filter(|count| count.cases > 0)
    };
    let has_cases = |category: &Category| {
        operations(outcome).into_iter().any(|operation| count(operation, *category).is_some())
    };
    let columns: Vec<Category> = Category::ALL.into_iter().filter(has_cases).collect();
    if columns.is_empty() {
        html.raw("<p class=\"empty\">No case was run.</p>");
        return;
    }
    html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Cases by operation and category\">");
    html.raw("<table class=\"matrix\"><thead><tr><th scope=\"col\">Operation</th>");
    for column in &columns {
        html.raw("<th scope=\"col\">").raw(column.heading()).raw("</th>");
    }
    html.raw("</tr></thead><tbody>");
    for operation in operations(outcome) {
        html.raw("<tr><th scope=\"row\">").text(operation).raw("</th>");
        for column in &columns {
            cell(html, count(operation, *column));
        }
        html.raw("</tr>");
    }
    html.raw("</tbody></table></div><p class=\"legend\"><span class=\"ok\">✓ 200</span> cases, all passed \
         <span class=\"error\">✕ 2/200</span> 2 of 200 cases failed <span class=\"none\">–</span> skipped, \
         see <a href=\"#untested\">Not tested</a></p>");
}

fn cell(html: &mut Html, count: Option<&Count>) {
    match count {
        None => html.raw("<td class=\"none\">–</td>"),
        Some(Count { cases, failed: 0 }) => {
            html.raw("<td class=\"ok\">✓ ").text(grouped(*cases)).raw("</td>")
        }
        Some(Count { cases, failed }) => html
            .raw("<td class=\"error\">✕ ")
            .text(grouped(*failed))
            .raw("/")
            .text(grouped(*cases))
            .raw("</td>"),
    };
}

/// Checks by operations.
pub(super) fn checks(html: &mut Html, outcome: &Outcome) {
    let operations = operations(outcome);
    html.raw(
        "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Checks by operation\">",
    );
    html.raw("<table class=\"checks\"><thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Basis</th>");
    for operation in &operations {
        html.raw("<th scope=\"col\">").text(operation).raw("</th>");
    }
    html.raw("</tr></thead><tbody>");
    for check in Check::all() {
        html.raw("<tr><th scope=\"row\"><code>").raw(bare(check)).raw("</code> <span>");
        html.prose(check.promise()).raw("</span></th><td class=\"of\">").text(check.basis());
        html.raw("</td>");
        for operation in &operations {
            let result = outcome.results.get(&((*operation).to_owned(), check));
            result_cell(html, outcome, operation, check, result);
        }
        html.raw("</tr>");
    }
    html.raw("</tbody></table></div>");
}

fn bare(check: Check) -> &'static str {
    let id = check.id();
    id.strip_prefix("contract/").unwrap_or(id)
}

fn result_cell(
    html: &mut Html,
    outcome: &Outcome,
    operation: &str,
    check: Check,
    result: Option<&CheckResult>,
) {
    match result {
        None => html.raw("<td class=\"none\">–</td>"),
        Some(CheckResult::Skipped(reason)) => {
            html.raw("<td class=\"none\" title=\"").text(reason).raw("\">– skipped</td>")
        }
        Some(CheckResult::Passed(made)) => {
            html.raw("<td class=\"ok\">✓ ").text(grouped(*made)).raw("</td>")
        }
        Some(CheckResult::Failed { made, failed }) => {
            let found = first(outcome, operation, check);
            let severity = found.map_or(Severity::Note, |(_, severity)| severity);
            let (class, symbol, word) = mark(severity);
            html.raw("<td class=\"").raw(class).raw("\">");
            if let Some((number, _)) = found {
                html.raw("<a href=\"#finding-").text(number).raw("\">");
            }
            html.raw(symbol).raw(" <span class=\"spoken\">").raw(word).raw(" </span>");
            html.text(grouped(*failed)).raw("/").text(grouped(*made));
            html.raw(if found.is_some() { "</a></td>" } else { "</td>" })
        }
    };
}

/// The number and severity of the worst finding that one check has for one operation.
fn first(outcome: &Outcome, operation: &str, check: Check) -> Option<(usize, Severity)> {
    let findings = worst_first(outcome);
    let index = findings.iter().position(|shown| {
        shown.check == check && shown.operations.iter().any(|other| other == operation)
    })?;
    Some((index + 1, findings[index].finding.severity))
}
