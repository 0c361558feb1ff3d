//! Random values of a schema: a schema in, a proptest strategy out.
//!
//! Most of what it draws is valid. It does not search for what keeps every combination of rules, so
//! whoever draws asks `conform` and draws again.

use super::{free, text};
use oasis_model::conform;
use oasis_model::ir::{Additional, Api, Array, Kind, Numbers, Object, Schema, SchemaId};
use oasis_model::sample::{self, Fill};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    strategy::{SBoxedStrategy, Union},
};
use serde_json::{Map, Number, Value, json};
use std::collections::HashMap;

/// Recursive schemas end here: optional properties are left out below.
const DEEPEST: u32 = 8;
/// Nothing is drawn below this level.
const BOTTOM: u32 = 32;
/// Whole numbers up to this one are kept exactly by every JSON implementation.
const SAFE: i64 = 9_007_199_254_740_991;

/// Values of a schema.
pub(super) fn values(api: &Api, id: SchemaId) -> SBoxedStrategy<Value> {
    Builder { api, built: HashMap::new() }.at(id, 0)
}

/// Builds each schema once a level, since many schemas may share one.
struct Builder<'a> {
    api: &'a Api,
    built: HashMap<(SchemaId, u32), SBoxedStrategy<Value>>,
}

impl Builder<'_> {
    fn at(&mut self, id: SchemaId, depth: u32) -> SBoxedStrategy<Value> {
        if let Some(built) = self.built.get(&(id, depth)) {
            return built.clone();
        }
        let schema = self.api.schema(id);
        let kind = if depth > BOTTOM { Just(Value::Null).sboxed() } else { self.kind(id, depth) };
        let strategy = match schema.nullable && !matches!(schema.kind, Kind::Never) {
            true => prop_oneof![5 => kind, 1 => Just(Value::Null)].sboxed(),
            false => kind,
        };
        self.built.insert((id, depth), strategy.clone());
        strategy
    }

    fn kind(&mut self, id: SchemaId, depth: u32) -> SBoxedStrategy<Value> {
        let schema = self.api.schema(id);
        if let Some(listed) = listed(schema) {
            return prop::sample::select(listed).sboxed();
        }
        match &schema.kind {
            Kind::Any | Kind::Not(_) => free::value(),
            Kind::Never => Just(Value::Null).sboxed(),
            Kind::Boolean => any::<bool>().prop_map(Value::from).sboxed(),
            Kind::Integer(rules) => integers(rules),
            Kind::Number(rules) => numbers(rules),
            Kind::String(rules) => {
                let sample = sample::filled(self.api, id, Fill::Required);
                match sample.as_str() {
                    Some(sample) if !schema.personal => {
                        text::strings(rules, sample).prop_map(Value::from).sboxed()
                    }
                    _ => Just(sample).sboxed(),
                }
            }
            Kind::Array(rules) => self.arrays(rules, depth),
            Kind::Object(rules) => self.objects(rules, depth),
            Kind::OneOf(union) | Kind::AnyOf(union) if !union.variants.is_empty() => {
                Union::new(union.variants.iter().map(|variant| self.at(*variant, depth + 1)))
                    .sboxed()
            }
            Kind::OneOf(_) | Kind::AnyOf(_) => free::value(),
            Kind::AllOf(parts) => parts
                .iter()
                .map(|part| self.at(*part, depth + 1))
                .reduce(|left, right| (left, right).prop_map(joined).sboxed())
                .unwrap_or_else(free::value),
            Kind::Alias(target) => self.at(*target, depth + 1),
        }
    }

    fn arrays(&mut self, rules: &Array, depth: u32) -> SBoxedStrategy<Value> {
        let item = rules.items.map_or_else(free::value, |items| self.at(items, depth + 1));
        let size = |bound: u64| usize::try_from(bound.min(1_000)).unwrap_or(0);
        let least = size(rules.min_items.unwrap_or(0));
        let room = if depth < DEEPEST { 3 } else { 0 };
        let most = rules.max_items.map_or(least + room, |most| size(most).min(least + room));
        let unique = rules.unique;
        vec(item, least..=most.max(least))
            .prop_map(move |items| Value::Array(if unique { distinct(items) } else { items }))
            .sboxed()
    }

    fn objects(&mut self, rules: &Object, depth: u32) -> SBoxedStrategy<Value> {
        // Fewer optional properties further in, so that what is recursive does not multiply.
        let chance = if depth < 3 { 0.5 } else { 0.25 };
        let declared: Vec<SBoxedStrategy<Option<Value>>> = rules
            .properties
            .iter()
            .map(|property| match (property.required, depth < DEEPEST) {
                (true, _) => self.at(property.schema, depth + 1).prop_map(Some).sboxed(),
                (false, true) => {
                    option::weighted(chance, self.at(property.schema, depth + 1)).sboxed()
                }
                (false, false) => Just(None).sboxed(),
            })
            .collect();
        let names: Vec<String> = rules.properties.iter().map(|it| it.name.clone()).collect();
        let value = match &rules.additional {
            Additional::Schema(values) => self.at(*values, depth + 1),
            _ => free::value(),
        };
        let undeclared: Vec<_> = rules
            .required_undeclared
            .iter()
            .map(|name| (Just(name.clone()), value.clone()))
            .collect();
        let extra = extra(rules, value, depth);
        (declared, undeclared, extra)
            .prop_map(move |(declared, undeclared, extra)| {
                let known = names.iter().cloned().zip(declared);
                let mut map: Map<String, Value> =
                    known.filter_map(|(name, value)| Some((name, value?))).collect();
                map.extend(undeclared);
                for (name, value) in extra.into_iter().filter(|(name, _)| !names.contains(name)) {
                    map.entry(name).or_insert(value);
                }
                Value::Object(map)
            })
            .sboxed()
    }
}

/// Properties that are not declared, where the document speaks of them.
fn extra(
    rules: &Object,
    value: SBoxedStrategy<Value>,
    depth: u32,
) -> SBoxedStrategy<Vec<(String, Value)>> {
    let least = usize::try_from(rules.min_properties.unwrap_or(0).min(1_000)).unwrap_or(0);
    let least = least.saturating_sub(rules.properties.iter().filter(|it| it.required).count());
    match rules.additional {
        Additional::Any | Additional::Schema(_) => {
            let room = if depth < DEEPEST { 3 } else { 0 };
            vec((free::name(), value), least..=least + room).sboxed()
        }
        Additional::Unstated | Additional::Refused => Just(Vec::new()).sboxed(),
    }
}

/// The only values that may stand there, where the document lists them.
fn listed(schema: &Schema) -> Option<Vec<Value>> {
    let constant = schema.constant.clone().map(|constant| vec![constant]);
    constant.or_else(|| schema.values.clone()).filter(|listed| !listed.is_empty())
}

/// Whole numbers within the bounds: small ones mostly, some beyond 32 bits.
fn integers(rules: &Numbers) -> SBoxedStrategy<Value> {
    let narrow = rules.format.as_deref() == Some("int32");
    let most = if narrow { i64::from(i32::MAX) } else { SAFE };
    // A cast from a float stops at the ends of the range.
    let bound = |bound: &Option<Number>| bound.as_ref().and_then(Number::as_f64);
    let step = bound(&rules.multiple_of).map_or(1, |step| step as i64).max(1);
    let low = bound(&rules.minimum).map(|low| low.ceil() as i64);
    let low = low.map(|low| low.saturating_add(i64::from(rules.exclusive_minimum)));
    let high = bound(&rules.maximum).map_or(most, |high| high.floor() as i64);
    let high = high.saturating_sub(i64::from(rules.exclusive_maximum));
    let first = low.unwrap_or_else(|| 0.min(high)).min(high);
    let times = move |number: i64| {
        let below = number.saturating_sub(number.rem_euclid(step));
        json!(if below < first { below.saturating_add(step) } else { below })
    };
    let lowest = low.unwrap_or_else(|| first.saturating_sub(1_000)).min(first);
    let edges = vec![first, 3_000_000_000_i64.clamp(first, high), high];
    prop_oneof![
        8 => (first..=first.saturating_add(1_000).min(high)).prop_map(times),
        1 => (first..=high).prop_map(times),
        1 => prop::sample::select(edges).prop_map(times),
        1 => (lowest..=first).prop_map(move |number| json!(number - number % step)),
    ]
    .sboxed()
}

/// Numbers within the bounds: whole ones mostly, some halves.
fn numbers(rules: &Numbers) -> SBoxedStrategy<Value> {
    let whole = integers(rules);
    if rules.multiple_of.is_some() {
        return whole;
    }
    let most = rules.maximum.as_ref().and_then(Number::as_f64).unwrap_or(f64::MAX);
    let half = move |number: Value| match number.as_f64() {
        Some(whole) if whole.abs() < 1e6 && whole + 0.5 < most => json!(whole + 0.5),
        _ => number,
    };
    prop_oneof![3 => whole.clone(), 1 => whole.prop_map(half)].sboxed()
}

fn distinct(items: Vec<Value>) -> Vec<Value> {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        if !kept.iter().any(|other| conform::same(other, &item)) {
            kept.push(item);
        }
    }
    kept
}

/// Two parts of an `allOf` as one value.
fn joined((left, right): (Value, Value)) -> Value {
    match (left, right) {
        (Value::Object(mut left), Value::Object(right)) => {
            left.extend(right);
            Value::Object(left)
        }
        (left, _) => left,
    }
}
