//! The places of a JSON value: every value in it and every declared property that it lacks, each with the
//! schemas that speak of it and with its names in error messages.
//!
//! In come a schema and a value, out comes a list. Whether a value is right is not decided here.

use crate::joi::Step;
use oasis_model::{
    ir::{Additional, Api, Kind, Object, Property, SchemaId},
    pointer::escape_pointer,
};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Limit on the places of one value; what lies beyond is not known.
pub(super) const MOST: usize = 20_000;

/// One place.
#[derive(Clone, Debug, Default)]
pub(super) struct Place<'a> {
    /// JSON pointer.
    pub(super) pointer: String,
    /// The way to it.
    pub(super) steps: Vec<Step>,
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

    /// Whether this is the place of the pointer or lies around it.
    pub(super) fn is_at_or_above(&self, pointer: &str) -> bool {
        let rest = pointer.strip_prefix(self.pointer.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// Every place of a value.
pub(super) fn places<'a>(api: &'a Api, schema: SchemaId, value: &'a Value) -> Vec<Place<'a>> {
    let mut root = Place { value: Some(value), ..Place::default() };
    flatten(api, schema, &mut root.schemas);
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
            let mut place = below(here, Step::Item(index), Some(item));
            place.schemas.clone_from(&schemas);
            self.place(place);
        }
    }

    fn object(&mut self, here: &Place<'a>, found: &'a Map<String, Value>) {
        let api = self.api;
        let object = |id: &SchemaId| match &api.schema(*id).kind {
            Kind::Object(rules) => Some((*id, rules)),
            _ => None,
        };
        let objects: Vec<(SchemaId, &'a Object)> = here.schemas.iter().filter_map(object).collect();
        let mut declared: HashMap<&str, (SchemaId, &Property)> = HashMap::new();
        let all =
            objects.iter().flat_map(|(id, rules)| rules.properties.iter().map(|it| (*id, it)));
        for property in all {
            declared.entry(&property.1.name).or_insert(property);
        }
        let others = others(api, &objects);
        for (name, value) in found {
            let mut place = below(here, Step::Property(name.clone()), Some(value));
            place.property = declared.remove(name.as_str());
            place.object = place.property.map(|it| it.0).or(objects.first().map(|it| it.0));
            match (place.property, &others) {
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
        // Declared properties that are not there, in the order of the schema.
        for property in objects.iter().flat_map(|(_, rules)| &rules.properties) {
            let Some(absent) = declared.remove(property.name.as_str()) else { continue };
            let mut place = below(here, Step::Property(property.name.clone()), None);
            (place.object, place.property) = (Some(absent.0), Some(absent));
            self.place(place);
        }
    }
}

fn below<'a>(here: &Place<'_>, step: Step, value: Option<&'a Value>) -> Place<'a> {
    let token = match &step {
        Step::Property(name) => escape_pointer(name),
        Step::Item(index) => index.to_string(),
    };
    let pointer = format!("{}/{token}", here.pointer);
    let steps = here.steps.iter().cloned().chain([step]).collect();
    Place { pointer, steps, value, free: here.free, ..Place::default() }
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
