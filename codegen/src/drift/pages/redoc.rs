//! Reads the table form: one row a field, `| name | type <format> rules prose |`, below plain
//! headings, with the route on a line of its own.
//!
//! Of a page that holds several operations the first is read, and a finding names the next one.

use super::lines::{Line, Lines, shortened};
use super::page::{Auth, BodyFacts, Fact, Field, Form, Page, Part};
use super::redoc_type;
use super::sections::{fact, is_media_type};
use crate::finding::{Finding, Severity};
use crate::ir::{Method, ParameterPlace};

/// Where the rows below a heading belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    None,
    Parameters(ParameterPlace),
    Body,
    Answer,
}

/// Reads a page of the table form; nothing if it has no rows that describe what is sent.
pub(super) fn read(name: &str, lines: &Lines<'_>) -> Option<Page> {
    // The other forms end with a mark, and may hold a table in their prose.
    if lines.ended || !lines.lines.iter().any(|line| row(line.text).is_some()) {
        return None;
    }
    let mut page = super::blank(name, Form::Table);
    let mut place = Place::None;
    let mut answers = 0;
    for line in &lines.lines {
        if begins_another(line, place, &page) {
            page.unread.push(several(&page, line));
            break;
        }
        if let Some((method, path)) = route(line.text) {
            let text = shortened(line.text);
            page.method = Some(Fact { value: method, line: line.number, text: text.clone() });
            page.path = Some(Fact { value: path.to_owned(), line: line.number, text });
            continue;
        }
        match (row(line.text), place) {
            (Some((cell, rest)), Place::Parameters(at)) => {
                page.parameters.push((at, field(line, cell, rest)))
            }
            (Some((cell, rest)), Place::Body) => {
                page.body.get_or_insert_default().fields.push(field(line, cell, rest));
            }
            (Some(_), _) => answers += 1,
            (None, _) => {
                let text = line.text.trim_matches(['#', '*', '_', ' ']);
                place = heading(text, line, &mut page).unwrap_or(place);
            }
        }
    }
    if answers > 0 {
        page.unread.push(answers_unread(&page, answers));
    }
    let stopped = page.unread.iter().any(|finding| finding.rule == "drift/page-several");
    let last = lines.lines.last().filter(|line| !stopped && line.text.starts_with('|'));
    page.unread.extend(last.map(|line| ends_in_rows(&page, line)));
    // Without the answers' heading nothing shows that the rows above it are all there.
    page.read_until = part(place);
    let read = !page.parameters.is_empty() || page.body.is_some();
    (read && (page.method.is_some() || page.title.is_some())).then_some(page)
}

/// The part that is being read; every part before it is whole.
fn part(place: Place) -> Part {
    match place {
        Place::None => Part::Head,
        Place::Parameters(ParameterPlace::Path) => Part::Path,
        Place::Parameters(ParameterPlace::Query) => Part::Query,
        Place::Parameters(ParameterPlace::Header) => Part::Header,
        Place::Parameters(ParameterPlace::Cookie) => Part::Cookie,
        Place::Body => Part::Request,
        Place::Answer => Part::Response,
    }
}

/// Whether another operation has begun: its route differs, or its sections start anew.
fn begins_another(line: &Line<'_>, place: Place, page: &Page) -> bool {
    if let Some((method, path)) = route(line.text) {
        let same = |(own, fact): (&Fact<Method>, &Fact<String>)| {
            (own.value, fact.value.as_str()) == (method, path)
        };
        return page.method.as_ref().zip(page.path.as_ref()).is_some_and(|own| !same(own));
    }
    let text = line.text.trim_matches(['#', '*', '_', ' ']).to_ascii_lowercase();
    let next = SECTIONS.iter().find(|(word, _)| text.starts_with(word)).map(|(_, part)| *part);
    next.is_some_and(|next| part(place) >= next && row(line.text).is_none())
}

/// The beginnings of the headings that one operation has at most once, in their order.
const SECTIONS: [(&str, Part); 6] = [
    ("authorizations", Part::Authorization),
    ("path parameters", Part::Path),
    ("query parameters", Part::Query),
    ("header parameters", Part::Header),
    ("cookie parameters", Part::Cookie),
    ("request body schema", Part::Request),
];

/// Whether a line begins a row and does not end it.
fn half_row(text: &str) -> bool {
    text.len() < 2 || !text.ends_with('|') || text.matches('|').count() < 3
}

/// A heading or a line of the page's head.
fn heading(text: &str, line: &Line<'_>, page: &mut Page) -> Option<Place> {
    let lower = text.to_ascii_lowercase();
    let fact = |value: &str| Fact { value: value.to_owned(), ..fact(line) };
    if let Some(kind) = lower.strip_suffix(" parameters") {
        let place = match kind {
            "path" => ParameterPlace::Path,
            "query" => ParameterPlace::Query,
            "header" => ParameterPlace::Header,
            "cookie" => ParameterPlace::Cookie,
            _ => return None,
        };
        return Some(Place::Parameters(place));
    }
    if lower.starts_with("request body") {
        let body = page
            .body
            .get_or_insert_with(|| BodyFacts { line: line.number, ..BodyFacts::default() });
        body.media_types.extend(media_type(text).map(fact));
        return Some(Place::Body);
    }
    if lower.starts_with("response") || lower.starts_with("request samples") {
        return Some(Place::Answer);
    }
    if let Some(scheme) = lower.strip_prefix("authorizations") {
        let named = text[text.len() - scheme.len()..].trim_matches([':', ' ', '*', '_']);
        let scheme = (!named.is_empty()).then(|| named.to_owned());
        let value = Auth { scheme, credentials: None, place: None };
        page.auth.push(Fact { value, line: line.number, text: shortened(line.text) });
        return None;
    }
    if let Some(auth) = page
        .auth
        .last_mut()
        .filter(|auth| auth.value.scheme.is_none() && auth.line + 3 > line.number)
    {
        auth.value.scheme = Some(text.to_owned());
    } else if page.title.is_none() && route(line.text).is_none() && !text.is_empty() {
        page.title = Some(fact(text));
    }
    None
}

fn media_type(text: &str) -> Option<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches(['*', '_', '`']))
        .find(|word| is_media_type(word))
}

/// The two cells of a row that describes a field.
fn row(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('|')?.trim_end().strip_suffix('|')?;
    let (name, rest) = inner.split_once('|')?;
    let name = name.trim();
    let rule = |cell: &str| cell.chars().all(|c| c == '-' || c == ':' || c == ' ');
    (!name.is_empty() && !rule(name) && redoc_type::starts_a_type(rest.trim()))
        .then_some((name, rest.trim()))
}

fn route(text: &str) -> Option<(Method, &str)> {
    let text = text.trim_matches(['#', '*', '`', ' ']);
    let method = Method::ALL.into_iter().find(|method| {
        text.get(..method.as_str().len())
            .is_some_and(|word| word.eq_ignore_ascii_case(method.as_str()))
    })?;
    let path = text[method.as_str().len()..].trim();
    (path.starts_with('/') && !path.contains(char::is_whitespace)).then_some((method, path))
}

fn field(line: &Line<'_>, cell: &str, rest: &str) -> Field {
    let mut name = cell.trim_matches(['*', '`', ' ']);
    let mut required = false;
    let mut deprecated = false;
    for _ in 0..2 {
        if let Some(bare) = name.strip_suffix("required").filter(|bare| !bare.is_empty()) {
            (name, required) = (bare.trim_end(), true);
        }
        if let Some(bare) = name.strip_suffix(" deprecated") {
            (name, deprecated) = (bare.trim_end(), true);
        }
    }
    let typed = redoc_type::parse(rest);
    Field {
        name: name.to_owned(),
        required,
        written: Some(typed.written),
        deprecated: deprecated || typed.deprecated,
        description: typed.prose,
        tags: typed.tags,
        line: line.number,
        text: shortened(line.text),
    }
}

fn several(page: &Page, line: &Line<'_>) -> Finding {
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-several",
        "",
        "another operation begins here; it and what follows were not read",
        "save one operation in a file",
    );
    finding.at = page.place(line.number, &shortened(line.text));
    finding
}

fn ends_in_rows(page: &Page, line: &Line<'_>) -> Finding {
    let message = if half_row(line.text) {
        "the text is cut within this row"
    } else {
        "the text ends among its rows, and nothing shows that these are all"
    };
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-truncated",
        "",
        message,
        "save the whole page; what stands behind it, or a part of it, is missing, not removed",
    );
    finding.at = page.place(line.number, &shortened(line.text));
    finding
}

fn answers_unread(page: &Page, rows: usize) -> Finding {
    let mut finding = Finding::new(
        Severity::Note,
        "drift/page-answers-unread",
        "",
        format!("the rows below the answers were not read: {rows}"),
        "compare the answers by their samples, which the other page forms carry",
    );
    finding.at.document.clone_from(&page.name);
    finding
}
