//! How a property is read whose claim is a guess, or whose spelling may vary: the functions that
//! stand behind `#[serde(deserialize_with = "...")]`.
//!
//! [`decode`](crate::decode) needs `guess`, `nullable` and `present`; `whole` makes plain
//! `serde_json::from_str` read integers as leniently as `decode` does.

use super::fault::raise;
use super::node::Node;
use super::tree::Tree;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};

/// Reads a property that is only believed to be a `T`: null, or a value that is not a `T` at all, is
/// `None`. So is an array or a map with an item that is not one: what is believed of an array is
/// believed of its items.
///
/// # Errors
/// The value is a `T` on the outside, but something in it is not: a documented property is missing
/// or wrong. The error names its place.
pub fn guess<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = Tree::deserialize(deserializer)?;
    if value == Tree::Null {
        return Ok(None);
    }
    match T::deserialize(Node(&value)) {
        Ok(found) => Ok(Some(found)),
        Err(fault) if !fault.is_in_property() => Ok(None),
        Err(fault) => Err(raise(fault)),
    }
}

/// Reads a value that holds integers, which may be spelt as whole floats: `12.0`, `1e3`.
///
/// # Errors
/// The value is not a `T`; a float that is not whole, or too large to be exact, is no integer.
pub fn whole<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::deserialize(Node(&Tree::deserialize(deserializer)?)).map_err(raise)
}

/// Reads a property that must be there and may be null. Naming a function is what makes serde insist
/// on the property: a plain `Option` may be missing.
///
/// # Errors
/// The value is neither null nor a `T`.
pub fn nullable<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::deserialize(deserializer)
}

/// Reads a property that may be missing and is not null when it is there.
///
/// # Errors
/// The value is not a `T`; null is not, unless `T` itself takes it.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}
