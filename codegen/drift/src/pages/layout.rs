//! Texts that look like a page and cannot be compared: their layout has lost what tells the parts of a
//! page, or is not known.
//!
//! Lines or a page come in, the reason goes out. A part that was not recognised must never look as if
//! it had been removed.

use super::header;
use super::lines::Line;
use super::page::{Field, Page, Part};
use super::sections::is_media_type;
use super::tags::HEADINGS;
use oasis_model::ir::ParameterPlace;

/// Why the text of a page has lost too much, if it has.
pub(super) fn lost(lines: &[Line<'_>]) -> Option<&'static str> {
    const REDOC: [&str; 6] = [
        "path Parameters",
        "query Parameters",
        "header Parameters",
        "cookie Parameters",
        "Authorizations:",
        "Response samples",
    ];
    let redoc = |line: &Line<'_>| {
        REDOC.contains(&line.text) || line.text.starts_with("Request Body schema:")
    };
    if lines.iter().any(redoc) {
        return Some("it is the text of a Redoc page, whose tables have lost what is nested");
    }
    let named = lines.windows(2).any(|pair| {
        let opens = HEADINGS.contains(&pair[0].text) || is_media_type(pair[0].text);
        opens && !pair[1].indented && header::parse(pair[1].text).is_some()
    });
    let mut before = lines.iter().take_while(|line| !HEADINGS.contains(&line.text));
    let stray = |line: &Line<'_>| {
        !line.indented && header::parse(line.text).is_some_and(|field| !field.written.is_empty())
    };
    if before.any(stray) {
        return Some("fields stand above its first section: a heading is not known");
    }
    let nameless = !named && lines.iter().any(|line| is_nameless_block(line.text));
    nameless.then_some("the names of its fields are lost")
}

/// Scheme and place on one line without credentials: the text has lost the headers of its fields too.
fn is_nameless_block(text: &str) -> bool {
    let Some((before, place)) = text.rsplit_once("In:") else { return false };
    let known = ["header", "query", "cookie"].contains(&place.trim_matches([' ', '`']));
    known && !before.trim().is_empty() && !before.contains('<')
}

/// Why the sections of a page cannot be told apart, if they cannot.
pub(super) fn unknown(page: &Page) -> Option<&'static str> {
    if page.read_until < Part::Curl {
        return None;
    }
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    let named: Vec<&str> = path
        .split('/')
        .filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
        .collect();
    let in_path = |(place, field): &(ParameterPlace, Field)| {
        (*place == ParameterPlace::Path).then_some(field.name.clone())
    };
    let listed: Vec<String> = page.parameters.iter().filter_map(in_path).collect();
    if !path.is_empty() && listed.iter().any(|name| !named.contains(&name.as_str())) {
        return Some("what stands below its path parameters is none: a heading is not known");
    }
    let sends = page.curl.as_ref().is_some_and(|curl| curl.value.body.is_some());
    (sends && page.body.is_none())
        .then_some("its sample request sends a body, and no section that is known describes it")
}
