//! Numbers and texts against their rules, with the bounds that other readings put in their place.

use super::judge::Judge;
use super::pattern::Patterns;
use super::{View, format};
use crate::decimal::{Decimal, compare};
use crate::ir::{Change, Kind, Numbers, Schema, SchemaId, Text, Width};
use serde_json::{Number, Value};

/// The values of one keyword under the view at hand; a value breaks it if it breaks any of them
/// (or all of them, for the widest view). An empty list: the keyword does not act. The widest view
/// leaves readings with further changes to `reading`.
fn bounds(view: View, schema: &Schema, keyword: &str, claimed: Option<Value>) -> Vec<Value> {
    let bound = |change: &Change| match change {
        Change::Keyword(name, value) if name == keyword => Some(value.clone()),
        _ => None,
    };
    match view {
        View::Claim => claimed.into_iter().collect(),
        View::Narrowest => {
            let readings = schema.claim.changes().filter_map(bound);
            claimed.into_iter().chain(readings).filter(|value| !value.is_null()).collect()
        }
        View::Widest => {
            // No claim, or a reading that removes it: nothing is refused.
            let Some(claimed) = claimed else { return Vec::new() };
            let readings =
                schema.claim.plausible.iter().filter_map(|reading| bound(reading.only()?));
            let all: Vec<Value> = readings.chain([claimed]).collect();
            if all.iter().any(Value::is_null) { Vec::new() } else { all }
        }
    }
}

/// Whether a value breaks a keyword that has this bound; a bound of null refuses nothing.
pub(super) fn breaks(
    patterns: &mut Patterns,
    schema: &Schema,
    keyword: &str,
    bound: &Value,
    value: &Value,
) -> bool {
    let size = match value {
        Value::String(text) => text.chars().count() as u64,
        Value::Array(items) => items.len() as u64,
        Value::Object(members) => members.len() as u64,
        _ => 0,
    };
    match (keyword, value, bound) {
        ("minLength", Value::String(_), Value::Number(least))
        | ("minItems", Value::Array(_), Value::Number(least))
        | ("minProperties", Value::Object(_), Value::Number(least)) => {
            least.as_u64().is_some_and(|least| size < least)
        }
        ("maxLength", Value::String(_), Value::Number(most))
        | ("maxItems", Value::Array(_), Value::Number(most))
        | ("maxProperties", Value::Object(_), Value::Number(most)) => {
            most.as_u64().is_some_and(|most| size > most)
        }
        ("minimum", Value::Number(number), Value::Number(bound)) => {
            let order = compare(number, bound);
            let exclusive = numbers(schema).is_some_and(|rules| rules.exclusive_minimum);
            order.is_lt() || (exclusive && order.is_eq())
        }
        ("maximum", Value::Number(number), Value::Number(bound)) => {
            let order = compare(number, bound);
            let exclusive = numbers(schema).is_some_and(|rules| rules.exclusive_maximum);
            order.is_gt() || (exclusive && order.is_eq())
        }
        ("multipleOf", Value::Number(number), Value::Number(step)) => {
            let exact =
                Decimal::of(number).and_then(|value| value.is_multiple_of(Decimal::of(step)?));
            !exact.unwrap_or(true)
        }
        ("format", Value::String(text), Value::String(name)) => !format::fits_format(name, text),
        ("pattern", Value::String(text), Value::String(pattern)) => {
            patterns.fit(pattern, text) == Some(false)
        }
        _ => false,
    }
}

fn numbers(schema: &Schema) -> Option<&Numbers> {
    match &schema.kind {
        Kind::Integer(numbers) | Kind::Number(numbers) => Some(numbers),
        _ => None,
    }
}

impl Judge<'_> {
    /// Judges one keyword that has a bound.
    pub(super) fn keyword(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        keyword: &'static str,
        claimed: Option<Value>,
        value: &Value,
    ) {
        let bounds = bounds(self.rules.view, schema, keyword, claimed);
        let mut breaks = |bound: &Value| breaks(self.patterns, schema, keyword, bound, value);
        let broken = match self.rules.view {
            View::Widest => bounds.iter().all(&mut breaks).then(|| bounds.last()).flatten(),
            View::Claim | View::Narrowest => bounds.iter().find(|bound| breaks(bound)),
        };
        if let Some(bound) = broken {
            self.refuse(id, keyword, format!("`{keyword}: {bound}` is broken"));
        }
    }

    pub(super) fn number(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &Numbers,
        value: &Value,
        whole: bool,
    ) {
        let Value::Number(number) = value else { return };
        if whole && !Decimal::of(number).is_some_and(Decimal::is_whole) {
            self.refuse(id, "type", format!("expected an integer, found {number}"));
            return;
        }
        let narrow = rules.format.as_deref() == Some("int32");
        let width = if narrow { Width::Signed32 } else { rules.width() };
        if whole && self.rules.widths && !width.holds(number) {
            let keyword = if narrow { "format" } else { "type" };
            self.refuse(id, keyword, format!("expected {}, found {number}", width.words()));
        }
        let claimed = |bound: &Option<Number>| bound.clone().map(Value::Number);
        self.keyword(id, schema, "minimum", claimed(&rules.minimum), value);
        self.keyword(id, schema, "maximum", claimed(&rules.maximum), value);
        self.keyword(id, schema, "multipleOf", claimed(&rules.multiple_of), value);
    }

    pub(super) fn text(&mut self, id: SchemaId, schema: &Schema, rules: &Text, value: &Value) {
        let Value::String(text) = value else { return };
        self.keyword(id, schema, "minLength", rules.min_length.map(Value::from), value);
        self.keyword(id, schema, "maxLength", rules.max_length.map(Value::from), value);
        self.keyword(id, schema, "format", rules.format.clone().map(Value::String), value);
        let spelt = rules.format.as_deref().filter(|_| self.rules.formats);
        if let Some(pattern) = spelt.and_then(format::spelling)
            && self.patterns.fit(pattern, text) == Some(false)
        {
            self.refuse(id, "format", format!("{text:?} is not of this format"));
        }
        let Some(pattern) = &rules.pattern else { return };
        if self.patterns.fit(pattern, text).is_none() {
            let doubt = format!("{}: the pattern `{pattern}` is not understood", self.instance);
            self.verdict.undecided.push(doubt);
        }
        self.keyword(id, schema, "pattern", Some(Value::String(pattern.clone())), value);
    }
}
