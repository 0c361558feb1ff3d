//! The rules that stand under a field, over those of a schema: format, pattern, bounds, values, default.

use super::super::page::{Bounds, Field};
use oasis_model::ir::{Kind, Numbers, Schema};
use serde_json::{Number, Value};

/// Lays the rules over a schema. `spoken` tells whether silence about a keyword means that there is no
/// such rule any more.
pub(super) fn lay(field: &Field, schema: &mut Schema, spoken: impl Fn(&str) -> bool) {
    let tags = &field.tags;
    match &mut schema.kind {
        Kind::String(rules) => {
            put(&mut rules.format, tags.format.clone(), || spoken("format"));
            put(&mut rules.pattern, tags.pattern.clone(), || spoken("pattern"));
            let ends = (&mut rules.min_length, &mut rules.max_length);
            counts(field, ends, &tags.length, || spoken("minLength") && spoken("maxLength"));
        }
        Kind::Integer(rules) | Kind::Number(rules) => {
            put(&mut rules.format, tags.format.clone(), || spoken("format"));
            put(&mut rules.multiple_of, tags.multiple_of.clone(), || spoken("multipleOf"));
            range(field, rules, || spoken("minimum") && spoken("maximum"));
        }
        Kind::Array(rules) => {
            let ends = (&mut rules.min_items, &mut rules.max_items);
            counts(field, ends, &tags.items, || spoken("minItems") && spoken("maxItems"));
        }
        Kind::Object(rules) => {
            let ends = (&mut rules.min_properties, &mut rules.max_properties);
            let silent = || spoken("minProperties") && spoken("maxProperties");
            counts(field, ends, &tags.properties, silent);
        }
        _ => {}
    }
    values(field, schema, || spoken("enum"));
    put(&mut schema.default, tags.default.clone(), || spoken("default"));
}

fn put<T: PartialEq>(own: &mut Option<T>, page: Option<T>, spoken: impl Fn() -> bool) {
    if page.is_some() || (own.is_some() && spoken()) {
        *own = page;
    }
}

fn range(field: &Field, rules: &mut Numbers, spoken: impl Fn() -> bool) {
    let Some(Bounds { min, exclusive_min, max, exclusive_max }) = &field.tags.range else {
        let said = [&rules.minimum, &rules.maximum]
            .into_iter()
            .flatten()
            .all(|end| says(field, &Value::Number(end.clone())));
        if !said && spoken() {
            (rules.minimum, rules.exclusive_minimum) = (None, false);
            (rules.maximum, rules.exclusive_maximum) = (None, false);
        }
        return;
    };
    (rules.minimum, rules.exclusive_minimum) = (min.clone(), *exclusive_min);
    (rules.maximum, rules.exclusive_maximum) = (max.clone(), *exclusive_max);
}

/// Bounds of a length or a number of items; open ends are those of the next whole number.
fn counts(
    field: &Field,
    (low, high): (&mut Option<u64>, &mut Option<u64>),
    page: &Option<Bounds>,
    spoken: impl Fn() -> bool,
) {
    let Some(bounds) = page else {
        let said = [*low, *high].into_iter().flatten().all(|end| says(field, &Value::from(end)));
        if !said && spoken() {
            (*low, *high) = (None, None);
        }
        return;
    };
    let whole = |end: &Option<Number>| end.as_ref().and_then(Number::as_u64);
    let open = |exclusive: bool| u64::from(exclusive);
    *low = whole(&bounds.min).map(|min| min.saturating_add(open(bounds.exclusive_min)));
    *high = whole(&bounds.max).map(|max| max.saturating_sub(open(bounds.exclusive_max)));
}

fn values(field: &Field, schema: &mut Schema, spoken: impl Fn() -> bool) {
    match (&field.tags.values, &schema.values) {
        // Values of an array that are no arrays are those of its items.
        (Some(values), _)
            if matches!(schema.kind, Kind::Array(_)) && !values.iter().any(Value::is_array) => {}
        (Some(values), known) => {
            let values: Vec<Value> =
                values.iter().filter(|value| !value.is_null()).cloned().collect();
            let same = known.as_ref().is_some_and(|known| {
                known.len() == values.len() && known.iter().all(|value| values.contains(value))
            });
            if !same {
                schema.values = Some(values);
            }
        }
        (None, Some(known)) => {
            let said = known.iter().all(|value| says(field, value));
            // Prose that speaks of both does not allow one only.
            let opposite = known.iter().any(|value| {
                value.as_bool().is_some_and(|value| says(field, &Value::Bool(!value)))
            });
            if (!said || opposite) && spoken() {
                schema.values = None;
            }
        }
        (None, None) => {}
    }
}

/// Whether the field's prose holds a value as a word; some rules stand there only.
fn says(field: &Field, value: &Value) -> bool {
    let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut words = field.description.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    words.any(|found| found == word)
}
