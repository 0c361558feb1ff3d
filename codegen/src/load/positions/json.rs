//! JSON text in, positions of the wanted pointers out. A YAML reader would do, were it not for
//! escapes that only JSON has and for its speed on large documents.

use super::{Frame, Position, Wanted, advance, record, token};

/// Fills in what is found up to the first syntax error.
pub(super) fn fill(positions: &mut Wanted, text: &str) {
    let mut scanner = Scanner { text, at: 0, line: 1, counted: 0, column: 0 };
    let mut stack: Vec<Frame> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    while let Some((here, lexeme)) = scanner.next() {
        match lexeme {
            Lexeme::Open(kind) => {
                record(positions, &stack, &path, here);
                path.push(token(&stack).unwrap_or_default());
                stack.push(if kind == b'{' { Frame::Mapping(None) } else { Frame::Sequence(0) });
            }
            Lexeme::Close => {
                stack.pop();
                path.pop();
                advance(&mut stack);
            }
            Lexeme::Scalar(text) => {
                if let Some(Frame::Mapping(key @ None)) = stack.last_mut() {
                    let name = serde_json::from_str(text).unwrap_or_else(|_| text.to_owned());
                    *key = Some((name, here));
                    continue;
                }
                record(positions, &stack, &path, here);
                advance(&mut stack);
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
    fn next(&mut self) -> Option<(Position, Lexeme<'t>)> {
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
            self.column +=
                self.text.get(self.counted..start).map_or(0, |passed| passed.chars().count());
            self.counted = start;
            return Some(((self.line, self.column + 1), lexeme));
        }
        None
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
