//! Values of sets of numbers, for examples and witnesses. Whoever uses them judges them first.

use crate::contain::number::Numbers;
use oasis_model::decimal::Decimal;
use serde_json::Value;

/// Values at the ends and around zero, the plainest first.
pub(in crate::contain) fn samples(set: &Numbers) -> Vec<Value> {
    let mut around = vec![Decimal::whole(0), Decimal::ONE];
    around.extend(set.steps.is_empty().then_some(Decimal::HALF));
    around.extend(middle(set));
    let ends = [set.lower, set.upper].into_iter().flatten().map(|bound| bound.at);
    let offsets = offsets(set, None);
    around.extend(ends.flat_map(|end| neighbours(end, &offsets)));
    around.push(Decimal::whole(-1));
    around.extend([1 << 31, -(1 << 31) - 1, 1 << 53, 1 << 63, -(1 << 63) - 1].map(Decimal::whole));
    kept(set, around)
}

/// Values of `own` near the ends of both sets and between the steps of the other one.
pub(in crate::contain) fn beyond(own: &Numbers, bound: &Numbers) -> Vec<Value> {
    let ends = [bound.lower, bound.upper, own.lower, own.upper].into_iter().flatten();
    let anchors = ends.map(|end| end.at).chain(middle(own)).chain([Decimal::whole(0)]);
    let offsets = offsets(own, bound.steps.first().copied());
    let around = anchors.flat_map(|anchor| neighbours(anchor, &offsets));
    kept(own, around.collect())
}

/// The number and those around it, where sums stay exact.
fn neighbours(number: Decimal, offsets: &[Decimal]) -> impl Iterator<Item = Decimal> {
    [number].into_iter().chain(offsets.iter().filter_map(move |by| number.plus(*by)))
}

fn middle(set: &Numbers) -> Option<Decimal> {
    set.lower?.at.plus(set.upper?.at)?.times(Decimal::HALF)
}

/// Distances at which a neighbour of a value may be one as well.
fn offsets(own: &Numbers, other: Option<Decimal>) -> Vec<Decimal> {
    let mut steps = Vec::new();
    match own.steps.first() {
        Some(step) => {
            steps.extend((1..=3).filter_map(|count| step.times(Decimal::whole(count))));
        }
        None => {
            steps.extend([Decimal::ONE, Decimal::HALF, Decimal::THOUSANDTH]);
            steps.extend(other.and_then(|step| step.times(Decimal::HALF)));
        }
    }
    steps.iter().flat_map(|step| [*step, step.negative()]).collect()
}

/// The numbers that may be values, on a step where there are steps.
fn kept(set: &Numbers, numbers: Vec<Decimal>) -> Vec<Value> {
    let mut kept: Vec<Decimal> = Vec::new();
    for number in numbers {
        let step = set.steps.first();
        let snapped =
            step.into_iter().flat_map(|step| [number.ceiling(*step), number.floor(*step)]);
        for number in [Some(number)].into_iter().chain(snapped).flatten() {
            if set.holds(number) && !kept.contains(&number) {
                kept.push(number);
            }
        }
    }
    kept.into_iter().filter_map(Decimal::to_json).collect()
}
