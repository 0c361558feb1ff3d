//! Items and properties as serde asks for them, with the place of each in what goes wrong.

use super::Tree;
use crate::value::fault::{Fault, Step};
use serde::de::{DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess};
use std::vec;

/// The items of a list, one after the other.
pub(super) struct Items {
    items: vec::IntoIter<Tree>,
    index: usize,
}

impl Items {
    pub(super) fn new(items: Vec<Tree>) -> Self {
        Self { items: items.into_iter(), index: 0 }
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Fault;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        let Some(item) = self.items.next() else { return Ok(None) };
        let index = self.index;
        self.index += 1;
        seed.deserialize(item).map(Some).map_err(|fault| fault.within(Step::Index(index)))
    }
}

/// The properties of an object, one after the other.
pub(super) struct Pairs {
    pairs: vec::IntoIter<(String, Tree)>,
    part: Option<(String, Tree)>,
}

impl Pairs {
    pub(super) fn new(pairs: Vec<(String, Tree)>) -> Self {
        Self { pairs: pairs.into_iter(), part: None }
    }
}

impl<'de> MapAccess<'de> for Pairs {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        self.part = self.pairs.next();
        let Some((key, _)) = &self.part else { return Ok(None) };
        seed.deserialize(key.as_str().into_deserializer()).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Fault> {
        let Some((key, part)) = self.part.take() else {
            return Err(Fault::new("a value was asked for before its key"));
        };
        seed.deserialize(part).map_err(|fault| fault.within(Step::Property(key)))
    }
}
