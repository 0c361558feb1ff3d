//! The headings of the table form: what they open, and which of them an operation has only once.

use super::super::page::Part;
use super::super::sections::is_media_type;
use super::Place;
use oasis_model::ir::ParameterPlace;

/// A heading taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Heading<'a> {
    /// The credentials, perhaps with the scheme's name.
    Authorizations(&'a str),
    /// Rows of this kind follow.
    Rows(Place),
    /// Something about the answers.
    Answers,
    /// The line above which all answers stand: an operation has it once.
    Responses,
}

/// Reads a line as a heading.
pub(super) fn read(line: &str) -> Option<Heading<'_>> {
    let text = bare(line);
    let lower = text.to_ascii_lowercase();
    if let Some(kind) = lower.strip_suffix(" parameters") {
        let place = match kind {
            "path" => ParameterPlace::Path,
            "query" => ParameterPlace::Query,
            "header" => ParameterPlace::Header,
            "cookie" => ParameterPlace::Cookie,
            _ => return None,
        };
        return Some(Heading::Rows(Place::Parameters(place)));
    }
    if let Some(rest) = lower.strip_prefix("authorizations") {
        let scheme = text[text.len() - rest.len()..].trim_matches([':', ' ', '*', '_']);
        return Some(Heading::Authorizations(scheme));
    }
    if lower.starts_with("request body") {
        return Some(Heading::Rows(Place::Body));
    }
    if lower.trim_end_matches(':') == "responses" {
        return Some(Heading::Responses);
    }
    let answers = ["response samples", "response schema", "response headers", "request samples"];
    answers.iter().any(|word| lower.starts_with(word)).then_some(Heading::Answers)
}

impl Heading<'_> {
    /// The part of a page that this opens, if an operation has it at most once.
    pub(super) fn part(&self) -> Option<Part> {
        match self {
            Heading::Authorizations(_) => Some(Part::Authorization),
            Heading::Rows(place) => Some(place.part()),
            Heading::Responses => Some(Part::Response),
            Heading::Answers => None,
        }
    }
}

/// A line without what sets it off.
pub(super) fn bare(line: &str) -> &str {
    line.trim_matches(['#', '*', '_', ' '])
}

/// The media type that a heading names.
pub(super) fn media_type(line: &str) -> Option<&str> {
    let words = line.split_whitespace().map(|word| word.trim_matches(['#', '*', '_', '`', ':']));
    words.into_iter().find(|word| is_media_type(word))
}

/// The status at the start of a line below the answers, and the prose behind it.
pub(super) fn status(line: &str) -> Option<(&str, &str)> {
    let text = unmarked(line);
    let digits = text.chars().take_while(char::is_ascii_digit).count();
    let (code, rest) = text.split_at(digits);
    let status = digits == 3 && text.starts_with(['1', '2', '3', '4', '5']);
    (status && !rest.starts_with(char::is_alphanumeric))
        .then(|| (code, rest.trim_matches(['*', '_', ':', '-', ' '])))
}

/// Whether a line below the answers is part of them: a status, a sample, or what stands around one.
pub(super) fn is_answer(line: &str) -> bool {
    const WORDS: [&str; 7] =
        ["Content type", "Copy", "Expand all", "Collapse all", "Payload", "Example", "Empty"];
    let text = unmarked(line);
    status(line).is_some()
        || text.starts_with(['{', '}', '[', ']', '"'])
        || WORDS.iter().any(|word| text.starts_with(word))
        || is_media_type(text)
}

fn unmarked(line: &str) -> &str {
    line.trim_start_matches(['*', '-', '#', '+', '_', ' '])
}
