//! Values made from the text of a schema, by other means than the code under test: alternatives are
//! chosen first, then a value is made that uses only the names that are left.

use super::dice::Dice;
use super::judge::{implied, is_hidden, travelling};
use super::scalars::{FORMATS, PATTERNS, TEXTS, plain_numbers};
use serde_json::{Map, Value, json};

/// Where a schema comes from, and which way its values travel.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) components: &'s Value,
    pub(super) received: bool,
}

/// The schema without references, unions and members that do not travel: one alternative is chosen
/// for each union.
pub(super) fn narrowed(dice: &mut Dice, schema: &Value, source: Source<'_>, depth: usize) -> Value {
    if let Some(name) = schema.get("$ref").and_then(Value::as_str) {
        if depth > 9 {
            return json!({ "not": {} });
        }
        let target = &source.components[name.rsplit('/').next().unwrap()];
        return narrowed(dice, target, source, depth + 1);
    }
    let Some(members) = schema.as_object() else { return schema.clone() };
    let mut chosen = Map::new();
    let mut all: Vec<Value> = Vec::new();
    for (key, value) in members {
        match key.as_str() {
            "oneOf" | "anyOf" => {
                let part = dice.pick(value.as_array().unwrap());
                all.push(narrowed(dice, &part, source, depth));
            }
            "allOf" => all.extend(
                value.as_array().unwrap().iter().map(|part| narrowed(dice, part, source, depth)),
            ),
            "properties" => {
                let sent = value.as_object().unwrap().iter();
                let sent = sent.filter(|(_, inner)| !is_hidden(inner, source.received));
                let each = sent
                    .map(|(name, inner)| (name.clone(), narrowed(dice, inner, source, depth + 1)));
                chosen.insert(key.clone(), Value::Object(each.collect()));
            }
            "required" => {
                chosen.insert(key.clone(), json!(travelling(value, members, source.received)));
            }
            "items" | "additionalProperties" => {
                chosen.insert(key.clone(), narrowed(dice, value, source, depth + 1));
            }
            _ => {
                chosen.insert(key.clone(), value.clone());
            }
        }
    }
    if !all.is_empty() {
        chosen.insert("allOf".to_owned(), Value::Array(all));
    }
    Value::Object(chosen)
}

/// A value that has a fair chance to fit a narrowed schema.
pub(super) fn value(dice: &mut Dice, schema: &Value, depth: usize) -> Value {
    if dice.chance(15) || depth > 12 {
        return dice.pick(&[json!(null), json!(1), json!("a"), json!({}), json!([]), json!(true)]);
    }
    let parts = schema.get("allOf").and_then(Value::as_array).filter(|parts| !parts.is_empty());
    if let Some(parts) = parts {
        let mut own = schema.clone();
        own.as_object_mut().unwrap().shift_remove("allOf");
        let mut all: Vec<&Value> = parts.iter().collect();
        if own != json!({}) {
            all.push(&own);
        }
        let first = dice.roll(all.len());
        let mut made = value(dice, all[first], depth + 1);
        for part in all {
            if let Value::Object(made) = &mut made
                && let Value::Object(more) = value(dice, part, depth + 1)
            {
                made.extend(more);
            }
        }
        return made;
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return dice.pick(values);
    }
    let kind = schema.get("type").and_then(Value::as_str).or_else(|| implied(schema));
    match kind {
        Some("boolean") => json!(dice.chance(2)),
        Some("integer" | "number") => number(dice, schema),
        Some("string") => text(dice, schema),
        Some("array") => array(dice, schema, depth),
        Some("object") => object(dice, schema, depth),
        _ => dice.pick(&[
            json!(null),
            json!(2),
            json!("b"),
            json!({ "z1": 1 }),
            json!(["a"]),
            json!(0.5),
        ]),
    }
}

fn number(dice: &mut Dice, schema: &Value) -> Value {
    let bounds = ["minimum", "maximum", "multipleOf"].map(|key| schema.get(key).cloned());
    let mut near = vec![json!(i64::try_from(dice.roll(14)).unwrap() - 5)];
    for bound in bounds.into_iter().flatten() {
        let float = bound.as_f64().unwrap();
        near.push(bound);
        for offset in [-1.0, -0.5, 0.25, 0.5, 1.0] {
            let float = float + offset;
            // Whole numbers stay whole for Draft 4.
            if float.fract() != 0.0 {
                near.push(json!(float));
            } else if float.abs() < 1e15 {
                near.push(json!(float as i64));
            }
        }
    }
    near.extend(plain_numbers());
    dice.pick(&near)
}

fn text(dice: &mut Dice, schema: &Value) -> Value {
    let mut texts: Vec<String> = Vec::new();
    for (key, known) in [("pattern", &PATTERNS[..]), ("format", &FORMATS[..])] {
        let found = known.iter().find(|(name, _)| schema.get(key) == Some(&json!(name)));
        if let Some((_, fitting)) = found {
            texts.extend(fitting.iter().map(|text| (*text).to_owned()));
        }
    }
    if texts.is_empty() || dice.chance(3) {
        texts = TEXTS.map(str::to_owned).into();
        texts.push("a".repeat(dice.roll(5)));
        texts.push("\u{e4}".repeat(dice.roll(5)));
        let any: Vec<&&str> = PATTERNS.iter().chain(&FORMATS).flat_map(|known| known.1).collect();
        texts.push((**dice.pick(&any)).to_owned());
    }
    json!(dice.pick(&texts))
}

fn array(dice: &mut Dice, schema: &Value, depth: usize) -> Value {
    let items = schema.get("items").cloned().unwrap_or_default();
    Value::Array((0..dice.roll(4)).map(|_| value(dice, &items, depth + 1)).collect())
}

fn object(dice: &mut Dice, schema: &Value, depth: usize) -> Value {
    let mut members = Map::new();
    let empty = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let other = schema.get("additionalProperties").cloned().unwrap_or_default();
    for name in required.iter().filter_map(Value::as_str) {
        let inner = properties.get(name).unwrap_or(&other);
        members.insert(name.to_owned(), value(dice, inner, depth + 1));
    }
    let often = if depth > 4 { 5 } else { 2 };
    for (name, inner) in properties {
        if dice.chance(often) {
            members.insert(name.clone(), value(dice, inner, depth + 1));
        }
    }
    for extra in ["z1", "z2"] {
        if dice.chance(4) {
            members.insert(extra.to_owned(), value(dice, &other, depth + 1));
        }
    }
    Value::Object(members)
}

/// The value with one part of it changed: names and values that its schema may not know.
pub(super) fn disturbed(dice: &mut Dice, value: &Value) -> Value {
    match value {
        Value::Object(members) if !members.is_empty() && dice.chance(2) => {
            let mut members = members.clone();
            let names: Vec<String> = members.keys().cloned().collect();
            let name = dice.pick(&names);
            let inner = disturbed(dice, &members[&name]);
            members.insert(name, inner);
            Value::Object(members)
        }
        Value::Object(members) => {
            let mut members = members.clone();
            let name = format!("{}{}", dice.pick(&["a", "b", "c"]), dice.roll(4));
            if members.shift_remove(&name).is_none() {
                members.insert(name, dice.pick(&[json!(1), json!("a"), json!(true), json!({})]));
            }
            Value::Object(members)
        }
        Value::Array(items) if !items.is_empty() => {
            let mut items = items.clone();
            let at = dice.roll(items.len());
            match dice.roll(3) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                _ => items[at] = disturbed(dice, &items[at].clone()),
            }
            Value::Array(items)
        }
        Value::Number(_) => dice.pick(&plain_numbers()),
        Value::String(_) => json!(dice.pick(&TEXTS)),
        _ => dice.pick(&[json!(null), json!(1), json!("a"), json!([]), json!({}), json!(false)]),
    }
}
