//! A sample that a page shows as text, as a value that its field certainly takes.

use super::super::super::page::{Bounds, Field};
use super::inferred;
use regex_lite::Regex;
use serde_json::{Value, json};

/// The sample as a value of the field's type; nothing where a rule of the field may refuse it.
pub(super) fn of(field: &Field, sample: &str) -> Option<Value> {
    let tags = &field.tags;
    let value = match field.written.as_deref()? {
        "string" => json!(sample),
        "integer" => json!(sample.parse::<i64>().ok()?),
        "number" => json!(sample.parse::<f64>().ok().filter(|number| number.is_finite())?),
        "boolean" => json!(sample.parse::<bool>().ok()?),
        _ => return None,
    };
    let fits = tags.multiple_of.is_none()
        && tags.format.as_deref().is_none_or(|format| has_format(sample, format))
        && tags.pattern.as_deref().is_none_or(|pattern| matches(sample, pattern))
        && within(tags.range.as_ref(), value.as_f64())
        && within(tags.length.as_ref(), Some(sample.chars().count() as f64))
        && tags.values.as_ref().is_none_or(|values| values.contains(&value));
    fits.then_some(value)
}

fn matches(sample: &str, pattern: &str) -> bool {
    Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(sample))
}

fn within(bounds: Option<&Bounds>, number: Option<f64>) -> bool {
    let (Some(bounds), Some(number)) = (bounds, number) else { return bounds.is_none() };
    let end = |end: &Option<serde_json::Number>| end.as_ref().and_then(serde_json::Number::as_f64);
    end(&bounds.min).is_none_or(|min| min < number || (min == number && !bounds.exclusive_min))
        && end(&bounds.max)
            .is_none_or(|max| number < max || (number == max && !bounds.exclusive_max))
}

/// Whether a sample certainly has a format.
fn has_format(sample: &str, format: &str) -> bool {
    match format {
        "date-time" => inferred::is_time(sample),
        "uuid" => {
            let parts: Vec<usize> = sample.split('-').map(str::len).collect();
            let hex = sample.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
            hex && parts == [8, 4, 4, 4, 12]
        }
        "float" | "double" => sample.parse::<f64>().is_ok_and(f64::is_finite),
        _ => false,
    }
}
