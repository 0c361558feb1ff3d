//! Objects: their properties, and what holds for properties that are not declared.

use super::Lowering;
use super::parts::Parts;
use crate::ir::{Additional, Claim, Kind, Object, Property, RequiredBy, SchemaId};
use crate::pointer::escape_pointer;
use openapiv3::AdditionalProperties;
use std::collections::HashSet;

impl<'d> Lowering<'d> {
    /// The object that `parts` describe; `id` is where its schema will be kept.
    pub(super) fn object(
        &mut self,
        id: SchemaId,
        parts: &Parts<'d>,
        at: &str,
        name: &str,
    ) -> Object {
        let names: HashSet<&str> = parts.required.iter().map(String::as_str).collect();
        let mut properties = Vec::new();
        for (wire, schema) in &parts.properties {
            let at = format!("{at}/properties/{}", escape_pointer(wire));
            let hint = format!("{name} {wire}");
            properties.push(Property {
                name: (*wire).to_owned(),
                required: names.contains(wire),
                schema: self.boxed(schema, &at, &hint),
                claim: Claim::default(),
                at,
                within: id,
            });
        }
        let required = parts.required.iter();
        let mut object = Object {
            properties,
            required_by: required
                .map(|name| RequiredBy { name: name.clone(), schema: id })
                .collect(),
            additional: self.additional(parts.additional, at, name),
            min_properties: parts.min_properties,
            max_properties: parts.max_properties,
            ..Object::default()
        };
        object.note_undeclared();
        object
    }

    fn additional(
        &mut self,
        additional: Option<&'d AdditionalProperties>,
        at: &str,
        name: &str,
    ) -> Additional {
        match additional {
            None => Additional::Unstated,
            Some(AdditionalProperties::Any(true)) => Additional::Any,
            Some(AdditionalProperties::Any(false)) => Additional::Refused,
            Some(AdditionalProperties::Schema(schema)) => {
                let at = format!("{at}/additionalProperties");
                let id = self.schema(schema, &at, &format!("{name} value"));
                let anything = self.schemas[id.index()].as_ref().is_some_and(|schema| {
                    schema.kind == Kind::Any && schema.nullable && schema.values.is_none()
                });
                if anything && !self.is_component(id) {
                    Additional::Any
                } else {
                    Additional::Schema(id)
                }
            }
        }
    }
}
