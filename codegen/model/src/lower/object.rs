//! Objects: members with their claims, and what holds for members that are not declared.

use super::Lowering;
use super::claim::{required_reading, says_basis};
use super::parts::Parts;
use crate::ir::{Additional, Claim, Kind, Object, Property, Reading, SchemaId};
use crate::name::{Name, Scope, escape_pointer, pascal, snake};
use openapiv3::{AdditionalProperties, ReferenceOr, Schema as Model};
use std::collections::HashSet;

impl<'d> Lowering<'d> {
    /// The object that `parts` describe; `id` is where its schema will be kept.
    pub(super) fn object(
        &mut self,
        id: SchemaId,
        model: &'d Model,
        parts: &Parts<'d>,
        claim: &Claim,
        at: &str,
        name: &Name,
    ) -> Object {
        let certain = required_reading(|key| model.schema_data.extensions.get(key));
        let doubtful =
            |member: &str| certain.as_ref().is_some_and(|certain| !certain.contains(&member));
        let names: HashSet<&str> = parts.required.iter().map(String::as_str).collect();
        let declared: HashSet<&str> = parts.properties.iter().map(|(wire, _)| *wire).collect();
        let mut fields = Scope::with(&["additional"]);
        let mut properties = Vec::new();
        for (wire, schema) in &parts.properties {
            let at = format!("{at}/properties/{}", escape_pointer(wire));
            let hint = format!("{}{}", name.rust, pascal(wire).rust);
            let required = names.contains(wire);
            let mut own = self.member_claim(schema, claim, &at);
            if required && doubtful(wire) && !own.may_be_absent() {
                own.plausible.push(Reading::Required(false));
            }
            let schema = self.boxed(schema, &at, &hint);
            properties.push(Property {
                name: fields.claim(snake(wire)),
                required,
                schema,
                claim: own,
            });
        }
        let undeclared: Vec<String> = parts
            .required
            .iter()
            .filter(|member| !declared.contains(member.as_str()))
            .cloned()
            .collect();
        self.doubtful.insert(
            id,
            undeclared.iter().filter(|member| doubtful(member)).cloned().collect::<HashSet<_>>(),
        );
        Object {
            properties,
            required_undeclared: undeclared,
            additional: self.additional(parts.additional, at, name),
            min_properties: parts.min_properties,
            max_properties: parts.max_properties,
        }
    }

    /// A member without a basis of its own has that of the object that declares it.
    fn member_claim(
        &mut self,
        schema: &'d ReferenceOr<Box<Model>>,
        object: &Claim,
        at: &str,
    ) -> Claim {
        let inherited = Claim {
            basis: object.basis,
            because: object.because.clone(),
            source: object.source.clone(),
            plausible: Vec::new(),
        };
        let ReferenceOr::Item(model) = schema else { return inherited };
        let extensions = &model.schema_data.extensions;
        // What is wrong with the keys is said when the schema itself is lowered.
        let said = self.findings.len();
        let own = self.claim(|key| extensions.get(key), at);
        self.findings.truncate(said);
        // Other readings of the value belong to the value's schema.
        let required = |reading: &Reading| matches!(reading, Reading::Required(_));
        let plausible = own.plausible.iter().filter(|reading| required(reading)).cloned().collect();
        let basis = if says_basis(|key| extensions.get(key)) { own } else { inherited };
        Claim { plausible, ..basis }
    }

    fn additional(
        &mut self,
        additional: Option<&'d AdditionalProperties>,
        at: &str,
        name: &Name,
    ) -> Additional {
        match additional {
            None => Additional::Unstated,
            Some(AdditionalProperties::Any(true)) => Additional::Any,
            Some(AdditionalProperties::Any(false)) => Additional::Refused,
            Some(AdditionalProperties::Schema(schema)) => {
                let at = format!("{at}/additionalProperties");
                let id = self.schema(schema, &at, &format!("{}Value", name.rust));
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
