//! Reads the form whose field headers are gone: prose and values remain, and nothing says whose.
//!
//! The names of required members are certain, since the sample request shows them; everything
//! else that stands on such a page is named in one finding instead of being guessed at.

use super::head;
use super::lines::{Line, shortened};
use super::page::{Auth, BodyFacts, Fact, Field, Page, Part};
use super::sections::{fact, is_media_type};
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::ParameterPlace;
use serde_json::Value;

/// The authorization block as this form prints it: scheme and place on one line, no credentials.
pub(super) fn is_mark(text: &str) -> bool {
    mark(text).is_some()
}

fn mark(text: &str) -> Option<(&str, ParameterPlace)> {
    let (before, place) = text.rsplit_once("In:")?;
    let place = match place.trim_matches([' ', '`']) {
        "header" => ParameterPlace::Header,
        "query" => ParameterPlace::Query,
        "cookie" => ParameterPlace::Cookie,
        _ => return None,
    };
    // Where the credentials are printed, the field headers are too.
    let scheme = before.split_whitespace().last()?;
    (!before.contains('<')).then_some((scheme, place))
}

/// Reads the lines before the sample request; `half` is what is left of a sample body that is cut.
pub(super) fn read(lines: &[Line<'_>], half: Option<Value>, page: &mut Page) {
    let at = lines.iter().position(|line| is_mark(line.text)).unwrap_or(lines.len());
    let head = &lines[..at];
    let head = if head.last().is_some_and(|line| line.text == "Authorization") {
        &head[..at - 1]
    } else {
        head
    };
    head::read(head, page);
    if let Some((line, (scheme, place))) =
        lines.get(at).and_then(|line| Some((line, mark(line.text)?)))
    {
        let value = Auth { scheme: Some(scheme.to_owned()), credentials: None, place: Some(place) };
        page.auth.push(Fact { value, line: line.number, text: shortened(line.text) });
    }
    page.body = sampled_body(page, half).or_else(|| listed_body(lines));
    if let Some(heading) = lines.iter().rposition(|line| line.text == "Response Body") {
        let below = lines[heading + 1..].iter().take_while(|line| is_media_type(line.text));
        page.response_media_types = below.map(fact).collect();
    }
    if let Some(lost) = lines.get(at + 1..).filter(|lost| !lost.is_empty()) {
        page.unread.push(names_lost(page, lost));
    }
}

/// The section for the body, where no sample shows one.
fn listed_body(lines: &[Line<'_>]) -> Option<BodyFacts> {
    let mut pairs = lines.windows(2);
    let pair = pairs.find(|pair| pair[0].text == "Request Body" && is_media_type(pair[1].text))?;
    Some(BodyFacts {
        line: pair[0].number,
        media_types: vec![fact(&pair[1])],
        ..BodyFacts::default()
    })
}

/// The members of the sample body: required, because samples show required members only.
fn sampled_body(page: &Page, half: Option<Value>) -> Option<BodyFacts> {
    let curl = page.curl.as_ref()?;
    let Value::Object(members) = curl.value.json().or(half.clone())? else { return None };
    let field = |(name, _): (String, Value)| Field {
        name,
        required: true,
        line: curl.line,
        text: curl.text.clone(),
        ..Field::default()
    };
    let media_type = curl.value.media_type.iter();
    Some(BodyFacts {
        line: curl.line,
        media_types: media_type
            .map(|value| Fact { value: value.clone(), line: curl.line, text: curl.text.clone() })
            .collect(),
        description: String::new(),
        fields: members.into_iter().map(field).collect(),
        half_sample: half,
    })
}

fn names_lost(page: &Page, lost: &[Line<'_>]) -> Finding {
    let numbers = |line: Option<&Line<'_>>| line.map_or(0, |line| line.number);
    let mut finding = Finding::new(
        Severity::Note,
        "drift/page-names-lost",
        "",
        format!(
            "the names of fields and the empty answers are lost in lines {} to {}; nothing tells \
             whose prose and values these are",
            numbers(lost.first()),
            numbers(lost.last())
        ),
        "save the page in a form that keeps the field headers; only the samples were compared",
    );
    if let Some(first) = lost.first() {
        finding.at = page.place(first.number, &shortened(first.text));
    }
    if page.read_until < Part::Samples {
        finding.severity = Severity::Warning;
    }
    let text: Vec<String> = lost.iter().take(MOST_LINES).map(|line| shortened(line.text)).collect();
    finding.with_evidence("page", text.join("\n"))
}

/// Enough for any page; the finding is to be read.
const MOST_LINES: usize = 80;
