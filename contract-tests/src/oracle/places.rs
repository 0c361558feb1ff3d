//! The places of a JSON value: every value in it and every declared property that it lacks, each with the
//! schemas that speak of it and with its names in error messages.
//!
//! In come a schema and a value, out comes a list. Whether a value is right is not decided here.

use oasis_model::{
    ir::{Additional, Api, Kind, Object, Property, SchemaId},
    pointer::escape_pointer,
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Limit on the places of one value; what lies beyond is not known.
pub(super) const MOST: usize = 20_000;

/// One place.
#[derive(Clone, Debug)]
pub(super) struct Place<'a> {
    /// JSON pointer.
    pub(super) pointer: String,
    /// The full path, such as `session.events[0].id`; empty for the value itself.
    pub(super) path: String,
    /// The last step, such as `id` or `0`.
    pub(super) key: String,
    /// What is there; `None`: a declared property that is absent.
    pub(super) value: Option<&'a Value>,
    /// The schemas that may describe the value, aliases followed.
    pub(super) schemas: Vec<SchemaId>,
    /// The object around it and the property that it is.
    pub(super) property: Option<(SchemaId, &'a Property)>,
    /// The object around it, if it is a property at all and the object has a schema.
    pub(super) object: Option<SchemaId>,
    /// It lies in what this schema leaves open.
    pub(super) free: Option<SchemaId>,
}

impl Place<'_> {
    /// Whether no schema names this property of an object with declared properties.
    pub(super) fn is_undeclared(&self) -> bool {
        self.object.is_some() && self.property.is_none() && self.free.is_none()
    }

    /// What people call the place.
    pub(super) fn name(&self) -> &str {
        if self.path.is_empty() { "the body" } else { &self.path }
    }

    /// Whether this is the place of the pointer or lies around it.
    pub(super) fn is_at_or_above(&self, pointer: &str) -> bool {
        pointer
            .strip_prefix(self.pointer.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Every place of a value.
pub(super) fn places<'a>(api: &'a Api, schema: SchemaId, value: &'a Value) -> Vec<Place<'a>> {
    let mut schemas = Vec::new();
    flatten(api, schema, &mut schemas);
    let root = Place {
        pointer: String::new(),
        path: String::new(),
        key: String::new(),
        value: Some(value),
        schemas,
        property: None,
        object: None,
        free: None,
    };
    let mut walk = Walk { api, found: Vec::new() };
    walk.place(root);
    walk.found
}

/// Every schema that may describe the same value, aliases followed.
fn flatten(api: &Api, id: SchemaId, out: &mut Vec<SchemaId>) {
    let (id, _) = api.resolve(id);
    if out.contains(&id) {
        return;
    }
    out.push(id);
    match &api.schema(id).kind {
        Kind::AllOf(parts) => parts.iter().for_each(|part| flatten(api, *part, out)),
        Kind::OneOf(union) | Kind::AnyOf(union) => {
            union.variants.iter().for_each(|variant| flatten(api, *variant, out));
        }
        _ => {}
    }
}

/// What a schema lets stand beside the declared properties of an object.
enum Others {
    /// Anything: this schema leaves it open.
    Open(SchemaId),
    /// Each is one of these.
    Fit(Vec<SchemaId>),
    /// Nothing is said, or nothing may.
    Undeclared,
}

struct Walk<'a> {
    api: &'a Api,
    found: Vec<Place<'a>>,
}

impl<'a> Walk<'a> {
    fn place(&mut self, place: Place<'a>) {
        if self.found.len() >= MOST {
            return;
        }
        let here = place.clone();
        self.found.push(place);
        match here.value {
            Some(Value::Object(properties)) => self.object(&here, properties),
            Some(Value::Array(items)) => self.array(&here, items),
            _ => {}
        }
    }

    fn array(&mut self, here: &Place<'a>, items: &'a [Value]) {
        let mut schemas = Vec::new();
        for id in &here.schemas {
            if let Kind::Array(rules) = &self.api.schema(*id).kind
                && let Some(items) = rules.items
            {
                flatten(self.api, items, &mut schemas);
            }
        }
        for (index, item) in items.iter().enumerate() {
            self.place(Place {
                pointer: format!("{}/{index}", here.pointer),
                path: format!("{}[{index}]", here.path),
                key: index.to_string(),
                value: Some(item),
                schemas: schemas.clone(),
                property: None,
                object: None,
                free: here.free,
            });
        }
    }

    fn object(&mut self, here: &Place<'a>, properties: &'a Map<String, Value>) {
        let api = self.api;
        let objects: Vec<(SchemaId, &Object)> = here
            .schemas
            .iter()
            .filter_map(|id| match &api.schema(*id).kind {
                Kind::Object(rules) => Some((*id, rules)),
                _ => None,
            })
            .collect();
        let declared = |name: &str| {
            let mut all = objects.iter().flat_map(|(id, rules)| {
                rules.properties.iter().map(move |property| (*id, property))
            });
            all.find(|(_, property)| property.name == name)
        };
        let others = others(api, &objects);
        for (name, value) in properties {
            let property = declared(name);
            let mut place = below(here, name, Some(value));
            place.object = property.map(|(id, _)| id).or(objects.first().map(|(id, _)| *id));
            place.property = property;
            match (property, &others) {
                (Some((_, property)), _) => flatten(api, property.schema, &mut place.schemas),
                (None, Others::Open(schema)) => place.free = place.free.or(Some(*schema)),
                (None, Others::Fit(schemas)) => {
                    place.object = None;
                    place.schemas.clone_from(schemas);
                }
                (None, Others::Undeclared) => {}
            }
            self.place(place);
        }
        let mut absent = HashSet::new();
        for (id, rules) in &objects {
            for property in &rules.properties {
                let name = property.name.as_str();
                if !properties.contains_key(name) && absent.insert(name) {
                    let mut place = below(here, name, None);
                    place.object = Some(*id);
                    place.property = Some((*id, property));
                    self.place(place);
                }
            }
        }
    }
}

fn below<'a>(here: &Place<'_>, name: &str, value: Option<&'a Value>) -> Place<'a> {
    let dot = if here.path.is_empty() { "" } else { "." };
    Place {
        pointer: format!("{}/{}", here.pointer, escape_pointer(name)),
        path: format!("{}{dot}{name}", here.path),
        key: name.to_owned(),
        value,
        schemas: Vec::new(),
        property: None,
        object: None,
        free: here.free,
    }
}

fn others(api: &Api, objects: &[(SchemaId, &Object)]) -> Others {
    let open = |(_, rules): &&(SchemaId, &Object)| {
        let is_free = rules.properties.is_empty() && rules.additional == Additional::Unstated;
        rules.additional == Additional::Any || is_free && objects.len() == 1
    };
    if let Some((id, _)) = objects.iter().find(open) {
        return Others::Open(*id);
    }
    let mut schemas = Vec::new();
    for (_, rules) in objects {
        if let Additional::Schema(id) = rules.additional {
            flatten(api, id, &mut schemas);
        }
    }
    if schemas.is_empty() { Others::Undeclared } else { Others::Fit(schemas) }
}
