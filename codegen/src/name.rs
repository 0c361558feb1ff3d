//! The only place that changes case: from wire spelling to Rust spelling.
//!
//! In comes text from a document, out comes a [`Name`] whose Rust side is a legal identifier.
//! Uniqueness within a scope is the caller's business ([`Scope`] helps).

use std::collections::HashSet;

/// A wire spelling with the Rust spelling decided for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name {
    /// As it goes on the wire, or as the document says it.
    pub wire: String,
    /// A legal Rust identifier in the case its place wants; may be a raw identifier (`r#type`).
    pub rust: String,
}

/// Names that are taken within one Rust scope.
#[derive(Debug, Default)]
pub struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which these identifiers are taken from the start.
    pub fn with(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(|name| (*name).to_owned()).collect() }
    }

    /// The name itself if it is free, else the same with the first free number behind it.
    pub fn claim(&mut self, name: Name) -> Name {
        let mut candidate = name.rust.clone();
        let mut number = 2;
        while !self.taken.insert(candidate.clone()) {
            // An underscore that made the name legal is not needed in front of a number.
            let base = name.rust.trim_start_matches("r#").trim_end_matches('_');
            let gap = if base.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            candidate = format!("{base}{gap}{number}");
            number += 1;
        }
        Name { wire: name.wire, rust: candidate }
    }
}

/// A field, function, method or module: `snake_case`.
pub fn snake(wire: &str) -> Name {
    let words = words(wire).into_iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
    Name { wire: wire.to_owned(), rust: legal(words.join("_"), "_", "empty") }
}

/// A type or an enum variant: `PascalCase`.
pub fn pascal(wire: &str) -> Name {
    let rust = words(wire).iter().map(|word| capitalised(word)).collect::<String>();
    Name { wire: wire.to_owned(), rust: legal(rust, "N", "Empty") }
}

/// One reference token of a JSON pointer (RFC 6901).
pub fn escape_pointer(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The words of a wire name: split at anything that is not a letter or digit, and at case changes
/// (`sessionId` is two words, `HTTPServer` two, `v2` one).
fn words(wire: &str) -> Vec<String> {
    // A leading sign tells names such as `+1` and `-1` apart.
    let wire = match wire.strip_prefix(['+', '-']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            format!("{} {rest}", if wire.starts_with('+') { "plus" } else { "minus" })
        }
        _ => wire.to_owned(),
    };
    let chars: Vec<char> = wire.chars().collect();
    let mut words = Vec::new();
    let mut word = String::new();
    for (index, &c) in chars.iter().enumerate() {
        if !c.is_alphanumeric() || !is_identifier_char(c) {
            flush(&mut word, &mut words);
            continue;
        }
        let previous = index.checked_sub(1).map(|i| chars[i]);
        let next = chars.get(index + 1);
        let starts_word = c.is_uppercase()
            && (previous.is_some_and(|p| p.is_lowercase() || p.is_ascii_digit())
                || (previous.is_some_and(char::is_uppercase)
                    && next.is_some_and(|n| n.is_lowercase())));
        if starts_word {
            flush(&mut word, &mut words);
        }
        word.push(c);
    }
    flush(&mut word, &mut words);
    words
}

/// Whether the character may stand inside a Rust identifier; non-ASCII letters may not be stable
/// under normalisation, so only ASCII is kept.
fn is_identifier_char(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

fn flush(word: &mut String, words: &mut Vec<String>) {
    if !word.is_empty() {
        words.push(std::mem::take(word));
    }
}

fn capitalised(word: &str) -> String {
    let all_upper = word.chars().all(|c| !c.is_lowercase());
    let mut chars = word.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    let rest = chars.as_str();
    let rest = if all_upper { rest.to_ascii_lowercase() } else { rest.to_owned() };
    first.into_iter().chain(rest.chars()).collect()
}

fn legal(name: String, digit_prefix: &str, empty: &str) -> String {
    if name.is_empty() {
        return if empty.starts_with(char::is_uppercase) {
            empty.to_owned()
        } else {
            format!("{empty}_")
        };
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{digit_prefix}{name}");
    }
    match name.as_str() {
        // These four cannot be raw identifiers.
        "self" | "Self" | "super" | "crate" => format!("{name}_"),
        word if KEYWORDS.contains(&word) => format!("r#{name}"),
        _ => name,
    }
}

/// Strict and reserved keywords of edition 2024 that may be raw identifiers.
const KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_table() {
        for (wire, snake_case, pascal_case) in [
            ("sessionId", "session_id", "SessionId"),
            (
                "codeFirstSuccesfullyScannedAt",
                "code_first_succesfully_scanned_at",
                "CodeFirstSuccesfullyScannedAt",
            ),
            ("CLOSED_FOR_MAINTENANCE", "closed_for_maintenance", "ClosedForMaintenance"),
            ("type", "r#type", "Type"),
            ("self", "self_", "Self_"),
            ("2fa", "_2fa", "N2fa"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("a.b", "a_b", "AB"),
            ("", "empty_", "Empty"),
            ("$", "empty_", "Empty"),
            ("x-api-key", "x_api_key", "XApiKey"),
            ("yield", "r#yield", "Yield"),
        ] {
            assert_eq!(snake(wire).rust, snake_case, "{wire}");
            assert_eq!(pascal(wire).rust, pascal_case, "{wire}");
        }
    }

    #[test]
    fn a_scope_never_gives_a_name_twice() {
        let mut scope = Scope::with(&["other"]);
        let given: Vec<String> = ["a b", "aB", "a-b", "other"]
            .iter()
            .map(|wire| scope.claim(snake(wire)).rust)
            .collect();
        assert_eq!(given, ["a_b", "a_b2", "a_b3", "other2"]);
    }
}
