//! Lists of values of several types, such as `enum: [auto, 1, 2]`: a union of one list a type. A
//! list with a value that is no string, integer or boolean stays as it is.

use super::add;
use oasis_model::ir::{Api, Kind, SchemaId, Union};
use serde_json::Value;

/// What a list is called, and what belongs to it.
type Type = (&'static str, fn(&Value) -> bool);

const TYPES: [Type; 3] =
    [("text", Value::is_string), ("number", Value::is_number), ("flag", Value::is_boolean)];

/// Splits every such list.
pub(super) fn split(api: &mut Api) {
    for index in 0..api.schemas.len() {
        let id = SchemaId::new(index);
        let lists = lists(api, id);
        if lists.len() < 2 {
            continue;
        }
        let mut variants = Vec::new();
        for (name, values) in lists {
            let name = format!("{} {name}", api.schema(id).name);
            let variant = add(api, id, name, Kind::Any);
            api.schemas[variant.index()].values = Some(values);
            variants.push(variant);
        }
        let schema = &mut api.schemas[index];
        schema.values = None;
        schema.kind = Kind::OneOf(Union { variants, discriminator: None });
    }
}

/// The values by type; none where one is of another type.
fn lists(api: &Api, id: SchemaId) -> Vec<(&'static str, Vec<Value>)> {
    let schema = api.schema(id);
    let Some(values) = schema.values.as_ref().filter(|_| schema.kind == Kind::Any) else {
        return Vec::new();
    };
    if !values.iter().all(|value| TYPES.iter().any(|(_, is)| is(value))) {
        return Vec::new();
    }
    let list = |(name, is): Type| {
        (name, values.iter().filter(|value| is(value)).cloned().collect::<Vec<_>>())
    };
    TYPES.into_iter().map(list).filter(|(_, values)| !values.is_empty()).collect()
}
