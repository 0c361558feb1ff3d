//! A schema as it was read in, the same as OpenAPI 3.0 writes it out: for what an edit adds.
//!
//! References are put in, unless the components are those of the specification. A schema that contains itself is written as any value where it does, and so is
//! what lies beyond the limit.

use oasis_model::ir::{Additional, Api, Claim, Kind, Numbers, Object, SchemaId};
use serde_json::{Map, Value, json};

/// What stands where a page has no prose.
pub(super) const NO_PROSE: &str = "The page does not say what it means.";

/// Limit on the schemas that are written, those counted that occur several times: nobody pastes more.
const MOST_SCHEMAS: usize = 5_000;

/// The schemas around the one that is written, and how many have been.
#[derive(Default)]
struct Around {
    ids: Vec<SchemaId>,
    count: usize,
    /// Components are referred to.
    refers: bool,
}

/// A schema of a page, with a description.
pub(super) fn described(api: &Api, id: SchemaId) -> Value {
    with_prose(schema(api, id, &mut Around::default()))
}

/// The same, with references to components.
pub(super) fn referring(api: &Api, id: SchemaId) -> Value {
    with_prose(schema(api, id, &mut Around { refers: true, ..Around::default() }))
}

/// What is written beside an element about how it is known.
pub(super) fn claim(claim: &Claim) -> Map<String, Value> {
    let mut map = Map::new();
    if claim.stated {
        map.insert("x-basis".to_owned(), json!(claim.basis.to_string()));
        map.extend(claim.because.as_ref().map(|why| ("x-because".to_owned(), json!(why))));
    }
    map
}

/// A schema with a description, which a reference cannot have beside it.
fn with_prose(mut schema: Value) -> Value {
    if schema.get("$ref").is_some() {
        schema = json!({"allOf": [schema]});
    }
    if schema.get("description").is_none() {
        schema["description"] = json!(NO_PROSE);
    }
    schema
}

fn schema(api: &Api, id: SchemaId, around: &mut Around) -> Value {
    let own = claim(&api.schema(id).claim);
    let (id, nullable) = resolved(api, id);
    let found = api.schema(id);
    if around.refers && found.component {
        let mut map = Map::new();
        map.insert("$ref".to_owned(), json!(format!("#{}", found.at)));
        let mut schema = match (nullable, own.is_empty()) {
            (true, _) => or_null(map),
            (false, true) => return Value::Object(map),
            (false, false) => json!({"allOf": [map]}),
        };
        schema.as_object_mut().into_iter().for_each(|map| map.extend(own.clone()));
        return schema;
    }
    if around.ids.contains(&id) || around.count > MOST_SCHEMAS {
        return json!({});
    }
    around.count += 1;
    around.ids.push(id);
    let mut map = match keywords(api, &found.kind, around) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    around.ids.pop();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(key.to_owned(), value);
        }
    };
    set("enum", found.values.clone().map(Value::Array));
    set("default", found.default.clone());
    set("description", found.docs.description.clone().map(Value::String));
    set("deprecated", found.docs.deprecated.then_some(json!(true)));
    if around.refers {
        map.extend(own);
    }
    if nullable {
        return or_null(map);
    }
    Value::Object(map)
}

fn or_null(mut map: Map<String, Value>) -> Value {
    if map.contains_key("type") {
        map.insert("nullable".to_owned(), json!(true));
        if let Some(Value::Array(values)) = map.get_mut("enum") {
            values.push(Value::Null);
        }
        return Value::Object(map);
    }
    let only_null = json!({"type": "object", "nullable": true, "enum": [null]});
    json!({"anyOf": [map, only_null]})
}

/// Whether two schemas say the same, prose aside.
pub(super) fn same(one: (&Api, SchemaId), other: (&Api, SchemaId)) -> bool {
    let bare = |(api, id): (&Api, SchemaId)| {
        let mut value = schema(api, id, &mut Around::default());
        super::html::elements::each(&mut value, &mut |map| drop(map.remove("description")));
        value
    };
    bare(one) == bare(other)
}

/// A schema behind aliases and unions of one, and whether null is allowed on the way.
pub(super) fn resolved(api: &Api, id: SchemaId) -> (SchemaId, bool) {
    let (mut id, mut nullable) = api.resolve(id);
    for _ in 0..api.schemas.len() {
        let (Kind::OneOf(union) | Kind::AnyOf(union)) = &api.schema(id).kind else { break };
        let [only] = union.variants.as_slice() else { break };
        let (next, also) = api.resolve(*only);
        (id, nullable) = (next, nullable || also);
    }
    (id, nullable)
}

fn keywords(api: &Api, kind: &Kind, around: &mut Around) -> Value {
    match kind {
        Kind::Any | Kind::Alias(_) => json!({}),
        Kind::Never => json!({"not": {}}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Integer(rules) => numbers("integer", rules),
        Kind::Number(rules) => numbers("number", rules),
        Kind::String(rules) => present(json!({
            "type": "string", "format": rules.format, "pattern": rules.pattern,
            "minLength": rules.min_length, "maxLength": rules.max_length,
        })),
        Kind::Array(rules) => present(json!({
            "type": "array", "minItems": rules.min_items, "maxItems": rules.max_items,
            "uniqueItems": rules.unique.then_some(true),
            "items": rules.items.map_or_else(|| json!({}), |items| schema(api, items, around)),
        })),
        Kind::Object(rules) => object(api, rules, around),
        Kind::OneOf(union) => json!({"oneOf": all(api, &union.variants, around)}),
        Kind::AnyOf(union) => json!({"anyOf": all(api, &union.variants, around)}),
        Kind::AllOf(parts) => json!({"allOf": all(api, parts, around)}),
        Kind::Not(inner) => json!({"not": schema(api, *inner, around)}),
    }
}

fn all(api: &Api, ids: &[SchemaId], around: &mut Around) -> Vec<Value> {
    ids.iter().map(|id| schema(api, *id, around)).collect()
}

fn numbers(name: &str, rules: &Numbers) -> Value {
    present(json!({
        "type": name, "format": rules.format, "multipleOf": rules.multiple_of,
        "minimum": rules.minimum, "maximum": rules.maximum,
        "exclusiveMinimum": rules.exclusive_minimum.then_some(true),
        "exclusiveMaximum": rules.exclusive_maximum.then_some(true),
    }))
}

fn object(api: &Api, rules: &Object, around: &mut Around) -> Value {
    let properties: Map<String, Value> = rules
        .properties
        .iter()
        .map(|property| (property.name.clone(), with_prose(schema(api, property.schema, around))))
        .collect();
    let required: Vec<&str> = (rules.properties.iter().filter(|property| property.required))
        .map(|property| property.name.as_str())
        .collect();
    let additional = match &rules.additional {
        Additional::Unstated => Value::Null,
        Additional::Any => json!(true),
        Additional::Refused => json!(false),
        Additional::Schema(id) => schema(api, *id, around),
    };
    present(json!({
        "type": "object",
        "additionalProperties": additional,
        "minProperties": rules.min_properties,
        "maxProperties": rules.max_properties,
        "required": (!required.is_empty()).then_some(required),
        "properties": (!properties.is_empty()).then_some(properties),
    }))
}

/// The keywords that are there.
fn present(mut keywords: Value) -> Value {
    if let Value::Object(map) = &mut keywords {
        map.retain(|_, value| !value.is_null());
    }
    keywords
}
