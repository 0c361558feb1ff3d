//! The element of a document that a reason is about, and how surely it is known. Which change of it was
//! made is named elsewhere.

use crate::contain::{Description, Reason};
use oasis_model::finding::Basis;
use oasis_model::ir::{Api, Claim, Kind, Property, SchemaId};

/// The element that a change is about: a property of an object, or a schema alone.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    property: Option<(SchemaId, &'a Property)>,
    schema: Option<SchemaId>,
}

impl Element<'_> {
    /// How surely the keyword is known.
    pub(super) fn basis(self, api: &Api, keyword: &str) -> Option<Basis> {
        match (self.property, self.schema) {
            (Some((owner, property)), _) => Some(api.property_known(owner, property, keyword)),
            (None, Some(id)) => {
                let basis = api.schema_known(id, keyword);
                (basis != Basis::Documented || api.schema(id).claim.says_something())
                    .then_some(basis)
            }
            (None, None) => None,
        }
    }

    /// What is written beside the element itself. What stands around it does not make a change of it a
    /// correction.
    pub(super) fn claim(self, api: &Api, keyword: &str) -> Claim {
        let schema = self.schema.or(self.property.map(|(_, property)| property.schema));
        let of_schema = schema.map(|id| &api.schema(id).claim);
        let of_property = self.property.map(|(_, property)| &property.claim);
        let claims = [of_property, of_schema].into_iter().flatten();
        let claim = claims.clone().find(|claim| claim.basis_of(keyword).is_some());
        let mut claim = claim.or(of_property).or(of_schema).cloned().unwrap_or_default();
        claim.basis = claim.basis_of(keyword).unwrap_or_default();
        claim.source = claim.source.or_else(|| claims.clone().find_map(|c| c.source.clone()));
        claim
    }
}

/// The element in one of the documents, if it is declared there.
pub(super) fn element<'a>(
    api: &'a Api,
    reason: &Reason<'_>,
    said: &Description,
) -> Option<Element<'a>> {
    let named = reason.kind.property();
    let mut path = said.path.clone();
    match named {
        Some(_) => path.extend(said.schema),
        None => drop(path.pop()),
    }
    let name = named.or(reason.property.as_deref());
    let property = path.iter().rev().take(2).find_map(|id| match &api.schema(*id).kind {
        Kind::Object(object) => {
            let named = |property: &&Property| Some(property.name.as_str()) == name;
            object.properties.iter().find(named).map(|property| (*id, property))
        }
        _ => None,
    });
    match named {
        Some(_) => property.map(|property| Element { property: Some(property), schema: None }),
        None => Some(Element { property, schema: said.schema }),
    }
}
