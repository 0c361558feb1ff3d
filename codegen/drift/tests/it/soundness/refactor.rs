//! Changes to the text of schemas that leave their meaning as it was.

use super::dice::Dice;
use super::places::places;
use serde_json::{Map, Value, json};

/// The same schemas, one of them written in another way.
pub(super) fn rewritten(dice: &mut Dice, schemas: &Value) -> Value {
    let mut schemas = schemas.clone();
    let all = places(&schemas);
    for _ in 0..20 {
        let (at, _) = dice.pick(&all);
        let way = dice.roll(21);
        let old = schemas.pointer(&at).unwrap().clone();
        let Some(new) = way_of(dice, way, &old, &mut schemas) else { continue };
        *schemas.pointer_mut(&at).unwrap() = new;
        break;
    }
    schemas
}

fn way_of(dice: &mut Dice, way: usize, old: &Value, schemas: &mut Value) -> Option<Value> {
    let members = old.as_object()?;
    // What these say belongs to the place, not to the set.
    let bound_to_place = members.contains_key("readOnly") || members.contains_key("writeOnly");
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default();
    let composed = ["oneOf", "anyOf", "allOf"].iter().any(|key| members.contains_key(*key));
    let listed = members.contains_key("enum");
    let bare = !members.contains_key("nullable") && !bound_to_place;
    match way {
        0 => Some(shuffled(dice, old)),
        1 if !bound_to_place => {
            let name = format!("R{}", schemas["components"].as_object()?.len());
            schemas["components"][&name] = old.clone();
            Some(json!({ "$ref": format!("#/components/schemas/{name}") }))
        }
        2 => {
            let name = members.get("$ref")?.as_str()?.rsplit('/').next()?.to_owned();
            Some(schemas["components"][&name].clone())
        }
        3 if !bound_to_place => {
            let keyword = dice.pick(&["oneOf", "anyOf", "allOf"]);
            Some(json!({ keyword: [old] }))
        }
        4 if bare => Some(json!({ "anyOf": [old, old] })),
        5 if !bound_to_place => Some(json!({ "allOf": [old, {}] })),
        6 => with_defaults(members, kind),
        7 => inclusive(members, kind),
        8 if kind == "boolean" && bare && !listed => {
            Some(json!({ "type": "boolean", "enum": [false, true] }))
        }
        9 if kind == "boolean" && bare && !listed => Some(
            json!({ "anyOf": [{ "type": "boolean", "enum": [true] }, { "type": "boolean", "enum": [false] }] }),
        ),
        10 if bare => enum_in_two(dice, members),
        11 if kind == "object" && bare => object_in_two(dice, members),
        12 if bare && matches!(kind, "integer" | "number" | "string") => {
            rules_in_two(members, kind)
        }
        13 if kind == "integer" && bare => range_in_two(dice, old),
        14 if kind == "number" && bare => {
            let mut whole = old.clone();
            whole["type"] = json!("integer");
            (!listed).then(|| json!({ "anyOf": [old, whole] }))
        }
        15 if bare && matches!(kind, "integer" | "number") && !listed => {
            let narrow = json!({ "allOf": [old, { "type": "number", "minimum": 1 }] });
            Some(json!({ "anyOf": [narrow, old] }))
        }
        16 if kind == "integer" && bare && !listed => {
            let mut number = old.clone();
            number["type"] = json!("number");
            let step = members.get("multipleOf").is_none() && members.get("format").is_none();
            number["multipleOf"] = json!(1);
            step.then_some(number)
        }
        17 if !kind.is_empty()
            && !bound_to_place
            && members.get("nullable") == Some(&json!(true)) =>
        {
            let mut plain = members.clone();
            plain.shift_remove("nullable");
            if composed || members.get("enum") == Some(&json!([null])) {
                return None;
            }
            Some(
                json!({ "anyOf": [plain, { "type": "object", "nullable": true, "enum": [null] }] }),
            )
        }
        18 if kind == "object" && bare => optional_in_two(dice, members),
        19 => {
            let mut new = members.clone();
            new.insert("description".to_owned(), json!("Prose."));
            (!members.contains_key("$ref")).then_some(Value::Object(new))
        }
        20 if !bound_to_place => Some(json!({ "not": { "not": old } })),
        _ => None,
    }
}

/// Whatever has no order in another order.
fn shuffled(dice: &mut Dice, old: &Value) -> Value {
    let mut new = old.clone();
    for (key, value) in new.as_object_mut().into_iter().flatten() {
        match (key.as_str(), value) {
            ("enum" | "required" | "oneOf" | "anyOf" | "allOf", Value::Array(items)) => {
                dice.shuffle(items);
            }
            ("properties", Value::Object(inner)) => {
                let mut pairs: Vec<(String, Value)> = std::mem::take(inner).into_iter().collect();
                dice.shuffle(&mut pairs);
                *inner = pairs.into_iter().collect();
            }
            _ => {}
        }
    }
    new
}

fn with_defaults(members: &Map<String, Value>, kind: &str) -> Option<Value> {
    let defaults = match kind {
        "string" => json!({ "minLength": 0 }),
        "array" => json!({ "minItems": 0, "uniqueItems": false }),
        "object" => json!({ "minProperties": 0, "additionalProperties": true, "required": [] }),
        "integer" | "number" => json!({ "exclusiveMinimum": false, "nullable": false }),
        _ => return None,
    };
    let mut new = defaults.as_object()?.clone();
    new.extend(members.clone());
    Some(Value::Object(new))
}

/// Bounds of whole numbers, the ends excluded or not.
fn inclusive(members: &Map<String, Value>, kind: &str) -> Option<Value> {
    let mut new = members.clone();
    let min = members.get("minimum").and_then(Value::as_i64)?;
    if kind != "integer" {
        return None;
    }
    if members.get("exclusiveMinimum") == Some(&json!(true)) {
        new.shift_remove("exclusiveMinimum");
        new.insert("minimum".to_owned(), json!(min + 1));
    } else {
        new.insert("exclusiveMinimum".to_owned(), json!(true));
        new.insert("minimum".to_owned(), json!(min - 1));
    }
    Some(Value::Object(new))
}

fn enum_in_two(dice: &mut Dice, members: &Map<String, Value>) -> Option<Value> {
    let values = members.get("enum")?.as_array()?;
    let (left, right) = values.split_at(dice.roll(values.len()));
    let with = |values: &[Value]| {
        let mut new = members.clone();
        new.insert("enum".to_owned(), json!(values));
        Value::Object(new)
    };
    let keyword = dice.pick(&["anyOf", "oneOf"]);
    (!left.is_empty()).then(|| json!({ keyword: [with(left), with(right)] }))
}

/// An open object as two that both have to hold.
fn object_in_two(dice: &mut Dice, members: &Map<String, Value>) -> Option<Value> {
    let properties = members.get("properties")?.as_object()?;
    if members.get("additionalProperties").is_some_and(|more| *more != json!(true)) {
        return None;
    }
    let mut first = members.clone();
    let mut own = Map::new();
    let mut moved = Map::new();
    for (name, inner) in properties {
        let to = if dice.chance(2) { &mut own } else { &mut moved };
        to.insert(name.clone(), inner.clone());
    }
    first.insert("properties".to_owned(), Value::Object(own));
    Some(json!({ "allOf": [first, { "type": "object", "properties": moved }] }))
}

/// Half of the rules here, the other half there.
fn rules_in_two(members: &Map<String, Value>, kind: &str) -> Option<Value> {
    let (mut left, mut right) = (Map::new(), Map::new());
    for (index, (key, value)) in members.iter().enumerate() {
        let upper = key.ends_with("aximum") || (!key.ends_with("inimum") && index % 2 == 0);
        if upper { &mut left } else { &mut right }.insert(key.clone(), value.clone());
    }
    // A format without its type says nothing.
    left.insert("type".to_owned(), json!(kind));
    right.insert("type".to_owned(), json!(kind));
    Some(json!({ "allOf": [left, right] }))
}

fn range_in_two(dice: &mut Dice, old: &Value) -> Option<Value> {
    if ["enum", "minimum", "maximum"].iter().any(|key| old.get(key).is_some()) {
        return None;
    }
    let (mut low, mut high) = (old.clone(), old.clone());
    let cut = i64::try_from(dice.roll(9)).unwrap() - 4;
    low["maximum"] = json!(cut);
    high["minimum"] = json!(cut + 1);
    let keyword = dice.pick(&["anyOf", "oneOf"]);
    Some(json!({ keyword: [high, low] }))
}

/// An optional member: there, or refused.
fn optional_in_two(dice: &mut Dice, members: &Map<String, Value>) -> Option<Value> {
    let properties = members.get("properties")?.as_object()?;
    let required = members.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let name = properties.keys().find(|name| !required.contains(&json!(name)))?;
    let mut there = members.clone();
    let mut names = required;
    names.push(json!(name));
    there.insert("required".to_owned(), json!(names));
    let parts = [Value::Object(there), Value::Object(members.clone())];
    let keyword = dice.pick(&["anyOf"]);
    Some(json!({ keyword: parts }))
}
