//! Reads values that are one of several types.
//!
//! With a member that tells which ([`Tagged`]) the tag decides; without one ([`Choice`]) the first
//! type that gives the value back unchanged does, else the first that can be read from it.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde::ser::Serialize;
use serde_json::Value;

/// A value offered to one type after another.
#[derive(Debug)]
pub struct Choice<U> {
    value: Value,
    best: Option<U>,
    exact: bool,
    refusals: Vec<String>,
}

impl<U> Choice<U> {
    /// Reads the value that is to be offered.
    ///
    /// # Errors
    /// It is not a value at all.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(Self { value, best: None, exact: false, refusals: Vec::new() })
    }

    /// Offers the value to one more type; `name` is what a refusal calls it.
    #[must_use]
    pub fn offer<T>(mut self, name: &str, wrap: fn(T) -> U) -> Self
    where
        T: DeserializeOwned + Serialize,
    {
        if self.exact {
            return self;
        }
        match T::deserialize(&self.value) {
            Ok(found) => {
                // A type that drops members is only taken if no later one keeps them.
                self.exact = serde_json::to_value(&found).is_ok_and(|back| back == self.value);
                if self.exact || self.best.is_none() {
                    self.best = Some(wrap(found));
                }
            }
            Err(error) => self.refusals.push(format!("{name}: {error}")),
        }
        self
    }

    /// The type that fits best.
    ///
    /// # Errors
    /// None fits; the error tells why for each.
    pub fn finish<E: Error>(self) -> Result<U, E> {
        self.best.ok_or_else(|| {
            E::custom(format_args!("no variant fits ({})", self.refusals.join("; ")))
        })
    }
}

/// A value whose tag says what it is.
#[derive(Debug)]
pub struct Tagged {
    value: Value,
    member: &'static str,
}

impl Tagged {
    /// Reads the value; `member` is the one that holds the tag.
    ///
    /// # Errors
    /// It is not a value at all.
    pub fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
        member: &'static str,
    ) -> Result<Self, D::Error> {
        Ok(Self { value: Value::deserialize(deserializer)?, member })
    }

    /// The tag; nothing if the member is missing or is not a string.
    pub fn tag(&self) -> Option<&str> {
        self.value.get(self.member).and_then(Value::as_str)
    }

    /// Reads the value as the type that its tag names.
    ///
    /// # Errors
    /// The value is not a `T`.
    pub fn into<T: DeserializeOwned, E: Error>(self) -> Result<T, E> {
        T::deserialize(self.value).map_err(E::custom)
    }

    /// The value as it came.
    pub fn into_value(self) -> Value {
        self.value
    }

    /// The error for a tag that names no type.
    pub fn unknown<E: Error>(&self) -> E {
        match self.tag() {
            Some(tag) => E::custom(format_args!("unknown `{}` {tag:?}", self.member)),
            None => E::custom(format_args!("member `{}` is missing or not a string", self.member)),
        }
    }
}
