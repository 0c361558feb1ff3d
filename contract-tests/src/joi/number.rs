//! Judges numbers: size, wholeness, bounds.
//!
//! In come the rules and a value, out come broken rules. Where the number stands in a body is none of
//! its business. It counts exactly, as `conform` does, not in doubles.

use super::binding::Binding;
use super::broken::Broken;
use super::rules::Rule;
use oasis_model::decimal::{Decimal, compare};
use oasis_model::ir::Numbers;
use serde_json::{Number, Value};
use std::cmp::Ordering;

/// The largest number up to which a double counts exactly; Joi calls what is beyond it unsafe.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// What is wrong with a value that should be a number, or a whole one.
pub(super) fn broken(
    rules: &Numbers,
    whole: bool,
    value: &Value,
    binding: &Binding<'_>,
) -> Vec<Broken> {
    let Value::Number(number) = value else { return vec![Rule::NumberBase.into()] };
    let is_unsafe = number.as_f64().is_none_or(|float| float.abs() > MAX_SAFE);
    if binding.settings.safe_integers && is_unsafe {
        return vec![Rule::NumberUnsafe.into()];
    }
    let fractional = whole && !is_whole(number);
    [
        fractional.then(|| Rule::NumberInteger.into()),
        below(rules, number).filter(|_| binding.keyword("minimum")),
        above(rules, number).filter(|_| binding.keyword("maximum")),
        not_a_multiple(rules, number).filter(|_| binding.keyword("multipleOf")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn is_whole(number: &Number) -> bool {
    let float = || number.as_f64().is_some_and(|float| float.fract() == 0.0);
    Decimal::of(number).map_or_else(float, Decimal::is_whole)
}

fn below(rules: &Numbers, number: &Number) -> Option<Broken> {
    let least = rules.minimum.as_ref()?;
    match (compare(number, least), rules.exclusive_minimum) {
        (Ordering::Less | Ordering::Equal, true) => Some(Broken::limit(Rule::NumberGreater, least)),
        (Ordering::Less, false) => Some(Broken::limit(Rule::NumberMin, least)),
        _ => None,
    }
}

fn above(rules: &Numbers, number: &Number) -> Option<Broken> {
    let most = rules.maximum.as_ref()?;
    match (compare(number, most), rules.exclusive_maximum) {
        (Ordering::Greater | Ordering::Equal, true) => Some(Broken::limit(Rule::NumberLess, most)),
        (Ordering::Greater, false) => Some(Broken::limit(Rule::NumberMax, most)),
        _ => None,
    }
}

fn not_a_multiple(rules: &Numbers, number: &Number) -> Option<Broken> {
    let step = rules.multiple_of.as_ref()?;
    let exact = Decimal::of(number)?.is_multiple_of(Decimal::of(step)?)?;
    (!exact).then(|| Broken::limit(Rule::NumberMultiple, step))
}
