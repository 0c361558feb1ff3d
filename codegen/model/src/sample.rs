//! A schema in, one small value that conforms to it out, where one is easily found.
//!
//! It does not search: patterns and combinations that a first guess misses have no sample.

mod fill;

pub use fill::{Fill, filled};

use crate::conform::{self, View};
use crate::ir::{Additional, Api, Array, Kind, Numbers, Object, Schema, SchemaId, Text};
use serde_json::{Map, Value, json};

/// How deep a sample may nest; what is deeper holds itself.
const DEPTH: usize = 24;
/// How many schemas one sample may visit.
const VISITS: usize = 2_000;

/// A value that conforms to the schema: its example, or the smallest that comes to mind.
pub fn value(api: &Api, schema: SchemaId) -> Option<Value> {
    let mut sampler = Sampler { api, visits: VISITS };
    let value = sampler.value(schema, DEPTH)?;
    conform::check(api, schema, &value, View::Claim).violations.is_empty().then_some(value)
}

struct Sampler<'a> {
    api: &'a Api,
    visits: usize,
}

impl Sampler<'_> {
    fn value(&mut self, id: SchemaId, depth: usize) -> Option<Value> {
        self.visits = self.visits.checked_sub(1)?;
        let depth = depth.checked_sub(1)?;
        let schema = self.api.schema(id);
        let given = given(schema).filter(|value| !value.is_null() || schema.nullable);
        given.or_else(|| self.of_kind(schema, depth)).or(schema.nullable.then_some(Value::Null))
    }

    fn of_kind(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        match &schema.kind {
            Kind::Any => Some(json!({})),
            Kind::Never | Kind::Not(_) => None,
            Kind::Boolean => Some(Value::Bool(true)),
            Kind::Integer(numbers) => integer(numbers),
            Kind::Number(numbers) => number(numbers),
            Kind::String(text) => Some(Value::String(string(text))),
            Kind::Array(array) => self.array(array, depth),
            Kind::Object(object) => self.object(object, depth),
            Kind::Alias(target) => self.value(*target, depth),
            Kind::OneOf(union) | Kind::AnyOf(union) => {
                union.variants.iter().find_map(|variant| self.value(*variant, depth))
            }
            Kind::AllOf(parts) => self.all_of(parts, depth),
        }
    }

    fn array(&mut self, array: &Array, depth: usize) -> Option<Value> {
        let count = usize::try_from(array.min_items.unwrap_or(0)).ok()?;
        // More than one item would have to differ where they must be unique.
        if count > 100 || (array.unique && count > 1) {
            return None;
        }
        let mut item = || array.items.map_or(Some(json!({})), |items| self.value(items, depth));
        (0..count).map(|_| item()).collect::<Option<Vec<_>>>().map(Value::Array)
    }

    fn object(&mut self, object: &Object, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        for property in object.properties.iter().filter(|property| property.required) {
            members.insert(property.name.clone(), self.value(property.schema, depth)?);
        }
        for name in &object.required_undeclared {
            let value = match object.additional {
                Additional::Schema(values) => self.value(values, depth)?,
                _ => json!("string"),
            };
            members.insert(name.clone(), value);
        }
        Some(Value::Object(members))
    }

    fn all_of(&mut self, parts: &[SchemaId], depth: usize) -> Option<Value> {
        let mut all = Map::new();
        for part in parts {
            match self.value(*part, depth)? {
                Value::Object(members) => all.extend(members),
                scalar => return Some(scalar),
            }
        }
        Some(Value::Object(all))
    }
}

/// What the document itself offers.
fn given(schema: &Schema) -> Option<Value> {
    let first = schema.values.as_ref().and_then(|values| values.first());
    [schema.example.as_ref(), schema.constant.as_ref(), schema.default.as_ref(), first]
        .into_iter()
        .flatten()
        .next()
        .cloned()
}

fn integer(numbers: &Numbers) -> Option<Value> {
    let low = numbers.minimum.as_ref().map(|low| low.as_i64()).unwrap_or(Some(i64::MIN))?;
    let high = numbers.maximum.as_ref().map(|high| high.as_i64()).unwrap_or(Some(i64::MAX))?;
    let low = low.saturating_add(i64::from(numbers.exclusive_minimum));
    let high = high.saturating_sub(i64::from(numbers.exclusive_maximum));
    (low <= high).then(|| json!(0.clamp(low, high)))
}

fn number(numbers: &Numbers) -> Option<Value> {
    if let Some(whole) = integer(numbers) {
        return Some(whole);
    }
    let low = numbers.minimum.as_ref().and_then(|low| low.as_f64()).unwrap_or(f64::MIN);
    let high = numbers.maximum.as_ref().and_then(|high| high.as_f64()).unwrap_or(f64::MAX);
    serde_json::Number::from_f64(low / 2.0 + high / 2.0).map(Value::Number)
}

fn string(text: &Text) -> String {
    let mut sample = match text.format.as_deref() {
        Some("date-time") => "2019-08-24T14:15:22Z",
        Some("date") => "2019-08-24",
        Some("time") => "14:15:22Z",
        Some("uuid") => "00000000-0000-4000-8000-000000000000",
        Some("email") => "user@example.com",
        Some("uri" | "url" | "iri") => "https://example.com",
        Some("hostname") => "example.com",
        Some("ipv4") => "192.0.2.1",
        Some("ipv6") => "2001:db8::1",
        Some("byte") => "c3RyaW5n",
        _ => "string",
    }
    .to_owned();
    // Longer demands than this have no sample.
    let shortest = usize::try_from(text.min_length.unwrap_or(0)).unwrap_or(0).min(10_000);
    let longest = usize::try_from(text.max_length.unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
    while sample.len() < shortest {
        sample.push('x');
    }
    sample.truncate(longest);
    sample
}
