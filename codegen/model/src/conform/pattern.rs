//! A string against a pattern. `regex-lite` knows no lookahead; where one stands at the start of a
//! pattern, as in `^(?!none$)[a-z]+$`, it is a pattern of its own. The dialect is translated first.
//!
//! A library with the whole of ECMA 262 would backtrack, and those there are have no limit on its
//! steps: patterns come from anybody's document, so that linear time counts for more here.

mod dialect;

pub use dialect::{Condition, pattern_conditions};

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

/// Lends the patterns that this thread met lately.
pub(super) fn with_latest<T>(judge: impl FnOnce(&mut Patterns) -> T) -> T {
    // Taken out, since whoever judges may ask for a pattern by the way.
    let mut patterns = LATEST.take();
    let judged = judge(&mut patterns);
    LATEST.set(patterns);
    judged
}

/// Whether a string fits a pattern (ECMA 262, matching somewhere in the string). `None` if the pattern
/// is not understood or too large. The patterns that a thread met lately are kept.
pub fn pattern_matches(pattern: &str, text: &str) -> Option<bool> {
    LATEST.with_borrow_mut(|patterns| patterns.fit(pattern, text))
}

/// A pattern: what has to match, and what must not.
struct Pattern(Vec<(bool, Regex)>);

impl Pattern {
    fn read(pattern: &str) -> Option<Self> {
        let conditions = pattern_conditions(pattern)?;
        let read = |it: Condition| Some((it.wanted, regex(&it.pattern)?));
        conditions.into_iter().map(read).collect::<Option<_>>().map(Self)
    }

    fn is_match(&self, text: &str) -> bool {
        self.0.iter().all(|(wanted, regex)| regex.is_match(text) == *wanted)
    }
}

fn regex(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(pattern).size_limit(LARGEST).build().ok()
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
    fn the_dialect_is_that_of_ecma_262() {
        for (pattern, text, expected) in [
            (r"^\/a\/$", "/a/", Some(true)),
            (r"^[\w-.]+$", "a-b.c", Some(true)),
            (r"^[\w-.]+$", "a,b", Some(false)),
            (r"^[[&&~]+$", "[&~", Some(true)),
            (r"^[+--]$", ",", Some(true)),
            (r"^[a-]$", "-", Some(true)),
            (r"^[^\S ]$", "\n", Some(true)),
            (r"^\s$", "\u{a0}", Some(true)),
            (r"^\d$", "\u{0663}", Some(false)),
            ("^.$", "\u{2028}", Some(false)),
            (r"^\u0041\x42$", "AB", Some(true)),
            (r"^\u{1F600}$", "\u{1F600}", Some(true)),
            (r"^(?<year>\d{4})$", "2024", Some(true)),
            ("a$", "a\n", Some(false)),
            ("(?i)a", "A", None),
            (r"(a)\1", "aa", None),
            (r"\p{L}", "a", None),
            (r"\Aa", "a", None),
            ("a**", "a", None),
            ("[]a]", "a", None),
            (r"[a-\d]", "a", None),
            (r"\ud83d", "a", None),
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
