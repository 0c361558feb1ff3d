//! Sums, products and multiples of decimals, for those who reason about whole sets of numbers.
//! What would overflow is `None`.

use super::Decimal;
use serde_json::{Number, Value};
use std::cmp::Ordering;

impl Decimal {
    /// 1.
    pub const ONE: Self = Self { mantissa: 1, exponent: 0 };
    /// 0.5.
    pub const HALF: Self = Self { mantissa: 5, exponent: -1 };
    /// 0.001.
    pub const THOUSANDTH: Self = Self { mantissa: 1, exponent: -3 };

    /// This whole number.
    pub fn whole(value: i128) -> Self {
        Self { mantissa: value, exponent: 0 }.normal()
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Option<Self> {
        let (left, right) = self.aligned(other)?;
        let exponent = self.exponent.min(other.exponent);
        Some(Self { mantissa: left.checked_add(right)?, exponent }.normal())
    }

    /// The product.
    pub fn times(self, other: Self) -> Option<Self> {
        let mantissa = self.mantissa.checked_mul(other.mantissa)?;
        Some(Self { mantissa, exponent: self.exponent.checked_add(other.exponent)? }.normal())
    }

    /// The number with the other sign.
    pub fn negative(self) -> Self {
        Self { mantissa: self.mantissa.saturating_neg(), ..self }
    }

    /// The least multiple of a positive step that is not below this.
    pub fn ceiling(self, step: Self) -> Option<Self> {
        let exponent = self.exponent.min(step.exponent);
        let (value, step) = self.aligned(step)?;
        if step <= 0 {
            return None;
        }
        let rest = value.rem_euclid(step);
        let up = if rest == 0 { 0 } else { step - rest };
        Some(Self { mantissa: value.checked_add(up)?, exponent }.normal())
    }

    /// The greatest multiple of a positive step that is not above this.
    pub fn floor(self, step: Self) -> Option<Self> {
        Some(self.negative().ceiling(step)?.negative())
    }

    /// The least common multiple of two positive steps.
    pub fn common_multiple(self, other: Self) -> Option<Self> {
        let exponent = self.exponent.min(other.exponent);
        let (left, right) = self.aligned(other)?;
        let (mut a, mut b) = (left, right);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let mantissa = left.checked_div(a)?.checked_mul(right)?;
        (mantissa > 0).then(|| Self { mantissa, exponent }.normal())
    }

    /// The number as JSON, if JSON can hold it.
    pub fn to_json(self) -> Option<Value> {
        let whole = u32::try_from(self.exponent)
            .ok()
            .and_then(|places| self.mantissa.checked_mul(10_i128.checked_pow(places)?));
        if let Some(value) = whole.and_then(|whole| i64::try_from(whole).ok()) {
            return Some(Value::from(value));
        }
        if let Some(value) = whole.and_then(|whole| u64::try_from(whole).ok()) {
            return Some(Value::from(value));
        }
        let float = format!("{}e{}", self.mantissa, self.exponent).parse::<f64>().ok()?;
        Number::from_f64(float).map(Value::Number)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.compare(*other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn multiples_are_found_on_both_sides() {
        let decimal = |value: Value| Decimal::of(value.as_number().unwrap()).unwrap();
        let five = decimal(json!(5));
        assert_eq!(decimal(json!(-7)).floor(five), Some(Decimal::whole(-10)));
        assert_eq!(decimal(json!(-7)).ceiling(five), Some(Decimal::whole(-5)));
        assert_eq!(decimal(json!(0.2)).ceiling(Decimal::ONE), Some(Decimal::ONE));
        assert_eq!(
            decimal(json!(0.4)).common_multiple(decimal(json!(0.6))),
            Some(decimal(json!(1.2)))
        );
        assert_eq!(
            decimal(json!(3)).times(Decimal::HALF).and_then(Decimal::to_json),
            Some(json!(1.5))
        );
        assert_eq!(decimal(json!(1e300)).plus(decimal(json!(1e-300))), None);
    }
}
