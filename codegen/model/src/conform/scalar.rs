//! Numbers and texts against their rules, with the bounds that other readings put in their place.

use super::{Judge, View, format};
use crate::decimal::{Decimal, compare};
use crate::ir::{Numbers, Reading, Schema, SchemaId, Text};
use serde_json::{Number, Value};

/// The values of one keyword under the view at hand; a value breaks it if it breaks any of them
/// (or all of them, for the widest view). An empty list: the keyword does not act.
fn bounds(view: View, schema: &Schema, keyword: &str, claimed: Option<Value>) -> Vec<Value> {
    let readings = schema.claim.plausible.iter().filter_map(|reading| match reading {
        Reading::Keyword(name, value) if name == keyword => Some(value.clone()),
        _ => None,
    });
    match view {
        View::Claim => claimed.into_iter().collect(),
        View::Narrowest => {
            claimed.into_iter().chain(readings).filter(|value| !value.is_null()).collect()
        }
        View::Widest => {
            // No claim, or a reading that removes it: nothing is refused.
            let Some(claimed) = claimed else { return Vec::new() };
            let all: Vec<Value> = readings.chain([claimed]).collect();
            if all.iter().any(Value::is_null) { Vec::new() } else { all }
        }
    }
}

impl Judge<'_> {
    /// Judges one keyword: `breaks` says whether a bound is broken.
    fn keyword(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        keyword: &'static str,
        claimed: Option<Value>,
        breaks: impl Fn(&Value) -> bool,
    ) {
        let bounds = bounds(self.view, schema, keyword, claimed);
        let broken = match self.view {
            View::Widest => bounds.iter().all(&breaks).then(|| bounds.last()).flatten(),
            View::Claim | View::Narrowest => bounds.iter().find(|bound| breaks(bound)),
        };
        if let Some(bound) = broken {
            self.refuse(id, keyword, format!("`{keyword}: {bound}` is broken"));
        }
    }

    pub(super) fn at_least(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        keyword: &'static str,
        least: Option<u64>,
        is: u64,
    ) {
        self.keyword(id, schema, keyword, least.map(Value::from), |bound| {
            bound.as_u64().is_some_and(|least| is < least)
        });
    }

    pub(super) fn at_most(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        keyword: &'static str,
        most: Option<u64>,
        is: u64,
    ) {
        self.keyword(id, schema, keyword, most.map(Value::from), |bound| {
            bound.as_u64().is_some_and(|most| is > most)
        });
    }

    pub(super) fn number(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &Numbers,
        number: &Number,
        whole: bool,
    ) {
        if whole
            && !Decimal::of(number).map_or_else(
                || number.as_f64().is_some_and(|f| f.fract() == 0.0),
                Decimal::is_whole,
            )
        {
            self.refuse(id, "type", format!("expected an integer, found {number}"));
            return;
        }
        let narrow = whole && self.way.is_some() && rules.format.as_deref() == Some("int32");
        if narrow && number.as_i64().is_none_or(|whole| i32::try_from(whole).is_err()) {
            self.refuse(id, "format", format!("{number} needs more than 32 bits"));
        }
        let against = |bound: &Value| match bound {
            Value::Number(bound) => Some(compare(number, bound)),
            _ => None,
        };
        let claimed = |bound: &Option<Number>| bound.clone().map(Value::Number);
        let exclusive = rules.exclusive_minimum;
        self.keyword(id, schema, "minimum", claimed(&rules.minimum), |bound| {
            against(bound).is_some_and(|order| order.is_lt() || (exclusive && order.is_eq()))
        });
        let exclusive = rules.exclusive_maximum;
        self.keyword(id, schema, "maximum", claimed(&rules.maximum), |bound| {
            against(bound).is_some_and(|order| order.is_gt() || (exclusive && order.is_eq()))
        });
        self.keyword(id, schema, "multipleOf", claimed(&rules.multiple_of), |bound| match bound {
            Value::Number(step) => {
                let exact =
                    Decimal::of(number).and_then(|value| value.is_multiple_of(Decimal::of(step)?));
                !exact.unwrap_or(true)
            }
            _ => false,
        });
    }

    pub(super) fn text(&mut self, id: SchemaId, schema: &Schema, rules: &Text, text: &str) {
        let length = text.chars().count() as u64;
        self.at_least(id, schema, "minLength", rules.min_length, length);
        self.at_most(id, schema, "maxLength", rules.max_length, length);
        let known = rules.format.clone().map(Value::String);
        self.keyword(id, schema, "format", known, |bound| {
            bound.as_str().is_some_and(|name| !format::fits(name, text))
        });
        let spelt = rules.format.as_deref().filter(|_| self.way.is_some());
        if let Some(pattern) = spelt.and_then(format::spelling)
            && self.patterns.fit(pattern, text) == Some(false)
        {
            self.refuse(id, "format", format!("{text:?} is not of this format"));
        }
        if let Some(pattern) = &rules.pattern {
            match self.patterns.fit(pattern, text) {
                Some(fits) => {
                    let known = Some(Value::String(pattern.clone()));
                    self.keyword(id, schema, "pattern", known, |_| !fits);
                }
                None => {
                    self.verdict.undecided.push(format!(
                        "{}: the pattern `{pattern}` is not understood",
                        self.instance
                    ));
                }
            }
        }
    }
}
