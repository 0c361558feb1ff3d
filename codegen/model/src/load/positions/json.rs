//! JSON text in, positions of the wanted pointers out. A YAML reader would do, were it not for
//! escapes that only JSON has and for its speed on large documents.

use super::Position;
use super::cursor::{Cursor, Wanted};
use std::borrow::Cow;

/// Fills in what is found up to the first syntax error.
pub(super) fn fill(wanted: &mut Wanted, text: &str) {
    let mut scanner = Scanner { text, at: 0, line: 1, counted: 0, column: 0 };
    let mut cursor = Cursor::new(wanted);
    while let Some((start, lexeme)) = scanner.next() {
        let here = || scanner.position(start);
        match lexeme {
            Lexeme::Open(kind) => cursor.open(kind == b'{', here),
            Lexeme::Close => cursor.close(),
            Lexeme::Scalar(text) => {
                let name = || serde_json::from_str(text).map_or(Cow::Borrowed(text), Cow::Owned);
                cursor.scalar(name, here);
            }
        }
    }
}

enum Lexeme<'t> {
    Open(u8),
    Close,
    Scalar(&'t str),
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    /// Up to here the characters of the line are counted in `column`.
    counted: usize,
    column: usize,
}

impl<'t> Scanner<'t> {
    /// The next lexeme with the offset where it begins.
    fn next(&mut self) -> Option<(usize, Lexeme<'t>)> {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at) {
            let start = self.at;
            self.at += 1;
            let lexeme = match byte {
                b'\n' => {
                    self.line += 1;
                    (self.counted, self.column) = (self.at, 0);
                    continue;
                }
                b'{' | b'[' => Lexeme::Open(*byte),
                b'}' | b']' => Lexeme::Close,
                b'"' => {
                    self.skip_string(bytes);
                    Lexeme::Scalar(self.text.get(start..self.at)?)
                }
                b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                    while bytes.get(self.at).is_some_and(|byte| !b",]} \t\r\n".contains(byte)) {
                        self.at += 1;
                    }
                    Lexeme::Scalar(self.text.get(start..self.at)?)
                }
                _ => continue,
            };
            return Some((start, lexeme));
        }
        None
    }

    /// The position of an offset in the line at hand, not before one that was asked for earlier.
    fn position(&mut self, start: usize) -> Position {
        let passed = self.text.get(self.counted..start);
        self.column += passed.map_or(0, |passed| passed.chars().count());
        self.counted = start;
        let column = self.column + 1;
        let lexeme = self.text.get(start..self.at).map_or(0, |lexeme| lexeme.chars().count());
        Position { line: self.line, column, end: column + lexeme }
    }

    fn skip_string(&mut self, bytes: &[u8]) {
        while let Some(byte) = bytes.get(self.at) {
            self.at += if *byte == b'\\' { 2 } else { 1 };
            if *byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(bytes.len());
    }
}
