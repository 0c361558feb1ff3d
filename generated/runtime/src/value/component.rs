//! A type of the API as data: its name, its JSON schema, and a way to run values through it.

use crate::value::node::Node;
use crate::value::tree::Tree;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned};
use serde_json::Value;

/// One component schema of the contract and the type generated for it.
#[derive(Clone, Copy, Debug)]
pub struct Component {
    /// Its name in the contract.
    pub name: &'static str,
    /// Decodes a value as the type and encodes it again; `None` if it is not of the type.
    pub round_trip: fn(&Value) -> Option<Value>,
    /// The schema of the type.
    pub schema: fn() -> Schema,
}

impl Component {
    /// The component of this name, with the type generated for it.
    pub const fn of<T: DeserializeOwned + Serialize + JsonSchema>(name: &'static str) -> Self {
        Self { name, round_trip: round_trip::<T>, schema: schema::<T> }
    }
}

fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> Option<Value> {
    let tree = Tree::deserialize(value).ok()?;
    serde_json::to_value(T::deserialize(Node(&tree)).ok()?).ok()
}

fn schema<T: JsonSchema>() -> Schema {
    schemars::schema_for!(T)
}
