//! A schema in, a value with its required properties or with all of them out.

use crate::ir::{Additional, Api, Kind, Numbers, Object, Property, SchemaId, Text};
use serde_json::{Map, Value, json};

/// Which properties a sample has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Required properties only.
    Required,
    /// Every declared property.
    All,
}

/// Recursive schemas end here: optional properties are left out below.
const DEEPEST: u32 = 8;

/// A value of the schema, made without looking at examples, where one is easily found.
pub fn filled(api: &Api, id: SchemaId, fill: Fill) -> Value {
    build(api, id, fill, 0)
}

fn build(api: &Api, id: SchemaId, fill: Fill, depth: u32) -> Value {
    let (id, _) = api.resolve(id);
    let schema = api.schema(id);
    if depth > 4 * DEEPEST {
        return Value::Null;
    }
    if let Some(value) = schema.values.as_ref().and_then(|values| values.first()) {
        return value.clone();
    }
    match &schema.kind {
        Kind::Boolean => json!(true),
        Kind::Integer(rules) | Kind::Number(rules) => number(rules),
        Kind::String(rules) => match (&rules.pattern, &schema.example) {
            (Some(_), Some(example)) => example.clone(),
            _ => text(rules, schema.personal),
        },
        Kind::Array(rules) => match rules.items {
            Some(items) if depth < DEEPEST => {
                let count = rules.min_items.unwrap_or(0).max(1);
                (0..count).map(|_| build(api, items, fill, depth + 1)).collect()
            }
            _ => json!([]),
        },
        Kind::Object(rules) => object(api, rules, fill, depth),
        Kind::OneOf(union) | Kind::AnyOf(union) => match union.variants.first() {
            Some(variant) => build(api, *variant, fill, depth + 1),
            None => Value::Null,
        },
        Kind::AllOf(parts) => parts
            .iter()
            .map(|part| build(api, *part, fill, depth + 1))
            .reduce(joined)
            .unwrap_or(Value::Null),
        Kind::Any => json!({}),
        Kind::Never | Kind::Not(_) | Kind::Alias(_) => Value::Null,
    }
}

fn object(api: &Api, rules: &Object, fill: Fill, depth: u32) -> Value {
    let present =
        |property: &&Property| property.required || (fill == Fill::All && depth < DEEPEST);
    let value =
        |property: &Property| (property.name.clone(), build(api, property.schema, fill, depth + 1));
    let mut map: Map<String, Value> = rules.properties.iter().filter(present).map(value).collect();
    for name in &rules.required_undeclared {
        let value = match rules.additional {
            Additional::Schema(values) => build(api, values, fill, depth + 1),
            _ => json!("string"),
        };
        map.insert(name.clone(), value);
    }
    Value::Object(map)
}

fn number(rules: &Numbers) -> Value {
    match (&rules.minimum, &rules.maximum) {
        (Some(low), _) if low.as_f64().is_some_and(|low| low > 1.0) => Value::Number(low.clone()),
        (_, Some(high)) if high.as_f64().is_some_and(|high| high < 1.0) => {
            Value::Number(high.clone())
        }
        _ => json!(1),
    }
}

fn text(rules: &Text, personal: bool) -> Value {
    let sample = match rules.format.as_deref() {
        Some("date-time") => "2019-08-24T14:15:22Z",
        Some("date") => "2019-08-24",
        Some("uuid") => "c69bb289-1190-4156-b9f6-bfb7f61e85db",
        Some("email") => "user@example.com",
        Some("uri") => "https://example.com/path",
        _ if personal => "Mustermann",
        _ => "contract-test",
    };
    let least = rules.min_length.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let most =
        rules.max_length.and_then(|length| usize::try_from(length).ok()).unwrap_or(usize::MAX);
    let padding = least.saturating_sub(sample.len()).min(100_000);
    let sample: String =
        sample.chars().chain(std::iter::repeat_n('x', padding)).take(most).collect();
    Value::from(sample)
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
