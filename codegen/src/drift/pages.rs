//! The vendor's reference pages, saved as text: [`read`] takes the facts off a page, [`compare`]
//! holds them against the specification.
//!
//! The reader knows the notation of the pages in four text forms and nothing of the API. It never
//! guesses: what cannot be told for certain is a finding in [`Page::unread`] and is not compared.

mod compare;
mod curl;
mod decode;
mod fields;
mod glue;
mod head;
mod header;
mod json;
mod lines;
mod locate;
mod loose;
mod lost;
mod page;
mod path;
mod redoc;
mod redoc_type;
mod samples;
mod sections;
mod tags;
#[cfg(test)]
mod tests;

pub use compare::{belongs, compare};
pub use decode::decode;
pub use page::{Auth, BodyFacts, Bounds, Curl, Fact, Field, Form, Page, Part, Tab, Tags};

use crate::finding::{Finding, Severity};
use curl::Request;
use lines::{Line, Lines};
use sections::Clues;
use serde_json::Value;
use std::collections::HashSet;

/// The findings that say that something is neither the same nor different, but not known.
pub const GAPS: [&str; 8] = [
    "drift/page-truncated",
    "drift/page-glued",
    "drift/page-without-route",
    "drift/page-several",
    "drift/page-names-lost",
    "drift/page-method",
    "drift/page-route-uneven",
    "drift/page-path-unplaced",
];

/// Reads one page. `name` is what findings call it, such as its file name.
///
/// # Errors
/// A finding that says why nothing was readable: an error page, another kind of page, no text.
pub fn read(name: &str, text: &str) -> Result<Page, Vec<Finding>> {
    let unreadable = |reason| vec![lines::unreadable(name, reason)];
    lines::refuse(text).map_or(Ok(()), |reason| Err(unreadable(reason)))?;
    let text = lines::plain(text);
    let lines = lines::cut(&text);
    if let Some(page) = redoc::read(name, &lines) {
        return Ok(page);
    }
    let mut page = blank(name, form(&lines));
    let samples = read_samples(&lines, &mut page);
    let clues = Clues { whole: lines.ended || samples.is_some(), ..clues(&page) };
    let (end, half) = samples.unwrap_or((lines.lines.len(), None));
    let before = &lines.lines[..end];
    let samples_until = page.read_until;
    if page.form == Form::NamesLost {
        lost::read(before, half, &mut page);
        page.read_until = Part::Curl;
    } else {
        sections::walk(before, &clues, &mut page);
    }
    page.read_until = page.read_until.max(samples_until);
    if !readable(&page, lines.ended) {
        return Err(unreadable(if page.form == Form::NamesLost {
            "the names of its fields are lost, and so is the sample request that tells the route"
        } else {
            "it has none of the sections of a reference page"
        }));
    }
    path::fill_in(&mut page);
    tell_end(&lines, &mut page);
    lines.body.clone_into(&mut page.source);
    tell_second(&lines, &mut page);
    Ok(page)
}

fn blank(name: &str, form: Form) -> Page {
    Page {
        name: name.to_owned(),
        form,
        read_until: Part::Head,
        tag: None,
        title: None,
        description: None,
        deprecated: false,
        method: None,
        path: None,
        concrete_path: false,
        auth: Vec::new(),
        parameters: Vec::new(),
        body: None,
        response_media_types: Vec::new(),
        tabs: Vec::new(),
        curl: None,
        unread: Vec::new(),
        source: String::new(),
    }
}

/// The form is told by blank lines and by whether a field header stands where one has to; elsewhere
/// it may be a word of the prose.
fn form(lines: &Lines<'_>) -> Form {
    let end = sample_line(lines).unwrap_or(lines.lines.len());
    let before = &lines.lines[..end];
    let named = before.windows(2).any(|pair| {
        let opens = tags::HEADINGS.contains(&pair[0].text) || sections::is_media_type(pair[0].text);
        opens && !pair[1].indented && header::parse(pair[1].text).is_some()
    });
    if !named && before.iter().any(|line| lost::is_mark(line.text)) {
        return Form::NamesLost;
    }
    let blank_lines = before.windows(2).filter(|pair| pair[1].number > pair[0].number + 1).count();
    if blank_lines * 4 >= before.len() { Form::Spaced } else { Form::Condensed }
}

/// The line on which the sample request begins: the last such line, since prose may show calls too.
fn sample_line(lines: &Lines<'_>) -> Option<usize> {
    lines.lines.iter().rposition(|line| line.text.starts_with(curl::START))
}

/// Reads the sample request and the answers behind it; gives the request's line, if there is one,
/// and what is left of a body that is cut.
fn read_samples(lines: &Lines<'_>, page: &mut Page) -> Option<(usize, Option<Value>)> {
    let at = sample_line(lines)?;
    let Line { number, text, .. } = lines.lines[at];
    let start = offset(lines.body, text);
    let Some(Request { curl, rest, half }) = curl::parse(&lines.body[start..]) else {
        return Some((at, None));
    };
    page.curl = Some(Fact { value: curl, line: number, text: lines::shortened(text) });
    // Without an answer behind it nothing shows that the request is whole.
    page.read_until = if lines.ended { Part::End } else { Part::Curl };
    if let Some(rest) = rest {
        page.tabs = samples::parse(lines.body, lines.body.len() - rest.len(), lines.ended);
        if !page.tabs.is_empty() || rest.trim_start().starts_with(['{', '[', '"']) {
            page.read_until = page.read_until.max(Part::Samples);
        }
    }
    Some((at, half.and_then(json::whole_members)))
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
    Clues { names, sends_body, whole: false }
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

/// Says of a file that holds several pages that only the first was read.
fn tell_second(lines: &Lines<'_>, page: &mut Page) {
    let Some(line) = lines.second else { return };
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-several",
        "",
        "behind the end of this page the file goes on with another one, which was not read",
        "save one page in a file",
    );
    finding.at = page.place(line, curl::START.trim_end());
    page.unread.push(finding);
}
