//! Judges numbers: size, wholeness, bounds.
//!
//! In come the rules and a value, out come complaints. Where the number stands in a body is none of
//! its business.

use super::dialect::Binding;
use super::wording::Complaint;
use oasis_model::ir::Numbers;
use serde_json::{Number, Value};

/// The largest number up to which a double counts exactly; Joi calls what is beyond it unsafe.
const MAX_SAFE: f64 = 9_007_199_254_740_991.0;

/// What is wrong with a value that should be a number, or a whole one.
pub(super) fn complaints(
    rules: &Numbers,
    whole: bool,
    value: &Value,
    binding: &Binding<'_>,
) -> Vec<Complaint> {
    let Value::Number(number) = value else { return vec![Complaint::NumberBase] };
    let float = number.as_f64().unwrap_or(f64::MAX);
    if let Some(complaint) = too_large(number, float, whole, binding.dialect.safe_integers) {
        return vec![complaint];
    }
    let fractional = whole && float.fract() != 0.0;
    [
        fractional.then_some(Complaint::NumberInteger),
        below(rules, float).filter(|_| binding.keyword_binds("minimum")),
        above(rules, float).filter(|_| binding.keyword_binds("maximum")),
        not_a_multiple(rules, float).filter(|_| binding.keyword_binds("multipleOf")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the number is beyond what can be counted exactly, or beyond doubles: the reader of
/// bodies turns what overflows into the greatest double.
fn too_large(number: &Number, float: f64, whole: bool, safe_only: bool) -> Option<Complaint> {
    if float.abs() == f64::MAX {
        return Some(Complaint::NumberInfinity);
    }
    let inexact = float.abs() > MAX_SAFE;
    // A typed integer has 64 bits however generous the validator is.
    let unholdable = whole && inexact && !number.is_i64();
    ((safe_only && inexact) || unholdable).then_some(Complaint::NumberUnsafe)
}

fn below(rules: &Numbers, float: f64) -> Option<Complaint> {
    let bound = rules.minimum.clone()?;
    let least = bound.as_f64()?;
    match rules.exclusive_minimum {
        true => (float <= least).then_some(Complaint::NumberGreater(bound)),
        false => (float < least).then_some(Complaint::NumberMin(bound)),
    }
}

fn above(rules: &Numbers, float: f64) -> Option<Complaint> {
    let bound = rules.maximum.clone()?;
    let most = bound.as_f64()?;
    match rules.exclusive_maximum {
        true => (float >= most).then_some(Complaint::NumberLess(bound)),
        false => (float > most).then_some(Complaint::NumberMax(bound)),
    }
}

fn not_a_multiple(rules: &Numbers, float: f64) -> Option<Complaint> {
    let step = rules.multiple_of.clone()?;
    let quotient = float / step.as_f64()?;
    (quotient.fract() != 0.0).then_some(Complaint::NumberMultiple(step))
}
