//! The rules about a field's value: format, pattern, default, enum, bounds.

use super::super::page::{Bounds, Field};
use super::shape::Shape;
use super::values::{NOTHING, Report};
use crate::direction::Change;
use serde_json::{Number, Value};

/// Compares every rule of a field with those of its schema.
pub(super) fn compare(field: &Field, shape: &Shape<'_>, report: &mut Report<'_>) {
    let tags = &field.tags;
    text_rule("drift/page-format", "format", tags.format.as_deref(), shape.format, report);
    text_rule("drift/page-pattern", "pattern", tags.pattern.as_deref(), shape.pattern, report);
    let text = |value: &Value| value.to_string();
    let (page, spec) = (tags.default.as_ref().map(text), shape.default.map(text));
    if page != spec {
        let words = |side: &Option<String>| side.clone().unwrap_or_else(|| NOTHING.to_owned());
        let edit = page
            .as_ref()
            .map_or_else(|| "remove `default`".to_owned(), |page| format!("default: {page}"));
        report(
            "drift/page-default",
            Change::Widened,
            &default(&words(&page)),
            &default(&words(&spec)),
            edit,
        );
    }
    enumeration(field, shape, report);
    let number = shape.numbers;
    let range = number.map(|numbers| Bounds {
        min: numbers.minimum.clone(),
        exclusive_min: numbers.exclusive_minimum,
        max: numbers.maximum.clone(),
        exclusive_max: numbers.exclusive_maximum,
    });
    let count = |(min, max): (Option<u64>, Option<u64>)| Bounds {
        min: min.map(Number::from),
        max: max.map(Number::from),
        ..Bounds::default()
    };
    let multiple = |number: Option<&Number>| number.map(ToString::to_string);
    text_rule(
        "drift/page-multiple-of",
        "multipleOf",
        multiple(tags.multiple_of.as_ref()).as_deref(),
        multiple(number.and_then(|numbers| numbers.multiple_of.as_ref())).as_deref(),
        report,
    );
    for (word, page, spec) in [
        ("value", &tags.range, range.unwrap_or_default()),
        ("length", &tags.length, count(shape.length)),
        ("items", &tags.items, count(shape.items)),
        ("properties", &tags.properties, count(shape.properties)),
    ] {
        bounds(field, word, page.clone().unwrap_or_default(), spec, report);
    }
}

fn default(text: &str) -> String {
    if text == NOTHING { text.to_owned() } else { format!("the default {text}") }
}

fn text_rule(
    rule: &'static str,
    key: &str,
    page: Option<&str>,
    spec: Option<&str>,
    report: &mut Report<'_>,
) {
    let (change, edit) = match (page, spec) {
        (page, spec) if page == spec => return,
        (Some(page), None) => (Change::Narrowed, format!("{key}: {page}")),
        (Some(page), Some(_)) => (Change::Replaced, format!("{key}: {page}")),
        _ => (Change::Widened, format!("remove `{key}`")),
    };
    let words = |side: Option<&str>| {
        side.map_or_else(|| NOTHING.to_owned(), |text| format!("{key} {text}"))
    };
    report(rule, change, &words(page), &words(spec), edit);
}

fn enumeration(field: &Field, shape: &Shape<'_>, report: &mut Report<'_>) {
    let not_null = |values: &[Value]| {
        values.iter().filter(|value| !value.is_null()).cloned().collect::<Vec<_>>()
    };
    let page = field.tags.values.as_deref().map(not_null);
    let spec = shape.values.map(not_null);
    let list =
        |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    let words = |side: &Option<Vec<Value>>| {
        side.as_deref()
            .map_or_else(|| NOTHING.to_owned(), |values| format!("values {}", list(values)))
    };
    let change = match (&page, &spec) {
        (Some(page), Some(spec)) => {
            let more = page.iter().any(|value| !spec.contains(value));
            let fewer = spec.iter().any(|value| !page.contains(value));
            match (more, fewer) {
                (false, false) => return,
                (true, false) => Change::Widened,
                (false, true) => Change::Narrowed,
                (true, true) => Change::Replaced,
            }
        }
        (Some(_), None) => Change::Narrowed,
        (None, Some(spec)) if !spec.iter().all(|value| says(field, value)) => Change::Widened,
        // Prose that speaks of both does not allow one only.
        (None, Some(spec)) if spec.iter().any(|value| says_opposite(field, value)) => {
            Change::Widened
        }
        _ => return,
    };
    let edit = page.as_deref().map_or_else(
        || "remove `enum`".to_owned(),
        |values| {
            format!(
                "enum: [{}]",
                values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
            )
        },
    );
    report("drift/page-enum", change, &words(&page), &words(&spec), edit);
}

/// Whether the field's prose holds a value as a word; some rules stand there only.
fn says(field: &Field, value: &Value) -> bool {
    let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut words = field.description.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    words.any(|found| found == word)
}

fn says_opposite(field: &Field, value: &Value) -> bool {
    value.as_bool().is_some_and(|value| says(field, &Value::Bool(!value)))
}

fn bounds(field: &Field, word: &str, page: Bounds, spec: Bounds, report: &mut Report<'_>) {
    let float = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    // An end that is not there lies infinitely far out; an open end is the smaller of two equal ones.
    let low =
        |bounds: &Bounds| (float(&bounds.min).unwrap_or(f64::NEG_INFINITY), bounds.exclusive_min);
    let high =
        |bounds: &Bounds| (float(&bounds.max).unwrap_or(f64::INFINITY), !bounds.exclusive_max);
    let (more_low, less_low) = (low(&page) < low(&spec), low(&page) > low(&spec));
    let (more_high, less_high) = (high(&page) > high(&spec), high(&page) < high(&spec));
    let change = match (more_low || more_high, less_low || less_high) {
        (false, false) => return,
        (true, false) => Change::Widened,
        (false, true) => Change::Narrowed,
        (true, true) => Change::Replaced,
    };
    let none = |bounds: &Bounds| bounds.min.is_none() && bounds.max.is_none();
    let ends = [&spec.min, &spec.max];
    if none(&page)
        && ends
            .iter()
            .all(|end| end.as_ref().is_none_or(|end| says(field, &Value::Number(end.clone()))))
    {
        return;
    }
    let words =
        |bounds: &Bounds| if none(bounds) { NOTHING.to_owned() } else { interval(word, bounds) };
    let (page_words, spec_words) = (words(&page), words(&spec));
    report(
        "drift/page-range",
        change,
        &page_words,
        &spec_words,
        format!("let the bounds say {page_words}"),
    );
}

fn interval(word: &str, bounds: &Bounds) -> String {
    let sign = |open: bool| if open { "<" } else { "<=" };
    let min = bounds
        .min
        .as_ref()
        .map_or_else(String::new, |min| format!("{min} {} ", sign(bounds.exclusive_min)));
    let max = bounds
        .max
        .as_ref()
        .map_or_else(String::new, |max| format!(" {} {max}", sign(bounds.exclusive_max)));
    format!("{min}{word}{max}")
}
