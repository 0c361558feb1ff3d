//! Moments that RFC 3339 allows and `jiff::Timestamp` does not hold.
//!
//! In comes the text of a date and time, out comes the nearest one that can be read: servers write the last
//! second of the year 9999 for "never", and more digits than nanoseconds have. No other text is changed.

use jiff::Timestamp;

/// How `jiff` calls what it reads a timestamp from.
pub(super) const WANTED: &str = "a timestamp string";
/// The digits of a second that count.
const DIGITS: usize = 9;

/// Whether the text has the form of a date and time, as far as one character tells.
pub(super) fn may_be(text: &str) -> bool {
    matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' '))
}

/// The nearest moment that can be read; `None` where the text can be read as it is, or is none at all.
pub(super) fn nearest(text: &str) -> Option<String> {
    if !text.is_ascii() || text.parse::<Timestamp>().is_ok() {
        return None;
    }
    let short = shortened(text);
    // Where the year is what is wrong, the year before has the same moment.
    let last = short.strip_prefix("9999-12-3").map(|rest| format!("9998-12-3{rest}"));
    match short.parse::<Timestamp>() {
        Ok(_) => Some(short),
        Err(_) => last?.parse::<Timestamp>().is_ok().then(|| Timestamp::MAX.to_string()),
    }
}

/// The text without the digits of a second that do not count.
fn shortened(text: &str) -> String {
    let Some((before, after)) = text.split_once('.') else { return text.to_owned() };
    let digits = after.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, zone) = after.split_at(digits);
    format!("{before}.{}{zone}", &digits[..digits.len().min(DIGITS)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode;

    #[test]
    fn the_last_moments_are_read_and_nothing_else_is_changed() {
        let last = Timestamp::MAX.to_string();
        for (text, expected) in [
            ("9999-12-31T23:59:59Z", Some(&*last)),
            ("9999-12-31T23:59:59.9999999Z", Some(&*last)),
            ("9999-12-31T00:00:00+14:00", None),
            ("9999-12-30T23:00:00Z", Some(&*last)),
            ("2020-01-01T00:00:00.1234567890Z", Some("2020-01-01T00:00:00.123456789Z")),
            ("9999-12-32T00:00:00Z", None),
            ("9999-12-31", None),
            ("9999-12-31T25:00:00Z", None),
            ("2020-01-01T00:00:00Z", None),
            ("never", None),
            ("", None),
        ] {
            assert_eq!(nearest(text).as_deref(), expected, "{text}");
        }
        // As a moment, and as mere text.
        let text = r#""9999-12-31T23:59:59Z""#;
        assert_eq!(decode::<Timestamp>(text.as_bytes()), Ok(Timestamp::MAX));
        assert_eq!(decode::<String>(text.as_bytes()).as_deref(), Ok("9999-12-31T23:59:59Z"));
        assert_eq!(decode::<Option<Timestamp>>(b"null"), Ok(None));
        assert!(decode::<Timestamp>(br#""9999-12-32T00:00:00Z""#).is_err());
    }
}
