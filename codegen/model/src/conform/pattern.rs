//! A string against a pattern. `regex-lite` knows no lookahead; where one stands at the start of a
//! pattern, as in `^(?!none$)[a-z]+$`, it is a pattern of its own.
//!
//! A library with the whole of ECMA 262 would backtrack, and those there are have no limit on its
//! steps: patterns come from anybody's document, so that linear time counts for more here.

use regex_lite::{Regex, RegexBuilder};
use std::cell::RefCell;
use std::collections::HashMap;

/// Limit on the compiled size of a pattern.
const LARGEST: usize = 1 << 19;
/// Limit on the bytes of a string that is matched: with the one above it bounds the time.
const LONGEST: usize = 1 << 14;

/// Limit on the patterns that are kept.
const MOST: usize = 100;

/// The patterns met lately, each read once.
#[derive(Default)]
pub(super) struct Patterns {
    known: HashMap<String, Option<Pattern>>,
}

impl Patterns {
    /// Whether the string fits the pattern. `None` if the pattern is not understood or too large.
    pub(super) fn fit(&mut self, pattern: &str, text: &str) -> Option<bool> {
        if !self.known.contains_key(pattern) {
            if self.known.len() == MOST {
                self.known.clear();
            }
            self.known.insert(pattern.to_owned(), Pattern::read(pattern));
        }
        let pattern = self.known.get(pattern)?.as_ref()?;
        (text.len() <= LONGEST).then(|| pattern.is_match(text))
    }
}

thread_local! {
    static LATEST: RefCell<Patterns> = RefCell::default();
}

/// Whether a string fits a pattern (ECMA 262, matching somewhere in the string). `None` if the pattern
/// is not understood or too large. The patterns that a thread met lately are kept.
pub fn pattern_matches(pattern: &str, text: &str) -> Option<bool> {
    LATEST.with_borrow_mut(|patterns| patterns.fit(pattern, text))
}

/// A pattern, with what has to and what must not match in front of it.
struct Pattern {
    ahead: Vec<(bool, Regex)>,
    rest: Regex,
}

impl Pattern {
    fn read(pattern: &str) -> Option<Self> {
        if let Some(rest) = regex(pattern) {
            return Some(Self { ahead: Vec::new(), rest });
        }
        let mut rest = pattern.strip_prefix('^')?;
        let mut ahead = Vec::new();
        while let Some((wanted, group)) = rest
            .strip_prefix("(?!")
            .map(|group| (false, group))
            .or_else(|| rest.strip_prefix("(?=").map(|group| (true, group)))
        {
            let end = end_of_group(group)?;
            ahead.push((wanted, regex(&format!("^(?:{})", &group[..end]))?));
            rest = &group[end + 1..];
        }
        // In `^(?!a)b|c` the lookahead is about the first alternative only.
        let rest = regex(&format!("^{rest}")).filter(|_| !has_alternatives(rest))?;
        Some(Self { ahead, rest })
    }

    fn is_match(&self, text: &str) -> bool {
        self.ahead.iter().all(|(wanted, regex)| regex.is_match(text) == *wanted)
            && self.rest.is_match(text)
    }
}

fn regex(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()
}

/// The bytes of a pattern that are no escaped characters and stand in no character class.
fn plain(pattern: &str) -> impl Iterator<Item = (usize, u8)> {
    let (mut escaped, mut class) = (false, false);
    pattern.bytes().enumerate().filter(move |(_, byte)| {
        let counts = !escaped && !class;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' if !class => class = true,
            b']' => class = false,
            _ => {}
        }
        counts
    })
}

/// Where the bracket stands that closes the group which the text begins in.
fn end_of_group(pattern: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in plain(pattern) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn has_alternatives(pattern: &str) -> bool {
    let mut depth = 0_usize;
    plain(pattern).any(|(_, byte)| {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        byte == b'|' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::{Patterns, pattern_matches};

    #[test]
    fn lookahead_at_the_start_is_understood() {
        for (pattern, text, expected) in [
            ("^(?!none$)[a-z]+$", "some", Some(true)),
            ("^(?!none$)[a-z]+$", "none", Some(false)),
            ("^(?!none$)[a-z]+$", "Some", Some(false)),
            ("^(?=.*[0-9])(?=.*[a-z]).{3,}$", "ab1", Some(true)),
            ("^(?=.*[0-9])(?=.*[a-z]).{3,}$", "abc", Some(false)),
            (r"^(?![(\]]|a)^b?$", "b", Some(true)),
            (r"^(?![(\]]|a)^b?$", "(", Some(false)),
            ("^(?!a)b|c", "c", None),
            ("a(?!b)", "a", None),
            ("^(?!a", "b", None),
            ("^[a-z]+$", "ab", Some(true)),
        ] {
            assert_eq!(Patterns::default().fit(pattern, text), expected, "{pattern} {text}");
            assert_eq!(pattern_matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn the_size_of_a_pattern_and_of_a_string_is_bounded() {
        let mut patterns = Patterns::default();
        assert_eq!(patterns.fit("((((a{50}){50}){50}){50})", "a"), None);
        assert_eq!(patterns.fit("^.{1,4000}$", "a"), Some(true));
        assert_eq!(patterns.fit("^a*$", &"a".repeat(1 << 20)), None);
        assert_eq!(patterns.fit(&"(".repeat(100_000), "a"), None);
        assert_eq!(patterns.fit("^(a|a)*b$", &"a".repeat(10_000)), Some(false));
    }
}
