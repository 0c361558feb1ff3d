//! Types of every kind.

use indexmap::IndexMap;
use jiff::Timestamp;
use oasis_runtime::{
    Field, Nullable, Object, True, guess, newtype, nullable, present, private_debug, setters,
    string_enum, tagged, union, whole, widen,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

string_enum! {
    /// What kind of person a customer is.
    pub enum Role {
        /// Somebody who buys.
        Customer = "customer",
        Employee = "employee",
        /// A value that the contract does not name.
        Other(String),
    }
}

string_enum! {
    /// Names that the prelude has too.
    pub enum Awkward {
        Err = "err",
        Ok = "ok",
        Some = "some",
        None = "none",
        Self_ = "self",
        Other = "other",
        String = "string",
        Unknown(String),
    }
}

string_enum! {
    #[derive(Copy)]
    pub enum Mode {
        Fast = "fast",
        Slow = "slow",
    }
}

/// A customer: all that is known is guessed.
#[derive(Clone, Default, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Customer {
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub referred_by: Option<Box<Customer>>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub last_visit: Option<Visit>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub visits: Option<Vec<Visit>>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub labels: Option<IndexMap<String, Visit>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub r#type: Option<String>,
}
private_debug! { Customer { id, role, r#type } }

/// A visit: all of it is documented.
#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Visit {
    #[serde(deserialize_with = "whole")]
    pub store: i64,
    #[serde(deserialize_with = "nullable")]
    #[cfg_attr(feature = "schema", schemars(with = "Nullable<String>"))]
    pub note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// Integers of every kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Object)]
#[serde(default)]
pub struct Numbers {
    #[serde(deserialize_with = "whole")]
    pub long: i64,
    #[serde(deserialize_with = "whole")]
    pub unsigned: u64,
    #[serde(deserialize_with = "whole")]
    pub short: i32,
    #[serde(deserialize_with = "whole")]
    pub optional: Option<i64>,
    #[serde(deserialize_with = "whole")]
    pub list: Vec<i64>,
    #[serde(deserialize_with = "whole")]
    pub map: IndexMap<String, Vec<i32>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateSessionRequest {
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub suspected_fraud: Option<True>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub metadata: Field<Metadata>,
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    pub note: Field<String>,
}
setters! {
    UpdateSessionRequest {
        suspected_fraud: Option<True>,
        metadata: Field<Metadata>,
        note: Field<String>,
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct NewVisit {
    pub session_id: String,
    pub r#in: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
}
setters! { NewVisit(session_id: String, r#in: i64) { mode: Option<Mode> } }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Metadata(pub Map<String, Value>);
newtype! { Metadata(Map<String, Value>) }

#[derive(Clone, Debug, Default, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Session {
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    #[serde(deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdatedSession {
    #[serde(deserialize_with = "whole")]
    pub id: i64,
    pub created_at: Timestamp,
    #[serde(default, deserialize_with = "guess", skip_serializing_if = "Option::is_none")]
    pub customer: Option<Customer>,
}
widen! { UpdatedSession => Session { id, created_at } }

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ErrorEnvelope {
    pub message: String,
    pub errors: Vec<String>,
}

// Unions without a tag.

string_enum! {
    pub enum Change { Change = "change", Other(String) }
}
string_enum! {
    pub enum Opened { RoomOpened = "room.opened", Other(String) }
}
string_enum! {
    pub enum Closed { RoomClosed = "room.closed", Other(String) }
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
pub struct Opening {
    pub r#type: Opened,
    pub room: String,
    #[serde(default, deserialize_with = "whole", skip_serializing_if = "Option::is_none")]
    pub capacity: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
pub struct Closing {
    pub r#type: Closed,
    pub room: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
pub struct RoomOpened {
    pub r#type: Change,
    pub change: Opening,
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
pub struct RoomClosed {
    pub r#type: Change,
    pub change: Closing,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Room {
    Opened(Box<RoomOpened>),
    Closed(Box<RoomClosed>),
}
union! { Room { Opened, Closed } }

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Steps {
    #[serde(deserialize_with = "whole")]
    pub steps: i32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Words {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Move {
    #[serde(rename = "Move", default, skip_serializing_if = "Option::is_none")]
    pub r#move: Option<Steps>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Say {
    #[serde(rename = "Say", default, skip_serializing_if = "Option::is_none")]
    pub say: Option<Words>,
}

string_enum! {
    pub enum Stop { Stop = "Stop" }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Command {
    Move(Move),
    Say(Box<Say>),
    Stop(Stop),
}
union! { Command { Move, Say, Stop } }

/// A union of unions, which can nest as deep as it likes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Tree {
    Left(Box<LeftNode>),
    Right(Box<RightNode>),
    Leaf(i64),
}
union! { Tree { Left, Right, Leaf } }

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
pub struct LeftNode {
    pub child: Tree,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
pub struct RightNode {
    pub child: Tree,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<bool>,
}

// Unions with a tag.

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cat {
    pub kind: String,
    pub lives: i64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Object)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Dog {
    #[serde(default)]
    pub kind: String,
    pub tricks: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
#[non_exhaustive]
pub enum Pet {
    Cat(Box<Cat>),
    Dog(Box<Dog>),
    Other(Value),
}
tagged! { Pet by "kind" { Cat = "cat" | "kitten", Dog = "dog", ..Other } }

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum ClosedPet {
    Cat(Box<Cat>),
    Dog(Box<Dog>),
}
tagged! { ClosedPet by "kind" { Cat = "cat", Dog = "dog" } }
