//! How a struct is read from a JSON object: everything that is the same for every struct that derives
//! [`Object`](crate::Object).
//!
//! In comes a map, each known property is read into its slot, and the struct is made of the slots.
//! Properties that are not known are passed over.

use super::lenient::{guess, nullable, present, whole};
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess,
    Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use std::marker::PhantomData;

/// The fields of a struct while it is read.
pub trait Slots<'de>: Sized {
    /// The struct.
    type Object;
    /// Its name.
    const NAME: &'static str;
    /// The names of its properties on the wire.
    const NAMES: &'static [&'static str];

    /// Nothing is read yet.
    fn empty() -> Self;

    /// Reads the value of the property at a place in `NAMES`, or passes over one that has none.
    ///
    /// # Errors
    /// The value does not fit, or the property came before.
    fn fill<A: MapAccess<'de>>(&mut self, place: usize, map: &mut A) -> Result<(), A::Error>;

    /// The struct.
    ///
    /// # Errors
    /// A property is missing.
    fn made<E: Error>(self) -> Result<Self::Object, E>;
}

/// Reads a struct.
///
/// # Errors
/// The value is no object, or something in it does not fit.
pub fn object<'de, S: Slots<'de>, D: Deserializer<'de>>(from: D) -> Result<S::Object, D::Error> {
    from.deserialize_struct(S::NAME, S::NAMES, Reader::<S>(PhantomData))
}

struct Reader<S>(PhantomData<S>);

impl<'de, S: Slots<'de>> Visitor<'de> for Reader<S> {
    type Value = S::Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", S::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S::Object, A::Error> {
        let mut slots = S::empty();
        let mut place = 0;
        while let Some(found) = map.next_key_seed(Key { names: S::NAMES, next: place })? {
            slots.fill(found, &mut map)?;
            place = if found < S::NAMES.len() { found + 1 } else { place };
        }
        slots.made()
    }
}

/// Reads a key as its place among the names; one that is not among them is behind the last. Most
/// objects come in the order of their schema, so that the next name is tried first.
struct Key {
    names: &'static [&'static str],
    next: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let (before, behind) = self.names.split_at(self.next.min(self.names.len()));
        let is_key = |name: &&str| **name == *key;
        let place = behind.iter().position(is_key).map(|place| self.next + place);
        let place = place.or_else(|| before.iter().position(is_key));
        Ok(place.unwrap_or(self.names.len()))
    }
}

/// How the value of a property is read.
pub trait Reads<'de, T> {
    /// Reads it.
    ///
    /// # Errors
    /// It does not fit.
    fn read<D: Deserializer<'de>>(from: D) -> Result<T, D::Error>;
}

/// As its type says.
#[derive(Debug)]
pub struct Plain;

impl<'de, T: Deserialize<'de>> Reads<'de, T> for Plain {
    fn read<D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        T::deserialize(from)
    }
}

/// By [`whole`].
#[derive(Debug)]
pub struct Whole;

impl<'de, T: DeserializeOwned> Reads<'de, T> for Whole {
    fn read<D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
        whole(from)
    }
}

/// By [`guess`].
#[derive(Debug)]
pub struct Guess;

impl<'de, T: DeserializeOwned> Reads<'de, Option<T>> for Guess {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        guess(from)
    }
}

/// By [`nullable`].
#[derive(Debug)]
pub struct Nullable;

impl<'de, T: Deserialize<'de>> Reads<'de, Option<T>> for Nullable {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        nullable(from)
    }
}

/// By [`present`].
#[derive(Debug)]
pub struct Present;

impl<'de, T: Deserialize<'de>> Reads<'de, Option<T>> for Present {
    fn read<D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
        present(from)
    }
}

struct Seed<R, T>(PhantomData<(R, T)>);

impl<'de, R: Reads<'de, T>, T> DeserializeSeed<'de> for Seed<R, T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<T, D::Error> {
        R::read(from)
    }
}

/// Reads the value of a property into its slot.
///
/// # Errors
/// The value does not fit, or the property came before.
pub fn put<'de, R: Reads<'de, T>, T, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    map: &mut A,
    place: usize,
    names: &'static [&'static str],
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(names[place]));
    }
    *slot = Some(map.next_value_seed(Seed::<R, T>(PhantomData))?);
    Ok(())
}

/// Passes over a value.
///
/// # Errors
/// It is no value.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<Skipped>().map(drop)
}

/// A value that nobody looks at. Unlike serde's own it is read like any other, so that it may be no
/// deeper and hold no other numbers.
struct Skipped;

impl<'de> Deserialize<'de> for Skipped {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Self)
    }
}

macro_rules! skipped {
    ($($name:ident($value:ty))*) => {$(
        fn $name<E>(self, _: $value) -> Result<Self, E> {
            Ok(self)
        }
    )*};
}

impl<'de> Visitor<'de> for Skipped {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    skipped! { visit_bool(bool) visit_i64(i64) visit_u64(u64) visit_f64(f64) visit_str(&str) }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_none<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Self, D::Error> {
        inner.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self, A::Error> {
        while items.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self, A::Error> {
        while entries.next_entry::<Self, Self>()?.is_some() {}
        Ok(self)
    }
}

/// What was read; of an absent property, `None` where its type has that.
///
/// # Errors
/// The property is missing.
pub fn or_missing<'de, T: Deserialize<'de>, E: Error>(
    slot: Option<T>,
    name: &'static str,
) -> Result<T, E> {
    slot.map_or_else(|| T::deserialize(Missing(name, PhantomData)), Ok)
}

/// What was read.
///
/// # Errors
/// The property is missing.
pub fn or_refused<T, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(name))
}

/// Stands for the value of a property that is missing.
struct Missing<E>(&'static str, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
