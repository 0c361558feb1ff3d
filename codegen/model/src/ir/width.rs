//! The rules of an integer in, the machine type that holds it out, and which JSON numbers that type
//! reads. The generator declares by this and `conform` judges by it, so that the two agree.

use super::Numbers;
use serde_json::Number;

/// From here on one float stands for several whole numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// How wide the integers of a schema are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Width {
    /// They fit into 32 bits, with a sign.
    Signed32,
    /// They fit into 64 bits, with a sign.
    Signed64,
    /// They fit into 64 bits, without a sign.
    Unsigned64,
    /// The bounds ask for more than 64 bits.
    Unlimited,
}

impl Numbers {
    /// The smallest of the usual types that holds every integer the bounds allow; 64 bits where they
    /// allow anything.
    pub fn width(&self) -> Width {
        let (low, high) = (self.minimum.as_ref(), self.maximum.as_ref());
        let positive = low.is_some_and(|low| low.as_f64().is_some_and(|low| low >= 0.0));
        let fits = |bound: Option<&Number>| {
            bound.is_none_or(|bound| whole(bound).is_some_and(|bound| i32::try_from(bound).is_ok()))
        };
        let beyond = |bound: Option<&Number>| bound.is_some_and(|bound| whole(bound).is_none());
        // A bound that was read as a float may be one more than it was written.
        let unsigned = |bound: &Number| {
            bound.as_f64().is_some_and(|high| high <= 18_446_744_073_709_551_616.0)
        };
        match self.format.as_deref() {
            Some("int32") if fits(low) && fits(high) => Width::Signed32,
            // `uint` is what schemars calls a `usize`.
            Some("uint64") => Width::Unsigned64,
            Some("uint") if positive => Width::Unsigned64,
            _ if !beyond(low) && !beyond(high) => Width::Signed64,
            _ if positive && high.is_none_or(unsigned) => Width::Unsigned64,
            _ => Width::Unlimited,
        }
    }
}

impl Width {
    /// Whether a whole number can be read into the type; `12.0` and `1e3` can, unless they are too
    /// large for a float to be exact.
    pub fn holds(self, number: &Number) -> bool {
        let float = || {
            let float = number.as_f64().filter(|_| number.is_f64())?;
            // The bound makes the conversion exact.
            (float.fract() == 0.0 && float.abs() < EXACT).then_some(float as i64)
        };
        let signed = number.as_i64().or_else(float);
        match self {
            Self::Signed32 => signed.is_some_and(|number| i32::try_from(number).is_ok()),
            Self::Signed64 => signed.is_some(),
            Self::Unsigned64 => number.is_u64() || signed.is_some_and(|number| number >= 0),
            Self::Unlimited => true,
        }
    }

    /// What an integer of this type is called, such as `a signed integer of 64 bits`.
    pub fn words(self) -> &'static str {
        match self {
            Self::Signed32 => "a signed integer of 32 bits",
            Self::Signed64 => "a signed integer of 64 bits",
            Self::Unsigned64 => "an unsigned integer of 64 bits",
            Self::Unlimited => "an integer",
        }
    }
}

/// A bound as a 64-bit integer, if it is one.
fn whole(bound: &Number) -> Option<i64> {
    let float = || {
        let float = bound.as_f64().filter(|float| float.abs() <= 9_223_372_036_854_775_808.0)?;
        // A bound such as 1e3 or 0.5: what lies within is what its whole part allows.
        Some(float.trunc() as i64)
    };
    bound.as_i64().or_else(|| if bound.is_u64() { None } else { float() })
}
