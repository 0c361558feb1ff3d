//! The schemas within `{root, components}`, and one change to one of them.

use super::dice::Dice;
use super::scalars::{bounds, listed, numbers, texts};
use super::schemas::{Taste, schema, several};
use serde_json::{Map, Value, json};

/// JSON pointers of all schemas, each with how deep it lies.
pub(super) fn places(schemas: &Value) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    walk(&schemas["root"], "/root".to_owned(), 0, &mut found);
    for (name, schema) in schemas["components"].as_object().unwrap() {
        walk(schema, format!("/components/{name}"), 1, &mut found);
    }
    found
}

fn walk(schema: &Value, at: String, depth: usize, found: &mut Vec<(String, usize)>) {
    let Some(members) = schema.as_object() else { return };
    for (key, value) in members {
        let below = format!("{at}/{key}");
        match (key.as_str(), value) {
            ("properties", Value::Object(inner)) => {
                for (name, inner) in inner {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    walk(inner, format!("{below}/{name}"), depth + 1, found);
                }
            }
            ("items" | "not" | "additionalProperties", _) => walk(value, below, depth + 1, found),
            ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
                for (index, part) in parts.iter().enumerate() {
                    walk(part, format!("{below}/{index}"), depth + 1, found);
                }
            }
            _ => {}
        }
    }
    found.push((at, depth));
}

/// The same schemas with one of them changed.
pub(super) fn varied(dice: &mut Dice, schemas: &Value, taste: Taste) -> Value {
    let mut schemas = schemas.clone();
    let (at, depth) = dice.pick(&places(&schemas));
    let alternative = ["oneOf", "anyOf", "allOf", "not"]
        .iter()
        .any(|keyword| at.contains(&format!("/{keyword}")));
    let place = schemas.pointer_mut(&at).unwrap();
    change(dice, place, depth, taste);
    if alternative {
        place.as_object_mut().unwrap().shift_remove("nullable");
    }
    schemas
}

fn change(dice: &mut Dice, place: &mut Value, depth: usize, taste: Taste) {
    // Within an alternative nothing may lead back to what it is an alternative of.
    let plain = Taste { components: 0, ..taste };
    let Some(members) = place.as_object_mut() else { return };
    let keys: Vec<String> =
        members.keys().filter(|key| !matches!(key.as_str(), "type" | "$ref")).cloned().collect();
    match dice.roll(12) {
        0 => *place = schema(dice, depth, plain),
        1..=3 if !keys.is_empty() => rule(dice, members, depth, plain),
        4 if !keys.is_empty() => drop(members.shift_remove(&dice.pick(&keys))),
        5 if members.contains_key("type") => {
            if members.shift_remove("nullable").is_none() {
                members.insert("nullable".to_owned(), json!(true));
            }
        }
        6 => {
            // A listed value of another type than is said can never match.
            let kind = members.get("type").filter(|_| !members.contains_key("enum"));
            let kind = match kind.and_then(Value::as_str) {
                Some("integer") => "number",
                Some("number") => "integer",
                _ => return change(dice, place, depth, taste),
            };
            members.insert("type".to_owned(), json!(kind));
        }
        7 => member(dice, members, depth, plain),
        8 => {
            let old = place.clone();
            let keyword = dice.pick(&["oneOf", "anyOf", "allOf"]);
            let mut parts = vec![super::schemas::without_null(old)];
            parts.extend(several(dice, depth, plain));
            if taste.composed {
                *place = json!({ keyword: parts });
            }
        }
        9 | 10 => added(dice, members),
        _ => swapped(dice, members),
    }
}

/// Another value for one keyword.
fn rule(dice: &mut Dice, members: &mut Map<String, Value>, depth: usize, taste: Taste) {
    let keys: Vec<String> = members.keys().cloned().collect();
    let key = dice.pick(&keys);
    match (key.as_str(), members.get_mut(&key).unwrap()) {
        ("enum", Value::Array(values)) => {
            let at = dice.roll(values.len());
            match dice.roll(3) {
                0 if values.len() > 1 => drop(values.remove(at)),
                1 => values.reverse(),
                _ => values.push(json!("d")),
            }
        }
        ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
            let at = dice.roll(parts.len());
            match dice.roll(3) {
                0 if parts.len() > 1 => drop(parts.remove(at)),
                1 => parts.reverse(),
                _ => parts.extend(several(dice, depth, taste)),
            }
        }
        ("required", Value::Array(names)) => {
            names.pop();
            if names.is_empty() {
                members.shift_remove("required");
            }
        }
        ("minimum" | "maximum" | "multipleOf", number) => {
            *number = match number.as_i64() {
                Some(whole) => json!(whole + 1),
                None => json!(number.as_f64().unwrap() * 2.0 + 0.25),
            };
        }
        (_, Value::Number(number)) => *number = (number.as_i64().unwrap() + 1).into(),
        (_, Value::Bool(flag)) => *flag = !*flag,
        _ => {}
    }
}

/// One member more, less or with another requirement.
fn member(dice: &mut Dice, members: &mut Map<String, Value>, depth: usize, taste: Taste) {
    if members.get("type") != Some(&json!("object")) {
        return;
    }
    let name = format!("{}{depth}", dice.pick(&["a", "b", "c"]));
    match dice.roll(4) {
        0 => {
            let additional = [json!(true), json!(false), json!({}), numbers(dice)];
            members.insert("additionalProperties".to_owned(), dice.pick(&additional));
        }
        1 => {
            let names = members.entry("required").or_insert_with(|| json!([]));
            if let Value::Array(names) = names
                && !names.contains(&json!(name))
            {
                names.push(json!(name));
            }
        }
        _ => {
            let properties = members.entry("properties").or_insert_with(|| json!({}));
            if let Value::Object(properties) = properties
                && properties.shift_remove(&name).is_none()
            {
                properties.insert(name, schema(dice, depth + 1, taste));
            }
        }
    }
}

/// Rules that the schema did not have before.
fn added(dice: &mut Dice, members: &mut Map<String, Value>) {
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut more = match kind.as_str() {
        "integer" | "number" => numbers(dice),
        "string" if dice.chance(3) => listed(dice),
        "string" => texts(dice),
        _ => json!({}),
    };
    match kind.as_str() {
        "array" => bounds(dice, &mut more, "minItems", "maxItems"),
        "object" => bounds(dice, &mut more, "minProperties", "maxProperties"),
        _ => {}
    }
    let same_type = more.get("type").map_or(more.get("enum").is_none(), |own| *own == json!(kind));
    if same_type && !members.contains_key("enum") {
        let more = more.as_object_mut().unwrap();
        members.extend(std::mem::take(more));
    }
}

/// `oneOf` for `anyOf`, and the like.
fn swapped(dice: &mut Dice, members: &mut Map<String, Value>) {
    for keyword in ["oneOf", "anyOf", "allOf"] {
        if let Some(parts) = members.shift_remove(keyword) {
            members.insert(dice.pick(&["oneOf", "anyOf", "allOf"]).to_owned(), parts);
            return;
        }
    }
}
