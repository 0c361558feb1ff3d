//! Whether several sets of numbers together hold another one, though none of them does alone.

use super::number::{Bound, Numbers};
use std::cmp::Ordering;

/// Whether every number of `own` belongs to one of the parts. "No" may be wrong where parts differ
/// in their steps.
pub(super) fn covered(own: &Numbers, parts: &[&Numbers]) -> bool {
    let mut parts: Vec<&Numbers> =
        parts.iter().copied().filter(|part| own.steps_within(part)).collect();
    let mut reached: Option<Bound> = None;
    // Each round takes out at least the part that was used.
    while let Some(furthest) = furthest(own, reached, &parts) {
        if own.upper_within(furthest) {
            return true;
        }
        reached = furthest.upper;
        parts.retain(|part| !part.upper_within(furthest));
    }
    false
}

/// Of the parts that leave no gap behind what is reached, the one that reaches furthest.
fn furthest<'n>(
    own: &Numbers,
    reached: Option<Bound>,
    parts: &[&'n Numbers],
) -> Option<&'n Numbers> {
    let in_time = |part: &&&Numbers| match reached {
        None => own.lower_within(part),
        Some(end) => joins(own, end, part),
    };
    let further = |left: &&&Numbers, right: &&&Numbers| match (
        left.upper_within(right),
        right.upper_within(left),
    ) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        _ => Ordering::Greater,
    };
    parts.iter().filter(in_time).max_by(further).copied()
}

/// Whether the part holds the first number of `own` beyond an end.
fn joins(own: &Numbers, end: Bound, part: &Numbers) -> bool {
    let Some(lower) = part.lower else { return true };
    let first = match own.steps[..] {
        [step] => end
            .at
            .floor(step)
            .and_then(|last| if end.open && last == end.at { Some(last) } else { last.plus(step) }),
        _ => None,
    };
    match first {
        Some(first) => first > lower.at || (first == lower.at && !lower.open),
        None => end.at > lower.at || (end.at == lower.at && !(end.open && lower.open)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oasis_model::ir;
    use serde_json::{Value, json};

    fn set(text: Value) -> Numbers {
        let rules = ir::Numbers {
            minimum: text["min"].as_number().cloned(),
            exclusive_minimum: text["over"] == json!(true),
            maximum: text["max"].as_number().cloned(),
            exclusive_maximum: text["under"] == json!(true),
            multiple_of: text["step"].as_number().cloned(),
            format: None,
        };
        crate::contain::number::of(&rules, text["whole"] == json!(true))
    }

    #[test]
    fn parts_cover_a_set_without_gaps_only() {
        for (own, parts, expected) in [
            (json!({}), json!([{ "max": 0 }, { "min": 0 }]), true),
            (json!({}), json!([{ "max": 0, "under": true }, { "min": 0 }]), true),
            (json!({}), json!([{ "max": 0, "under": true }, { "min": 0, "over": true }]), false),
            (json!({}), json!([{ "max": 0 }, { "min": 1 }]), false),
            (json!({ "whole": true }), json!([{ "max": 0 }, { "min": 1 }]), true),
            (json!({ "whole": true }), json!([{ "max": 0 }, { "min": 1, "over": true }]), false),
            (json!({ "whole": true, "step": 5 }), json!([{ "max": 1 }, { "min": 4.5 }]), true),
            (
                json!({ "min": 1, "max": 9 }),
                json!([{ "max": 3 }, { "min": 8 }, { "min": 2, "max": 8 }]),
                true,
            ),
            (json!({ "min": 1, "max": 9 }), json!([{ "max": 3 }, { "min": 4 }]), false),
            (json!({}), json!([{ "step": 1 }, { "min": 0 }]), false),
            (json!({ "min": 1 }), json!([]), false),
        ] {
            let parts: Vec<Numbers> =
                parts.as_array().unwrap().iter().map(|part| set(part.clone())).collect();
            let parts: Vec<&Numbers> = parts.iter().collect();
            assert_eq!(covered(&set(own.clone()), &parts), expected, "{own} {parts:?}");
        }
    }
}
