//! Reads JSON text as a JavaScript server does.
//!
//! In come the bytes of a body, out comes JSON text with the same meaning that Rust's types can
//! hold: lone surrogates become U+FFFD, whole numbers lose their fraction and exponent, and what
//! overflows a double becomes the greatest one. Whether the text is JSON is left to the parser.

use axum::body::Bytes;

/// The largest whole number that a double counts exactly.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// The text with everything rewritten that Rust's parser would refuse or tell apart.
pub(super) fn as_javascript(sent: Bytes) -> Bytes {
    let text: &[u8] = &sent;
    let mut out = Rewritten { text, copied: 0, out: Vec::new() };
    let mut at = 0;
    while at < text.len() {
        at = match text[at] {
            b'"' => string_end(&mut out, at + 1),
            b'-' | b'0'..=b'9' => number_end(&mut out, at),
            _ => at + 1,
        };
    }
    match out.finish() {
        Some(rewritten) => Bytes::from(rewritten),
        None => sent,
    }
}

/// The output so far: everything before `copied` has been dealt with.
struct Rewritten<'t> {
    text: &'t [u8],
    copied: usize,
    out: Vec<u8>,
}

impl Rewritten<'_> {
    fn replace(&mut self, from: usize, to: usize, with: &[u8]) {
        self.out.extend_from_slice(&self.text[self.copied..from]);
        self.out.extend_from_slice(with);
        self.copied = to;
    }

    /// The whole text, if anything in it was replaced.
    fn finish(mut self) -> Option<Vec<u8>> {
        if self.copied == 0 {
            return None;
        }
        self.out.extend_from_slice(&self.text[self.copied..]);
        Some(self.out)
    }
}

/// Goes to the end of a string, replacing the escapes of surrogates that have no partner.
fn string_end(out: &mut Rewritten<'_>, mut at: usize) -> usize {
    let text = out.text;
    while at < text.len() {
        match text[at] {
            b'"' => return at + 1,
            b'\\' => match unit(text, at) {
                Some(0xD800..=0xDBFF) if matches!(unit(text, at + 6), Some(0xDC00..=0xDFFF)) => {
                    at += 12;
                }
                Some(0xD800..=0xDFFF) => {
                    out.replace(at, at + 6, b"\\uFFFD");
                    at += 6;
                }
                Some(_) => at += 6,
                None => at += 2,
            },
            _ => at += 1,
        }
    }
    at
}

/// The UTF-16 unit that is escaped here, if one is.
fn unit(text: &[u8], at: usize) -> Option<u32> {
    let escape = text.get(at..at + 6)?;
    let digits = std::str::from_utf8(escape.strip_prefix(b"\\u")?).ok()?;
    let all_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    all_hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

/// Goes to the end of a number, rewriting it if JavaScript takes it for another spelling of one.
fn number_end(out: &mut Rewritten<'_>, start: usize) -> usize {
    let text = out.text;
    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-');
    let length = text[start..].iter().take_while(|byte| is_part(byte)).count();
    let end = start + length;
    if let Some(spelling) = std::str::from_utf8(&text[start..end]).ok().and_then(respelled) {
        out.replace(start, end, spelling.as_bytes());
    }
    end
}

/// Another spelling of the number, where its own would be read differently.
fn respelled(number: &str) -> Option<String> {
    if !is_json_number(number) {
        return None;
    }
    let value: f64 = number.parse().ok()?;
    let has_fraction_or_exponent = number.contains(['.', 'e', 'E']);
    if value.is_infinite() {
        Some(format!("{:e}", f64::MAX.copysign(value)))
    } else if number == "-0" {
        Some("0".to_owned())
    } else if has_fraction_or_exponent && value.fract() == 0.0 && value.abs() <= MAX_SAFE {
        Some(format!("{}", value as i64))
    } else {
        None
    }
}

/// Rust reads numbers that JSON does not know, such as `.5`, `1.` and `01`.
fn is_json_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|part| digits(part.strip_prefix(['+', '-']).unwrap_or(part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_rust_reads_differently_is_rewritten() {
        for (text, read) in [
            (r#"{"a":"x\\\"1.0"}"#, r#"{"a":"x\\\"1.0"}"#),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\ud83d""#, r#""\uFFFD""#),
            (r#""\ude00\ud83d\ud83d\ude00""#, r#""\uFFFD\uFFFD\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\u12"#, r#""\u12"#),
            ("[1.0,1e1,-0,-0.0,1.5,7]", "[1,10,0,0,1.5,7]"),
            ("[1e400,-1e400]", "[1.7976931348623157e308,-1.7976931348623157e308]"),
            ("9007199254740993", "9007199254740993"),
            ("1e300", "1e300"),
            ("[01,1.,.5,+1,1e,--1]", "[01,1.,.5,+1,1e,--1]"),
            ("", ""),
        ] {
            assert_eq!(String::from_utf8_lossy(&as_javascript(Bytes::from(text))), read, "{text}");
        }
    }

    #[test]
    fn any_bytes_are_read_without_a_panic() {
        for length in 0..7 {
            for tail in ["\\", "\\u", "\\uD8", "\\uD800\\", "-", "1e", "\u{fffd}"] {
                let mut bytes = b"\"\\uD800".to_vec();
                bytes.truncate(length);
                bytes.extend_from_slice(tail.as_bytes());
                let _ = as_javascript(Bytes::from(bytes));
            }
        }
    }
}
