//! Cuts a value to the shape that the specification has for it now.
//!
//! In come a value of ours, its schema and a documented sample; out comes the value without the
//! properties that the schema does not declare, and with those that it requires. So what the mock
//! words itself fits a specification that has moved on.

use oasis_model::ir::{Additional, Api, Kind, SchemaId};
use oasis_model::sample::{self, Fill};
use serde_json::Value;

/// The value in the shape of its schema; what is missing comes from the sample.
pub(super) fn fitted(api: &Api, schema: SchemaId, value: Value, sample: &Value) -> Value {
    match (&api.schema(api.resolve(schema).0).kind, value) {
        (Kind::Object(rules), Value::Object(mut properties)) => {
            let is_open = matches!(rules.additional, Additional::Any | Additional::Schema(_));
            if !is_open && !rules.properties.is_empty() {
                properties.retain(|name, _| rules.properties.iter().any(|it| it.name == *name));
            }
            for property in &rules.properties {
                let name = &property.name;
                let sample = sample.get(name);
                let fixed = api.schema(property.schema).constant.as_ref();
                match (properties.get_mut(name), fixed) {
                    (Some(value), Some(fixed)) => *value = fixed.clone(),
                    (Some(value), None) => {
                        let sample = sample.unwrap_or(&Value::Null);
                        *value = fitted(api, property.schema, value.take(), sample);
                    }
                    (None, _) if property.required => {
                        let value = fixed.or(sample).cloned();
                        let value = value
                            .unwrap_or_else(|| sample::filled(api, property.schema, Fill::All));
                        properties.insert(name.clone(), value);
                    }
                    (None, _) => {}
                }
            }
            Value::Object(properties)
        }
        (Kind::Array(rules), Value::Array(items)) => match rules.items {
            Some(schema) => {
                let sample = sample.get(0).unwrap_or(&Value::Null);
                items.into_iter().map(|item| fitted(api, schema, item, sample)).collect()
            }
            None => Value::Array(items),
        },
        (_, value) => value,
    }
}
