//! Reads JSON text, halves of characters included.
//!
//! In come the bytes of a body, out comes its value, or nothing if it is not JSON. JavaScript strings
//! may hold one half of a surrogate pair and Rust's may not, so that such an escape is read as U+FFFD,
//! as every server reads it that goes on in UTF-8.

use serde_json::Value;
use std::borrow::Cow;

/// The value of a JSON text.
pub(super) fn json(text: &[u8]) -> Option<Value> {
    serde_json::from_slice(text).ok().or_else(|| serde_json::from_slice(&whole(text)?).ok())
}

/// The text with every lone half replaced; none if there is none.
fn whole(text: &[u8]) -> Option<Vec<u8>> {
    let mut out = Cow::Borrowed(text);
    let mut at = 0;
    while at < text.len() {
        at += match (text[at], unit(text, at)) {
            (_, Some(0xD800..=0xDBFF)) if matches!(unit(text, at + 6), Some(0xDC00..=0xDFFF)) => 12,
            (_, Some(0xD800..=0xDFFF)) => {
                // The same length, so that places in the copy are those of the text.
                out.to_mut()[at..at + 6].copy_from_slice(b"\\uFFFD");
                6
            }
            // What is escaped is skipped along with its backslash, which may be another one.
            (b'\\', _) => 2,
            _ => 1,
        };
    }
    match out {
        Cow::Borrowed(_) => None,
        Cow::Owned(text) => Some(text),
    }
}

/// The UTF-16 unit that is escaped here, if one is.
fn unit(text: &[u8], at: usize) -> Option<u32> {
    let digits = std::str::from_utf8(text.get(at..at + 6)?.strip_prefix(b"\\u")?).ok()?;
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lone_halves_are_replaced_and_nothing_else() {
        for (text, read) in [
            (r#""\ud83d\ude00""#, Some(json!("😀"))),
            (r#""\ud83d""#, Some(json!("\u{fffd}"))),
            (r#""\ude00\ud83d\ud83d\ude00""#, Some(json!("\u{fffd}\u{fffd}😀"))),
            (r#""\\ud83d \ud83d""#, Some(json!("\\ud83d \u{fffd}"))),
            (r#""\u12"#, None),
            (r#""\ud83"#, None),
            ("[1.0]", Some(json!([1.0]))),
            ("1e400", None),
            ("\\", None),
            ("", None),
        ] {
            assert_eq!(json(text.as_bytes()), read, "{text}");
        }
    }
}
