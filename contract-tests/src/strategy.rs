//! Valid bodies: proptest strategies and fixed samples, made from the intermediate representation.
//!
//! In comes a schema, out come values that the claim allows, mostly those that every reading
//! allows. Whether they really are valid is for [`crate::judge`] to say.

pub mod free;
mod sample;
mod text;

pub use sample::{complete, minimal, telling};

use oasis_model::ir::{Additional, Api, Kind, Numbers, Object, SchemaId};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    strategy::{SBoxedStrategy, Union, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value, json};

/// Recursive schemas end here: optional members are left out below.
const DEEPEST: u32 = 8;

/// Values of a schema.
pub fn value(api: &Api, id: SchemaId) -> SBoxedStrategy<Value> {
    at_depth(api, id, 0)
}

/// The value that a strategy gives for this seed, the same on every machine.
pub fn generate<T: std::fmt::Debug>(strategy: &SBoxedStrategy<T>, seed: [u8; 32]) -> Option<T> {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner =
        TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    strategy.new_tree(&mut runner).ok().map(|tree| tree.current())
}

fn at_depth(api: &Api, id: SchemaId, depth: u32) -> SBoxedStrategy<Value> {
    let schema = api.schema(id);
    let plain = match (&schema.values, &schema.kind) {
        (Some(values), _) if !values.is_empty() => prop::sample::select(values.clone()).sboxed(),
        (_, Kind::Any) => free::value(),
        (_, Kind::Never) => Just(Value::Null).sboxed(),
        (_, Kind::Boolean) => any::<bool>().prop_map(Value::from).sboxed(),
        (_, Kind::Integer(rules)) => integers(rules),
        (_, Kind::Number(rules)) => numbers(rules),
        (_, Kind::String(rules)) => text::strings(rules, &schema.name),
        (_, Kind::Array(rules)) => {
            let item = rules.items.map_or_else(free::value, |item| at_depth(api, item, depth + 1));
            let least = usize::try_from(rules.min_items.unwrap_or(0)).unwrap_or(0);
            let most = if depth >= DEEPEST { least } else { least + 3 };
            let most =
                rules.max_items.map_or(most, |max| most.min(usize::try_from(max).unwrap_or(most)));
            vec(item, least..=most.max(least)).prop_map(Value::Array).sboxed()
        }
        (_, Kind::Object(rules)) => objects(api, rules, depth),
        (_, Kind::OneOf(union) | Kind::AnyOf(union)) if !union.variants.is_empty() => {
            Union::new(union.variants.iter().map(|variant| at_depth(api, *variant, depth + 1)))
                .sboxed()
        }
        (_, Kind::AllOf(parts)) => parts
            .iter()
            .map(|part| at_depth(api, *part, depth + 1))
            .reduce(|left, right| {
                (left, right).prop_map(|(left, right)| joined(left, right)).sboxed()
            })
            .unwrap_or_else(free::value),
        (_, Kind::Alias(target)) => at_depth(api, *target, depth + 1),
        (_, Kind::OneOf(_) | Kind::AnyOf(_) | Kind::Not(_)) => free::value(),
    };
    if schema.nullable && !matches!(schema.kind, Kind::Never) {
        return prop_oneof![5 => plain, 1 => Just(Value::Null)].sboxed();
    }
    plain
}

fn objects(api: &Api, rules: &Object, depth: u32) -> SBoxedStrategy<Value> {
    let members: Vec<SBoxedStrategy<Option<Value>>> = rules
        .properties
        .iter()
        .map(|property| match (property.required, depth < DEEPEST) {
            (true, _) => at_depth(api, property.schema, depth + 1).prop_map(Some).sboxed(),
            (false, true) => option::of(at_depth(api, property.schema, depth + 1)).sboxed(),
            (false, false) => Just(None).sboxed(),
        })
        .collect();
    let names: Vec<String> =
        rules.properties.iter().map(|property| property.name.clone()).collect();
    let extra = match &rules.additional {
        Additional::Any => free::members(),
        Additional::Schema(id) if depth < DEEPEST => {
            vec((free::key(), at_depth(api, *id, depth + 1)), 0..3).sboxed()
        }
        _ => Just(Vec::new()).sboxed(),
    };
    (members, extra)
        .prop_map(move |(values, extra)| {
            let declared = names.iter().cloned().zip(values);
            let mut map: Map<String, Value> =
                declared.filter_map(|(name, value)| Some((name, value?))).collect();
            for (name, value) in extra {
                if !names.contains(&name) {
                    map.insert(name, value);
                }
            }
            Value::Object(map)
        })
        .sboxed()
}

/// Whole numbers within the bounds; small ones mostly, some beyond 32 bits.
fn integers(rules: &Numbers) -> SBoxedStrategy<Value> {
    let bound =
        |number: &Option<serde_json::Number>| number.as_ref().and_then(serde_json::Number::as_f64);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "bounds of schemas are small whole numbers"
    )]
    let whole = |number: f64| number as i64;
    let low = bound(&rules.minimum)
        .map_or(0, |low| whole(low.ceil()) + i64::from(rules.exclusive_minimum));
    let high =
        bound(&rules.maximum).map(|high| whole(high.floor()) - i64::from(rules.exclusive_maximum));
    let step = bound(&rules.multiple_of).map_or(1, whole).max(1);
    let fit = move |number: i64| json!((number / step * step).max(low));
    match high {
        Some(high) => (low..=high.max(low)).prop_map(fit).sboxed(),
        None => {
            let most = if rules.format.as_deref() == Some("int32") {
                i64::from(i32::MAX)
            } else {
                9_007_199_254_740_991
            };
            prop_oneof![
                6 => (low..=low.saturating_add(1000)).prop_map(fit),
                1 => (low..=most.max(low)).prop_map(fit),
                1 => prop::sample::select(vec![low, 3_000_000_000.min(most), most]).prop_map(fit),
            ]
            .sboxed()
        }
    }
}

fn numbers(rules: &Numbers) -> SBoxedStrategy<Value> {
    let halves = rules.multiple_of.is_none() && !rules.exclusive_maximum;
    let whole = integers(rules);
    let has_room = rules.maximum.is_none();
    prop_oneof![
        3 => whole.clone(),
        1 => whole.prop_map(move |number| match number.as_i64() {
            Some(number) if halves && has_room && number.abs() < 1_000_000 => json!(f64::from(i32::try_from(number).unwrap_or(0)) + 0.5),
            _ => number,
        }),
    ]
    .sboxed()
}

/// Two parts of an `allOf` as one value.
fn joined(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Object(mut left), Value::Object(right)) => {
            left.extend(right);
            Value::Object(left)
        }
        (left, _) => left,
    }
}
