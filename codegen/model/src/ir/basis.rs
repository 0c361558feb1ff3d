//! The basis of a keyword: an element and a keyword in, how surely that keyword is known out.
//!
//! What is written closest to the keyword decides: beside the property, beside the schema that it
//! refers to, then beside the schemas around it. Where nobody says anything it is documented. A
//! keyword that the document does not write is assumed, unless an `x-basis` map names it.

use super::{Additional, Api, Claim, Kind, Parameter, Property, RequiredBy, Schema, SchemaId};
use crate::finding::Basis;
use std::collections::HashSet;

/// Limit on the parts within parts that are looked into.
const MOST_PARTS: usize = 100;

impl Api {
    /// The basis of a keyword (`required`, `nullable`, `type`, ...) of a property of `owner`.
    pub fn property_basis(&self, owner: SchemaId, property: &Property, keyword: &str) -> Basis {
        if keyword == "required" {
            return self.required_basis(owner, property);
        }
        let speakers = || {
            std::iter::once(&property.claim)
                .chain(self.inward(property.schema))
                .chain(self.outward(Some(property.within)))
                .chain(self.outward(Some(owner)))
        };
        decide(self.is_written(property.schema, keyword), speakers, keyword)
    }

    /// The basis of a keyword of a schema.
    pub fn schema_basis(&self, id: SchemaId, keyword: &str) -> Basis {
        let speakers = || self.inward(id).chain(self.outward(self.schema(id).within));
        decide(self.is_written(id, keyword), speakers, keyword)
    }

    /// The basis on which a property is what it is in a keyword, written or not: a keyword that is not
    /// written is known as surely as what is written around it.
    pub fn property_known(&self, owner: SchemaId, property: &Property, keyword: &str) -> Basis {
        if keyword == "required" && property.required {
            return self.required_basis(owner, property);
        }
        let speakers = || {
            std::iter::once(&property.claim)
                .chain(self.inward(property.schema))
                .chain(self.outward(Some(property.within)))
                .chain(self.outward(Some(owner)))
        };
        decide(keyword != "nullable", speakers, keyword)
    }

    /// The same of a schema.
    pub fn schema_known(&self, id: SchemaId, keyword: &str) -> Basis {
        let speakers = || self.inward(id).chain(self.outward(self.schema(id).within));
        decide(keyword != "nullable", speakers, keyword)
    }

    /// The basis of a keyword of a parameter: `required`, or one of its schema.
    pub fn parameter_basis(&self, parameter: &Parameter, keyword: &str) -> Basis {
        match parameter.claim.basis_of(keyword) {
            Some(basis) => basis,
            None if keyword == "required" => Basis::Documented,
            None => self.schema_basis(parameter.schema, keyword),
        }
    }

    /// The claim that speaks for a property as a whole: its own, or else the nearest around it.
    pub fn property_claim<'a>(&'a self, property: &'a Property) -> &'a Claim {
        let around = || self.outward(Some(property.within)).find(|claim| claim.says_something());
        match property.claim.says_something() {
            true => &property.claim,
            false => around().unwrap_or(&property.claim),
        }
    }

    fn required_basis(&self, owner: SchemaId, property: &Property) -> Basis {
        if let Some(basis) = property.claim.basis_of("required") {
            return basis;
        }
        let mut lists = Vec::new();
        self.required_lists(owner, &mut HashSet::new(), &mut lists);
        let said = |list: SchemaId| {
            self.outward(Some(list))
                .find_map(|claim| claim.basis_of("required"))
                .unwrap_or_default()
        };
        // If several lists hold the name, the surest decides.
        let lists = lists.into_iter().filter(|entry| entry.name == property.name);
        lists.map(|entry| said(entry.schema)).min().unwrap_or_else(|| {
            let speakers = || self.outward(Some(property.within)).chain(self.outward(Some(owner)));
            decide(false, speakers, "required")
        })
    }

    /// The entries of the `required` lists of an object, or of the parts that make one.
    fn required_lists<'a>(
        &'a self,
        id: SchemaId,
        seen: &mut HashSet<SchemaId>,
        lists: &mut Vec<&'a RequiredBy>,
    ) {
        let id = self.resolve(id).0;
        match &self.schema(id).kind {
            Kind::Object(object) => lists.extend(&object.required_by),
            Kind::AllOf(parts) if seen.len() < MOST_PARTS && seen.insert(id) => {
                parts.iter().for_each(|part| self.required_lists(*part, seen, lists));
            }
            _ => {}
        }
    }

    /// The claims of a schema and of everything that it is an alias of.
    fn inward(&self, id: SchemaId) -> impl Iterator<Item = &Claim> {
        let next = |id: &SchemaId| match self.schema(*id).kind {
            Kind::Alias(target) => Some(target),
            _ => None,
        };
        // `lower` cuts cycles of aliases; the bound only keeps this total.
        let chain = std::iter::successors(Some(id), next).take(self.schemas.len());
        chain.map(|id| &self.schema(id).claim)
    }

    /// The claims of a schema and of everything that it is written inside of.
    fn outward(&self, id: Option<SchemaId>) -> impl Iterator<Item = &Claim> {
        let chain = std::iter::successors(id, |id| self.schema(*id).within);
        chain.take(self.schemas.len()).map(|id| &self.schema(id).claim)
    }

    /// Whether the document writes this keyword at the schema, aliases followed.
    fn is_written(&self, id: SchemaId, keyword: &str) -> bool {
        let (target, nullable) = self.resolve(id);
        match keyword {
            "nullable" => nullable,
            _ => is_written(self.schema(target), keyword),
        }
    }
}

/// The first basis that a speaker gives for the keyword, or the default.
fn decide<'a, I>(written: bool, speakers: impl Fn() -> I, keyword: &str) -> Basis
where
    I: Iterator<Item = &'a Claim>,
{
    let first = |keyword: &str| speakers().find_map(|claim| claim.basis_of(keyword));
    match keyword {
        _ if written => first(keyword).unwrap_or_default(),
        // Who says that a value is a string says that it is not null, unless he only saw a sample:
        // then `type` is documented and all else is inferred.
        "nullable" => first(keyword).or_else(|| first("type")).unwrap_or_default(),
        _ => speakers()
            .find_map(|claim| claim.keywords.get(keyword).copied())
            .unwrap_or(Basis::Assumed),
    }
}

fn is_written(schema: &Schema, keyword: &str) -> bool {
    match (keyword, &schema.kind) {
        ("enum", Kind::Never) => true,
        ("enum", _) => schema.values.is_some(),
        ("x-constant", _) => schema.constant.is_some(),
        ("type", kind) => has_type(kind),
        ("format", Kind::String(rules)) => rules.format.is_some(),
        ("pattern", Kind::String(rules)) => rules.pattern.is_some(),
        ("minLength", Kind::String(rules)) => rules.min_length.is_some(),
        ("maxLength", Kind::String(rules)) => rules.max_length.is_some(),
        ("format", Kind::Integer(rules) | Kind::Number(rules)) => rules.format.is_some(),
        ("minimum", Kind::Integer(rules) | Kind::Number(rules)) => rules.minimum.is_some(),
        ("maximum", Kind::Integer(rules) | Kind::Number(rules)) => rules.maximum.is_some(),
        ("multipleOf", Kind::Integer(rules) | Kind::Number(rules)) => rules.multiple_of.is_some(),
        ("items", Kind::Array(rules)) => rules.items.is_some(),
        ("minItems", Kind::Array(rules)) => rules.min_items.is_some(),
        ("maxItems", Kind::Array(rules)) => rules.max_items.is_some(),
        ("uniqueItems", Kind::Array(rules)) => rules.unique,
        ("properties", Kind::Object(rules)) => !rules.properties.is_empty(),
        ("required", Kind::Object(rules)) => !rules.required_by.is_empty(),
        ("minProperties", Kind::Object(rules)) => rules.min_properties.is_some(),
        ("maxProperties", Kind::Object(rules)) => rules.max_properties.is_some(),
        ("additionalProperties", Kind::Object(rules)) => rules.additional != Additional::Unstated,
        ("oneOf" | "anyOf", Kind::OneOf(_) | Kind::AnyOf(_)) => true,
        ("allOf", Kind::AllOf(_)) | ("not", Kind::Not(_)) => true,
        _ => false,
    }
}

fn has_type(kind: &Kind) -> bool {
    match kind {
        Kind::Boolean
        | Kind::Integer(_)
        | Kind::Number(_)
        | Kind::String(_)
        | Kind::Array(_)
        | Kind::Object(_)
        | Kind::Never => true,
        Kind::Any
        | Kind::OneOf(_)
        | Kind::AnyOf(_)
        | Kind::AllOf(_)
        | Kind::Not(_)
        | Kind::Alias(_) => false,
    }
}
