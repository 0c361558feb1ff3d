//! Where a page contradicts itself, whatever the specification says.
//!
//! A request sample shows all required members. Where one is missing, the sample is older than the
//! field, or a line of prose was read as a field; nothing tells which.

use super::super::page::{Field, Page, Part, Tab};
use super::place_of;
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::ParameterPlace;
use serde_json::Value;

/// What the page marks as required and its own sample request does not send.
pub(super) fn required(page: &Page) -> Vec<Finding> {
    let Some(curl) = page.curl.as_ref().filter(|_| page.whole(Part::Curl)) else {
        return Vec::new();
    };
    let body = curl.value.json();
    let has = |pairs: &[(String, String)], name: &str| {
        pairs.iter().any(|(sent, _)| sent.eq_ignore_ascii_case(name))
    };
    let parameters = page.parameters.iter().filter(|(place, field)| match place {
        ParameterPlace::Query => !has(&curl.value.query, &field.name),
        ParameterPlace::Header => !has(&curl.value.headers, &field.name),
        ParameterPlace::Path | ParameterPlace::Cookie => false,
    });
    let listed = page.body.iter().flat_map(|body| &body.fields);
    let members = listed.filter(
        |field| matches!(&body, Some(Value::Object(body)) if !body.contains_key(&field.name)),
    );
    let fields = parameters.map(|(_, field)| field).chain(members).filter(|field| field.required);
    fields.map(|field| finding(page, field)).collect()
}

fn finding(page: &Page, field: &Field) -> Finding {
    let mut finding = Finding::new(
        Severity::Note,
        "drift/page-sample-uneven",
        "",
        format!(
            "the page marks `{}` as required, and its own sample request does not send it",
            field.name
        ),
        "look at the page in a browser; the sample is older than the field, or the line is prose",
    );
    finding.at = page.place(field.line, &field.text);
    finding
}

/// Each answer with a body has one media type line, so a page that shows more of one is odd.
/// Where the lines are fewer, an answer has lost its media type.
pub(super) fn answer_lines(page: &Page) -> Option<Finding> {
    let bodies = page.tabs.iter().filter(|tab| tab.value != Tab::Empty).count();
    let lines = page.response_media_types.len();
    let odd = page.read_until > Part::Samples && lines != bodies;
    odd.then(|| {
        let mut finding = Finding::new(
            Severity::Note,
            "drift/page-answers-uneven",
            "",
            format!("the page names {lines} media types for {bodies} sample answers with a body"),
            "look at the page in a browser; a sample or a media type may be missing",
        );
        finding.at = page
            .response_media_types
            .last()
            .map_or_else(|| place_of(page.tabs.last(), page), |line| line.place(page));
        finding
    })
}
