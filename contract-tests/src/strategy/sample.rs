//! Fixed valid values: the smallest, the complete, and those that tell most for one request.

use super::{free, text};
use oasis_model::ir::{Additional, Api, Kind, Object, Property, SchemaId};
use serde_json::{Map, Value, json};

/// The smallest value: required members only.
pub fn minimal(api: &Api, id: SchemaId) -> Value {
    build(api, id, &|property| property.required, 0)
}

/// The value with every declared member.
pub fn complete(api: &Api, id: SchemaId) -> Value {
    build(api, id, &|_| true, 0)
}

/// Fixed values worth trying first: members alone and together, each null, each listed value, and
/// the edge of every free-form object.
pub fn telling(api: &Api, id: SchemaId) -> Vec<Value> {
    let (minimal, complete) = (minimal(api, id), complete(api, id));
    let mut values = vec![minimal.clone(), complete.clone()];
    let (id, _) = api.resolve(id);
    if let Kind::Object(rules) = &api.schema(id).kind {
        for property in rules.properties.iter().filter(|property| !property.required) {
            let mut value = minimal.clone();
            value[&property.name] = build(api, property.schema, &|_| true, 1);
            values.push(value);
        }
    }
    let mut variants = Vec::new();
    vary(api, id, &complete, &mut variants);
    // Every nullable member null at once, then one change at a time.
    let all_null = variants.iter().filter(|(_, value)| value.is_null());
    let mut nulls = complete.clone();
    for (pointer, _) in all_null {
        put(&mut nulls, pointer, Value::Null);
    }
    values.push(nulls);
    for (pointer, value) in variants {
        let mut changed = complete.clone();
        put(&mut changed, &pointer, value);
        values.push(changed);
    }
    let mut seen = Vec::new();
    values.retain(|value| {
        !seen.contains(value) && {
            seen.push(value.clone());
            true
        }
    });
    values
}

fn put(value: &mut Value, pointer: &str, new: Value) {
    if let Some(place) = value.pointer_mut(pointer) {
        *place = new;
    }
}

fn build(api: &Api, id: SchemaId, wanted: &dyn Fn(&Property) -> bool, depth: u32) -> Value {
    let (id, _) = api.resolve(id);
    let schema = api.schema(id);
    if let Some(value) = schema.values.as_ref().and_then(|values| values.first()) {
        return value.clone();
    }
    match &schema.kind {
        Kind::Boolean => json!(true),
        Kind::Integer(rules) | Kind::Number(rules) => match &rules.minimum {
            Some(low) if low.as_f64().is_some_and(|low| low > 1.0) => Value::Number(low.clone()),
            _ => match &rules.maximum {
                Some(high) if high.as_f64().is_some_and(|high| high < 1.0) => {
                    Value::Number(high.clone())
                }
                _ => json!(1),
            },
        },
        Kind::String(rules) => {
            let text = match rules.format.as_deref() {
                Some("date-time") => "2019-08-24T14:15:22Z",
                Some("date") => "2019-08-24",
                Some("uuid") => "c69bb289-1190-4156-b9f6-bfb7f61e85db",
                Some("email") => "user@example.com",
                Some("uri") => "https://example.com/path",
                _ => text::fictional(&schema.name).unwrap_or("contract-test"),
            };
            let example = schema.example.as_ref().filter(|_| rules.pattern.is_some());
            example.cloned().unwrap_or_else(|| match rules.format {
                Some(_) => json!(text),
                None => json!(text::resized(text, rules)),
            })
        }
        Kind::Array(rules) => match (rules.items, rules.min_items) {
            (Some(items), least) if depth < super::DEEPEST => {
                let count = least.unwrap_or(0).max(1);
                (0..count).map(|_| build(api, items, wanted, depth + 1)).collect()
            }
            _ => json!([]),
        },
        Kind::Object(rules) => object(api, rules, wanted, depth),
        Kind::OneOf(union) | Kind::AnyOf(union) => match union.variants.first() {
            Some(variant) => build(api, *variant, wanted, depth + 1),
            None => Value::Null,
        },
        Kind::AllOf(parts) => parts
            .iter()
            .map(|part| build(api, *part, wanted, depth + 1))
            .reduce(super::joined)
            .unwrap_or(Value::Null),
        Kind::Any => json!({}),
        Kind::Never | Kind::Not(_) | Kind::Alias(_) => Value::Null,
    }
}

fn object(api: &Api, rules: &Object, wanted: &dyn Fn(&Property) -> bool, depth: u32) -> Value {
    let present =
        |property: &&Property| property.required || (wanted(property) && depth < super::DEEPEST);
    let member = |property: &Property| {
        (property.name.clone(), build(api, property.schema, wanted, depth + 1))
    };
    Value::Object(rules.properties.iter().filter(present).map(member).collect::<Map<_, _>>())
}

/// Single changes of a complete value that leave it valid, as pointer and new value.
fn vary(api: &Api, id: SchemaId, value: &Value, out: &mut Vec<(String, Value)>) {
    walk(api, id, value, String::new(), out);
}

fn walk(api: &Api, id: SchemaId, value: &Value, pointer: String, out: &mut Vec<(String, Value)>) {
    let (target, nullable) = api.resolve(id);
    let schema = api.schema(target);
    if nullable || schema.nullable {
        out.push((pointer.clone(), Value::Null));
    }
    for listed in schema.values.iter().flatten().skip(1) {
        out.push((pointer.clone(), listed.clone()));
    }
    match (&schema.kind, value) {
        (Kind::Object(rules), Value::Object(members)) => {
            for property in &rules.properties {
                if let Some(member) = members.get(&property.name) {
                    let token = oasis_model::pointer::escape_pointer(&property.name);
                    walk(api, property.schema, member, format!("{pointer}/{token}"), out);
                }
            }
            if rules.additional == Additional::Any {
                for (_, extreme) in free::extremes() {
                    let mut changed = members.clone();
                    let fresh = extreme.into_iter().filter(|(key, _)| !members.contains_key(key));
                    changed.extend(fresh);
                    out.push((pointer.clone(), Value::Object(changed)));
                }
            }
        }
        (Kind::OneOf(union) | Kind::AnyOf(union), _) if union.variants.len() == 1 => {
            walk(api, union.variants[0], value, pointer, out);
        }
        (Kind::String(rules), Value::String(_)) if rules.format.as_deref() == Some("date-time") => {
            for text in ["2019-08-24T14:15:22+02:00", "2019-08-24T14:15:22.123Z"] {
                out.push((pointer.clone(), json!(text)));
            }
        }
        (Kind::Boolean, Value::Bool(flag)) if schema.values.is_none() => {
            out.push((pointer, json!(!flag)));
        }
        (Kind::Integer(rules), _) if rules.maximum.is_none() => {
            out.push((pointer, json!(3_000_000_000_u64)));
        }
        (Kind::Integer(rules), _) => {
            for bound in [&rules.minimum, &rules.maximum].into_iter().flatten() {
                out.push((pointer.clone(), Value::Number(bound.clone())));
            }
        }
        _ => {}
    }
}
