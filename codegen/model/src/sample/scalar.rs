//! Rules for one number or string in, one that keeps them out. Formats have constants that are
//! nobody's; patterns are not looked at.

use crate::ir::{Numbers, Text};
use serde_json::{Number, Value};

/// Stands where a person's data would.
pub(super) const SURNAME: &str = "Mustermann";
/// Longer strings have no sample.
const LONGEST: usize = 10_000;

/// A whole number within the bounds, as near to the preferred one as they allow.
pub(super) fn integer(rules: &Numbers, preferred: i64) -> Option<Value> {
    let whole = |bound: &Number, round: fn(f64) -> f64| match bound.as_i64() {
        Some(bound) => bound,
        // A cast from a float stops at the ends of the range.
        None => round(bound.as_f64().unwrap_or(0.0)) as i64,
    };
    let low = rules.minimum.as_ref().map_or(i64::MIN, |low| whole(low, f64::ceil));
    let high = rules.maximum.as_ref().map_or(i64::MAX, |high| whole(high, f64::floor));
    let is_bound = |number: i64, bound: &Option<Number>| {
        bound.as_ref().and_then(Number::as_i64) == Some(number)
    };
    let excluded = |is_excluded: bool, number, bound| is_excluded && is_bound(number, bound);
    let skip = i64::from(excluded(rules.exclusive_minimum, low, &rules.minimum));
    let low = low.saturating_add(skip);
    let skip = i64::from(excluded(rules.exclusive_maximum, high, &rules.maximum));
    let high = high.saturating_sub(skip);
    let number = (low <= high).then(|| preferred.clamp(low, high))?;
    let step = rules.multiple_of.as_ref().and_then(Number::as_i64).unwrap_or(1).max(1);
    let below = number.saturating_sub(number.rem_euclid(step));
    let candidates = [number, below.saturating_add(step), below];
    let fits = |number: &i64| number % step == 0 && (low..=high).contains(number);
    candidates.into_iter().find(fits).map(Value::from)
}

/// A number within the bounds, a whole one where there is one.
pub(super) fn number(rules: &Numbers, preferred: i64) -> Option<Value> {
    if let Some(whole) = integer(rules, preferred) {
        return Some(whole);
    }
    if let Some(step) = &rules.multiple_of {
        return Some(Value::Number(step.clone()));
    }
    let low = rules.minimum.as_ref().and_then(Number::as_f64).unwrap_or(f64::MIN);
    let high = rules.maximum.as_ref().and_then(Number::as_f64).unwrap_or(f64::MAX);
    Number::from_f64(low / 2.0 + high / 2.0).map(Value::Number)
}

/// A string of the right format and length; the word where neither says anything.
pub(super) fn string(rules: &Text, word: &str) -> String {
    let mut sample = match rules.format.as_deref() {
        Some("date-time") => "2019-08-24T14:15:22Z",
        Some("date") => "2019-08-24",
        Some("time") => "14:15:22Z",
        Some("duration") => "PT1H",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("email") => "user@example.com",
        Some("uri" | "url" | "iri") => "https://example.com",
        Some("hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte") => "c3RyaW5n",
        _ => word,
    }
    .to_owned();
    let shortest = usize::try_from(rules.min_length.unwrap_or(0)).unwrap_or(0).min(LONGEST);
    let longest = usize::try_from(rules.max_length.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    while sample.len() < shortest {
        sample.push('x');
    }
    sample.truncate(longest);
    sample
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn rules(text: Value) -> Numbers {
        let number = |key: &str| text[key].as_number().cloned();
        Numbers {
            minimum: number("minimum"),
            maximum: number("maximum"),
            multiple_of: number("multipleOf"),
            exclusive_minimum: text["exclusiveMinimum"] == json!(true),
            exclusive_maximum: text["exclusiveMaximum"] == json!(true),
            format: None,
        }
    }

    #[test]
    fn whole_numbers_keep_their_rules_and_stay_near_the_preferred_one() {
        for (text, expected) in [
            (json!({}), Some(1)),
            (json!({"minimum": 5}), Some(5)),
            (json!({"maximum": -5}), Some(-5)),
            (json!({"minimum": 1, "exclusiveMinimum": true}), Some(2)),
            (json!({"maximum": 1, "exclusiveMaximum": true}), Some(0)),
            (json!({"minimum": 1.5}), Some(2)),
            (json!({"minimum": 1.5, "exclusiveMinimum": true}), Some(2)),
            (json!({"minimum": 1.5, "maximum": 1.9}), None),
            (json!({"multipleOf": 7}), Some(7)),
            (json!({"multipleOf": 7, "maximum": 5}), Some(0)),
            (json!({"minimum": 1, "multipleOf": 7, "maximum": 5}), None),
            (json!({"minimum": i64::MAX}), Some(i64::MAX)),
            (json!({"minimum": i64::MIN, "maximum": i64::MIN}), Some(i64::MIN)),
        ] {
            assert_eq!(integer(&rules(text.clone()), 1), expected.map(Value::from), "{text}");
        }
        assert_eq!(number(&rules(json!({"minimum": 0.5, "maximum": 0.7})), 1), Some(json!(0.6)));
    }
}
