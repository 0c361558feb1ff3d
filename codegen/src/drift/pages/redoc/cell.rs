//! Takes the second cell of a table row apart: type, format, rules, default, values, prose.

use super::super::json;
use super::super::page::{Bounds, Tags};
use super::bounds;
use serde_json::{Number, Value};

/// What the cell says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Typed {
    pub(super) written: String,
    pub(super) tags: Tags,
    pub(super) deprecated: bool,
    pub(super) prose: String,
}

const WORDS: [&str; 8] =
    ["string", "integer", "number", "boolean", "object", "any", "null", "file"];

/// Whether the text begins like the cell of a field.
pub(super) fn starts_a_type(text: &str) -> bool {
    text.starts_with(ARRAY) || word(text).is_some()
}

const ARRAY: &str = "Array of ";

/// Reads the cell; whatever follows the last rule is prose, an example included.
pub(super) fn parse(text: &str) -> Typed {
    let mut typed = Typed::default();
    let mut rest = written(text, &mut typed);
    while let Some(after) = rule(rest, &mut typed) {
        rest = after.trim_start();
    }
    rest.clone_into(&mut typed.prose);
    typed
}

/// Reads the type, with the items of a list and the alternatives of a union.
fn written<'a>(text: &'a str, typed: &mut Typed) -> &'a str {
    if let Some(rest) = text.strip_prefix(ARRAY) {
        let (item, rest) = word(rest).unwrap_or(("", rest));
        typed.written = format!("array<{item}>");
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        return name_of_type(rest).trim_start();
    }
    let Some((first, mut rest)) = word(text) else { return text };
    first.clone_into(&mut typed.written);
    rest = name_of_type(rest);
    while let Some((next, after)) = rest.trim_start().strip_prefix("or ").and_then(word) {
        typed.written.push_str(" | ");
        typed.written.push_str(next);
        rest = name_of_type(after);
    }
    rest.trim_start()
}

fn word(text: &str) -> Option<(&'static str, &str)> {
    WORDS
        .iter()
        .find_map(|word| Some((*word, text.strip_prefix(word)?)))
        .filter(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() && c != 's'))
}

/// Skips the name of a schema in brackets.
fn name_of_type(text: &str) -> &str {
    let inside = text.trim_start().strip_prefix('(');
    inside.and_then(|inside| inside.split_once(')')).map_or(text, |(_, rest)| rest)
}

/// Reads one rule at the start of the text and gives what follows.
fn rule<'a>(text: &'a str, typed: &mut Typed) -> Option<&'a str> {
    let tags = &mut typed.tags;
    if let Some((format, rest)) = text.strip_prefix('<').and_then(|inside| inside.split_once('>'))
        && format.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !format.contains(char::is_whitespace)
    {
        tags.format = Some(format.to_owned());
        return Some(rest);
    }
    if text.starts_with('^') {
        // An expression may hold spaces, but ends at its anchor.
        let anchor = text.find("$ ").map(|at| at + 1).or(text.ends_with('$').then_some(text.len()));
        let end = anchor.or_else(|| text.find(' ')).unwrap_or(text.len());
        tags.pattern = Some(text[..end].to_owned());
        return Some(&text[end..]);
    }
    if let Some((bounds, rest)) = bounds::read(text) {
        return Some(bounds::put(bounds, rest, tags));
    }
    for (label, deprecated) in
        [("Deprecated", true), ("Nullable", false), ("non-empty", false), ("unique", false)]
    {
        if let Some(rest) = text.strip_prefix(label) {
            typed.deprecated |= deprecated;
            match label {
                "Nullable" => typed.written.push_str(" | null"),
                "non-empty" => {
                    tags.length = Some(Bounds { min: Some(Number::from(1)), ..Bounds::default() })
                }
                _ => {}
            }
            return Some(rest);
        }
    }
    if let Some(rest) = text.strip_prefix("Default:") {
        let (value, rest) = scalar(rest.trim_start());
        tags.default = Some(value);
        return Some(rest);
    }
    let slot = match text.starts_with("Items ") {
        true => &mut tags.item_values,
        false => &mut tags.values,
    };
    let text = text.strip_prefix("Items ").unwrap_or(text);
    let rest = ["Enum:", "Value:"].iter().find_map(|label| text.strip_prefix(label))?;
    let (values, rest) = values(rest);
    *slot = (!values.is_empty()).then_some(values);
    Some(rest)
}

fn values(text: &str) -> (Vec<Value>, &str) {
    let mut values = Vec::new();
    let mut rest = text.trim_start();
    while let Some((value, after)) = json::prefix(rest) {
        values.push(value);
        rest = after.trim_start().trim_start_matches([',', '|']).trim_start();
    }
    (values, rest)
}

/// A JSON value, or else one word.
fn scalar(text: &str) -> (Value, &str) {
    json::prefix(text).unwrap_or_else(|| {
        let end = text.find(' ').unwrap_or(text.len());
        (Value::String(text[..end].to_owned()), &text[end..])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn cells_are_read_from_left_to_right() {
        let number = |n: i64| Some(Number::from(n));
        let bounds = |min: Option<Number>, max: Option<Number>| {
            Some(Bounds { min, max, ..Bounds::default() })
        };
        let typed = |written: &str, tags: Tags, prose: &str| Typed {
            written: written.to_owned(),
            tags,
            prose: prose.to_owned(),
            deprecated: false,
        };
        for (text, expected) in [
            ("integer", typed("integer", Tags::default(), "")),
            (
                "string <date-time> When it was",
                typed(
                    "string",
                    Tags { format: Some("date-time".into()), ..Tags::default() },
                    "When it was",
                ),
            ),
            (
                "string [ 6 .. 8 ] characters The code",
                typed(
                    "string",
                    Tags { length: bounds(number(6), number(8)), ..Tags::default() },
                    "The code",
                ),
            ),
            (
                "integer [ 0 .. 200 ] Default: 20 How many",
                typed(
                    "integer",
                    Tags {
                        range: bounds(number(0), number(200)),
                        default: Some(json!(20)),
                        ..Tags::default()
                    },
                    "How many",
                ),
            ),
            (
                "string^[a-z]+$ Name",
                typed(
                    "string",
                    Tags { pattern: Some("^[a-z]+$".into()), ..Tags::default() },
                    "Name",
                ),
            ),
            (
                "string Enum: \"asc\" \"desc\" Way",
                typed(
                    "string",
                    Tags { values: Some(vec![json!("asc"), json!("desc")]), ..Tags::default() },
                    "Way",
                ),
            ),
            (
                "Array of strings Items Enum: \"a\" \"b\" Kinds",
                typed(
                    "array<string>",
                    Tags { item_values: Some(vec![json!("a"), json!("b")]), ..Tags::default() },
                    "Kinds",
                ),
            ),
            (
                "integer <= 200 Default: 50 if x > y",
                typed(
                    "integer",
                    Tags {
                        range: bounds(None, number(200)),
                        default: Some(json!(50)),
                        ..Tags::default()
                    },
                    "if x > y",
                ),
            ),
            (
                "string^[a-z ]+$ A name",
                typed(
                    "string",
                    Tags { pattern: Some("^[a-z ]+$".into()), ..Tags::default() },
                    "A name",
                ),
            ),
            ("string or null Free", typed("string | null", Tags::default(), "Free")),
            ("object (Session) or null", typed("object | null", Tags::default(), "")),
            (
                "number >= 0 Example: 3 Price",
                typed(
                    "number",
                    Tags { range: bounds(number(0), None), ..Tags::default() },
                    "Example: 3 Price",
                ),
            ),
            (
                "string Default: \"id\" Sort",
                typed("string", Tags { default: Some(json!("id")), ..Tags::default() }, "Sort"),
            ),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
        assert!(!starts_a_type("stringent rules"));
    }
}
