//! Reads one page of the forms that end with a mark.
//!
//! The text of one page comes in, its facts go out, or why nothing was readable. What cannot be told
//! for certain is a finding in [`Page::unread`].

use super::curl::{self, Request};
use super::lines::{self, Line, Lines};
use super::page::{Fact, Form, Page, Part, Tab};
use super::sections::{self, Clues};
use super::split::Piece;
use super::{layout, path, samples, unread};
use oasis_model::finding::{Finding, Severity};
use serde_json::Value;
use std::collections::HashSet;

/// Reads a page, or says why not.
pub(super) fn read(name: &str, piece: &Piece<'_>) -> Result<Page, &'static str> {
    lines::too_large(piece.text).map_or(Ok(()), Err)?;
    let lines = lines::cut(piece.text, piece.first);
    let mut page = Page::blank(name, form(&lines), piece.first);
    layout::lost(&lines.lines).map_or(Ok(()), Err)?;
    let samples = read_samples(&lines, &mut page);
    let clues = Clues { whole: lines.ended || samples.is_some(), ..clues(&page) };
    let end = samples.unwrap_or(lines.lines.len());
    let samples_until = page.read_until;
    sections::walk(&lines.lines[..end], &clues, &mut page);
    page.read_until = page.read_until.max(samples_until);
    if !readable(&page, lines.ended) {
        return Err("it has none of the sections of a reference page");
    }
    layout::unknown(&page).map_or(Ok(()), Err)?;
    path::fill_in(&mut page);
    tell_end(&lines, &mut page);
    lines.body.clone_into(&mut page.source);
    Ok(page)
}

/// The form is told by blank lines.
fn form(lines: &Lines<'_>) -> Form {
    let end = sample_line(lines).unwrap_or(lines.lines.len());
    let before = &lines.lines[..end];
    let blank_lines = before.windows(2).filter(|pair| pair[1].number > pair[0].number + 1).count();
    if blank_lines * 4 >= before.len() { Form::Spaced } else { Form::Condensed }
}

/// The line on which the sample request begins: the last such line, since prose may show calls too.
fn sample_line(lines: &Lines<'_>) -> Option<usize> {
    lines.lines.iter().rposition(|line| line.text.starts_with(curl::START))
}

/// Reads the sample request and the answers behind it; gives the request's line, if there is one.
fn read_samples(lines: &Lines<'_>, page: &mut Page) -> Option<usize> {
    let at = sample_line(lines)?;
    let Line { number, text, .. } = lines.lines[at];
    let start = offset(lines.body, text);
    let Some(Request { curl, rest }) = curl::parse(&lines.body[start..]) else {
        page.unread.extend(lines.ended.then(|| unread::samples(page, &lines.lines[at])));
        return Some(at);
    };
    page.curl = Some(Fact { value: curl, line: number, text: lines::shortened(text) });
    // Without an answer behind it nothing shows that the request is whole.
    page.read_until = if lines.ended { Part::End } else { Part::Curl };
    if let Some(rest) = rest {
        let start = lines.body.len() - rest.len();
        let first = page.first_line + lines.body[..start].matches('\n').count();
        page.tabs = samples::parse(lines.body, start, first, lines.ended);
        if !page.tabs.is_empty() || rest.trim_start().starts_with(['{', '[', '"']) {
            page.read_until = page.read_until.max(Part::Samples);
        }
    }
    Some(at)
}

/// Where a line of a text stands in it.
fn offset(body: &str, line: &str) -> usize {
    line.as_ptr() as usize - body.as_ptr() as usize
}

fn clues(page: &Page) -> Clues {
    let mut names = HashSet::new();
    let body = page.curl.as_ref().and_then(|curl| curl.value.json());
    body.iter().for_each(|value| collect_names(value, &mut names));
    for tab in &page.tabs {
        if let Tab::Json(value) = &tab.value {
            collect_names(value, &mut names);
        }
    }
    let curl = page.curl.iter().map(|curl| &curl.value);
    let sends_body = curl.clone().any(|curl| curl.media_type.is_some());
    names.extend(
        curl.flat_map(|curl| curl.query.iter().chain(&curl.headers)).map(|(name, _)| name.clone()),
    );
    let sends_required = matches!(body, Some(Value::Object(_)));
    Clues { names, sends_body, sends_required, whole: false }
}

fn collect_names(value: &Value, names: &mut HashSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| {
            names.insert(name.clone());
            collect_names(value, names);
        }),
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        _ => {}
    }
}

/// Whether enough was found to call this a reference page: a route and one more of its marks.
fn readable(page: &Page, ended: bool) -> bool {
    let route = page.curl.is_some() || (page.method.is_some() && page.path.is_some());
    let sections = usize::from(!page.auth.is_empty())
        + usize::from(!page.parameters.is_empty())
        + usize::from(page.body.is_some())
        + usize::from(!page.response_media_types.is_empty())
        + usize::from(page.curl.is_some() && !page.tabs.is_empty());
    (route && (ended || sections > 0)) || sections > 1
}

/// Says of a page that is cut off that the rest is missing rather than removed.
fn tell_end(lines: &Lines<'_>, page: &mut Page) {
    if lines.ended || page.unread.iter().any(|finding| finding.rule == "drift/page-truncated") {
        return;
    }
    let last = lines.lines.last().copied();
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-truncated",
        "",
        "the text ends before the mark that ends every page",
        "save the whole page; what stands behind this line is missing, not removed",
    );
    if let Some(last) = last {
        finding.at = page.place(last.number, &lines::shortened(last.text));
    }
    page.unread.push(finding);
}
