//! A pattern of a document (ECMA 262, as with the flag `u`) in, patterns in the syntax of the `regex`
//! crates out. Who judges strings and who compares patterns read them here, and so agree.
//!
//! Back references, look-around other than at the very start, `\b`-like boundaries of Unicode and
//! classes by property are not translated.

use std::iter::Peekable;
use std::str::Chars;

/// The ranges of `\d`, `\w` and `\s`, and of their complements.
const SHORTHANDS: [(char, &str); 6] = [
    ('d', "0-9"),
    ('D', r"\x{0}-\x{2F}\x{3A}-\x{10FFFF}"),
    ('w', "0-9A-Z_a-z"),
    ('W', r"\x{0}-\x{2F}\x{3A}-\x{40}\x{5B}-\x{5E}\x{60}\x{7B}-\x{10FFFF}"),
    (
        's',
        r"\x{9}-\x{D}\x{20}\x{A0}\x{1680}\x{2000}-\x{200A}\x{2028}\x{2029}\x{202F}\x{205F}\x{3000}\x{FEFF}",
    ),
    (
        'S',
        r"\x{0}-\x{8}\x{E}-\x{1F}\x{21}-\x{9F}\x{A1}-\x{167F}\x{1681}-\x{1FFF}\x{200B}-\x{2027}\x{202A}-\x{202E}\x{2030}-\x{205E}\x{2060}-\x{2FFF}\x{3001}-\x{FEFE}\x{FF00}-\x{10FFFF}",
    ),
];

/// One condition of a pattern: what has to match somewhere in a string, or must not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// Whether the pattern has to match.
    pub wanted: bool,
    /// The pattern in the syntax of the `regex` crates.
    pub pattern: String,
}

/// The conditions that all have to hold where a string fits the pattern. There are several if it
/// begins with a lookahead, as in `^(?!none$)[a-z]+$`. Returns `None` if the pattern is not understood.
pub fn pattern_conditions(pattern: &str) -> Option<Vec<Condition>> {
    let condition =
        |wanted, pattern: &str| translated(pattern).map(|pattern| Condition { wanted, pattern });
    let mut conditions = Vec::new();
    let mut rest = pattern.strip_prefix('^').unwrap_or_default();
    while let Some((wanted, group)) = lookahead(rest) {
        let end = end_of_group(group)?;
        conditions.push(condition(wanted, &format!("^(?:{})", &group[..end]))?);
        rest = &group[end + 1..];
    }
    if conditions.is_empty() {
        return Some(vec![condition(true, pattern)?]);
    }
    // In `^(?!a)b|c` the lookahead is about the first alternative only.
    if has_alternatives(rest) {
        return None;
    }
    conditions.push(condition(true, &format!("^{rest}"))?);
    Some(conditions)
}

fn lookahead(rest: &str) -> Option<(bool, &str)> {
    let refused = rest.strip_prefix("(?!").map(|group| (false, group));
    refused.or_else(|| rest.strip_prefix("(?=").map(|group| (true, group)))
}

/// A pattern without look-around in the syntax of the `regex` crates.
fn translated(pattern: &str) -> Option<String> {
    let mut reader =
        Reader { rest: pattern.chars().peekable(), out: String::with_capacity(pattern.len()) };
    // Whether there is something that a quantifier may repeat.
    let mut repeatable = false;
    while let Some(letter) = reader.rest.next() {
        match letter {
            '*' | '+' | '?' | '{' => {
                if !repeatable {
                    return None;
                }
                reader.quantifier(letter)?;
            }
            '.' => reader.out.push_str(r"[^\n\r\x{2028}\x{2029}]"),
            '[' => reader.class()?,
            '(' => reader.group()?,
            '\\' => reader.escape()?,
            ']' | '}' => return None,
            _ => reader.out.push(letter),
        }
        repeatable = !matches!(letter, '*' | '+' | '?' | '{' | '(' | '|' | '^' | '$');
    }
    Some(reader.out)
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
}

impl Reader<'_> {
    fn quantifier(&mut self, letter: char) -> Option<()> {
        self.out.push(letter);
        if letter == '{' {
            loop {
                let next = self.rest.next()?;
                self.out.push(next);
                match next {
                    '}' => break,
                    '0'..='9' | ',' => {}
                    _ => return None,
                }
            }
        }
        self.out.extend(self.rest.next_if_eq(&'?'));
        Some(())
    }

    /// What opens a group. Flags and look-around are not understood; names say nothing.
    fn group(&mut self) -> Option<()> {
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Some(());
        }
        self.out.push_str("?:");
        match self.rest.next()? {
            ':' => Some(()),
            '<' if !matches!(self.rest.peek()?, '=' | '!') => {
                self.rest.find(|letter| *letter == '>').map(drop)
            }
            _ => None,
        }
    }

    /// A character class; sets within sets are of other dialects.
    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        self.out.extend(self.rest.next_if_eq(&'^'));
        // `[]` and `[^]` mean something else elsewhere.
        if self.rest.peek() == Some(&']') {
            return None;
        }
        loop {
            let letter = self.rest.next()?;
            if letter == ']' {
                self.out.push(']');
                return Some(());
            }
            let whole = self.class_letter(letter)?;
            if self.rest.peek() != Some(&'-') {
                continue;
            }
            self.rest.next();
            let last = self.rest.peek() == Some(&']');
            if last || whole {
                // After a shorthand there is no range: `[\w-.]` takes a hyphen.
                self.out.push_str(r"\-");
            } else {
                self.out.push('-');
                let end = self.rest.next()?;
                if self.class_letter(end)? {
                    return None;
                }
            }
        }
    }

    /// One letter of a class, or a shorthand: that is `true`.
    fn class_letter(&mut self, letter: char) -> Option<bool> {
        match letter {
            '\\' => {
                let next = *self.rest.peek()?;
                if let Some(ranges) = shorthand(next) {
                    self.rest.next();
                    self.out.push_str(ranges);
                    return Some(true);
                }
                if next == 'b' {
                    self.rest.next();
                    self.out.push_str(r"\x08");
                } else if next == 'B' {
                    return None;
                } else {
                    self.escape()?;
                }
            }
            '[' | '&' | '~' | '-' | '^' => self.out.extend(['\\', letter]),
            _ => self.out.push(letter),
        }
        Some(false)
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Option<()> {
        let letter = self.rest.next()?;
        match letter {
            _ if shorthand(letter).is_some() => {
                self.out.push('[');
                self.out.push_str(shorthand(letter)?);
                self.out.push(']');
            }
            'b' | 'B' | 'f' | 'n' | 'r' | 't' | 'v' => self.out.extend(['\\', letter]),
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => {
                self.out.push_str(r"\x00")
            }
            'x' => self.code(2)?,
            'u' => self.code(4)?,
            _ if letter.is_ascii_alphanumeric() => return None,
            '<' | '>' | '/' => self.out.push(letter),
            _ if letter.is_ascii_punctuation() => self.out.extend(['\\', letter]),
            _ => self.out.push(letter),
        }
        Some(())
    }

    /// A character by its number, in so many digits or in braces.
    fn code(&mut self, digits: usize) -> Option<()> {
        let mut code = String::new();
        if digits == 4 && self.rest.next_if_eq(&'{').is_some() {
            while self.rest.next_if_eq(&'}').is_none() {
                code.push(self.rest.next()?);
            }
        } else {
            code.extend(self.rest.by_ref().take(digits));
        }
        let number = u32::from_str_radix(&code, 16).ok().filter(|_| code.len() >= digits.min(1))?;
        char::from_u32(number)?;
        self.out.push_str(&format!(r"\x{{{number:X}}}"));
        Some(())
    }
}

fn shorthand(letter: char) -> Option<&'static str> {
    SHORTHANDS.iter().find(|(name, _)| *name == letter).map(|(_, ranges)| *ranges)
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
