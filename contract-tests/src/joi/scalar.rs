//! Judges strings and numbers, one value at a time.
//!
//! In come the rules and a value, out come broken rules. Where the value stands in a body is none of its
//! business. Dates and patterns are read by `conform`, other formats as Joi reads them; numbers are
//! counted exactly, not in doubles.

use super::broken::Broken;
use super::rules::Rule;
use super::{Dates, Policy, Settings};
use oasis_model::conform;
use oasis_model::decimal::{Decimal, compare};
use oasis_model::ir::{Numbers, Schema, Text};
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// The largest number up to which a double counts exactly; Joi calls what is beyond it unsafe.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// Whether a number is beyond what a double counts exactly.
pub fn is_unsafe(number: &Number) -> bool {
    number.as_f64().is_none_or(|float| float.abs() > MAX_SAFE)
}

/// What is wrong with a value that should be a number, or a whole one.
pub(super) fn number(
    rules: &Numbers,
    whole: bool,
    value: &Value,
    (settings, schema): (&Settings, &Schema),
) -> Vec<Broken> {
    let Value::Number(number) = value else { return vec![Rule::NumberBase.into()] };
    if settings.safe_integers && is_unsafe(number) {
        return vec![Rule::NumberUnsafe.into()];
    }
    let low = bound(rules.minimum.as_ref(), number, Ordering::Less, rules.exclusive_minimum);
    let high = bound(rules.maximum.as_ref(), number, Ordering::Greater, rules.exclusive_maximum);
    let low_rule = if rules.exclusive_minimum { Rule::NumberGreater } else { Rule::NumberMin };
    let high_rule = if rules.exclusive_maximum { Rule::NumberLess } else { Rule::NumberMax };
    let step = rules.multiple_of.as_ref().filter(|step| {
        let exact = || Decimal::of(number)?.is_multiple_of(Decimal::of(step)?);
        exact() == Some(false)
    });
    let fractional = whole && !is_whole(number);
    let broken = [
        fractional.then(|| ("type", Rule::NumberInteger.into())),
        low.map(|limit| ("minimum", Broken::limit(low_rule, limit))),
        high.map(|limit| ("maximum", Broken::limit(high_rule, limit))),
        step.map(|limit| ("multipleOf", Broken::limit(Rule::NumberMultiple, limit))),
    ];
    binding(broken, settings, schema)
}

/// Those whose keyword binds.
fn binding<const N: usize>(
    broken: [Option<(&str, Broken)>; N],
    settings: &Settings,
    schema: &Schema,
) -> Vec<Broken> {
    let broken = broken.into_iter().flatten();
    broken.filter(|(keyword, _)| settings.binds(schema, keyword)).map(|it| it.1).collect()
}

pub(super) fn is_whole(number: &Number) -> bool {
    let float = || number.as_f64().is_some_and(|float| float.fract() == 0.0);
    Decimal::of(number).map_or_else(float, Decimal::is_whole)
}

/// The bound, if the number lies beyond it, or on it where it is excluded.
fn bound<'a>(
    bound: Option<&'a Number>,
    number: &Number,
    beyond: Ordering,
    exclusive: bool,
) -> Option<&'a Number> {
    let found = compare(number, bound?);
    bound.filter(|_| found == beyond || exclusive && found == Ordering::Equal)
}

/// What is wrong with a value that should be a string.
pub(super) fn string(
    rules: &Text,
    value: &Value,
    (settings, schema): (&Settings, &Schema),
) -> Vec<Broken> {
    let format = rules.format.as_deref().filter(|_| settings.binds(schema, "format"));
    let is_date = matches!(format, Some("date-time" | "date")) && settings.dates == Dates::Date;
    let Value::String(text) = value else {
        return vec![if is_date { Rule::DateBase.into() } else { Rule::StringBase.into() }];
    };
    if text.is_empty() && !is_date && settings.empty_strings == Policy::Refused {
        return vec![Rule::StringEmpty.into()];
    }
    let length = text.chars().count() as u64;
    let short = rules.min_length.filter(|least| length < *least);
    let long = rules.max_length.filter(|most| length > *most);
    let unmatched =
        rules.pattern.as_ref().filter(|it| conform::pattern_matches(it, text) == Some(false));
    let malformed = format.and_then(|it| malformed(it, text, is_date, settings.formats));
    let broken = [
        short.map(|least| ("minLength", Broken::limit(Rule::StringMin, least))),
        long.map(|most| ("maxLength", Broken::limit(Rule::StringMax, most))),
        unmatched.map(|pattern| ("pattern", Broken::pattern(text, pattern))),
        malformed.map(|rule| ("format", rule.into())),
    ];
    binding(broken, settings, schema)
}

fn malformed(format: &str, text: &str, is_date: bool, hints_bind: bool) -> Option<Rule> {
    let (well_formed, rule) = match format {
        "date-time" | "date" if is_date => (conform::fits_format(format, text), Rule::DateFormat),
        "date-time" | "date" => (conform::fits_format(format, text), Rule::StringIsoDate),
        _ if !hints_bind => return None,
        "uuid" => (is_guid(text), Rule::StringGuid),
        "email" => (is_email(text), Rule::StringEmail),
        "uri" => (is_uri(text), Rule::StringUri),
        _ => return None,
    };
    (!well_formed).then_some(rule)
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
