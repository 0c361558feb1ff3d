//! Finds the component that a sample value is an example of, so that an offered edit names it
//! instead of spelling out what the specification has already.

use crate::object;
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, Content, SchemaId};
use serde_json::{Map, Value, json};

/// The component that an existing answer with the same sample has.
pub(super) fn answer(api: &Api, sample: &Value) -> Option<Value> {
    let mut responses = api.operations.iter().flat_map(|operation| &operation.responses);
    let id = responses.find_map(|response| example(response.json()?, api, sample))?;
    reference(api, id)
}

fn example(content: &Content, api: &Api, sample: &Value) -> Option<SchemaId> {
    let id = content.schema?;
    (content.example.as_ref() == Some(sample) && accepts(api, id, sample)).then_some(id)
}

/// The component of a member of an existing request, where its name and its sample are the same.
pub(super) fn member(api: &Api, name: &str, sample: &Value) -> Option<Value> {
    if sample.as_object().is_none_or(Map::is_empty) {
        return None;
    }
    let mut bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref()?.json());
    let id = bodies.find_map(|content| {
        let same = content.example.as_ref()?.get(name)? == sample;
        let (_, object) = object::of(api, content.schema?).filter(|_| same)?;
        let property = object.properties.iter().find(|property| property.name == name)?;
        accepts(api, property.schema, sample).then_some(property.schema)
    })?;
    reference(api, id)
}

fn accepts(api: &Api, id: SchemaId, sample: &Value) -> bool {
    conform::check(api, id, sample, View::Claim).accepts()
}

fn reference(api: &Api, id: SchemaId) -> Option<Value> {
    let schema = api.schema(api.resolve(id).0);
    schema.component.then(|| json!({ "$ref": format!("#{}", schema.at) }))
}
