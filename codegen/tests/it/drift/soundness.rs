//! Random pairs of schemas: every witness is confirmed by another validator, and no sample refutes
//! what was called equal or contained.

use super::{drift, lines};
use jsonschema::{Draft, Validator};
use oasis_codegen::drift::Verdict;
use serde_json::{Map, Value, json};

/// A small generator of numbers, so that a failing seed can be named and repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.roll(one_in) == 0
    }
}

/// A random schema; names of members differ from level to level.
fn schema(dice: &mut Dice, depth: usize, plain: bool) -> Value {
    let composed = if plain || depth > 2 { 8 } else { 12 };
    let kind = if depth > 3 { dice.roll(5) } else { dice.roll(composed) };
    let mut schema = match kind {
        0 => json!({ "type": "boolean" }),
        1 | 2 => numbers(dice),
        3 => texts(dice),
        4 => {
            json!({ "type": "string", "enum": (0..=dice.roll(3)).map(|_| dice.pick(&["a", "b", "c"])).collect::<Vec<_>>() })
        }
        5 => {
            let mut array =
                json!({ "type": "array", "items": self::schema(dice, depth + 1, plain) });
            bounds(dice, &mut array, "minItems", "maxItems");
            if dice.chance(5) {
                array["uniqueItems"] = json!(true);
            }
            array
        }
        6 | 7 => object(dice, depth, plain),
        8 => json!({ "oneOf": several(dice, depth) }),
        9 => json!({ "anyOf": several(dice, depth) }),
        10 => json!({ "allOf": several(dice, depth) }),
        _ => json!({ "not": without_null(self::schema(dice, depth + 1, plain)) }),
    };
    if schema.get("type").is_some() && dice.chance(6) {
        schema["nullable"] = json!(true);
    }
    schema
}

fn several(dice: &mut Dice, depth: usize) -> Vec<Value> {
    (0..=dice.roll(3)).map(|_| without_null(schema(dice, depth + 1, false))).collect()
}

/// Null in one of several alternatives is a matter of lowering, which has tests of its own.
fn without_null(mut schema: Value) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.shift_remove("nullable");
    }
    schema
}

fn bounds(dice: &mut Dice, schema: &mut Value, least: &str, most: &str) {
    if dice.chance(3) {
        schema[least] = json!(dice.roll(3));
    }
    if dice.chance(3) {
        schema[most] = json!(dice.roll(4));
    }
}

fn numbers(dice: &mut Dice) -> Value {
    let mut schema = json!({ "type": dice.pick(&["integer", "number"]) });
    for (bound, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
        if dice.chance(2) {
            schema[bound] = json!(i64::try_from(dice.roll(9)).unwrap() - 3);
            if dice.chance(3) {
                schema[exclusive] = json!(true);
            }
        }
    }
    if dice.chance(4) {
        schema["multipleOf"] = json!(dice.pick(&[1, 2, 3]));
    }
    schema
}

fn texts(dice: &mut Dice) -> Value {
    let mut schema = json!({ "type": "string" });
    bounds(dice, &mut schema, "minLength", "maxLength");
    if dice.chance(4) {
        schema["pattern"] = json!(dice.pick(&["^a", "b$", "^[ab]*$", "^a+$", "^(a|b)$", "c"]));
    }
    schema
}

fn object(dice: &mut Dice, depth: usize, plain: bool) -> Value {
    let names = [format!("a{depth}"), format!("b{depth}"), format!("c{depth}")];
    let mut schema = json!({ "type": "object" });
    let mut properties = Map::new();
    for _ in 0..dice.roll(4) {
        properties.insert(dice.pick(&names), self::schema(dice, depth + 1, plain));
    }
    let required: Vec<String> = names.iter().filter(|_| dice.chance(3)).cloned().collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema["properties"] = Value::Object(properties);
    match dice.roll(6) {
        0 => schema["additionalProperties"] = json!(false),
        1 => schema["additionalProperties"] = self::schema(dice, depth + 1, plain),
        _ => {}
    }
    if dice.chance(5) {
        bounds(dice, &mut schema, "minProperties", "maxProperties");
    }
    schema
}

/// The same schema with one part of it made anew.
fn varied(dice: &mut Dice, schema: &Value, depth: usize, plain: bool) -> Value {
    let mut schema = schema.clone();
    if dice.chance(4) {
        return self::schema(dice, depth, plain);
    }
    let Some(members) = schema.as_object_mut() else { return schema };
    let keys: Vec<String> = members.keys().filter(|key| *key != "type").cloned().collect();
    if keys.is_empty() {
        return self::schema(dice, depth, plain);
    }
    let key = dice.pick(&keys);
    match (key.as_str(), members.get_mut(&key).unwrap()) {
        ("properties", Value::Object(properties)) if !properties.is_empty() => {
            let names: Vec<String> = properties.keys().cloned().collect();
            let name = dice.pick(&names);
            let inner = varied(dice, &properties[&name], depth + 1, plain);
            properties.insert(name, inner);
        }
        ("items", inner) => *inner = varied(dice, inner, depth + 1, plain),
        ("oneOf" | "anyOf" | "allOf", Value::Array(parts)) => {
            let at = dice.roll(parts.len());
            parts[at] = without_null(varied(dice, &parts[at], depth + 1, plain));
        }
        ("enum", Value::Array(values)) => values.push(json!("d")),
        (_, Value::Number(number)) => *number = (number.as_i64().unwrap() + 1).into(),
        _ => {
            members.shift_remove(&key);
        }
    }
    schema
}

/// A random value that has a fair chance to fit a schema of this depth.
fn value(dice: &mut Dice, schema: &Value, depth: usize) -> Value {
    if dice.chance(12) || depth > 6 {
        return dice.pick(&[json!(null), json!(1), json!("a"), json!({}), json!([]), json!(true)]);
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(parts) = schema.get(key).and_then(Value::as_array) {
            let part = dice.pick(parts);
            return value(dice, &part, depth + 1);
        }
    }
    if let Some(parts) = schema.get("allOf").and_then(Value::as_array) {
        let mut all = value(dice, &parts[0], depth + 1);
        for part in &parts[1..] {
            if let (Value::Object(all), Value::Object(more)) =
                (&mut all, value(dice, part, depth + 1))
            {
                all.extend(more);
            }
        }
        return all;
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return dice.pick(values);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("boolean") => json!(dice.chance(2)),
        Some("integer") => json!(i64::try_from(dice.roll(14)).unwrap() - 5),
        // Draft 4 does not take 2.0 for a whole number, later drafts and OpenAPI do.
        Some("number") => match i32::try_from(dice.roll(28)).unwrap() - 10 {
            halves if halves % 2 == 0 => json!(halves / 2),
            halves => json!(f64::from(halves) / 2.0),
        },
        Some("string") => {
            json!((0..dice.roll(5)).map(|_| dice.pick(&["a", "b", "c"])).collect::<String>())
        }
        Some("array") => {
            let items = schema.get("items").cloned().unwrap_or_default();
            Value::Array((0..dice.roll(4)).map(|_| value(dice, &items, depth + 1)).collect())
        }
        Some("object") => {
            let mut members = Map::new();
            let empty = Map::new();
            let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&empty);
            let required =
                schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
            for name in required.iter().filter_map(Value::as_str) {
                let other = schema.get("additionalProperties").unwrap_or(&Value::Null);
                let inner = properties.get(name).unwrap_or(other);
                members.insert(name.to_owned(), value(dice, inner, depth + 1));
            }
            for (name, inner) in properties {
                if dice.chance(2) {
                    members.insert(name.clone(), value(dice, inner, depth + 1));
                }
            }
            for extra in ["z1", "z2"] {
                if dice.chance(4) {
                    let inner = schema.get("additionalProperties").cloned().unwrap_or_default();
                    members.insert(extra.to_owned(), value(dice, &inner, depth + 1));
                }
            }
            Value::Object(members)
        }
        _ => dice.pick(&[
            json!(null),
            json!(2),
            json!("b"),
            json!({ "a0": 1 }),
            json!(["a"]),
            json!(0.5),
        ]),
    }
}

/// The schema as the other validator understands it: `nullable` spelt out.
fn spelt(schema: &Value) -> Value {
    match schema {
        Value::Object(members) => {
            let mut plain: Map<String, Value> =
                members.iter().map(|(key, value)| (key.clone(), spelt(value))).collect();
            if plain.shift_remove("nullable").is_some() {
                plain["type"] = json!([plain["type"], "null"]);
                if let Some(Value::Array(values)) = plain.get_mut("enum") {
                    values.push(Value::Null);
                }
            }
            Value::Object(plain)
        }
        Value::Array(items) => Value::Array(items.iter().map(spelt).collect()),
        other => other.clone(),
    }
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().with_draft(Draft::Draft4).build(&spelt(schema)).unwrap()
}

fn document(schema: &Value, received: bool) -> String {
    let content = json!({ "application/json": { "schema": schema } });
    let mut operation =
        json!({ "operationId": "x", "responses": { "204": { "description": "d" } } });
    if received {
        operation["responses"] = json!({ "200": { "description": "d", "content": content } });
    } else {
        operation["requestBody"] = json!({ "required": true, "content": content });
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "t", "version": "1" },
        "paths": { "/x": { "post": operation } }
    })
    .to_string()
}

fn cases() -> u64 {
    std::env::var("DRIFT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(400)
}

#[test]
fn another_validator_confirms_every_witness_and_refutes_no_containment() {
    let mut tally = std::collections::BTreeMap::<String, usize>::new();
    for seed in 0..cases() {
        let mut dice = Dice(seed);
        let plain = dice.chance(2);
        let base = schema(&mut dice, 0, plain);
        let new = if dice.chance(4) {
            schema(&mut dice, 0, plain)
        } else {
            varied(&mut dice, &base, 0, plain)
        };
        let received = dice.chance(2);
        let drift = drift(&document(&base, received), &document(&new, received));
        let case = || {
            format!("seed {seed}, received {received}\nbase {base}\nnew  {new}\n{}", lines(&drift))
        };
        let (old, now) = (validator(&base), validator(&new));
        *tally.entry(drift.verdict.to_string()).or_default() += 1;
        for difference in &drift.findings {
            for evidence in &difference.finding.evidence {
                let (own, other) = match evidence.label.as_ref() {
                    "only the base takes" => (&old, &now),
                    "only the new one takes" => (&now, &old),
                    _ => continue,
                };
                let witness: Value = serde_json::from_str(&evidence.text).unwrap();
                assert!(
                    own.is_valid(&witness) && !other.is_valid(&witness),
                    "{witness}\n{}",
                    case()
                );
            }
        }
        for _ in 0..60 {
            let from = if dice.chance(2) { &base } else { &new };
            let sample = value(&mut dice, from, 0);
            // Whether null fits when several alternatives take it is lowering's own rule.
            if sample.to_string().contains("null") && !plain {
                continue;
            }
            let (by_old, by_new) = (old.is_valid(&sample), now.is_valid(&sample));
            if drift.verdict == Verdict::None {
                assert_eq!(by_old, by_new, "{sample}\n{}", case());
            }
            // Samples hold the names of the schema that they were made from and fresh ones, just
            // as a sender does, as long as the schema is not composed.
            let sender = if received { &new } else { &base };
            let (sent, read) = if received { (by_new, by_old) } else { (by_old, by_new) };
            if plain && drift.verdict == Verdict::NonBreaking && std::ptr::eq(from, sender) {
                assert!(!sent || read, "{sample}\n{}", case());
            }
        }
    }
    let undecided = tally.get("undecided").copied().unwrap_or_default();
    println!("{tally:?}");
    assert!(tally.len() >= 3, "{tally:?}");
    assert!(
        undecided * 10 <= usize::try_from(cases()).unwrap(),
        "too much is left open: {tally:?}"
    );
}
