//! Random schemas: a root and components that may refer to each other and to themselves, as one
//! JSON object `{root, components}`.

use super::dice::Dice;
use super::scalars::{bounds, listed, numbers, texts};
use serde_json::{Map, Value, json};

/// Names of members that invite mistakes; all others differ from level to level.
const ODD: [&str; 4] = ["__proto__", "", "a/b~c", "\u{e4}"];

/// How wild the schemas are.
#[derive(Clone, Copy)]
pub(super) struct Taste {
    /// Unions, `allOf` and `not` appear.
    pub(super) composed: bool,
    /// So many components may be referred to.
    pub(super) components: usize,
}

/// A root with its components.
pub(super) fn pair_of(dice: &mut Dice, taste: Taste) -> Value {
    let mut components = Map::new();
    for index in 0..taste.components {
        let mut schema = object(dice, 1, taste);
        if dice.chance(3) {
            schema = self::schema(dice, 1, Taste { components: 0, ..taste });
        }
        components.insert(format!("C{index}"), schema);
    }
    json!({ "root": schema(dice, 0, taste), "components": components })
}

/// A random schema.
pub(super) fn schema(dice: &mut Dice, depth: usize, taste: Taste) -> Value {
    let kinds = if depth > 3 {
        5
    } else if !taste.composed || depth > 2 {
        9
    } else {
        15
    };
    let mut schema = match dice.roll(kinds) {
        0 => json!({ "type": "boolean" }),
        1 | 2 => numbers(dice),
        3 => texts(dice),
        4 => listed(dice),
        5 if taste.components > 0 => return reference(dice, taste),
        5 | 6 => array(dice, depth, taste),
        7 | 8 => object(dice, depth, taste),
        9 => json!({ "oneOf": several(dice, depth, taste) }),
        10 => json!({ "anyOf": several(dice, depth, taste) }),
        11 => json!({ "allOf": several(dice, depth, taste) }),
        12 => json!({ "not": without_null(self::schema(dice, depth + 1, taste)) }),
        13 => {
            let mut base = object(dice, depth, taste);
            base[dice.pick(&["allOf", "oneOf", "anyOf"])] = json!(several(dice, depth, taste));
            base
        }
        _ => json!({}),
    };
    let typed = schema.get("type").is_some();
    if (typed && dice.chance(6)) || (schema != json!({}) && dice.chance(30)) {
        schema["nullable"] = json!(true);
    }
    if dice.chance(25) && !typed_otherwise(&schema) {
        schema.as_object_mut().unwrap().shift_remove("type");
    }
    schema
}

/// Whether the type could not be told from the other keywords.
fn typed_otherwise(schema: &Value) -> bool {
    super::judge::implied(schema).is_none_or(|kind| schema["type"] != kind)
}

fn reference(dice: &mut Dice, taste: Taste) -> Value {
    json!({ "$ref": format!("#/components/schemas/C{}", dice.roll(taste.components)) })
}

pub(super) fn several(dice: &mut Dice, depth: usize, taste: Taste) -> Vec<Value> {
    // What is made of itself without a step into a part is no schema.
    let taste = Taste { components: 0, ..taste };
    (0..=dice.roll(3)).map(|_| without_null(schema(dice, depth + 1, taste))).collect()
}

/// Null in one of several alternatives is a matter of lowering, which has tests of its own.
pub(super) fn without_null(mut schema: Value) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.shift_remove("nullable");
    }
    schema
}

fn array(dice: &mut Dice, depth: usize, taste: Taste) -> Value {
    let mut array = json!({ "type": "array", "items": schema(dice, depth + 1, taste) });
    bounds(dice, &mut array, "minItems", "maxItems");
    if dice.chance(5) {
        array["uniqueItems"] = json!(true);
    }
    array
}

pub(super) fn object(dice: &mut Dice, depth: usize, taste: Taste) -> Value {
    let mut names = vec![format!("a{depth}"), format!("b{depth}"), format!("c{depth}")];
    if dice.chance(6) {
        names[2] = dice.pick(&ODD).to_owned();
    }
    let mut schema = json!({ "type": "object" });
    let mut properties = Map::new();
    for _ in 0..dice.roll(4) {
        let mut inner = self::schema(dice, depth + 1, taste);
        if inner.get("$ref").is_none() && dice.chance(12) {
            inner[dice.pick(&["readOnly", "writeOnly"])] = json!(true);
        }
        properties.insert(dice.pick(&names), inner);
    }
    let required: Vec<String> = names.iter().filter(|_| dice.chance(3)).cloned().collect();
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema["properties"] = Value::Object(properties);
    match dice.roll(8) {
        0 => schema["additionalProperties"] = json!(false),
        1 => schema["additionalProperties"] = self::schema(dice, depth + 1, taste),
        2 => schema["additionalProperties"] = json!(true),
        _ => {}
    }
    if dice.chance(5) {
        bounds(dice, &mut schema, "minProperties", "maxProperties");
    }
    schema
}

/// A document in which the root is what one operation sends or receives.
pub(in super::super) fn document(schemas: &Value, received: bool) -> String {
    let content = json!({ "application/json": { "schema": schemas["root"] } });
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
        "paths": { "/x": { "post": operation } },
        "components": { "schemas": schemas["components"] }
    })
    .to_string()
}
