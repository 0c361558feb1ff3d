//! The string formats that are judged: `date-time` and `date` (RFC 3339). Every other format is
//! a hint about meaning and refuses nothing, unless it is to be taken at its word.

/// Formats that a validator may or may not enforce. A contract that names one is taken at its
/// word where contracts are compared: the strings are those of this pattern.
pub const SPELLINGS: [(&str, &str); 10] = [
    ("uuid", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"),
    ("email", "^[^@ ]+@[^@ ]+$"),
    ("ipv4", r"^[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3}$"),
    ("uri", "^[A-Za-z][A-Za-z0-9+.-]*:"),
    ("url", "^[A-Za-z][A-Za-z0-9+.-]*:"),
    ("byte", "^[A-Za-z0-9+/_-]*={0,2}$"),
    ("ipv6", "^[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f.:]*$"),
    ("hostname", "^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$"),
    ("duration", "^P([0-9]+[YMWD]|T[0-9]+[HMS])[0-9.TYMWDHS]*$"),
    (
        "time",
        "^([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)([.][0-9]+)?([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
    ),
];

/// The pattern that a format stands for, where one does.
pub fn spelling(format: &str) -> Option<&'static str> {
    SPELLINGS.iter().find(|(name, _)| *name == format).map(|(_, pattern)| *pattern)
}

/// Whether the string fits the format; true for formats that are not judged.
pub fn fits_format(format: &str, text: &str) -> bool {
    match format {
        "date-time" => is_date_time(text),
        "date" => is_date(text),
        _ => true,
    }
}

/// Whether the text is a moment (`date-time` of RFC 3339).
pub fn is_date_time(text: &str) -> bool {
    let Some((date, rest)) = text.split_at_checked(10) else { return false };
    let Some(rest) = rest.strip_prefix(['T', 't']) else { return false };
    let Some((clock, rest)) = rest.split_at_checked(8) else { return false };
    let fraction = rest.strip_prefix('.').map_or(rest, |digits| {
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        // A point without a digit behind it leaves the point, which is no offset.
        if end == 0 { rest } else { &digits[end..] }
    });
    let Some(offset) = offset_minutes(fraction) else { return false };
    is_date(date) && is_clock(clock, offset)
}

/// Whether the text is a day (`full-date` of RFC 3339).
pub fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// `23:59:59`; a leap second is one only at the end of a day in UTC.
fn is_clock(text: &str, offset: i32) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let [hour, minute, second] = parts.as_slice() else { return false };
    let (Some(hour), Some(minute), Some(second)) =
        (digits(hour, 2), digits(minute, 2), digits(second, 2))
    else {
        return false;
    };
    if hour > 23 || minute > 59 {
        return false;
    }
    let utc = (hour * 60 + minute - offset).rem_euclid(24 * 60);
    second <= 59 || (second == 60 && utc == 23 * 60 + 59)
}

/// Minutes east of Greenwich.
fn offset_minutes(text: &str) -> Option<i32> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

fn digits(text: &str, count: usize) -> Option<i32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_follow_rfc_3339() {
        for (text, expected) in [
            ("2019-08-24T14:15:22Z", true),
            ("2019-08-24t14:15:22z", true),
            ("2019-08-24T14:15:22.123456789+02:00", true),
            ("2016-12-31T23:59:60Z", true),
            ("2017-01-01T01:59:60+02:00", true),
            ("2020-02-29T00:00:00Z", true),
            ("2019-02-29T00:00:00Z", false),
            ("2019-08-24T14:15:60Z", false),
            ("2019-08-24T24:00:00Z", false),
            ("2019-08-24T14:15:22", false),
            ("2019-08-24 14:15:22Z", false),
            ("2019-08-24T14:15:22.Z", false),
            ("2019-08-24T14:15:22+0200", false),
            ("2019-08-24T14:15:22+24:00", false),
            ("20190824T141522Z", false),
            ("2019-13-01T00:00:00Z", false),
            ("ä019-08-24T14:15:22Z", false),
            ("yesterday", false),
            ("", false),
        ] {
            assert_eq!(fits_format("date-time", text), expected, "{text}");
        }
    }
}
