//! The rules that stand under a field: a label and its value, on one line or on two, the value
//! possibly glued to whatever comes next.
//!
//! A value is read by the grammar of its label. Where nothing tells the end of the value from the
//! beginning of the next name, the answer is [`Reading::Ambiguous`], never a guess.

use super::header;
use super::json;
use super::loose;
use super::page::{Bounds, Tags};
use serde_json::{Number, Value};
use std::collections::HashSet;

/// The labels, in the order in which the pages print them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Label {
    Default,
    Match,
    Format,
    MultipleOf,
    Range,
    Length,
    Properties,
    Items,
    ValueIn,
}

/// Labels as written; none is the beginning of another.
pub(super) const LABELS: [(&str, Label); 9] = [
    ("Default", Label::Default),
    ("Match", Label::Match),
    ("Format", Label::Format),
    ("Multiple Of", Label::MultipleOf),
    ("Range", Label::Range),
    ("Length", Label::Length),
    ("Properties", Label::Properties),
    ("Items", Label::Items),
    ("Value in", Label::ValueIn),
];

/// Headings that may follow a value directly.
pub(super) const HEADINGS: [&str; 6] = [
    "Path Parameters",
    "Query Parameters",
    "Header Parameters",
    "Cookie Parameters",
    "Request Body",
    "Response Body",
];

/// The value of a label.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Tag {
    Default(Value),
    Match(String),
    Format(String),
    MultipleOf(Number),
    Bounds(Label, Bounds),
    ValueIn(Vec<Value>),
}

/// What a text after a label is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading<'a> {
    /// A value, and what is glued behind it.
    Value(Tag, &'a str),
    /// A value and a field header with nothing to tell them apart.
    Ambiguous,
    /// No value of this label: the label was a word of the prose.
    Prose,
}

/// The label that this whole text is.
pub(super) fn label(text: &str) -> Option<Label> {
    LABELS.iter().find(|(word, _)| *word == text).map(|(_, label)| *label)
}

/// The label that this text starts with, and what is glued to it.
pub(super) fn glued_label(text: &str) -> Option<(Label, &str)> {
    LABELS.iter().find_map(|(word, label)| {
        let value = text.strip_prefix(word)?;
        (!value.is_empty() && !value.starts_with(' ')).then_some((*label, value))
    })
}

/// Reads the value of a label. `glued` says whether something may follow directly; `known` are
/// names that the samples of the same page show.
pub(super) fn value<'a>(
    label: Label,
    text: &'a str,
    glued: bool,
    known: &HashSet<String>,
) -> Reading<'a> {
    let ends = |rest: &str| rest.is_empty() || (glued && is_boundary(rest));
    let exact = match label {
        Label::Default => json::prefix(text).map(|(value, rest)| (Tag::Default(value), rest)),
        Label::MultipleOf => {
            json::number(text).map(|(number, rest)| (Tag::MultipleOf(number), rest))
        }
        Label::Range => bounds(text, "value").map(|(b, rest)| (Tag::Bounds(label, b), rest)),
        Label::Length => bounds(text, "length").map(|(b, rest)| (Tag::Bounds(label, b), rest)),
        Label::Properties => {
            bounds(text, "properties").map(|(b, rest)| (Tag::Bounds(label, b), rest))
        }
        Label::Items => bounds(text, "items").map(|(b, rest)| (Tag::Bounds(label, b), rest)),
        Label::ValueIn => values(text).map(|(values, rest)| (Tag::ValueIn(values), rest)),
        Label::Format => return loose::format(text, glued, known),
        Label::Match => return loose::pattern(text, glued, known),
    };
    match exact {
        Some((tag, rest)) if ends(rest) => Reading::Value(tag, rest),
        _ => Reading::Prose,
    }
}

/// Puts a tag into its place.
pub(super) fn put(tags: &mut Tags, tag: Tag) {
    match tag {
        Tag::Default(value) => tags.default = Some(value),
        Tag::Match(pattern) => tags.pattern = Some(pattern),
        Tag::Format(format) => tags.format = Some(format),
        Tag::MultipleOf(number) => tags.multiple_of = Some(number),
        Tag::ValueIn(values) => tags.values = Some(values),
        Tag::Bounds(Label::Length, bounds) => tags.length = Some(bounds),
        Tag::Bounds(Label::Properties, bounds) => tags.properties = Some(bounds),
        Tag::Bounds(Label::Items, bounds) => tags.items = Some(bounds),
        Tag::Bounds(_, bounds) => tags.range = Some(bounds),
    }
}

/// Whether a text can follow a value directly: a label, a heading or a field header.
pub(super) fn is_boundary(text: &str) -> bool {
    label(text).is_some() || HEADINGS.contains(&text) || header::parse(text).is_some()
}

/// `min <= word <= max`, with either end left out and `<` for an excluded end.
fn bounds<'a>(text: &'a str, word: &str) -> Option<(Bounds, &'a str)> {
    let mut bounds = Bounds::default();
    let mut rest = text;
    if let Some((min, after)) = json::number(rest) {
        (bounds.exclusive_min, rest) = comparison(after)?;
        bounds.min = Some(min);
    }
    rest = rest.strip_prefix(word)?;
    if let Some((exclusive, after)) = comparison(rest)
        && let Some((max, after)) = json::number(after)
    {
        (bounds.exclusive_max, bounds.max, rest) = (exclusive, Some(max), after);
    }
    (bounds.min.is_some() || bounds.max.is_some()).then_some((bounds, rest))
}

fn comparison(text: &str) -> Option<(bool, &str)> {
    let open = text.strip_prefix(" < ").map(|rest| (true, rest));
    open.or_else(|| text.strip_prefix(" <= ").map(|rest| (false, rest)))
}

/// JSON values joined by bars.
fn values(text: &str) -> Option<(Vec<Value>, &str)> {
    let (first, mut rest) = json::prefix(text)?;
    let mut values = vec![first];
    while let Some((value, after)) = rest.strip_prefix(" | ").and_then(json::prefix) {
        values.push(value);
        rest = after;
    }
    Some((values, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(label: Label, text: &str, known: &[&str]) -> Option<(Tags, String)> {
        let known = known.iter().map(|name| (*name).to_owned()).collect();
        match value(label, text, true, &known) {
            Reading::Value(tag, rest) => {
                let mut tags = Tags::default();
                put(&mut tags, tag);
                Some((tags, rest.to_owned()))
            }
            _ => None,
        }
    }

    #[test]
    fn bounds_have_one_or_two_ends() {
        for (text, min, exclusive_min, max, exclusive_max, rest) in [
            ("value <= 200", None, false, Some(200), false, ""),
            ("0 <= value <= 10name?string", Some(0), false, Some(10), false, "name?string"),
            ("1 <= valueValue in", Some(1), false, None, false, "Value in"),
            ("0 < value < 5Response Body", Some(0), true, Some(5), true, "Response Body"),
            ("0 <= valuevalue*integer", Some(0), false, None, false, "value*integer"),
            ("-10 <= value <= 10", Some(-10), false, Some(10), false, ""),
        ] {
            let (tags, left) = read(Label::Range, text, &[]).unwrap_or_else(|| panic!("{text}"));
            let range = tags.range.unwrap();
            let number = |n: Option<i64>| n.map(Number::from);
            assert_eq!(
                (range.min, range.exclusive_min, range.max, range.exclusive_max, left.as_str()),
                (number(min), exclusive_min, number(max), exclusive_max, rest),
                "{text}"
            );
        }
        assert!(read(Label::Length, "value <= 3", &[]).is_none());
        assert!(read(Label::Items, "items", &[]).is_none());
    }

    #[test]
    fn values_are_joined_by_bars() {
        let (tags, rest) = read(Label::ValueIn, "\"a | b\" | 2 | nullkind?|", &[]).unwrap();
        assert_eq!(
            (tags.values, rest.as_str()),
            (Some(vec![json!("a | b"), json!(2), json!(null)]), "kind?|")
        );
    }

    #[test]
    fn words_that_begin_like_a_label_are_prose() {
        let none = HashSet::new();
        for line in [
            "Defaults to 20",
            "Default value is 5",
            "Formatted",
            "Formats",
            "Format of the day",
            "Matches the shopper",
            "Matching",
            "Ranges from 0 to 5",
            "Items of the basket",
            "Length of stay",
            "Value in euros",
            "Propertiesof",
            "Range 1 <= value",
            "Multiple Offers",
        ] {
            let read = glued_label(line).map(|(label, text)| value(label, text, false, &none));
            assert!(matches!(read, None | Some(Reading::Prose)), "{line}: {read:?}");
        }
    }
}
