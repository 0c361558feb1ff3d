//! Judges strings: emptiness, length, pattern and format.
//!
//! In come the rules and a value, out come broken rules. Where the string stands in a body is none of
//! its business. Dates and patterns are read by `conform`, other formats as Joi reads them.

use super::binding::Binding;
use super::broken::Broken;
use super::rules::Rule;
use super::{Dates, Policy};
use oasis_model::conform;
use oasis_model::ir::Text;
use serde_json::Value;

/// What is wrong with a value that should be a string.
pub(super) fn broken(rules: &Text, value: &Value, binding: &Binding<'_>) -> Vec<Broken> {
    let settings = binding.settings;
    let format = rules.format.as_deref().filter(|_| binding.keyword("format"));
    let is_date = matches!(format, Some("date-time" | "date")) && settings.dates == Dates::Date;
    let Value::String(text) = value else {
        return vec![if is_date { Rule::DateBase.into() } else { Rule::StringBase.into() }];
    };
    if text.is_empty() && !is_date && settings.empty_strings == Policy::Refused {
        return vec![Rule::StringEmpty.into()];
    }
    let length = text.chars().count() as u64;
    let too_short = rules.min_length.filter(|least| length < *least);
    let too_long = rules.max_length.filter(|most| length > *most);
    let unmatched =
        rules.pattern.as_ref().filter(|it| conform::pattern_matches(it, text) == Some(false));
    [
        too_short
            .filter(|_| binding.keyword("minLength"))
            .map(|least| Broken::limit(Rule::StringMin, least)),
        too_long
            .filter(|_| binding.keyword("maxLength"))
            .map(|most| Broken::limit(Rule::StringMax, most)),
        unmatched
            .filter(|_| binding.keyword("pattern"))
            .map(|pattern| Broken::pattern(text, pattern)),
        format.and_then(|format| malformed(format, text, is_date, settings.formats)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn malformed(format: &str, text: &str, is_date: bool, hints_bind: bool) -> Option<Broken> {
    let (well_formed, rule) = match format {
        "date-time" | "date" if is_date => (conform::fits_format(format, text), Rule::DateFormat),
        "date-time" | "date" => (conform::fits_format(format, text), Rule::StringIsoDate),
        _ if !hints_bind => return None,
        "uuid" => (is_guid(text), Rule::StringGuid),
        "email" => (is_email(text), Rule::StringEmail),
        "uri" => (is_uri(text), Rule::StringUri),
        _ => return None,
    };
    (!well_formed).then(|| rule.into())
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
    plain(local) && domain.contains('.') && domain.split('.').all(plain)
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
    fn formats_follow_the_table() {
        for (format, text, taken) in [
            ("date-time", "2019-08-24T14:15:22Z", true),
            ("date-time", "2019-08-24", false),
            ("date", "2019-08-24", true),
            ("date", "2019-08-24T14:15:22Z", false),
            ("uuid", "d3a00526-1864-4f6e-bb2d-46e3ab7fa780", true),
            ("uuid", "{D3A0052618644F6EBB2D46E3AB7FA780}", true),
            ("uuid", "d3a00526", false),
            ("email", "user@example.com", true),
            ("email", "user@example", false),
            ("email", "@example.com", false),
            ("uri", "https://example.com/a?b#c", true),
            ("uri", "example", false),
            ("of-our-own", "anything", true),
        ] {
            assert_eq!(malformed(format, text, false, true).is_none(), taken, "{format} {text}");
            let is_date = format.starts_with("date");
            let hint = malformed(format, text, false, false);
            assert_eq!(hint.is_none(), taken || !is_date, "{format} {text}");
        }
    }
}
