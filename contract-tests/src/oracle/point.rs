//! One keyword of the specification that a value bears on: which one, at which place, how surely known.
//!
//! A point is made of a violation, or of a place and a keyword. It knows how findings about it are
//! grouped and worded; whether the keyword is broken or kept is its owner's business.

use super::{places::Place, scene::is_fact};
use crate::joi::{Generation, Step, label};
use oasis_model::{
    conform::Violation,
    finding::Basis,
    ir::{Api, Kind, Labels, Schema, SchemaId},
    pointer::{escape_pointer, unescape_pointer},
};
use serde_json::Value;

/// One keyword that a value bears on.
#[derive(Clone, Debug)]
pub(super) struct Point {
    /// JSON pointer of the value, or of the property that is absent; `?name` for a parameter.
    pub(super) pointer: String,
    /// What is there, in a few words, such as `null at session.code`.
    pub(super) seen: String,
    /// The keyword.
    pub(super) keyword: &'static str,
    /// How the keyword is known.
    pub(super) basis: Basis,
    /// JSON pointer of the keyword in the specification.
    pub(super) claim: String,
    /// JSON pointer of the schema of the object in which the property stands.
    pub(super) object: String,
    /// The property; none: it is no property's value, or any property of the object will do.
    pub(super) element: Option<String>,
    /// The schema that has the keyword, as the property refers to it.
    pub(super) schema: SchemaId,
}

impl Point {
    /// Whether contradicting it is an error.
    pub(super) fn is_fact(&self) -> bool {
        is_fact(self.basis)
    }

    /// Whether it is about a parameter rather than the body.
    pub(super) fn is_parameter(&self) -> bool {
        self.pointer.starts_with('?')
    }

    /// What makes findings about it one: the object and the kind of keyword.
    pub(super) fn group(&self) -> String {
        format!("{}|{}", self.object, self.keyword)
    }

    /// The keyword that a violation breaks in a body.
    pub(super) fn of_violation(api: &Api, violation: &Violation, body: &Value) -> Self {
        let owner = violation.property.as_ref();
        let object = owner.map_or(violation.schema, |owner| owner.object);
        let missing = owner.filter(|_| violation.keyword == "required");
        let pointer = match missing {
            Some(owner) => format!("{}/{}", violation.instance, escape_pointer(&owner.property)),
            None => violation.instance.clone(),
        };
        Self {
            seen: seen(&name(&pointer), body.pointer(&pointer)),
            pointer,
            keyword: violation.keyword,
            basis: violation.basis(api),
            claim: violation.at(api),
            object: api.schema(object).at.clone(),
            element: owner.map(|owner| owner.property.clone()),
            schema: violation.schema,
        }
    }

    /// A keyword as it stands, or would stand, at a place; none where no schema speaks of the place.
    pub(super) fn at(api: &Api, place: &Place<'_>, keyword: &'static str) -> Option<Self> {
        let others = "additionalProperties";
        let is_other = keyword == others || place.free.is_some() || place.is_undeclared();
        let (keyword, schema, basis) = match (place.property, place.schemas.first()) {
            _ if is_other => {
                let schema = place.free.or(place.object)?;
                (others, schema, api.schema_basis(schema, others))
            }
            (Some((owner, property)), _) => {
                (keyword, property.schema, api.property_basis(owner, property, keyword))
            }
            (None, Some(schema)) => (keyword, *schema, api.schema_basis(*schema, keyword)),
            (None, None) => return None,
        };
        let object = if is_other { schema } else { place.object.unwrap_or(schema) };
        let written = match keyword {
            "required" => object,
            _ if is_other => schema,
            _ => api.resolve(schema).0,
        };
        let element = place.property.filter(|_| !is_other).map(|(_, it)| it.name.clone());
        let name = name(&place.pointer);
        Some(Self {
            pointer: place.pointer.clone(),
            seen: if is_other { format!("the property {name}") } else { seen(&name, place.value) },
            keyword,
            // Readers of one format differ, and no page says which one is used.
            basis: if keyword == "format" { Basis::Assumed } else { basis },
            claim: format!("{}/{keyword}", api.schema(written).at),
            object: api.schema(object).at.clone(),
            element,
            schema,
        })
    }

    /// What the specification says where the keyword is broken.
    pub(super) fn claimed(&self, api: &Api) -> String {
        match self.keyword {
            "nullable" => "not null".to_owned(),
            "required" if self.pointer.is_empty() => "a body is required".to_owned(),
            "required" => "required".to_owned(),
            "additionalProperties" => "no other properties".to_owned(),
            keyword => {
                let value = written(api.schema(api.resolve(self.schema).0), keyword);
                value.map_or(keyword.to_owned(), |value| format!("{keyword} {value}"))
            }
        }
    }

    /// What the specification says, by its words or by its silence, where the keyword is kept.
    pub(super) fn allowed(&self, api: &Api) -> String {
        match self.keyword {
            "nullable" => "null is allowed".to_owned(),
            "required" => "not required".to_owned(),
            "additionalProperties" => "other properties are allowed".to_owned(),
            keyword => match written(api.schema(api.resolve(self.schema).0), keyword) {
                Some(value) => format!("{keyword} {value}"),
                None => format!("no {keyword}"),
            },
        }
    }

    /// Whether the schema is an object that an `allOf` put together, so that its own keywords stand elsewhere.
    pub(super) fn is_merged(&self, api: &Api) -> bool {
        let (id, _) = api.resolve(self.schema);
        matches!(&api.schema(id).kind, Kind::Object(rules) if !rules.extends.is_empty())
    }
}

/// What a schema says with a keyword; `None` if it has none, or more than fits into a message.
fn written(schema: &Schema, keyword: &str) -> Option<String> {
    let count = |limit: &Option<u64>| limit.map(|limit| limit.to_string());
    let number = |limit: &Option<serde_json::Number>| limit.as_ref().map(ToString::to_string);
    match (&schema.kind, keyword) {
        (_, "enum") => {
            let values: Vec<String> =
                schema.values.as_ref()?.iter().map(Value::to_string).collect();
            Some(values.join(", "))
        }
        (Kind::Boolean, "type") => Some("boolean".to_owned()),
        (Kind::Integer(_), "type") => Some("integer".to_owned()),
        (Kind::Number(_), "type") => Some("number".to_owned()),
        (Kind::String(_), "type") => Some("string".to_owned()),
        (Kind::Array(_), "type") => Some("array".to_owned()),
        (Kind::Object(_), "type") => Some("object".to_owned()),
        (Kind::Integer(it) | Kind::Number(it), "minimum") => number(&it.minimum),
        (Kind::Integer(it) | Kind::Number(it), "maximum") => number(&it.maximum),
        (Kind::Integer(it) | Kind::Number(it), "multipleOf") => number(&it.multiple_of),
        (Kind::Integer(it) | Kind::Number(it), "format") => it.format.clone(),
        (Kind::String(it), "format") => it.format.clone(),
        (Kind::String(it), "pattern") => it.pattern.clone(),
        (Kind::String(it), "minLength") => count(&it.min_length),
        (Kind::String(it), "maxLength") => count(&it.max_length),
        (Kind::Array(it), "minItems") => count(&it.min_items),
        (Kind::Array(it), "maxItems") => count(&it.max_items),
        (Kind::Object(it), "minProperties") => count(&it.min_properties),
        (Kind::Object(it), "maxProperties") => count(&it.max_properties),
        _ => None,
    }
}

/// What is at a place, in a few words.
pub(super) fn seen(name: &str, value: Option<&Value>) -> String {
    match value {
        None => format!("no {}", name.trim_start_matches("the ")),
        Some(Value::Array(_)) => format!("an array at {name}"),
        Some(Value::Object(_)) => format!("an object at {name}"),
        Some(value) => {
            let text = value.to_string();
            let cut: String = text.chars().take(60).collect();
            let rest = if cut.len() < text.len() { "…" } else { "" };
            format!("{cut}{rest} at {name}")
        }
    }
}

/// A JSON pointer as people write a path. Positions in arrays are told by their form alone.
pub(super) fn name(pointer: &str) -> String {
    let step = |token: &str| match token.parse() {
        Ok(index) => Step::Item(index),
        Err(_) => Step::Property(unescape_pointer(token).into()),
    };
    let steps: Vec<Step> = pointer.split('/').skip(1).map(step).collect();
    match steps.is_empty() {
        true => "the body".to_owned(),
        false => label(&steps, Labels::Path, Generation::Joi16),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn pointers_read_as_paths() {
        for (pointer, expected) in
            [("", "the body"), ("/a", "a"), ("/a/0/b~1c", "a[0].b/c"), ("/0", "[0]")]
        {
            assert_eq!(super::name(pointer), expected);
        }
    }
}
