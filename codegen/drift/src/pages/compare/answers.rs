//! The sample responses against those of the specification: how many, and whether they conform.
//!
//! The page lost the statuses, yet prints the samples in ascending order of status. Responses that
//! are assumed, or that come from another page, have no sample here.

use super::super::overlay::is_shown;
use super::super::page::{Fact, Part, Tab};
use super::{Context, finding, place_of, sample};
use oasis_model::conform::{self, View};
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::{Response, SchemaId};
use serde_json::Value;

/// Compares the sample answers with the responses.
pub(super) fn compare(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let page = context.page;
    if page.curl.is_none() {
        return;
    }
    let shown: Vec<&Response> =
        context.operation.responses.iter().filter(|response| is_shown(response)).collect();
    let countable = context.whole(Part::Samples);
    if countable && shown.len() != page.tabs.len() {
        findings.push(count(context, &shown));
    }
    if countable && shown.len() == page.tabs.len() {
        for (tab, response) in page.tabs.iter().zip(&shown) {
            if let (Tab::Json(value), Some(content)) = (&tab.value, response.json()) {
                sample::answer(context, tab, content, value, findings);
            }
        }
        return;
    }
    // Without the order, a body has to fit some response.
    for tab in &page.tabs {
        let Tab::Json(value) = &tab.value else { continue };
        let schemas = || shown.iter().filter_map(|response| schema(response));
        let fits = |id| conform::check(context.api, id, value, View::Claim).violations.is_empty();
        if schemas().next().is_some() && !schemas().any(fits) {
            findings.push(misfit(context, tab, value));
        }
    }
}

fn schema(response: &Response) -> Option<SchemaId> {
    response.json().and_then(|content| content.schema)
}

fn count(context: &Context<'_>, shown: &[&Response]) -> Finding {
    let page = context.page;
    let tabs: Vec<&str> = page.tabs.iter().map(|tab| word(&tab.value)).collect();
    let ours: Vec<String> = shown
        .iter()
        .map(|response| format!("{} {}", response.status, response_word(response)))
        .collect();
    let list = |items: &str| if items.is_empty() { "none".to_owned() } else { items.to_owned() };
    let at = place_of(page.tabs.last(), page);
    finding(
        Severity::Warning,
        "drift/page-answers",
        at,
        &format!("{}/responses", context.operation.at),
        format!(
            "the page shows {} answers, the specification has {} of its own",
            tabs.len(),
            ours.len()
        ),
        "add the answer that is missing, or mark one as `x-basis: assumed` or with `x-source`",
        format!("page: {}\nspecification: {}", list(&tabs.join(", ")), list(&ours.join(", "))),
    )
}

fn misfit(context: &Context<'_>, tab: &Fact<Tab>, value: &Value) -> Finding {
    finding(
        Severity::Error,
        "drift/page-sample-answer",
        tab.place(context.page),
        &format!("{}/responses", context.operation.at),
        "no response of the specification takes this sample answer".to_owned(),
        "follow the page",
        "change the schema of the response, or add the response".to_owned(),
    )
    .with_evidence("sample", value.to_string())
}

fn word(tab: &Tab) -> &'static str {
    match tab {
        Tab::Empty => "no body",
        Tab::Json(_) => "JSON",
        Tab::Text(_) => "text",
    }
}

fn response_word(response: &Response) -> &'static str {
    match (response.contents.is_empty(), response.json().is_some()) {
        (true, _) => "no body",
        (_, true) => "JSON",
        _ => "text",
    }
}
