//! Exact arithmetic on the numbers that JSON can write, as far as bounds and `multipleOf` need it.

mod arithmetic;

use serde_json::Number;
use std::cmp::Ordering;

/// A number as `mantissa * 10^exponent`, without trailing zeros in the mantissa.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    mantissa: i128,
    exponent: i32,
}

impl Decimal {
    /// Reads a JSON number; none if it has more digits than can be kept exactly.
    pub fn of(number: &Number) -> Option<Self> {
        let text = number.to_string();
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text.as_str(), 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mantissa = format!("{whole}{fraction}").parse::<i128>().ok()?;
        let exponent = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
        Some(Self { mantissa, exponent }.normal())
    }

    fn normal(mut self) -> Self {
        if self.mantissa == 0 {
            return Self { mantissa: 0, exponent: 0 };
        }
        while self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.exponent += 1;
        }
        self
    }

    /// Whether this is a whole number (`1.0` is).
    pub fn is_whole(self) -> bool {
        self.exponent >= 0
    }

    /// Both mantissas at the smaller of the two exponents, if they fit.
    fn aligned(self, other: Self) -> Option<(i128, i128)> {
        let lowest = self.exponent.min(other.exponent);
        let at = |number: Self| {
            let shift = u32::try_from(number.exponent.checked_sub(lowest)?).ok()?;
            number.mantissa.checked_mul(10_i128.checked_pow(shift)?)
        };
        Some((at(self)?, at(other)?))
    }

    /// Compares exactly.
    pub fn compare(self, other: Self) -> Ordering {
        if let Some((left, right)) = self.aligned(other) {
            return left.cmp(&right);
        }
        // Numbers too far apart to align differ in sign or in order of magnitude.
        let magnitude = |number: Self| {
            let digits =
                number.mantissa.unsigned_abs().checked_ilog10().map_or(i64::MIN, i64::from);
            (number.mantissa.signum(), digits.saturating_add(i64::from(number.exponent)))
        };
        let ((left_sign, left), (right_sign, right)) = (magnitude(self), magnitude(other));
        left_sign.cmp(&right_sign).then(if left_sign < 0 {
            right.cmp(&left)
        } else {
            left.cmp(&right)
        })
    }

    /// Whether this is a whole multiple of `step`; none where it cannot be told.
    pub fn is_multiple_of(self, step: Self) -> Option<bool> {
        let (value, step) = self.aligned(step)?;
        if step == 0 { None } else { Some(value % step == 0) }
    }
}

/// Compares two JSON numbers exactly where possible, else as floats.
pub fn compare(left: &Number, right: &Number) -> Ordering {
    match (Decimal::of(left), Decimal::of(right)) {
        (Some(left), Some(right)) => left.compare(right),
        _ => left.as_f64().partial_cmp(&right.as_f64()).unwrap_or(Ordering::Equal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        serde_json::from_str(text).expect("a number")
    }

    #[test]
    fn comparing_is_exact_where_floats_are_not() {
        for (left, right, expected) in [
            ("9007199254740993", "9007199254740992", Ordering::Greater),
            ("1.0", "1", Ordering::Equal),
            ("0.1", "0.10", Ordering::Equal),
            ("1e300", "2", Ordering::Greater),
            ("-1e300", "-2", Ordering::Less),
            ("-1e300", "2", Ordering::Less),
            ("0", "1e-300", Ordering::Less),
        ] {
            assert_eq!(compare(&number(left), &number(right)), expected, "{left} {right}");
        }
    }

    #[test]
    fn multiples_are_exact() {
        let multiple = |value: &str, step: &str| {
            Decimal::of(&number(value))
                .and_then(|value| value.is_multiple_of(Decimal::of(&number(step))?))
        };
        assert_eq!(multiple("0.3", "0.1"), Some(true));
        assert_eq!(multiple("0.35", "0.1"), Some(false));
        assert_eq!(multiple("12", "5"), Some(false));
        assert_eq!(multiple("5", "0"), None);
    }
}
