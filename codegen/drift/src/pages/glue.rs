//! Prose that runs into whatever comes next: the condensed form loses the line break behind a list
//! within a description.
//!
//! A line goes in, the place where the next thing begins comes out, or that nobody can tell.

use super::header;
use super::lines::Line;
use super::sections::is_media_type;
use super::tags::{self, HEADINGS, LABELS, Reading};
use std::collections::HashSet;

/// What the end of a line of prose is.
#[derive(Debug, PartialEq)]
pub(super) enum End {
    /// Nothing but prose.
    Prose,
    /// A heading, a label or a field header begins here.
    At(usize),
    /// Its last word may be a word of prose and a field header, with nothing to tell them apart.
    Unclear,
}

/// Looks for the beginning of something else at the end of a line of prose.
pub(super) fn end(text: &str, next: Option<&Line<'_>>, known: &HashSet<String>) -> End {
    let glued = |word: &str| {
        let before = text.strip_suffix(word)?;
        before.ends_with(|c: char| !c.is_whitespace()).then_some(before.len())
    };
    let heading = HEADINGS.into_iter().filter(|word| opens_a_section(word, next)).find_map(glued);
    let label = || {
        let read = |label| next.map(|next| tags::value(label, next.text, true, known));
        let mut fitting =
            LABELS.iter().filter(|(_, label)| matches!(read(*label), Some(Reading::Value(..))));
        fitting.find_map(|(word, _)| glued(word))
    };
    match heading.or_else(label) {
        Some(at) => End::At(at),
        None => field(text, known),
    }
}

/// Whether a heading may stand above this line.
fn opens_a_section(heading: &str, next: Option<&Line<'_>>) -> bool {
    let field = next.is_some_and(|next| header::parse(next.text).is_some());
    let media_type = next.is_some_and(|next| is_media_type(next.text));
    match heading {
        "Response Body" => media_type || next.is_none(),
        "Request Body" => media_type || field,
        _ => field,
    }
}

/// A field header at the end of the last word.
fn field(text: &str, known: &HashSet<String>) -> End {
    let Some(start) = text.rfind(char::is_whitespace).map(|at| at + 1) else { return End::Prose };
    let word = &text[start..];
    let typed = |text| header::parse(text).filter(|header| !header.written.is_empty());
    let splits: Vec<(usize, &str)> = word
        .char_indices()
        .filter_map(|(at, _)| typed(&word[at..]).map(|header| (at, header.name)))
        .collect();
    if splits.iter().any(|(at, name)| *at == 0 && known.contains(*name)) {
        return End::Prose;
    }
    let by_name = splits.iter().find(|(_, name)| known.contains(*name));
    // A bracket or a full stop ends prose and begins no name.
    let by_mark = || splits.iter().find(|(at, _)| word[..*at].ends_with([')', ']', '"', '.', '!']));
    match by_name.or_else(by_mark) {
        Some((at, _)) => End::At(start + at),
        None if splits.is_empty() => End::Prose,
        None => End::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_ends_where_something_else_begins() {
        let line = |text| Line { number: 1, indented: false, text };
        let known = HashSet::from(["since".to_owned()]);
        for (text, next, rest) in [
            ("no old ones (five minutes)Response Body", Some("application/json"), "Response Body"),
            ("no old onesResponse Body", None, "Response Body"),
            ("no old onesRequest Body", Some("a*string"), "Request Body"),
            ("no old ones)Range", Some("1 <= value"), "Range"),
            ("no old ones)count?integer", Some("words"), "count?integer"),
            ("no old ones.count?integer", Some("words"), "count?integer"),
            ("no old onessince*string", None, "since*string"),
        ] {
            let next = next.map(line);
            let at = text.len() - rest.len();
            assert_eq!(end(text, next.as_ref(), &known), End::At(at), "{text}");
        }
        for text in [
            "The Response Body",
            "what the Request Body says",
            "in this Range",
            "see since?string",
            "really?",
            "Response Body",
            "no old ones",
        ] {
            assert_eq!(end(text, Some(&line("words")), &known), End::Prose, "{text}");
        }
        assert_eq!(end("no old onescount?integer", None, &known), End::Unclear);
    }
}
