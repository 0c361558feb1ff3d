//! Properties that several parts of an `allOf` declare: what they say together becomes one more part,
//! which stands in front and declares the property for all of them. Where the model could merge the
//! parts it has done so already; these have one that is closed, or alternatives.

use super::{add, says_nothing};
use crate::decide::all_of;
use oasis_model::ir::{Api, Kind, Merged, Object, Property, SchemaId};
use std::collections::HashMap;

/// Limit on the schemas that are added to one API.
const MOST_ADDED: usize = 20_000;

/// What has been put together: the schemas of one property, and the schema of what fits all.
#[derive(Default)]
pub(super) struct Known(HashMap<Vec<SchemaId>, SchemaId>);

impl Known {
    /// Adds such a part to each of these, and to what is added thereby. Gives every `allOf` there is.
    pub(super) fn merge(&mut self, api: &mut Api, open: Vec<SchemaId>) -> Vec<SchemaId> {
        let mut all = open;
        let mut next = 0;
        while let Some(id) = all.get(next).copied() {
            next += 1;
            let declared = declared(api, id);
            let mut object = Object::default();
            for properties in declared {
                let schemas = properties.iter().map(|property| property.schema).collect();
                if let Some(schema) = self.both(api, schemas, &mut all) {
                    let property = Property { required: false, schema, ..properties[0].clone() };
                    object.properties.push(property);
                }
            }
            if object.properties.is_empty() {
                continue;
            }
            let part = add(api, id, api.schema(id).name.clone(), Kind::Object(object));
            if let Kind::AllOf(parts) = &mut api.schemas[id.index()].kind {
                parts.insert(0, part);
            }
        }
        all
    }

    /// What was put together, by part.
    pub(super) fn merged(self) -> impl Iterator<Item = Merged> {
        let mut all: Vec<Merged> = Vec::new();
        for (parts, whole) in self.0 {
            all.extend(parts.into_iter().map(|part| Merged { part, whole }));
        }
        all.sort_unstable();
        all.into_iter()
    }

    /// What fits all of these, if they are objects, arrays or scalars of one type.
    fn both(
        &mut self,
        api: &mut Api,
        schemas: Vec<SchemaId>,
        all: &mut Vec<SchemaId>,
    ) -> Option<SchemaId> {
        let mut schemas: Vec<SchemaId> = schemas.into_iter().map(|id| api.resolve(id).0).collect();
        schemas.retain(|id| !says_nothing(api, *id));
        schemas.sort_unstable();
        schemas.dedup();
        if let [only] = schemas.as_slice() {
            return Some(*only);
        }
        if let Some(known) = self.0.get(&schemas) {
            return Some(*known);
        }
        let kinds: Vec<&Kind> = schemas.iter().map(|id| &api.schema(*id).kind).collect();
        let are_parts = (kinds.iter().any(|kind| matches!(kind, Kind::Object(_)))
            && kinds.iter().all(|kind| may_be_object(kind)))
            || kinds.iter().all(|kind| all_of::are_scalars(kind, kinds[0]));
        let arrays = kinds.iter().map(|kind| match kind {
            Kind::Array(array) => Some(array.clone()),
            _ => None,
        });
        let arrays: Option<Vec<_>> = arrays.collect();
        // What has no name of its own names the whole.
        let inline = schemas.iter().rev().find(|id| !api.schema(**id).component);
        let last = *inline.or(schemas.last())?;
        if self.0.len() >= MOST_ADDED {
            return None;
        }
        let name = api.schema(last).name.clone();
        let id = match arrays {
            _ if are_parts => add(api, last, name, Kind::AllOf(schemas.clone())),
            Some(arrays) => {
                let items = arrays.iter().filter_map(|array| array.items).collect();
                let items = self.both(api, items, all)?;
                let mut array = arrays.into_iter().next()?;
                array.items = Some(items);
                add(api, last, name, Kind::Array(array))
            }
            None => return None,
        };
        if are_parts {
            all.push(id);
        }
        self.0.insert(schemas, id);
        Some(id)
    }
}

fn may_be_object(kind: &Kind) -> bool {
    matches!(kind, Kind::Object(_) | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_))
}

/// The properties that several parts declare with different schemas, by name.
fn declared(api: &Api, id: SchemaId) -> Vec<Vec<Property>> {
    let mut found: Vec<Vec<Property>> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for part in all_of::parts(api, id).unwrap_or_default() {
        let Kind::Object(object) = &api.schema(part).kind else { continue };
        for property in &object.properties {
            let place = *places.entry(&property.name).or_insert(found.len());
            match found.get_mut(place) {
                Some(known) => known.push(property.clone()),
                None => found.push(vec![property.clone()]),
            }
        }
    }
    found.retain(|known| known.iter().any(|one| !all_of::covers(api, known[0].schema, one.schema)));
    found
}
