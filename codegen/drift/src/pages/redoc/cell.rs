//! Takes the second cell of a table row apart: type, format, rules, default, values, prose.

use super::super::json;
use super::super::page::{Bounds, Tags};
use super::bounds;
use super::kind;
use serde_json::{Number, Value};

/// What the cell says.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Typed {
    pub(super) written: String,
    pub(super) tags: Tags,
    pub(super) deprecated: bool,
    /// An example as written.
    pub(super) example: Option<String>,
    pub(super) prose: String,
}

/// Reads the cell; whatever follows the last rule is prose.
pub(super) fn parse(text: &str) -> Typed {
    let mut typed = Typed::default();
    let mut rest = kind::written(text, &mut typed.written);
    while let Some(after) = rule(rest, &mut typed) {
        rest = after.trim_start();
    }
    typed.prose = format!("{} {rest}", typed.prose).trim().to_owned();
    typed
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
                    let list = typed.written.starts_with("array");
                    let slot = if list { &mut tags.items } else { &mut tags.length };
                    *slot = Some(Bounds { min: Some(Number::from(1)), ..Bounds::default() });
                }
                // No other form has this rule, so it stays a word.
                "unique" => typed.prose.push_str(label),
                _ => {}
            }
            return Some(rest);
        }
    }
    if let Some(rest) = text.strip_prefix("Example:") {
        let text = rest.trim_start();
        let (value, rest) = scalar(text);
        let written = &text[..text.len() - rest.len()];
        let shown = value.as_str().map_or_else(|| written.to_owned(), str::to_owned);
        typed.example = Some(shown);
        return Some(rest);
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
            ..Typed::default()
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
            (
                "Array of strings non-empty unique Words",
                typed(
                    "array<string>",
                    Tags { items: bounds(number(1), None), ..Tags::default() },
                    "unique Words",
                ),
            ),
            ("string or null Free", typed("string | null", Tags::default(), "Free")),
            ("object (Session) or null", typed("object | null", Tags::default(), "")),
            (
                "number >= 0 Example: 3.50 Price",
                Typed {
                    example: Some("3.50".to_owned()),
                    ..typed(
                        "number",
                        Tags { range: bounds(number(0), None), ..Tags::default() },
                        "Price",
                    )
                },
            ),
            (
                "string Default: \"id\" Sort",
                typed("string", Tags { default: Some(json!("id")), ..Tags::default() }, "Sort"),
            ),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }
}
