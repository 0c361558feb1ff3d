//! Reads types from a JSON tree, more exactly than serde_json does and in one place.
//!
//! Integers may be spelt as whole floats (`12.0`, `1e3`), structs are read from objects only, and a
//! fault knows its place. What serde_json reads strictly does not come here; guesses that are wrong,
//! unions and mistakes do.

use super::fault::{Fault, Step, note_guess};
use super::lenient::{GUESS, WHOLE};
use super::moment;
use super::tree::{Entry, Tree};
use serde::de::value::{BorrowedStrDeserializer, MapAccessDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Number;
use std::slice;

/// From here on one float stands for several whole numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A tree to read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'de>(pub(crate) &'de Tree<'de>);

impl<'de> Node<'de> {
    fn object<V: Visitor<'de>>(
        entries: &'de [Entry<'de>],
        step: fn(String) -> Step,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_map(Entries { entries: entries.iter(), current: None, step })
    }

    fn integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Tree::Number(number) => match whole(number) {
                Some(whole) => visitor.visit_i64(whole),
                None => self.deserialize_any(visitor),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    fn refused(self, expected: &dyn Expected) -> Fault {
        Fault::invalid_type(self.unexpected(), expected)
    }

    fn unexpected(self) -> Unexpected<'de> {
        match self.0 {
            Tree::Null => Unexpected::Unit,
            Tree::Bool(value) => Unexpected::Bool(*value),
            Tree::Number(_) => Unexpected::Float(0.0),
            Tree::String(text) => Unexpected::Str(text),
            Tree::Array(_) => Unexpected::Seq,
            Tree::Object(_) => Unexpected::Map,
        }
    }
}

/// The integer that a float spells, if it is one and no other number could have been meant.
pub(super) fn whole(number: &Number) -> Option<i64> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    let is_whole = float.fract() == 0.0 && float.abs() < EXACT;
    // The bound above makes the conversion exact.
    is_whole.then_some(float as i64)
}

/// Whether a moment is read. Only what is expected tells.
fn is_moment<'de>(visitor: &impl Visitor<'de>) -> bool {
    let expected: &dyn Expected = visitor;
    expected.to_string() == moment::WANTED
}

macro_rules! integers {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            self.integer(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (_, Some(number)) => visitor.visit_i64(number),
                _ => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
            },
            Tree::String(text) => visitor.visit_borrowed_str(text),
            Tree::Array(items) => visitor.visit_seq(Items { items: items.iter(), index: 0 }),
            Tree::Object(entries) => Self::object(entries, Step::Key, visitor),
        }
    }

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.0 {
            Tree::String(text) if moment::may_be(text) && is_moment(&visitor) => {
                match moment::nearest(text) {
                    Some(text) => visitor.visit_string(text),
                    None => visitor.visit_borrowed_str(text),
                }
            }
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if *self.0 == Tree::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        if name != GUESS && name != WHOLE {
            return visitor.visit_newtype_struct(self);
        }
        let found = visitor.visit_some(self);
        if name == GUESS {
            note_guess(found.as_ref().is_err_and(|fault| !fault.is_in_property()));
        }
        found
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Tree::Object(entries) => Self::object(entries, Step::Property, visitor),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.0 {
            Tree::String(text) => visitor.visit_enum(BorrowedStrDeserializer::<Fault>::new(text)),
            Tree::Object(entries) => {
                let step = Step::Property;
                let access = Entries { entries: entries.iter(), current: None, step };
                visitor.visit_enum(MapAccessDeserializer::new(access))
            }
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool f32 f64 char string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        identifier
    }
}

struct Items<'de> {
    items: slice::Iter<'de, Tree<'de>>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(Node(item)).map(Some).map_err(|fault| fault.within(Step::Index(index)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Entries<'de> {
    entries: slice::Iter<'de, Entry<'de>>,
    current: Option<&'de Entry<'de>>,
    /// What a key is: a property of the contract, or data.
    step: fn(String) -> Step,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.current = self.entries.next();
        let Some((key, _)) = self.current else { return Ok(None) };
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        let Some((key, value)) = self.current else {
            return Err(Fault::new("a value was asked for before its key"));
        };
        seed.deserialize(Node(value))
            .map_err(|fault| fault.within((self.step)(key.clone().into_owned())))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}
