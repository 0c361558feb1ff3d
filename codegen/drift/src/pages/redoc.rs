//! Reads the table form: one row a field, `| name | type <format> rules prose |`, below plain
//! headings, with the route on a line of its own.
//!
//! The text of all operations comes in, a page for each goes out. Rows below the answers are
//! counted, not read.

mod bounds;
mod cell;
mod heading;
mod kind;
mod row;

use super::lines::{Line, Lines, shortened};
use super::page::{Auth, BodyFacts, Fact, Form, Page, Part, Status};
use super::sections::fact;
use heading::Heading;
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::{Method, ParameterPlace};

/// Where the rows below a heading belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    None,
    Parameters(ParameterPlace),
    Body,
    Answer,
}

/// An operation that is being read.
struct Open<'a> {
    page: Page,
    place: Place,
    /// Rows below its answers.
    answers: usize,
    /// Prose that belongs to whatever comes next: the head of this operation or of the next one.
    prose: Vec<Line<'a>>,
}

/// Reads the operations of a text in the table form; none if no row describes what is sent.
pub(super) fn read(name: &str, lines: &Lines<'_>) -> Vec<Page> {
    // The other forms end with a mark, and may hold a table in their prose.
    if lines.ended || !lines.lines.iter().any(|line| row::cells(line.text).is_some()) {
        return Vec::new();
    }
    let mut pages = Vec::new();
    let mut open = Open::new(name, Vec::new());
    for line in &lines.lines {
        if open.ends_before(line) {
            let prose = std::mem::take(&mut open.prose);
            pages.extend(std::mem::replace(&mut open, Open::new(name, prose)).close(None));
        }
        open.take(line);
    }
    pages.extend(open.close(lines.lines.last()));
    if pages.iter().any(has_rows) { pages } else { Vec::new() }
}

fn has_rows(page: &Page) -> bool {
    !page.parameters.is_empty() || page.body.is_some()
}

impl<'a> Open<'a> {
    fn new(name: &str, prose: Vec<Line<'a>>) -> Open<'a> {
        Open { page: Page::blank(name, Form::Table, 1), place: Place::None, answers: 0, prose }
    }

    /// Whether another operation has begun: its route differs, or its sections start anew.
    fn ends_before(&self, line: &Line<'_>) -> bool {
        if let Some(route) = row::route(line.text) {
            return own_route(&self.page).is_some_and(|own| own != route);
        }
        let next = heading::read(line.text).and_then(|heading| heading.part());
        let seen = self.place.part();
        next.is_some_and(|next| seen >= next && seen > Part::Head)
    }

    fn take(&mut self, line: &Line<'a>) {
        if let Some((method, path)) = row::route(line.text) {
            self.head();
            let text = shortened(line.text);
            self.page.method = Some(Fact { value: method, line: line.number, text: text.clone() });
            self.page.path = Some(Fact { value: path.to_owned(), line: line.number, text });
        } else if let Some(heading) = heading::read(line.text) {
            self.head();
            self.begin(&heading, line);
        } else if let Some((name, rest)) = row::cells(line.text) {
            match self.place {
                Place::Parameters(place) => {
                    self.page.parameters.push((place, row::field(line, name, rest)))
                }
                Place::Body => {
                    let body = self.page.body.get_or_insert_default();
                    body.fields.push(row::field(line, name, rest));
                }
                Place::None | Place::Answer => self.answers += 1,
            }
            self.prose.clear();
        } else if self.place == Place::Answer && heading::is_answer(line.text) {
            self.status(line);
            self.prose.clear();
        } else if !line.text.starts_with('|') && !self.names_scheme(line) {
            self.prose.push(*line);
        }
    }

    /// Keeps the status on a line among the answers; their samples name it once more.
    fn status(&mut self, line: &Line<'_>) {
        let Some((code, description)) = heading::status(line.text) else { return };
        if self.page.statuses.iter().all(|known| known.value.code != code) {
            let value = Status { code: code.to_owned(), description: description.to_owned() };
            let text = shortened(line.text);
            self.page.statuses.push(Fact { value, line: line.number, text });
        }
    }

    /// The prose so far is the head of this operation, or a part of it, above the first section.
    fn head(&mut self) {
        let mut lines = std::mem::take(&mut self.prose);
        if self.place != Place::None || lines.is_empty() {
            return;
        }
        if self.page.title.is_none() {
            let marked = lines.iter().rposition(|line| line.text.starts_with('#'));
            let title = lines.drain(..=marked.unwrap_or(0)).next_back();
            let text = |line: &Line<'_>| heading::bare(line.text).to_owned();
            self.page.title = title.map(|line| Fact { value: text(&line), ..fact(&line) });
        }
        for line in lines {
            match &mut self.page.description {
                Some(prose) => prose.value.extend(["\n", line.text]),
                None => self.page.description = Some(fact(&line)),
            }
        }
    }

    fn begin(&mut self, heading: &Heading<'_>, line: &Line<'_>) {
        match heading {
            Heading::Authorizations(scheme) => {
                let scheme = (!scheme.is_empty()).then(|| (*scheme).to_owned());
                let value = Auth { scheme, credentials: None, place: None };
                let text = shortened(line.text);
                self.page.auth.push(Fact { value, line: line.number, text });
            }
            Heading::Rows(place) => {
                self.place = *place;
                if *place == Place::Body {
                    let blank = BodyFacts { line: line.number, ..BodyFacts::default() };
                    let body = self.page.body.get_or_insert(blank);
                    let media_type = heading::media_type(line.text);
                    body.media_types.extend(
                        media_type.map(|value| Fact { value: value.to_owned(), ..fact(line) }),
                    );
                }
            }
            Heading::Answers | Heading::Responses => self.place = Place::Answer,
        }
    }

    /// Whether the line is the name of the scheme below the heading for credentials.
    fn names_scheme(&mut self, line: &Line<'_>) -> bool {
        let waiting = |auth: &&mut Fact<Auth>| {
            auth.value.scheme.is_none() && auth.line + 3 > line.number && self.place == Place::None
        };
        let Some(auth) = self.page.auth.last_mut().filter(waiting) else { return false };
        auth.value.scheme = Some(heading::bare(line.text).to_owned());
        true
    }

    /// The page, if it has a name or a route; `last` is the line on which the text ends.
    fn close(mut self, last: Option<&Line<'_>>) -> Option<Page> {
        self.head();
        let mut page = self.page;
        if self.answers > 0 {
            page.unread.push(answers_unread(&page, self.answers));
        }
        let last = last.filter(|line| line.text.starts_with('|'));
        page.unread.extend(last.map(|line| ends_in_rows(&page, line)));
        // Without the answers' heading nothing shows that the rows above it are all there.
        page.read_until = self.place.part();
        let named = page.title.is_some() && has_rows(&page);
        (named || page.method.is_some()).then_some(page)
    }
}

fn own_route(page: &Page) -> Option<(Method, &str)> {
    Some((page.method.as_ref()?.value, page.path.as_ref()?.value.as_str()))
}

impl Place {
    /// The part that is being read; every part before it is whole.
    fn part(self) -> Part {
        match self {
            Place::None => Part::Head,
            Place::Parameters(ParameterPlace::Path) => Part::Path,
            Place::Parameters(ParameterPlace::Query) => Part::Query,
            Place::Parameters(ParameterPlace::Header) => Part::Header,
            Place::Parameters(ParameterPlace::Cookie) => Part::Cookie,
            Place::Body => Part::Request,
            Place::Answer => Part::Response,
        }
    }
}

fn ends_in_rows(page: &Page, line: &Line<'_>) -> Finding {
    let message = if row::is_half(line.text) {
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
