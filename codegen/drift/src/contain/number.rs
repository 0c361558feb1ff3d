//! Sets of numbers: an interval and a step. Bounds of stepped sets lie on a step, so that every
//! spelling of the same set becomes the same value.

use oasis_model::decimal::Decimal;
use oasis_model::ir;
use serde_json::Value;

/// All multiples of every step within the bounds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Numbers {
    pub(super) lower: Option<Bound>,
    pub(super) upper: Option<Bound>,
    /// More than one only where the common multiple is too large to write.
    pub(super) steps: Vec<Decimal>,
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    pub(super) at: Decimal,
    /// The end itself is excluded.
    pub(super) open: bool,
}

/// The set that a number schema describes.
pub(super) fn of(rules: &ir::Numbers, integer: bool) -> Numbers {
    let bound = |number: &Option<serde_json::Number>, open: bool| {
        number.as_ref().and_then(|number| Some(Bound { at: Decimal::of(number)?, open }))
    };
    let mut steps: Vec<Decimal> = rules.multiple_of.iter().filter_map(Decimal::of).collect();
    if integer {
        steps.push(Decimal::ONE);
    }
    let said = Numbers {
        lower: bound(&rules.minimum, rules.exclusive_minimum),
        upper: bound(&rules.maximum, rules.exclusive_maximum),
        steps,
    };
    // Only `int32` narrows what is exchanged: nobody sends whole numbers beyond 64 bits, and
    // `float` and `double` say how to keep a number, not which ones there are.
    let format = match rules.format.as_deref() {
        Some("int32") if integer => range(i128::from(i32::MIN), i128::from(i32::MAX)),
        _ => Numbers::default(),
    };
    intersection(&said, &format)
}

fn range(lower: i128, upper: i128) -> Numbers {
    let end = |at| Some(Bound { at: Decimal::whole(at), open: false });
    Numbers { lower: end(lower), upper: end(upper), steps: Vec::new() }
}

/// What belongs to both.
pub(super) fn intersection(left: &Numbers, right: &Numbers) -> Numbers {
    let tighter = |a: Option<Bound>, b: Option<Bound>, lower: bool| match (a, b) {
        (Some(a), Some(b)) => {
            let a_wins = if a.at == b.at { a.open } else { (a.at > b.at) == lower };
            Some(if a_wins { a } else { b })
        }
        (a, b) => a.or(b),
    };
    let mut steps: Vec<Decimal> = Vec::new();
    for step in left.steps.iter().chain(&right.steps) {
        match steps.last().and_then(|last| last.common_multiple(*step)) {
            Some(common) => *steps.last_mut().expect("a last step was just read") = common,
            None => steps.push(*step),
        }
    }
    snapped(Numbers {
        lower: tighter(left.lower, right.lower, true),
        upper: tighter(left.upper, right.upper, false),
        steps,
    })
}

/// The same set with both ends on a step.
fn snapped(mut set: Numbers) -> Numbers {
    let [step] = set.steps[..] else { return set };
    let inward = |bound: Bound, up: bool| {
        let at = if up { bound.at.ceiling(step)? } else { bound.at.floor(step)? };
        let stepped = if up { at.plus(step)? } else { at.plus(step.negative())? };
        Some(Bound { at: if bound.open && at == bound.at { stepped } else { at }, open: false })
    };
    set.lower = set.lower.map(|bound| inward(bound, true).unwrap_or(bound));
    set.upper = set.upper.map(|bound| inward(bound, false).unwrap_or(bound));
    set
}

impl Numbers {
    pub(super) fn is_integer(&self) -> bool {
        self.steps.iter().any(|step| step.is_whole())
    }

    pub(super) fn is_empty(&self) -> bool {
        match (self.lower, self.upper) {
            (Some(lower), Some(upper)) => {
                lower.at > upper.at || (lower.at == upper.at && (lower.open || upper.open))
            }
            _ => false,
        }
    }

    pub(super) fn disjoint(&self, other: &Self) -> bool {
        intersection(self, other).is_empty()
    }

    /// Whether the lower end keeps everything that the other's lower end keeps.
    pub(super) fn lower_within(&self, other: &Self) -> bool {
        match (self.lower, other.lower) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(bound)) => {
                own.at > bound.at || (own.at == bound.at && (own.open || !bound.open))
            }
        }
    }

    /// The same at the upper end.
    pub(super) fn upper_within(&self, other: &Self) -> bool {
        match (self.upper, other.upper) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(bound)) => {
                own.at < bound.at || (own.at == bound.at && (own.open || !bound.open))
            }
        }
    }

    /// Whether every multiple of our steps is a multiple of the other's.
    pub(super) fn steps_within(&self, other: &Self) -> bool {
        other
            .steps
            .iter()
            .all(|step| self.steps.iter().any(|own| own.is_multiple_of(*step) == Some(true)))
    }

    /// All values, if they are few.
    pub(super) fn few(&self) -> Option<Vec<Value>> {
        let (lower, upper) = (self.lower?, self.upper?);
        if lower.at == upper.at {
            return Some(vec![lower.at.to_json()?]);
        }
        let [step] = &self.steps[..] else { return None };
        let mut values = Vec::new();
        let mut at = lower.at;
        while at <= upper.at {
            values.push(at.to_json()?);
            at = at.plus(*step)?;
            if values.len() > 64 {
                return None;
            }
        }
        Some(values)
    }

    /// Whether the number may be a value: only steps too fine to be told are in doubt.
    pub(super) fn holds(&self, number: Decimal) -> bool {
        let point = Numbers {
            lower: Some(Bound { at: number, open: false }),
            upper: Some(Bound { at: number, open: false }),
            steps: Vec::new(),
        };
        point.lower_within(self)
            && point.upper_within(self)
            && self.steps.iter().all(|step| number.is_multiple_of(*step) != Some(false))
    }
}
