//! The type at the start of a cell, in words: one type, several joined by `or`, or a list.

const WORDS: [&str; 8] =
    ["string", "integer", "number", "boolean", "object", "any", "null", "file"];

/// Whether the text begins like the cell of a field.
pub(super) fn starts_a_type(text: &str) -> bool {
    text.starts_with(ARRAY) || word(text).is_some()
}

const ARRAY: &str = "Array of ";

/// Reads the type, with the items of a list and the alternatives of a union.
pub(super) fn written<'a>(text: &'a str, typed: &mut String) -> &'a str {
    if let Some(rest) = text.strip_prefix(ARRAY) {
        let (item, rest) = word(rest).unwrap_or(("", rest));
        *typed = format!("array<{item}>");
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        return name_of_type(rest).trim_start();
    }
    let Some((first, mut rest)) = word(text) else { return text };
    first.clone_into(typed);
    rest = name_of_type(rest);
    while let Some((next, after)) = rest.trim_start().strip_prefix("or ").and_then(word) {
        typed.push_str(" | ");
        typed.push_str(next);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_word_is_no_type() {
        for (text, starts) in [
            ("string", true),
            ("strings", true),
            ("Array of objects", true),
            ("stringent rules", false),
            ("words", false),
        ] {
            assert_eq!(starts_a_type(text), starts, "{text}");
        }
    }
}
