//! Every identifier of the generated code, decided once.
//!
//! In comes a name as the document spells it, out comes an [`Ident`] that is legal in Rust and, by
//! way of a [`Scope`], unique where it stands. Nothing else in this package changes case.

use heck::{ToPascalCase, ToShoutySnakeCase, ToSnakeCase};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// A legal Rust identifier; may be raw (`r#type`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Ident(String);

impl Ident {
    /// The identifier without `r#`: what serde and `stringify!` make of it.
    pub(crate) fn unraw(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }

    /// The identifier as it is written.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// An identifier that is legal already.
    #[cfg(test)]
    pub(crate) fn raw(ident: &str) -> Self {
        Self(ident.to_owned())
    }

    /// The identifier with more behind it: `UpdateSession` and `Refusal`. Both parts are in the
    /// case of their place already.
    pub(crate) fn with_suffix(&self, suffix: &str) -> Self {
        Self(legal(format!("{}{suffix}", self.unraw().trim_end_matches('_')), "_"))
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl ToTokens for Ident {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(match self.0.strip_prefix("r#") {
            Some(name) => proc_macro2::Ident::new_raw(name, Span::call_site()),
            None => proc_macro2::Ident::new(&self.0, Span::call_site()),
        });
    }
}

/// The identifiers that are taken within one Rust scope.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
    /// The number to try next behind a name that was asked for before.
    next: HashMap<String, u32>,
}

impl Scope {
    /// A scope in which these identifiers are taken from the start.
    pub(crate) fn with(taken: &[&str]) -> Self {
        let taken = taken.iter().map(|name| (*name).to_owned()).collect();
        Self { taken, next: HashMap::new() }
    }

    /// Whether an identifier is not taken yet.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains(name)
    }

    /// The identifier itself if it is free, else the same with the first free number behind it.
    pub(crate) fn claim(&mut self, wanted: Ident) -> Ident {
        let mut candidate = wanted.unraw().to_owned();
        // A word and its raw form are one identifier to serde and to the reader.
        if self.taken.insert(candidate.clone()) {
            return wanted;
        }
        let number = self.next.entry(candidate.clone()).or_insert(2);
        while !self.taken.insert(candidate.clone()) {
            // An underscore that made the name legal is not needed in front of a number.
            let base = wanted.unraw().trim_end_matches('_');
            let gap = if base.ends_with(|c: char| c.is_ascii_digit()) { "_" } else { "" };
            candidate = format!("{base}{gap}{number}");
            *number += 1;
        }
        Ident(legal(candidate, "_"))
    }
}

/// A field, function, method, argument or module: `snake_case`.
pub(crate) fn snake(wire: &str) -> Ident {
    Ident(legal(spelt(wire, |words| words.to_snake_case()), "_"))
}

/// A type or an enum variant: `PascalCase`.
pub(crate) fn pascal(wire: &str) -> Ident {
    Ident(legal(spelt(wire, |words| words.to_pascal_case()), "N"))
}

/// A constant: `SCREAMING_SNAKE_CASE`.
pub(crate) fn screaming(wire: &str) -> Ident {
    Ident(legal(spelt(wire, |words| words.to_shouty_snake_case()), "_"))
}

/// The name in the case at hand; never empty.
fn spelt(wire: &str, case: impl Fn(&str) -> String) -> String {
    // Case conversion may bring forth marks that the words did not have.
    let convert = |words: &str| {
        let mut name = case(words);
        name.retain(|c| c == '_' || is_letter(c));
        name
    };
    let name = convert(&words(wire));
    // The compiler warns of names that are made of letters which look like those of other scripts.
    let foreign: Vec<char> = name.chars().filter(|c| *c >= '\u{370}').collect();
    if !foreign.is_empty() && foreign.iter().all(|c| LOOKALIKES.contains(*c)) {
        let spelt = |c: char| match symbol(c) {
            Some(word) if !c.is_ascii() => format!(" {word} "),
            _ => c.to_string(),
        };
        return convert(&words(wire).chars().map(spelt).collect::<String>());
    }
    if !name.is_empty() {
        return name;
    }
    let symbols: Vec<Cow<'_, str>> = wire.chars().filter_map(symbol).collect();
    if symbols.is_empty() { convert("empty") } else { convert(&symbols.join(" ")) }
}

/// Letters that alone do not show which script they belong to.
const LOOKALIKES: &str = "ΑΒΓΕΖΗΘΙΚΛΜΝΟΠΡΤΥΦΧαβγδεθικνοπρστυφЄЅІЈАБВГЕЗКЛМНОПРСТУФХЫЬЮабгекопрстуфхєѕіјћ\
    ҌҍҐґҒғҘҞҟҪҫҮүҰұһҽҿӀӇӉӍӏӔӕӘәӠӨөԑԛԜԝԻՄՈՊՌՍՏՓՕագզծհձոպռսցքօוטיןסإاةهจบปฝพฟยყくへイエカタトニノハヘロ";

/// The name with everything that cannot stand in an identifier as a gap between words, and with a
/// leading sign in words: it tells names such as `+1` and `-1` apart.
fn words(wire: &str) -> String {
    let (sign, rest) = match wire.strip_prefix(['+', '-']) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => {
            (if wire.starts_with('+') { "plus " } else { "minus " }, rest)
        }
        _ => ("", wire),
    };
    let rest = rest.chars().map(|c| if is_letter(c) { c } else { ' ' });
    sign.chars().chain(rest).collect()
}

/// Whether a character stays as it is in an identifier. Letters outside of these ranges may be
/// illegal there, or change when the compiler normalises them, so that two names become one.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || (c.is_alphabetic()
            && matches!(c,
                '\u{c0}'..='\u{148}' | '\u{14a}'..='\u{17e}' | '\u{1e00}'..='\u{1e99}'
                | '\u{1ea0}'..='\u{1ef9}' | '\u{386}' | '\u{388}'..='\u{3ce}'
                | '\u{400}'..='\u{45f}' | '\u{48a}'..='\u{4ff}' | '\u{510}'..='\u{529}' | '\u{531}'..='\u{556}'
                | '\u{561}'..='\u{586}' | '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{63f}'
                | '\u{641}'..='\u{64a}' | '\u{e01}'..='\u{e30}' | '\u{10d0}'..='\u{10f0}'
                | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fa5}'
                | '\u{ac00}'..='\u{d7a3}'))
}

/// What a symbol is called in a name that has neither letter nor digit.
fn symbol(c: char) -> Option<Cow<'static, str>> {
    Some(Cow::Borrowed(match c {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '=' => "equals",
        '<' => "less",
        '>' => "greater",
        '!' => "not",
        '?' => "question",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '#' => "hash",
        '$' => "dollar",
        '@' => "at",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        '(' | ')' => "parenthesis",
        '[' | ']' => "bracket",
        '{' | '}' => "brace",
        '"' | '\'' | '`' => "quote",
        c if c.is_whitespace() => "space",
        c if c.is_ascii() => return None,
        c => return Some(Cow::Owned(format!("u{:x}", u32::from(c)))),
    }))
}

fn legal(name: String, digit_prefix: &str) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{digit_prefix}{name}");
    }
    match name.as_str() {
        // A bare underscore names nothing, and the others cannot be raw identifiers.
        "_" | "self" | "Self" | "super" | "crate" => format!("{name}_"),
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
mod tests;
