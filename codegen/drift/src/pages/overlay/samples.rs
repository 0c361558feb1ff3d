//! Samples over schemas: a response shows all properties, a request those that are required.
//!
//! Values are a generator's defaults, so that only names are taken from them; whether a schema refuses
//! a value is judged elsewhere.

use super::super::locate;
use super::super::page::{Fact, Tab};
use super::Overlay;
use crate::object;
use oasis_model::finding::{Basis, Place};
use oasis_model::ir::{Additional, Kind, Object, Schema, SchemaId};
use oasis_model::pointer::escape_pointer;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What a sample is, and where in it we are.
#[derive(Clone)]
struct Here<'a> {
    /// The sample response; none: it is that of the request.
    tab: Option<&'a Fact<Tab>>,
    /// The specification's own example, which is the sample of an earlier day.
    before: Option<&'a Value>,
    path: String,
}

impl Overlay<'_> {
    /// The sample request over the schema of its body.
    pub(super) fn sampled_request(&mut self, id: SchemaId, value: &Value) -> SchemaId {
        let here = Here { tab: None, before: None, path: String::new() };
        self.sampled_value(id, value, &here)
    }

    /// A sample response over the schema of its content; `before` is the specification's example.
    pub(super) fn sampled_response(
        &mut self,
        id: SchemaId,
        value: &Value,
        tab: &Fact<Tab>,
        before: Option<&Value>,
    ) -> SchemaId {
        let here = Here { tab: Some(tab), before, path: String::new() };
        self.sampled_value(id, value, &here)
    }

    fn sampled_value(&mut self, id: SchemaId, value: &Value, here: &Here<'_>) -> SchemaId {
        match value {
            Value::Array(items) => {
                let mut laid = self.flat(id);
                let (Kind::Array(array), Some(first)) = (&mut laid.kind, items.first()) else {
                    return id;
                };
                let Some(known) = array.items else { return id };
                let inner = Here { path: format!("{}/0", here.path), ..here.clone() };
                let new = self.sampled_value(known, first, &inner);
                if new == known {
                    return id;
                }
                array.items = Some(new);
                self.push(laid)
            }
            Value::Object(sample) => self.sampled_object(id, sample, here).unwrap_or(id),
            _ => id,
        }
    }

    /// The object with the properties of the sample; none if it is the same.
    fn sampled_object(
        &mut self,
        id: SchemaId,
        sample: &Map<String, Value>,
        here: &Here<'_>,
    ) -> Option<SchemaId> {
        let at = object::of(&self.api, id)?.0.at.clone();
        let mut laid = Schema { component: false, at: at.clone(), ..self.flat(id) };
        let Kind::Object(object) = &mut laid.kind else { return None };
        let before = object.clone();
        self.note(&at, self.line(here, &here.path));
        for property in &mut object.properties {
            let Some(value) = sample.get(&property.name) else { continue };
            let path = format!("{}/{}", here.path, escape_pointer(&property.name));
            let inner = Here { path, ..here.clone() };
            property.schema = self.sampled_value(property.schema, value, &inner);
        }
        let free = matches!(object.additional, Additional::Any | Additional::Schema(_));
        let request = here.tab.is_none();
        // A sample may be older than the section that speaks for its names.
        let gone = self.gone.clone();
        let known: HashSet<&String> = before.properties.iter().map(|one| &one.name).collect();
        let new = |(name, _): &(&String, &Value)| {
            let at = format!("{at}/properties/{}", escape_pointer(name));
            !free && !known.contains(name) && !gone.contains(&at)
        };
        for (name, value) in sample.iter().filter(new) {
            let property = self.property_like(name, &[value], &at, request, request);
            let path = format!("{}/{}", here.path, escape_pointer(name));
            self.note(&property.at, self.line(here, &path));
            self.added.insert(property.at.clone(), property.schema);
            object.properties.push(property);
        }
        if !request {
            self.absent(object, sample, here);
        }
        (*object != before).then(|| self.push_object(laid))
    }

    /// A sample response shows all properties, so that what it lacks speaks against every claim but a
    /// guess, and against that too if it was there before.
    fn absent(&self, object: &mut Object, sample: &Map<String, Value>, here: &Here<'_>) {
        let before = here.before.and_then(|example| example.pointer(&here.path));
        object.properties.retain(|property| {
            let was = || before.is_some_and(|was| was.get(&property.name).is_some());
            let claimed = self.api.property_claim(property).basis != Basis::Assumed || was();
            sample.contains_key(&property.name) || !claimed
        });
    }

    /// The line of a property; those of a request stand on one.
    fn line(&self, here: &Here<'_>, path: &str) -> Place {
        match here.tab {
            Some(tab) => locate::member(self.page, tab, path),
            None => self.of_curl(),
        }
    }
}
