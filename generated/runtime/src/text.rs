//! What every string enum shares: it is written as its `as_str` and read through its `FromStr`.

use serde::de::{Deserialize, Deserializer, Error};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// A text that is none of the values an enum allows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue {
    /// The text.
    pub value: String,
    /// The values that are allowed.
    pub allowed: &'static [&'static str],
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown value {:?}, expected one of {:?}", self.value, self.allowed)
    }
}

impl std::error::Error for UnknownValue {}

/// Reads a string and parses it; JSON of any other type is refused.
///
/// # Errors
/// It is not a string, or not one that `T` takes.
pub fn parse<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: FromStr<Err: fmt::Display>,
    D: Deserializer<'de>,
{
    Cow::<'de, str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// The schema of a string enum; without values, of any string.
#[cfg(feature = "schema")]
pub fn text_schema(values: Option<&[&str]>) -> schemars::Schema {
    match values {
        Some(values) => schemars::json_schema!({"type": "string", "enum": values}),
        None => schemars::json_schema!({"type": "string"}),
    }
}

/// Implements `Display`, `Serialize`, `Deserialize` and `JsonSchema` for a string enum that has
/// `as_str`, `FromStr` and `SCHEMA_VALUES`.
#[doc(hidden)]
#[macro_export]
macro_rules! __text {
    ($name:ident, $values:expr) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::parse(deserializer)
            }
        }

        #[cfg(feature = "schema")]
        impl ::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::stringify!($name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                $crate::text_schema($values)
            }
        }
    };
}
