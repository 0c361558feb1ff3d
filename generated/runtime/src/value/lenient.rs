//! How a property is read whose claim is a guess, or whose spelling may vary: the functions that
//! stand behind `#[serde(deserialize_with = "...")]`.
//!
//! [`decode`](crate::decode) needs `guess`, `nullable` and `present`; `whole` makes plain
//! `serde_json::from_str` read integers as leniently as `decode` does.

use super::fault::{raise, was_wrong_guess};
use super::node::Node;
use super::tree::Tree;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{
    Deserialize, DeserializeOwned, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
};
use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

thread_local! {
    static IS_STRICT: Cell<bool> = const { Cell::new(false) };
}

/// Reads something without leniency: no guess may be wrong, and integers are spelt as integers. That
/// is quick, and where it fails the lenient way is still to be tried.
pub(super) fn strictly<T>(read: impl FnOnce() -> T) -> T {
    struct Back(bool);
    impl Drop for Back {
        fn drop(&mut self) {
            IS_STRICT.set(self.0);
        }
    }
    let _back = Back(IS_STRICT.replace(true));
    read()
}

/// How a [`Node`] is asked to be read where it is, which no other deserializer understands: else every
/// object would be copied once for each level that it stands at.
pub(super) const GUESS: &str = "a guess that a node reads in place";
/// The same for what is no guess.
pub(super) const WHOLE: &str = "a value that a node reads in place";

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
    match deserializer.deserialize_newtype_struct(GUESS, InPlace::new(GUESS)) {
        Err(_) if was_wrong_guess() => Ok(None),
        found => found,
    }
}

/// Reads a value that holds integers, which may be spelt as whole floats: `12.0`, `1e3`.
///
/// # Errors
/// The value is not a `T`; a float that is not whole, or too large to be exact, is no integer.
pub fn whole<'de, T: DeserializeOwned, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(WHOLE, InPlace::new(WHOLE))
}

/// Reads a `T` from a node: from the one that was asked, or else from one that is made.
struct InPlace<T>(&'static str, PhantomData<T>);

impl<T> InPlace<T> {
    fn new(asked: &'static str) -> Self {
        Self(asked, PhantomData)
    }
}

macro_rules! simple {
    ($($name:ident($value:ty))*) => {$(
        fn $name<E: Error>(self, value: $value) -> Result<T, E> {
            self.visit_newtype_struct(value.into_deserializer())
        }
    )*};
}

impl<'de, T: DeserializeOwned> Visitor<'de> for InPlace<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    /// A node, and nothing else, hands itself over like this.
    fn visit_some<D: Deserializer<'de>>(self, node: D) -> Result<T, D::Error> {
        T::deserialize(node)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, other: D) -> Result<T, D::Error> {
        if IS_STRICT.get() {
            return T::deserialize(other);
        }
        let tree = Tree::deserialize(other)?;
        Node(&tree).deserialize_newtype_struct(self.0, InPlace::new(self.0)).map_err(raise)
    }

    // What knows no newtypes shows what it is.
    simple! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        self.visit_newtype_struct(().into_deserializer())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<T, A::Error> {
        self.visit_newtype_struct(SeqAccessDeserializer::new(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<T, A::Error> {
        self.visit_newtype_struct(MapAccessDeserializer::new(entries))
    }
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
