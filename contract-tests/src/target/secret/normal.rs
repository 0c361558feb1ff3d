//! Texts as they are compared with the token: without escapes, in lower case.
//!
//! Percent encoding, backslashes, HTML entities and escapes of JSON pointers are undone, the first three also
//! where they escape themselves. It knows nothing of tokens.

use std::ops::Range;

/// The bytes of a text without escapes, in lower case, and where each stood. Backslashes are dropped, and
/// with `bare` separators too.
pub(super) fn normal(text: &str, bare: bool) -> (Vec<u8>, Vec<Range<usize>>) {
    let text = text.as_bytes();
    let (mut bytes, mut places) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut at = 0;
    while at < text.len() {
        let (byte, length) = match text[at] {
            b'%' => percent(&text[at..]),
            b'\\' => backslash(&text[at..]),
            b'&' => entity(&text[at..]),
            // JSON pointers.
            b'~' if text[at..].starts_with(b"~1") => (b'/', 2),
            b'~' if text[at..].starts_with(b"~0") => (b'~', 2),
            byte => (byte, 1),
        };
        if byte != b'\\' && !(bare && is_separator(byte)) {
            bytes.push(byte.to_ascii_lowercase());
            places.push(at..at + length);
        }
        at += length;
    }
    (bytes, places)
}

/// Whether the byte may stand between the characters of a token that somebody spells out.
pub(super) fn is_separator(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | b'-' | b'_' | b'+' | b'/' | b'.' | b':')
}

/// The token with every letter in the other case: wrong for a server, a secret all the same.
pub(super) fn swap_case(token: &str) -> String {
    let swap = |c: char| {
        if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() }
    };
    token.chars().map(swap).collect()
}

/// `%41`, `%2541` and so on.
fn percent(text: &[u8]) -> (u8, usize) {
    let (mut byte, mut length) = (b'%', 1);
    // An escaped `%` may begin an escape.
    while byte == b'%' {
        let Some(next) = ascii(text.get(length..length + 2), 16) else { break };
        (byte, length) = (next, length + 2);
    }
    (byte, length)
}

/// `\u0041`, `\x41` and `\u{41}`, behind any number of backslashes; else the backslashes alone.
fn backslash(text: &[u8]) -> (u8, usize) {
    let slashes = text.iter().take_while(|byte| **byte == b'\\').count();
    let rest = &text[slashes..];
    let (digits, length) = match rest {
        [b'u', b'{', digits @ ..] => {
            let end = digits.iter().take(8).position(|byte| *byte == b'}').unwrap_or_default();
            (digits.get(..end), end + 3)
        }
        [b'u', ..] => (rest.get(1..5), 5),
        [b'x', ..] => (rest.get(1..3), 3),
        _ => (None, 0),
    };
    ascii(digits, 16).map_or((b'\\', slashes), |byte| (byte, slashes + length))
}

/// `&#65;`, `&#x41;` and the named ones of XML, also behind `&amp;`.
fn entity(text: &[u8]) -> (u8, usize) {
    let mut start = 1;
    while text[start..].starts_with(b"amp;") {
        start += 4;
    }
    let rest = &text[start..];
    let end = rest.iter().take(12).position(|byte| *byte == b';').unwrap_or_default();
    let byte = match &rest[..end] {
        [b'#', b'x' | b'X', digits @ ..] => ascii(Some(digits), 16),
        [b'#', digits @ ..] => ascii(Some(digits), 10),
        b"quot" => Some(b'"'),
        b"apos" => Some(b'\''),
        b"lt" => Some(b'<'),
        b"gt" => Some(b'>'),
        _ => None,
    };
    byte.map_or((b'&', start), |byte| (byte, start + end + 1))
}

/// A number as the ASCII character it stands for.
fn ascii(digits: Option<&[u8]>, radix: u32) -> Option<u8> {
    let digits = std::str::from_utf8(digits?).ok().filter(|text| !text.starts_with('+'))?;
    let code = u32::from_str_radix(digits, radix).ok()?;
    u8::try_from(code).ok().filter(u8::is_ascii)
}
