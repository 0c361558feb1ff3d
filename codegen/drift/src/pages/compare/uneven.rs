//! Where a page contradicts itself, whatever the specification says.
//!
//! A request sample shows all required members. Where one is missing, the sample is older than the
//! field, or a line of prose was read as a field; nothing tells which.

use super::super::page::{Field, Page, Part};
use super::fields;
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
    finding.at = fields::place(page, field);
    finding
}
