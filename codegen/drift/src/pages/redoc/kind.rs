//! The type at the start of a cell, in words: one type, several joined by `or`, or a list.

const WORDS: [&str; 8] =
    ["string", "integer", "number", "boolean", "object", "any", "null", "file"];

/// Whether the text begins like the cell of a field.
pub(super) fn starts_a_type(text: &str) -> bool {
    text.starts_with(ARRAY) || word(text).is_some()
}

const ARRAY: &str = "Array of ";

/// Reads the type, with the items of a list and the alternatives of a union; gives what follows.
pub(super) fn written<'a>(text: &'a str, typed: &mut String) -> &'a str {
    let Some((first, mut rest)) = one(text) else { return text };
    *typed = first;
    while let Some((next, after)) = rest.trim_start().strip_prefix("or ").and_then(one) {
        typed.push_str(" | ");
        typed.push_str(&next);
        rest = after;
    }
    rest.trim_start()
}

/// One type without its alternatives.
fn one(text: &str) -> Option<(String, &str)> {
    if let Some(rest) = text.strip_prefix(ARRAY) {
        let (item, rest) = word(rest).unwrap_or(("", rest));
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        return Some((format!("array<{item}>"), name_of_type(rest)));
    }
    word(text).map(|(word, rest)| (word.to_owned(), name_of_type(rest)))
}

fn word(text: &str) -> Option<(&'static str, &str)> {
    WORDS
        .iter()
        .find_map(|word| Some((*word, text.strip_prefix(word)?)))
        .filter(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() && c != 's'))
}

/// Skips the name of a schema in brackets, which bounds may have too.
fn name_of_type(text: &str) -> &str {
    let inside = text.trim_start().strip_prefix('(').map(str::trim_start);
    let name = inside.filter(|inside| inside.starts_with(char::is_alphabetic));
    name.and_then(|inside| inside.split_once(')')).map_or(text, |(_, rest)| rest)
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

    #[test]
    fn types_are_read_as_far_as_they_go() {
        for (text, kind, rest) in [
            ("number ( 0 .. 1 ) Share", "number", "( 0 .. 1 ) Share"),
            ("object (Session) or null Seen", "object | null", "Seen"),
            ("string or Array of strings One or more", "string | array<string>", "One or more"),
            ("Array of objects (Part) or null", "array<object> | null", ""),
            ("string or so", "string", "or so"),
        ] {
            let mut typed = String::new();
            assert_eq!((written(text, &mut typed), typed.as_str()), (rest, kind), "{text}");
        }
    }
}
