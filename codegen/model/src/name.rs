//! The only place that changes case: from wire spelling to Rust spelling.
//!
//! In comes text from a document, out comes a [`Name`] whose Rust side is a legal identifier.
//! Uniqueness within a scope is the caller's business ([`Scope`] helps).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

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
    /// The number to try next behind a name that was asked for before.
    next: HashMap<String, u32>,
}

impl Scope {
    /// A scope in which these identifiers are taken from the start.
    pub fn with(taken: &[&str]) -> Self {
        Self { taken: taken.iter().map(|name| (*name).to_owned()).collect(), next: HashMap::new() }
    }

    /// The name itself if it is free, else the same with the first free number behind it.
    pub fn claim(&mut self, name: Name) -> Name {
        let mut candidate = name.rust.clone();
        if self.taken.insert(candidate.clone()) {
            return name;
        }
        let number = self.next.entry(candidate.clone()).or_insert(2);
        while !self.taken.insert(candidate.clone()) {
            // An underscore that made the name legal is not needed in front of a number.
            let base = name.rust.trim_start_matches("r#").trim_end_matches('_');
            let gap = if base.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            candidate = format!("{base}{gap}{number}");
            *number += 1;
        }
        Name { wire: name.wire, rust: candidate }
    }
}

/// A field, function, method or module: `snake_case`.
pub fn snake(wire: &str) -> Name {
    let mut rust = String::with_capacity(wire.len() + 4);
    for word in words(&signed(wire)) {
        if !rust.is_empty() {
            rust.push('_');
        }
        rust.extend(word.chars().map(|c| c.to_ascii_lowercase()));
    }
    Name { wire: wire.to_owned(), rust: legal(rust, "_", "empty") }
}

/// A type or an enum variant: `PascalCase`.
pub fn pascal(wire: &str) -> Name {
    let mut rust = String::with_capacity(wire.len());
    for word in words(&signed(wire)) {
        let all_upper = !word.bytes().any(|c| c.is_ascii_lowercase());
        let mut chars = word.chars();
        rust.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        rust.extend(chars.map(|c| if all_upper { c.to_ascii_lowercase() } else { c }));
    }
    Name { wire: wire.to_owned(), rust: legal(rust, "N", "Empty") }
}

/// One reference token of a JSON pointer (RFC 6901).
pub fn escape_pointer(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// The name that a reference token of a JSON pointer stands for.
pub fn unescape_pointer(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The name with a leading sign in words: it tells names such as `+1` and `-1` apart.
fn signed(wire: &str) -> Cow<'_, str> {
    match wire.strip_prefix(['+', '-']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            let sign = if wire.starts_with('+') { "plus" } else { "minus" };
            Cow::Owned(format!("{sign} {rest}"))
        }
        _ => Cow::Borrowed(wire),
    }
}

/// The words of a name: split at anything that is no ASCII letter or digit (others may not be
/// stable under normalisation), and at case changes (`sessionId` is two words, `HTTPServer` two,
/// `v2` one).
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(cased).filter(|word| !word.is_empty())
}

/// The words of a run of letters and digits.
fn cased(run: &str) -> impl Iterator<Item = &str> {
    let bytes = run.as_bytes();
    let starts_word = move |at: usize| {
        let previous = bytes[at - 1];
        bytes[at].is_ascii_uppercase()
            && (previous.is_ascii_lowercase()
                || previous.is_ascii_digit()
                || (previous.is_ascii_uppercase()
                    && bytes.get(at + 1).is_some_and(u8::is_ascii_lowercase)))
    };
    let mut start = 0;
    (1..=run.len()).filter_map(move |at| {
        let ends = at == run.len() || starts_word(at);
        let word = &run[start..at];
        ends.then(|| {
            start = at;
            word
        })
    })
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
