//! Random values of a schema: a schema in, a proptest strategy out.
//!
//! Most of what it draws is valid. It does not search for what keeps every combination of rules, so
//! whoever draws asks `conform` and draws again.

use super::free;
use oasis_model::conform;
use oasis_model::ir::{Additional, Api, Array, Kind, Numbers, Object, Schema, SchemaId, Text};
use oasis_model::sample::{self, Fill};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    strategy::{SBoxedStrategy, Union},
    string::string_regex,
};
use serde_json::{Number, Value, json};
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// Recursive schemas end here: optional properties are left out below.
const DEEPEST: u32 = 8;
/// Nothing is drawn below this level.
const BOTTOM: u32 = 32;
/// Whole numbers up to this one are kept exactly by every JSON implementation.
const SAFE: i64 = 9_007_199_254_740_991;
/// No string is padded beyond this length.
const LONGEST: usize = 100_000;

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
                        strings(rules, sample).prop_map(Value::from).sboxed()
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
        let unique = rules.unique;
        vec(item, size(rules.min_items, rules.max_items, depth))
            .prop_map(move |items| Value::Array(if unique { distinct(items) } else { items }))
            .sboxed()
    }

    fn objects(&mut self, rules: &Object, depth: u32) -> SBoxedStrategy<Value> {
        // Fewer optional properties further in, so that what is recursive does not multiply.
        let chance = if depth < 3 { 0.5 } else { 0.25 };
        let always = |value: SBoxedStrategy<Value>| value.prop_map(Some).sboxed();
        let mut declared = Vec::new();
        for property in &rules.properties {
            if property.required || depth < DEEPEST {
                let value = self.at(property.schema, depth + 1);
                let value = match property.required {
                    true => always(value),
                    false => option::weighted(chance, value).sboxed(),
                };
                declared.push((Just(property.name.clone()), value));
            }
        }
        let (value, takes_more) = match &rules.additional {
            Additional::Schema(values) => (self.at(*values, depth + 1), true),
            Additional::Any => (free::value(), true),
            Additional::Unstated | Additional::Refused => (free::value(), false),
        };
        let undeclared = rules.required_undeclared.iter();
        declared.extend(undeclared.map(|name| (Just(name.clone()), always(value.clone()))));
        let required = rules.properties.iter().filter(|property| property.required).count();
        let least = rules.min_properties.map(|least| least.saturating_sub(required as u64));
        let more = if takes_more { size(least, None, depth) } else { 0..=0 };
        let names: Vec<String> = rules.properties.iter().map(|it| it.name.clone()).collect();
        (vec((free::name(), value), more), declared)
            .prop_map(move |(more, declared)| {
                let more = more.into_iter().filter(|(name, _)| !names.contains(name));
                let present = declared.into_iter().filter_map(|(name, value)| Some((name, value?)));
                Value::Object(present.chain(more).collect())
            })
            .sboxed()
    }
}

/// How many items or properties are drawn between these bounds.
fn size(least: Option<u64>, most: Option<u64>, depth: u32) -> RangeInclusive<usize> {
    let size = |bound: u64| usize::try_from(bound.min(1_000)).unwrap_or(0);
    let least = size(least.unwrap_or(0));
    let room = least + if depth < DEEPEST { 3 } else { 0 };
    least..=most.map_or(room, |most| size(most).clamp(least, room))
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
    let low = bound(&rules.minimum).map(|low| low.ceil() as i64);
    let low = low.map(|low| low.saturating_add(i64::from(rules.exclusive_minimum)));
    let high = bound(&rules.maximum).map_or(most, |high| high.floor() as i64);
    let high = high.saturating_sub(i64::from(rules.exclusive_maximum));
    let first = low.unwrap_or_else(|| 0.min(high)).min(high);
    let lowest = low.unwrap_or_else(|| first.saturating_sub(1_000)).min(first);
    let edges = vec![first, 3_000_000_000_i64.clamp(first, high), high];
    let step = bound(&rules.multiple_of).map_or(1, |step| step as i64).max(1);
    prop_oneof![
        8 => first..=first.saturating_add(1_000).min(high),
        1 => first..=high,
        1 => prop::sample::select(edges),
        1 => lowest..=first,
    ]
    .prop_map(move |number| json!(number - number % step))
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

/// Strings that keep these rules; `sample` is one that does, and stands for formats that are not drawn.
fn strings(rules: &Text, sample: &str) -> SBoxedStrategy<String> {
    let text = match (rules.format.as_deref(), &rules.pattern) {
        (_, Some(pattern)) => {
            let inner = pattern.strip_prefix('^').unwrap_or(pattern);
            match string_regex(inner.strip_suffix('$').unwrap_or(inner)) {
                Ok(strategy) => strategy.sboxed(),
                Err(_) => Just(sample.to_owned()).sboxed(),
            }
        }
        (Some("date-time"), _) => date_times(),
        (Some("date"), _) => dates(),
        (Some("uuid"), _) => free::uuids(),
        (Some(format), _) if conform::spelling(format).is_some() => {
            Just(sample.to_owned()).sboxed()
        }
        _ => free::text(),
    };
    let (least, most) = (rules.min_length, rules.max_length);
    text.prop_map(move |text| resized(&text, least, most)).sboxed()
}

/// The string, longer or shorter where it has to be.
pub(super) fn resized(text: &str, least: Option<u64>, most: Option<u64>) -> String {
    let length = |length: Option<u64>| length.and_then(|length| usize::try_from(length).ok());
    let least = length(least).unwrap_or(0).min(LONGEST);
    let padding = least.saturating_sub(text.chars().count());
    let padded = text.chars().chain(std::iter::repeat_n('x', padding));
    padded.take(length(most).unwrap_or(usize::MAX)).collect()
}

fn dates() -> SBoxedStrategy<String> {
    (2000..2037, 1..13, 1..29)
        .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
        .sboxed()
}

fn date_times() -> SBoxedStrategy<String> {
    let offset = prop::sample::select(vec!["Z", "+00:00", "+02:00", "-05:30", "+14:00"]);
    let fraction = prop::sample::select(vec!["", ".5", ".123", ".123456"]);
    (dates(), (0..24, 0..60, 0..60), fraction, offset)
        .prop_map(|(date, (hour, minute, second), fraction, offset)| {
            format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
        })
        .sboxed()
}
