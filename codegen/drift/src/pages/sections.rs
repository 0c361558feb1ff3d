//! Walks the lines of a page from its title to the sample request and sorts them into its sections.
//!
//! A heading counts only in its order and only with the right thing below it, because prose may
//! hold the same words. A line with two things on it is cut, and its rest is walked as a line.

use super::fields::{self, Open, Step};
use super::head;
use super::header;
use super::lines::{Line, shortened};
use super::page::{BodyFacts, Fact, Field, Form, Page, Part};
use super::unread;
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::ParameterPlace;
use std::collections::HashSet;

/// What the rest of the page tells about the lines before the sample request.
#[derive(Debug, Default)]
pub(super) struct Clues {
    /// Names that the samples show.
    pub(super) names: HashSet<String>,
    /// The sample request has a body.
    pub(super) sends_body: bool,
    /// That body is a whole object, and so has every required member.
    pub(super) sends_required: bool,
    /// The lines end at the sample request, not where the text was cut.
    pub(super) whole: bool,
}

impl Clues {
    /// Whether a required member would be in the sample body and is in no sample at all.
    fn deny(&self, field: &Field, part: Part) -> bool {
        part == Part::Request
            && field.required
            && self.sends_required
            && !self.names.contains(&field.name)
    }
}

/// Reads everything before the sample request into the page.
pub(super) fn walk(lines: &[Line<'_>], clues: &Clues, page: &mut Page) {
    // The last line of a text that is cut may be half a line.
    let mut lines = lines[..lines.len() - usize::from(!clues.whole && !lines.is_empty())].to_vec();
    let condensed = page.form != Form::Spaced;
    let first = (0..lines.len()).find(|at| heading(&lines, *at, Part::Head, clues).is_some());
    head::read(&lines[..first.unwrap_or(lines.len())], page);
    let mut part = Part::Head;
    let mut open: Option<Open> = None;
    let mut at = first.unwrap_or(lines.len());
    while at < lines.len() {
        if let Some(next) = heading(&lines, at, part, clues) {
            finish(open.take(), part, page);
            part = next;
            begin(part, &lines[at], page);
            at += 1;
            continue;
        }
        let line = lines[at];
        match part {
            Part::Authorization => at += head::authorization(&lines[at..], page),
            Part::Response => {
                response_line(&line, page);
                at += 1;
            }
            _ => {
                let announced = condensed && open.as_ref().is_some_and(Open::announces);
                let fresh = fields::open(&line, lines.get(at + 1)).filter(|(fresh, _)| {
                    let denied = announced && clues.deny(fresh.field(), part);
                    !denied && !repeats(&line, part, open.as_ref(), page)
                });
                if let Some((fresh, count)) = fresh {
                    if announced && !clues.names.contains(&fresh.field().name) {
                        page.unread.push(unread::unclear(page, &line));
                    }
                    finish(open.replace(fresh), part, page);
                    at += count;
                } else if let Some(field) = &mut open {
                    match fields::take(field, &line, lines.get(at + 1), condensed, &clues.names) {
                        Step::Taken(count) => at += count,
                        Step::Rest(skip, rest) => {
                            at += skip;
                            lines[at] = Line { text: rest, ..lines[at] };
                        }
                        Step::Ambiguous(count) => {
                            page.unread.push(unread::glued(page, &lines[at + count - 1]));
                            at += count;
                        }
                    }
                } else {
                    loose(&line, page);
                    at += 1;
                }
            }
        }
    }
    if clues.whole {
        finish(open, part, page);
        page.read_until = Part::Curl;
    } else {
        // Its rules may stand behind the cut, so half a field would be a wrong one.
        if let Some(field) = open.map(fields::close) {
            page.unread.push(unread::cut_field(page, &field));
        }
        page.read_until = part;
    }
}

/// The part that begins here, if this line is a heading that may follow the part before it.
fn heading(lines: &[Line<'_>], at: usize, before: Part, clues: &Clues) -> Option<Part> {
    let line = lines[at];
    let next = lines.get(at + 1);
    let once = || lines[at + 1..].iter().all(|later| !later.text.ends_with(line.text));
    let field_below = next.is_some_and(|next| header::parse(next.text).is_some());
    let (part, fits) = match line.text {
        "Authorization" => (Part::Authorization, head::authorization_below(&lines[at + 1..])),
        "Path Parameters" => (Part::Path, field_below),
        "Query Parameters" => (Part::Query, field_below),
        "Header Parameters" => (Part::Header, field_below),
        "Cookie Parameters" => (Part::Cookie, field_below),
        "Request Body" => (
            Part::Request,
            field_below
                || next.is_some_and(|next| is_media_type(next.text) || next.text == RESPONSE)
                || (clues.sends_body && once()),
        ),
        RESPONSE => (Part::Response, next.is_none_or(|next| is_media_type(next.text)) || once()),
        _ => return None,
    };
    (fits && !line.indented && part > before).then_some(part)
}

const RESPONSE: &str = "Response Body";

fn begin(part: Part, line: &Line<'_>, page: &mut Page) {
    if part == Part::Request {
        page.body = Some(BodyFacts { line: line.number, ..BodyFacts::default() });
    }
}

/// Stores a field that has been read to its end.
fn finish(open: Option<Open>, part: Part, page: &mut Page) {
    let Some(field) = open.map(fields::close) else { return };
    match place(part) {
        Some(place) => page.parameters.push((place, field)),
        None => page.body.get_or_insert_default().fields.push(field),
    }
}

fn place(part: Part) -> Option<ParameterPlace> {
    match part {
        Part::Path => Some(ParameterPlace::Path),
        Part::Query => Some(ParameterPlace::Query),
        Part::Header => Some(ParameterPlace::Header),
        Part::Cookie => Some(ParameterPlace::Cookie),
        _ => None,
    }
}

/// Whether the section has a field of this name already; a second one is a word of the prose.
fn repeats(line: &Line<'_>, part: Part, open: Option<&Open>, page: &Page) -> bool {
    let Some(header) = header::parse(line.text) else { return false };
    let same = |field: &Field| field.name == header.name;
    open.is_some_and(|open| same(open.field()))
        || match place(part) {
            Some(place) => {
                page.parameters.iter().any(|(other, field)| *other == place && same(field))
            }
            None => page.body.as_ref().is_some_and(|body| body.fields.iter().any(same)),
        }
}

/// A line of a section before its first field: a media type or prose about the body.
fn loose(line: &Line<'_>, page: &mut Page) {
    let fact = fact(line);
    let body = page.body.get_or_insert_default();
    if is_media_type(line.text) && body.description.is_empty() {
        body.media_types.push(fact);
    } else {
        if !body.description.is_empty() {
            body.description.push('\n');
        }
        body.description.push_str(line.text);
    }
}

fn response_line(line: &Line<'_>, page: &mut Page) {
    if is_media_type(line.text) {
        page.response_media_types.push(fact(line));
    } else {
        let mut finding = Finding::new(
            Severity::Note,
            "drift/page-line-unread",
            "",
            "a line among the media types of the answers is none",
            "look at the page; the line may belong to a layout that is not known yet",
        );
        finding.at = page.place(line.number, &shortened(line.text));
        page.unread.push(finding);
    }
}

/// A line as a fact.
pub(super) fn fact(line: &Line<'_>) -> Fact<String> {
    Fact { value: line.text.to_owned(), line: line.number, text: shortened(line.text) }
}

/// Whether a text is a media type such as `application/json`.
pub(super) fn is_media_type(text: &str) -> bool {
    const TREES: [&str; 9] =
        ["application", "text", "image", "audio", "video", "multipart", "font", "model", "message"];
    let essence = text.split(';').next().unwrap_or_default();
    let token = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+*".contains(c))
    };
    text == "*/*"
        || essence
            .split_once('/')
            .is_some_and(|(tree, subtype)| TREES.contains(&tree) && token(subtype))
}
