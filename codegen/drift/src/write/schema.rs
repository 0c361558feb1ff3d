//! A schema as it was read in, the same as OpenAPI 3.0 writes it out.
//!
//! Whoever asks says which components are referred to; the others are put in. A schema that contains
//! itself is written as any value where it does, and so is what lies beyond the limit.

use super::{MOST_SCHEMAS, Writer};
use oasis_model::ir::{Additional, Api, Kind, Numbers, Object, Schema, SchemaId, Union};
use serde_json::{Map, Value, json};

/// A schema of a page, with a description and all that it refers to.
pub(crate) fn described(api: &Api, id: SchemaId) -> Value {
    let mut refer = |_| None;
    let mut writer = Writer { claims: false, ..Writer::curated(api, &mut refer) };
    writer.described(id)
}

/// The same, with references to the components of the same API.
pub(crate) fn referring(api: &Api, id: SchemaId) -> Value {
    let mut refer = |id| Some(api.schema(id).at.clone());
    Writer::curated(api, &mut refer).described(id)
}

/// Whether two schemas say the same, prose aside.
pub(crate) fn same(one: (&Api, SchemaId), other: (&Api, SchemaId)) -> bool {
    let bare = |(api, id): (&Api, SchemaId)| {
        let mut refer = |_| None;
        let mut writer = Writer { claims: false, tags: true, ..Writer::new(api, &mut refer) };
        let mut value = writer.schema(id);
        crate::pages::html::elements::each(&mut value, &mut |map| drop(map.remove("description")));
        value
    };
    bare(one) == bare(other)
}

/// A schema behind aliases and unions of one, and whether null is allowed on the way.
pub(crate) fn resolved(api: &Api, id: SchemaId) -> (SchemaId, bool) {
    let (mut id, mut nullable) = (id, api.schema(id).nullable);
    for _ in 0..api.schemas.len() {
        let Some(next) = inner(api.schema(id)) else { break };
        id = next;
        nullable |= api.schema(id).nullable;
    }
    (id, nullable)
}

/// What a schema only wraps.
fn inner(schema: &Schema) -> Option<SchemaId> {
    match &schema.kind {
        Kind::Alias(target) => Some(*target),
        Kind::OneOf(union) | Kind::AnyOf(union) => match union.variants.as_slice() {
            [only] => Some(*only),
            _ => None,
        },
        _ => None,
    }
}

impl Writer<'_> {
    /// A schema where it is used.
    pub(crate) fn schema(&mut self, id: SchemaId) -> Value {
        let pointer = self.api.schema(id).component.then(|| (self.refer)(id)).flatten();
        match pointer {
            Some(pointer) => json!({ "$ref": format!("#{pointer}") }),
            None => self.definition(id),
        }
    }

    /// A schema itself, even of a component that is referred to elsewhere.
    pub(crate) fn definition(&mut self, id: SchemaId) -> Value {
        if self.around.contains(&id) || self.count > MOST_SCHEMAS {
            return json!({});
        }
        self.count += 1;
        self.around.push(id);
        let found = self.api.schema(id);
        let written = match inner(found) {
            Some(inner) => self.schema(inner),
            None => self.keywords(&found.kind),
        };
        self.around.pop();
        self.with_own(found, written)
    }

    /// A schema with a description, which a reference cannot have beside it.
    pub(crate) fn described(&mut self, id: SchemaId) -> Value {
        let mut schema = self.schema(id);
        let Some(prose) = self.prose else { return schema };
        if schema.get("$ref").is_some() {
            schema = json!({"allOf": [schema]});
        }
        if schema.get("description").is_none() {
            schema["description"] = json!(prose);
        }
        schema
    }

    /// What a schema says beside its kind.
    fn with_own(&self, found: &Schema, written: Value) -> Value {
        let mut own = Map::new();
        let mut set = |key: &str, value: Option<Value>| {
            own.extend(value.map(|value| (key.to_owned(), value)));
        };
        set("default", found.default.clone());
        set("description", found.docs.description.clone().map(Value::String));
        set("deprecated", found.docs.deprecated.then_some(json!(true)));
        set("readOnly", found.read_only.then_some(json!(true)));
        set("writeOnly", found.write_only.then_some(json!(true)));
        set("x-constant", found.constant.clone());
        set("x-personal", found.personal.then_some(json!(true)));
        set("x-name", found.called.clone().map(Value::String));
        set("enum", found.values.clone().map(Value::Array));
        self.claim(&found.claim, &mut own);
        let Value::Object(mut map) = written else { return written };
        let bare = map.is_empty() && matches!(found.kind, Kind::Any) && found.values.is_none();
        if map.contains_key("$ref") && !own.is_empty() {
            map = Map::from_iter([("allOf".to_owned(), json!([map]))]);
        }
        let values = own.shift_remove("enum");
        map.extend(values.map(|values| ("enum".to_owned(), values)));
        let mut map = if found.nullable && !bare { or_null(map) } else { map };
        map.extend(own);
        Value::Object(map)
    }

    fn keywords(&mut self, kind: &Kind) -> Value {
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
                "items": rules.items.map_or_else(|| json!({}), |items| self.schema(items)),
            })),
            Kind::Object(rules) => self.object(rules),
            Kind::OneOf(union) => self.union("oneOf", union),
            Kind::AnyOf(union) => self.union("anyOf", union),
            Kind::AllOf(parts) => json!({"allOf": self.all(parts)}),
            Kind::Not(inner) => json!({"not": self.schema(*inner)}),
        }
    }

    fn all(&mut self, ids: &[SchemaId]) -> Vec<Value> {
        ids.iter().map(|id| self.schema(*id)).collect()
    }

    fn union(&mut self, keyword: &str, union: &Union) -> Value {
        let variants = self.all(&union.variants);
        let discriminator = union.discriminator.as_ref().and_then(|discriminator| {
            let pairs = variants.iter().zip(&discriminator.values);
            self.discriminator(&discriminator.property, pairs)
        });
        present(json!({ keyword: variants, "discriminator": discriminator }))
    }

    fn object(&mut self, rules: &Object) -> Value {
        let properties: Map<String, Value> = rules
            .properties
            .iter()
            .map(|property| (property.name.clone(), self.described(property.schema)))
            .collect();
        let required: Vec<&str> = (rules.properties.iter())
            .filter(|property| property.required)
            .map(|property| property.name.as_str())
            .chain(rules.required_undeclared.iter().map(String::as_str))
            .collect();
        let additional = match &rules.additional {
            Additional::Unstated => Value::Null,
            Additional::Any => json!(true),
            Additional::Refused => json!(false),
            Additional::Schema(id) => self.schema(*id),
        };
        let discriminator = rules.discriminator.as_ref().and_then(|discriminator| {
            let children = discriminator.children.iter();
            let pairs: Vec<_> =
                children.map(|child| (self.schema(child.schema), &child.values)).collect();
            self.discriminator(&discriminator.property, pairs.iter().map(|(a, b)| (a, *b)))
        });
        present(json!({
            "type": "object",
            "additionalProperties": additional,
            "minProperties": rules.min_properties,
            "maxProperties": rules.max_properties,
            "required": (!required.is_empty()).then_some(required),
            "properties": (!properties.is_empty()).then_some(properties),
            "discriminator": discriminator,
        }))
    }

    /// A discriminator, which only alternatives with a name can have.
    fn discriminator<'v>(
        &self,
        property: &str,
        pairs: impl Iterator<Item = (&'v Value, &'v Vec<String>)>,
    ) -> Option<Value> {
        let mut mapping = Map::new();
        for (schema, values) in pairs {
            let target = schema.get("$ref").or(self.tags.then_some(schema))?;
            mapping.extend(values.iter().map(|value| (value.clone(), target.clone())));
        }
        Some(json!({ "propertyName": property, "mapping": mapping }))
    }
}

fn or_null(mut map: Map<String, Value>) -> Map<String, Value> {
    if map.contains_key("type") {
        map.insert("nullable".to_owned(), json!(true));
        if let Some(Value::Array(values)) = map.get_mut("enum") {
            values.push(Value::Null);
        }
        return map;
    }
    let only_null = json!({"type": "object", "nullable": true, "enum": [null]});
    Map::from_iter([("anyOf".to_owned(), json!([map, only_null]))])
}

fn numbers(name: &str, rules: &Numbers) -> Value {
    present(json!({
        "type": name, "format": rules.format, "multipleOf": rules.multiple_of,
        "minimum": rules.minimum, "maximum": rules.maximum,
        "exclusiveMinimum": rules.exclusive_minimum.then_some(true),
        "exclusiveMaximum": rules.exclusive_maximum.then_some(true),
    }))
}

/// The keywords that are there.
fn present(mut keywords: Value) -> Value {
    if let Value::Object(map) = &mut keywords {
        map.retain(|_, value| !value.is_null());
    }
    keywords
}
