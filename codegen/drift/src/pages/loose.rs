//! Values without a grammar of their own: the names of formats, and regular expressions.
//!
//! Glued to the next thing, such a value ends where a known format ends, where an expression has
//! its last bracket or anchor, before a label or heading, or before a name that a sample shows.

use super::header;
use super::tags::{HEADINGS, LABELS, Reading, Tag, is_boundary};
use std::collections::HashSet;

/// Longer values are no format and no expression, but a text without line breaks.
const LONGEST: usize = 1_000;

/// Reads the name of a format.
pub(super) fn format<'a>(text: &'a str, glued: bool, known: &HashSet<String>) -> Reading<'a> {
    open(text, glued, known, format_end, is_format, Tag::Format)
}

/// Reads a regular expression.
pub(super) fn pattern<'a>(text: &'a str, glued: bool, known: &HashSet<String>) -> Reading<'a> {
    open(text, glued, known, pattern_end, is_pattern, Tag::Match)
}

/// A value without a grammar of its own: a format's name or a regular expression.
fn open<'a>(
    text: &'a str,
    glued: bool,
    known: &HashSet<String>,
    certain_end: fn(&str) -> Vec<usize>,
    plausible: fn(&str) -> bool,
    tag: fn(String) -> Tag,
) -> Reading<'a> {
    if text.len() > LONGEST {
        return Reading::Prose;
    }
    let read = |end: usize| Reading::Value(tag(text[..end].to_owned()), &text[end..]);
    if !glued {
        return if plausible(text) { read(text.len()) } else { Reading::Prose };
    }
    let certain = certain_end(text).into_iter().find(|end| *end > 0 && ends_well(&text[*end..]));
    if let Some(end) = certain {
        return read(end);
    }
    let words = LABELS.iter().map(|(word, _)| *word).chain(HEADINGS);
    let before_word =
        words.filter_map(|word| text.strip_suffix(word)).find(|value| plausible(value));
    if let Some(value) = before_word {
        return read(value.len());
    }
    let splits: Vec<usize> = text
        .char_indices()
        .map(|(at, _)| at)
        .filter(|at| *at > 0 && header::parse(&text[*at..]).is_some())
        .collect();
    if splits.is_empty() {
        return if plausible(text) { read(text.len()) } else { Reading::Prose };
    }
    let by_name = splits
        .iter()
        .find(|at| header::parse(&text[**at..]).is_some_and(|header| known.contains(header.name)));
    match by_name {
        Some(at) => read(*at),
        None if plausible(&text[..splits[0]]) || splits.len() > 1 => Reading::Ambiguous,
        None => Reading::Prose,
    }
}

fn ends_well(rest: &str) -> bool {
    rest.is_empty() || is_boundary(rest)
}

/// Where the known formats end that the text starts with, longest first.
fn format_end(text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> = FORMATS
        .iter()
        .filter(|format| text.starts_with(**format))
        .map(|format| format.len())
        .collect();
    ends.sort_unstable_by(|a, b| b.cmp(a));
    ends
}

/// A regular expression ends at its last character that no name can hold or begin with.
fn pattern_end(text: &str) -> Vec<usize> {
    let mark = text.rfind(['*', '?']).unwrap_or(text.len());
    let anchored = text[..mark].rfind('$').map(|at| at + 1);
    let closed = text[..mark].rfind([')', '}', '+', ']']).map(|at| at + 1);
    anchored.into_iter().chain(closed).collect()
}

/// Whether a text looks like a format's name rather than the end of a word such as `Formatted`.
fn is_format(text: &str) -> bool {
    FORMATS.contains(&text)
        || !["s", "ted", "ting", "ter", "ting:"].contains(&text)
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_./+".contains(c))
            && !text.ends_with('.')
}

/// Whether a text looks like a regular expression rather than the end of a word such as `Matches`.
fn is_pattern(text: &str) -> bool {
    let prose = ["es", "ing", "ed"].iter().any(|ending| {
        text.strip_prefix(ending)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':', ',', '.']))
    });
    !prose && (text.contains(['^', '$', '[', '\\', '(', '{', '|', '+', '*']) || !text.contains(' '))
}

/// Formats of OpenAPI 3.0, JSON Schema and the generators in use.
const FORMATS: [&str; 42] = [
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "uri-template",
    "iri",
    "iri-reference",
    "url",
    "uuid",
    "password",
    "byte",
    "binary",
    "int32",
    "int64",
    "uint32",
    "uint64",
    "float",
    "double",
    "decimal",
    "regex",
    "json-pointer",
    "relative-json-pointer",
    "objectid",
    "phone",
    "base64",
    "base64url",
    "json",
    "timestamp",
    "unix-time",
    "unix-timestamp",
    "currency",
    "numeric",
    "bigint",
    "country-code",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glued_format_ends_where_the_next_thing_begins() {
        for (text, value, rest) in [
            ("date-timetimeOfIssue*string", "date-time", "timeOfIssue*string"),
            ("date-timepayment*", "date-time", "payment*"),
            ("datetimeOfDay?string", "date", "timeOfDay?string"),
            ("date-time", "date-time", ""),
            ("uuidResponse Body", "uuid", "Response Body"),
            ("int32Range", "int32", "Range"),
            ("uriValue in", "uri", "Value in"),
            ("emailEmail?string", "email", "Email?string"),
            ("int64x-trace?string", "int64", "x-trace?string"),
            ("customRange", "custom", "Range"),
            ("customResponse Body", "custom", "Response Body"),
            ("custom-thing", "custom-thing", ""),
        ] {
            let read = Reading::Value(Tag::Format(value.to_owned()), rest);
            assert_eq!(format(text, true, &HashSet::new()), read, "{text}");
        }
    }

    #[test]
    fn an_unknown_format_is_split_by_a_known_name_or_not_at_all() {
        let text = "ksuidcreatedAt*string";
        assert_eq!(format(text, true, &HashSet::new()), Reading::Ambiguous);
        let read = Reading::Value(Tag::Format("ksuid".to_owned()), "createdAt*string");
        assert_eq!(format(text, true, &HashSet::from(["createdAt".to_owned()])), read);
    }

    #[test]
    fn a_glued_pattern_ends_at_its_anchor_or_bracket() {
        for (text, value, rest) in [
            ("^\\d{4}$startDate?string", "^\\d{4}$", "startDate?string"),
            ("^[a-z ]+$Length", "^[a-z ]+$", "Length"),
            ("[0-9]+name*string", "[0-9]+", "name*string"),
            ("^a?b*$", "^a?b*$", ""),
            ("^(a|b)$Response Body", "^(a|b)$", "Response Body"),
        ] {
            let read = Reading::Value(Tag::Match(value.to_owned()), rest);
            assert_eq!(pattern(text, true, &HashSet::new()), read, "{text}");
        }
    }
}
