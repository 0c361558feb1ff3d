//! Values of every component, made from the document: what a type has to read and to write again.

use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, Kind, SchemaId};
use oasis_model::sample::{Fill, filled};
use serde_json::{Value, json};

/// The instances of each component that operations use, as text: `[{"component": .., "values": ..}]`.
pub(crate) fn text(api: &Api) -> String {
    let components = api.schemas().filter(|(_, schema)| schema.component);
    let used = components.filter(|(_, schema)| schema.usage.sent || schema.usage.received);
    let entry = |(id, schema): (SchemaId, &oasis_model::ir::Schema)| json!({"component": schema.name, "values": of(api, id)});
    let lines: Vec<String> = used.map(|it| entry(it).to_string()).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

/// The smallest value and the one that has everything, of the schema and of its alternatives; of an
/// object with a discriminator also what extends it.
fn of(api: &Api, id: SchemaId) -> Vec<Value> {
    let mut made = Vec::new();
    let mut make = |id: SchemaId, tag: Option<(&str, &str)>| {
        for fill in [Fill::Required, Fill::All] {
            let mut value = filled(api, id, fill);
            if let (Some((property, tag)), Some(object)) = (tag, value.as_object_mut()) {
                object.insert(property.to_owned(), json!(tag));
            }
            let fits = || conform::check(api, id, &value, View::Claim).violations.is_empty();
            if !value.is_null() && !made.contains(&value) && fits() {
                made.push(value);
            }
        }
    };
    make(id, None);
    match &api.schema(id).kind {
        Kind::OneOf(union) | Kind::AnyOf(union) => {
            for (place, variant) in union.variants.iter().enumerate() {
                let tag = union.discriminator.as_ref();
                let tag = tag.and_then(|tag| Some((&*tag.property, &**tag.values[place].first()?)));
                make(*variant, tag);
            }
        }
        Kind::Object(object) => {
            if let Some(tag) = &object.discriminator {
                for child in &tag.children {
                    let value = child.values.first();
                    make(child.schema, value.map(|value| (&*tag.property, &**value)));
                }
            }
        }
        _ => {}
    }
    made
}
