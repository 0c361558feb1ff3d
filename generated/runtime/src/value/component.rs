//! A type of the API as data: its name, its JSON schema, and whether a value is one.

use crate::value::node::Node;
use schemars::{JsonSchema, Schema};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// One component schema of the contract and the type generated for it.
#[derive(Clone, Copy, Debug)]
pub struct Component {
    /// Its name in the contract.
    pub name: &'static str,
    /// Whether a value decodes as the type.
    pub decodes: fn(&Value) -> bool,
    /// The schema of the type.
    pub schema: fn() -> Schema,
}

impl Component {
    /// The component of this name, with the type generated for it.
    pub const fn of<T: DeserializeOwned + JsonSchema>(name: &'static str) -> Self {
        Self { name, decodes: decodes::<T>, schema: schema::<T> }
    }
}

fn decodes<T: DeserializeOwned>(value: &Value) -> bool {
    T::deserialize(Node(value)).is_ok()
}

fn schema<T: JsonSchema>() -> Schema {
    schemars::schema_for!(T)
}
