//! Schemas worked out from sample values, and the components that such values are examples of.

use super::{Overlay, blank};
use crate::object;
use oasis_model::conform::{self, View};
use oasis_model::ir::{
    Api, Array, Content, Kind, Numbers, Object, Property, Schema, SchemaId, Text,
};
use oasis_model::pointer::escape_pointer;
use serde_json::{Map, Value};
use std::collections::HashSet;

impl Overlay<'_> {
    /// A schema that takes the samples and their like. A request shows required properties alone, so that
    /// whatever all samples have is required there.
    pub(super) fn inferred(&mut self, samples: &[&Value], at: &str, sent: bool) -> Schema {
        let kind = match samples {
            [] => Kind::Any,
            all if all.iter().all(|one| one.is_object()) => {
                Kind::Object(self.object_like(samples, at, sent))
            }
            all if all.iter().all(|one| one.is_array()) => {
                let items: Vec<&Value> =
                    all.iter().filter_map(|one| one.as_array()).flatten().collect();
                let schema = self.inferred(&items, &format!("{at}/items"), sent);
                Kind::Array(Array { items: Some(self.push(schema)), ..Array::default() })
            }
            [first, rest @ ..] => {
                let kind = scalar(first);
                if rest.iter().all(|one| scalar(one) == kind) { kind } else { Kind::Any }
            }
        };
        blank(at, kind)
    }

    fn object_like(&mut self, samples: &[&Value], at: &str, sent: bool) -> Object {
        let (mut names, mut met): (Vec<&String>, HashSet<&String>) = Default::default();
        for name in samples.iter().filter_map(|one| one.as_object()).flat_map(Map::keys) {
            if met.insert(name) {
                names.push(name);
            }
        }
        let mut properties = Vec::new();
        for name in names {
            let values: Vec<&Value> = samples.iter().filter_map(|one| one.get(name)).collect();
            let required = sent && values.len() == samples.len();
            properties.push(self.property_like(name, &values, at, required, sent));
        }
        Object { properties, ..Object::default() }
    }

    pub(super) fn property_like(
        &mut self,
        name: &str,
        values: &[&Value],
        owner: &str,
        required: bool,
        sent: bool,
    ) -> Property {
        let at = format!("{owner}/properties/{}", escape_pointer(name));
        let schema = self.inferred(values, &at, sent);
        let schema = self.push(schema);
        let (name, claim) = (name.to_owned(), oasis_model::ir::Claim::default());
        Property { name, required, schema, claim, at, within: schema }
    }

    /// The component of a property of an existing request with the same name and the same sample.
    pub(super) fn known_property(&self, name: &str, sample: &Value) -> Option<SchemaId> {
        sample.as_object().filter(|properties| !properties.is_empty())?;
        let api = &self.api;
        let found = self.requests.iter().find_map(|content| {
            let same = content.example.as_ref()?.get(name)? == sample;
            let (_, object) = object::of(api, content.schema?).filter(|_| same)?;
            let property = object.properties.iter().find(|property| property.name == name)?;
            accepts(api, property.schema, sample).then_some(property.schema)
        })?;
        component(api, found)
    }

    /// The component of an existing response with the same sample.
    pub(super) fn known_response(&self, sample: &Value) -> Option<SchemaId> {
        let found = self.answers.iter().find_map(|content: &Content| {
            let id = content.schema?;
            (content.example.as_ref() == Some(sample) && accepts(&self.api, id, sample))
                .then_some(id)
        })?;
        component(&self.api, found)
    }
}

fn accepts(api: &Api, id: SchemaId, sample: &Value) -> bool {
    conform::check(api, id, sample, View::Claim).accepts()
}

fn component(api: &Api, id: SchemaId) -> Option<SchemaId> {
    let id = api.resolve(id).0;
    api.schema(id).component.then_some(id)
}

fn scalar(value: &Value) -> Kind {
    match value {
        Value::Bool(_) => Kind::Boolean,
        Value::Number(number) if number.is_f64() => Kind::Number(Numbers::default()),
        Value::Number(_) => Kind::Integer(Numbers::default()),
        Value::String(text) => {
            let format = is_time(text).then(|| "date-time".to_owned());
            Kind::String(Text { format, ..Text::default() })
        }
        Value::Null | Value::Array(_) | Value::Object(_) => Kind::Any,
    }
}

/// Whether a string is a point in time as the pages write it.
pub(in super::super) fn is_time(text: &str) -> bool {
    text.ends_with('Z')
        && text.get(..10).is_some_and(conform::is_date)
        && text.as_bytes().get(10) == Some(&b'T')
}
