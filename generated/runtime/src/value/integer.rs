//! Integer enums: written as their number, and read back from it.
//!
//! [`integer_enum!`](crate::integer_enum) implements [`Integer`] for an enum, by a table, and the
//! traits a user expects by one call each into here.

use super::union;
use serde::de::{Deserialize, Deserializer, Error, Unexpected};

/// An integer enum.
pub trait Integer: Sized {
    /// The values that have a variant of their own.
    const VALUES: &'static [i64];

    /// The variant for this number: the one of its own, else the catch-all, if the enum has one.
    fn from_integer(value: i64) -> Option<Self>;
}

/// The number of a catch-all variant. That it was needed counts against the enum's type in a union.
pub fn unlisted<T: Integer>(value: i64) -> i64 {
    union::note_unknown(T::VALUES.len() == 1);
    value
}

/// Reads an integer.
///
/// # Errors
/// It is none, or not one that `T` takes.
pub fn read_integer<'de, T: Integer, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = i64::deserialize(deserializer)?;
    T::from_integer(value).ok_or_else(|| {
        D::Error::invalid_value(Unexpected::Signed(value), &"an integer that the contract names")
    })
}

/// The schema of an integer enum; one with a catch-all takes any integer.
#[cfg(feature = "schema")]
pub fn schema<T: Integer>(is_open: bool) -> schemars::Schema {
    if is_open {
        schemars::json_schema!({"type": "integer"})
    } else {
        schemars::json_schema!({"type": "integer", "enum": T::VALUES})
    }
}

/// Declares an integer enum. Each variant has its number; one without is the catch-all, and keeps a
/// number that the contract does not name.
///
/// ```
/// oasis_runtime::integer_enum! {
///     /// How loud.
///     pub enum Level {
///         N1 = 1,
///         Minus2 = -2,
///         /// A value that the contract does not name.
///         Other(i64),
///     }
/// }
///
/// assert_eq!(serde_json::from_str::<Level>("-2").unwrap(), Level::Minus2);
/// assert_eq!(Level::from(7), Level::Other(7));
/// assert_eq!(serde_json::to_string(&Level::N1).unwrap(), "1");
/// ```
#[macro_export]
macro_rules! integer_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $( $(#[$inner:meta])* $variant:ident $(($other:ty $(,)?))? $(= $number:literal)? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$inner])* $variant $(($other))? ),*
        }

        impl $name {
            /// The values that have a variant of their own.
            pub const VALUES: &'static [i64] = &[$($($number,)?)*];

            /// The number of the value.
            pub fn value(self) -> i64 {
                match self {
                    $( Self::$variant $(($crate::__keep!(number, $other)))? =>
                        $($number)? $($crate::__keep!(number, $other))?, )*
                }
            }
        }

        impl $crate::__private::Integer for $name {
            const VALUES: &'static [i64] = Self::VALUES;

            fn from_integer(value: i64) -> ::core::option::Option<Self> {
                let known = match value {
                    $($( $number => ::core::option::Option::Some(Self::$variant), )?)*
                    _ => ::core::option::Option::None,
                };
                known $($( .or_else(|| {
                    let other: $other = $crate::__private::unlisted::<Self>(value);
                    ::core::option::Option::Some(Self::$variant(other))
                }) )?)*
            }
        }

        $($(
            impl ::core::convert::From<$other> for $name {
                fn from(value: $other) -> Self {
                    let known = <Self as $crate::__private::Integer>::from_integer(value);
                    known.unwrap_or(Self::$variant(value))
                }
            }
        )?)*

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.value() == other.value()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.value().hash(state);
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.value())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_integer(deserializer)
            }
        }

        $crate::__listed_schema! { $name, integer_schema, false $($( || $crate::__keep!(true, $other) )?)* }
    };
}
