//! String enums: written as their text, and read back from it.
//!
//! [`string_enum!`](crate::string_enum) implements [`Text`] for an enum, by a table, and the traits a
//! user expects by one call each into here.

use super::union;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A string that is none of the values an enum allows. It does not hold the string.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown value, expected one of {allowed:?}")]
#[non_exhaustive]
pub struct UnknownValue {
    /// The values that are allowed.
    pub allowed: &'static [&'static str],
}

/// A string enum.
pub trait Text: Sized {
    /// The values that have a variant of their own.
    const VALUES: &'static [&'static str];

    /// The variant for this text: the one of its own, else the catch-all, if the enum has one.
    fn from_text(text: &str) -> Option<Self>;
}

/// Reads the variant for this text.
///
/// # Errors
/// There is none.
pub fn parse<T: Text>(text: &str) -> Result<T, UnknownValue> {
    T::from_text(text).ok_or(UnknownValue { allowed: T::VALUES })
}

/// The text of a catch-all variant. That it was needed counts against the enum's type in a union.
pub fn unknown<T: Text>(text: &str) -> String {
    union::note_unknown(T::VALUES.len() == 1);
    text.to_owned()
}

/// Reads a string; JSON of any other type is refused.
///
/// # Errors
/// It is not a string, or not one that `T` takes.
pub fn read_text<'de, T: Text, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<T: Text> Visitor<'_> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {:?}", T::VALUES)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
    }
}

/// The schema of a string enum; one with a catch-all takes any string.
#[cfg(feature = "schema")]
pub fn schema<T: Text>(is_open: bool) -> schemars::Schema {
    if is_open {
        schemars::json_schema!({"type": "string"})
    } else {
        schemars::json_schema!({"type": "string", "enum": T::VALUES})
    }
}

/// Declares a string enum. Each variant has its text; one without is the catch-all, and keeps a text
/// that the contract does not name.
///
/// ```
/// oasis_runtime::string_enum! {
///     /// What kind of person a customer is.
///     pub enum Role {
///         /// Somebody who buys.
///         Customer = "customer",
///         /// Somebody who sells.
///         Employee = "employee",
///         /// A value that the contract does not name.
///         Other(String),
///     }
/// }
///
/// assert_eq!("employee".parse(), Ok(Role::Employee));
/// assert_eq!(Role::Other("guest".to_owned()).as_str(), "guest");
/// assert_eq!(serde_json::to_string(&Role::Customer).unwrap(), "\"customer\"");
/// ```
#[macro_export]
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$inner:meta])* $variant:ident $(($other:ty $(,)?))? $(= $text:literal)? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$inner])* $variant $(($other))? ),*
        }

        impl $name {
            /// The values that have a variant of their own.
            pub const VALUES: &'static [&'static str] = &[$($($text,)?)*];

            /// The text of the value.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant $(($crate::__keep!(text, $other)))? =>
                        $($text)? $($crate::__keep!(text, $other))?, )*
                }
            }
        }

        impl $crate::__private::Text for $name {
            const VALUES: &'static [&'static str] = Self::VALUES;

            fn from_text(text: &str) -> ::core::option::Option<Self> {
                let known = match text {
                    $($( $text => ::core::option::Option::Some(Self::$variant), )?)*
                    _ => ::core::option::Option::None,
                };
                known $($( .or_else(|| {
                    let other: $other = $crate::__private::unknown::<Self>(text);
                    ::core::option::Option::Some(Self::$variant(other))
                }) )?)*
            }
        }

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = $crate::UnknownValue;

            fn from_str(text: &str) -> ::core::result::Result<Self, $crate::UnknownValue> {
                $crate::__private::parse(text)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_text(deserializer)
            }
        }

        $crate::__listed_schema! { $name, text_schema, false $($( || $crate::__keep!(true, $other) )?)* }
    };
}

/// The first of two: how a repetition over the second mentions it without using it.
#[doc(hidden)]
#[macro_export]
macro_rules! __keep {
    ($keep:tt, $($drop:tt)*) => {
        $keep
    };
}

#[doc(hidden)]
#[macro_export]
#[cfg(feature = "schema")]
macro_rules! __listed_schema {
    ($name:ident, $schema:ident, $is_open:expr) => {
        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::core::stringify!($name).into()
            }

            fn json_schema(
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::$schema::<Self>($is_open)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
#[cfg(not(feature = "schema"))]
macro_rules! __listed_schema {
    ($($ignored:tt)*) => {};
}
