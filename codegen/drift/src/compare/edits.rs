//! What would settle a difference: the edit of the base after which it says what the new document
//! says. There is none where an edit of one element cannot express it, such as a new property.

use super::words::words;
use crate::contain::Aspect;
use oasis_model::ir::{Additional, Api, Kind, Schema, SchemaId};
use oasis_model::settle::{Change, Edit};
use serde_json::{Value, json};

/// An edit of an element of the base. Its basis stays as it is.
pub(super) fn edit(at: &str, change: Change) -> Edit {
    Edit { at: at.to_owned(), change, observed: None }
}

/// The edits of a schema of the base that settle a difference in this aspect.
pub(super) fn of_schema(
    aspect: &Aspect,
    (base, old): (&Api, SchemaId),
    (new, now): (&Api, SchemaId),
) -> Vec<Edit> {
    let at = &base.schema(old).at;
    let (before, after) = (base.schema(base.resolve(old).0), new.schema(new.resolve(now).0));
    let keyword = |key: &str| {
        let value = written(after, key);
        (value != written(before, key)).then(|| edit(at, Change::Keyword(key.to_owned(), value)))
    };
    let keywords = |keys: &[&str]| keys.iter().filter_map(|key| keyword(key)).collect();
    match aspect {
        Aspect::Null => vec![edit(at, Change::Nullable(new.resolve(now).1))],
        Aspect::Value(value) => match &after.values {
            Some(values) if values.contains(value) => {
                vec![edit(at, Change::EnumValue(value.clone()))]
            }
            _ => keywords(&["enum"]),
        },
        Aspect::Required(name) => required(name, before, after)
            .map(|required| edit(at, Change::Required(name.clone(), required)))
            .into_iter()
            .collect(),
        Aspect::Type(_) if is_scalar(before) && is_scalar(after) => keywords(&[
            "type",
            "format",
            "pattern",
            "minLength",
            "maxLength",
            "minimum",
            "maximum",
            "multipleOf",
        ]),
        kind => keywords(words(kind).edited),
    }
}

/// Whether the new object requires a property that both declare.
fn required(name: &str, before: &Schema, after: &Schema) -> Option<bool> {
    let declared = |schema: &Schema| match &schema.kind {
        Kind::Object(object) => {
            let found = object.properties.iter().find(|property| property.name == name);
            found.map(|property| property.required)
        }
        _ => None,
    };
    declared(before).and(declared(after))
}

fn is_scalar(schema: &Schema) -> bool {
    matches!(schema.kind, Kind::Boolean | Kind::Integer(_) | Kind::Number(_) | Kind::String(_))
}

/// What a schema writes at a keyword; null: nothing.
fn written(schema: &Schema, keyword: &str) -> Value {
    let flag = |set: bool| if set { Value::Bool(true) } else { Value::Null };
    match (keyword, &schema.kind) {
        ("enum", _) => json!(schema.values),
        ("type", kind) => match kind {
            Kind::Boolean => json!("boolean"),
            Kind::Integer(_) => json!("integer"),
            Kind::Number(_) => json!("number"),
            Kind::String(_) => json!("string"),
            _ => Value::Null,
        },
        ("minimum", Kind::Integer(rules) | Kind::Number(rules)) => json!(rules.minimum),
        ("maximum", Kind::Integer(rules) | Kind::Number(rules)) => json!(rules.maximum),
        ("exclusiveMinimum", Kind::Integer(rules) | Kind::Number(rules)) => {
            flag(rules.exclusive_minimum)
        }
        ("exclusiveMaximum", Kind::Integer(rules) | Kind::Number(rules)) => {
            flag(rules.exclusive_maximum)
        }
        ("multipleOf", Kind::Integer(rules) | Kind::Number(rules)) => json!(rules.multiple_of),
        ("format", Kind::Integer(rules) | Kind::Number(rules)) => json!(rules.format),
        ("format", Kind::String(rules)) => json!(rules.format),
        ("pattern", Kind::String(rules)) => json!(rules.pattern),
        ("minLength", Kind::String(rules)) => json!(rules.min_length),
        ("maxLength", Kind::String(rules)) => json!(rules.max_length),
        ("minItems", Kind::Array(rules)) => json!(rules.min_items),
        ("maxItems", Kind::Array(rules)) => json!(rules.max_items),
        ("uniqueItems", Kind::Array(rules)) => flag(rules.unique),
        ("minProperties", Kind::Object(rules)) => json!(rules.min_properties),
        ("maxProperties", Kind::Object(rules)) => json!(rules.max_properties),
        ("additionalProperties", Kind::Object(rules)) => match rules.additional {
            Additional::Refused => json!(false),
            Additional::Any => json!(true),
            Additional::Unstated | Additional::Schema(_) => Value::Null,
        },
        _ => Value::Null,
    }
}
