//! A value in, YAML out, in the style of a curated document: blocks with an indent of two, claims in
//! one line where they fit.

use serde_json::{Map, Value};

/// Limit on the characters of a line.
pub(super) const WIDTH: usize = 100;
/// Keys whose values stand in one line if they fit.
const DENSE: [&str; 3] = ["x-basis", "x-observed", "x-plausible"];

/// Whether the value of this key stands in one line if it fits.
pub(super) fn is_dense(name: &str) -> bool {
    DENSE.contains(&name)
}

/// An entry of a mapping, without the indent of its first line.
pub(super) fn entry(name: &str, value: &Value, column: usize) -> String {
    format!("{}{}", key(name), after_key(name, value, column))
}

/// What follows a key that stands at this column, from the colon on.
pub(super) fn after_key(name: &str, value: &Value, column: usize) -> String {
    let used = column + key(name).chars().count() + 2;
    if is_inline(name, value, used) {
        return format!(": {}", inline(value));
    }
    let below = column + 2;
    match value {
        Value::Object(members) => format!(":\n{}{}", blank(below), map(members, below)),
        Value::Array(items) => {
            let items: Vec<String> =
                items.iter().map(|value| item(value, below, is_dense(name))).collect();
            let gap = format!("\n{}", blank(below));
            format!(":{gap}{}", items.join(&gap))
        }
        Value::String(text) => folded(text, below).map_or_else(
            || format!(": {}", inline(value)),
            |lines| format!(": >-\n{}{lines}", blank(below)),
        ),
        _ => format!(": {}", inline(value)),
    }
}

/// An item of a sequence whose dash stands at this column; `dense` if it is to stand in one line.
pub(super) fn item(value: &Value, column: usize, dense: bool) -> String {
    let flow = inline(value);
    match value {
        Value::Object(members) if !members.is_empty() => {
            // A fragment of one key reads well without braces.
            if dense && members.len() == 1 || !dense || column + 2 + flow.chars().count() > WIDTH {
                return format!("- {}", map_of(members, column + 2, dense));
            }
        }
        Value::Array(items) if !items.is_empty() && !dense => {
            let below = column + 2;
            let items: Vec<String> = items.iter().map(|value| item(value, below, false)).collect();
            return format!("- {}", items.join(&format!("\n{}", blank(below))));
        }
        _ => {}
    }
    format!("- {flow}")
}

fn map(members: &Map<String, Value>, column: usize) -> String {
    map_of(members, column, false)
}

fn map_of(members: &Map<String, Value>, column: usize, dense: bool) -> String {
    let one = |(name, value): (&String, &Value)| {
        let used = column + key(name).chars().count() + 2;
        if dense && used + inline(value).chars().count() <= WIDTH {
            return format!("{}: {}", key(name), inline(value));
        }
        entry(name, value, column)
    };
    let entries: Vec<String> = members.iter().map(one).collect();
    entries.join(&format!("\n{}", blank(column)))
}

/// Whether the value stands beside its key; `used` is how much of the line that takes.
fn is_inline(name: &str, value: &Value, used: usize) -> bool {
    let fits = || used + inline(value).chars().count() <= WIDTH;
    match value {
        Value::Object(members) => members.is_empty() || (is_dense(name) && fits()),
        Value::Array(items) => {
            let bare = items.as_slice() == [Value::Null] || items.is_empty();
            bare || (is_dense(name) && fits())
        }
        Value::String(_) => fits(),
        _ => true,
    }
}

/// The value in one line.
pub(super) fn inline(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let entries: Vec<String> = (members.iter())
                .map(|(name, value)| format!("{}: {}", key(name), inline(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            format!("[{}]", items.join(", "))
        }
        Value::String(text) => string(text),
        other => other.to_string(),
    }
}

/// A key; one that YAML takes for something else is quoted.
fn key(name: &str) -> String {
    let plain = is_word(name) && (name == "on" || !is_reserved(name));
    if plain { name.to_owned() } else { quoted(name) }
}

fn string(text: &str) -> String {
    let plain = (is_word(text) && !is_reserved(text)) || crate::conform::is_date(text);
    if plain { text.to_owned() } else { quoted(text) }
}

/// Words that need no quotes anywhere: letters first, no punctuation that YAML gives a meaning.
fn is_word(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '$' || first == '_')
        && !text.ends_with(' ')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || " _-./$;()".contains(c))
}

fn is_reserved(text: &str) -> bool {
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    reserved.contains(&text.to_ascii_lowercase().as_str())
}

/// In single quotes what double quotes would have to escape, or what begins like a comment.
fn quoted(text: &str) -> String {
    let single = text.starts_with('#') || text.contains(['"', '\\']);
    if single && !text.contains('\'') && !text.chars().any(char::is_control) {
        return format!("'{text}'");
    }
    Value::from(text).to_string()
}

/// Prose broken into lines at single spaces, for a block scalar at this column.
fn folded(text: &str, column: usize) -> Option<String> {
    let sound = !text.contains("  ")
        && text.trim() == text
        && text.contains(' ')
        && !text.chars().any(char::is_control);
    if !sound {
        return None;
    }
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if column + line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    Some(lines.join(&format!("\n{}", blank(column))))
}

pub(super) fn blank(column: usize) -> String {
    " ".repeat(column)
}
