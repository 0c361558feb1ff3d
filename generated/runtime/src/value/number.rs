//! Enums of numbers: written as their number, and read back from it.
//!
//! [`integer_enum!`](crate::integer_enum) and [`number_enum!`](crate::number_enum) implement
//! [`Listed`] for an enum, by a table, and the traits a user expects by one call each into here.

use super::union;
use serde::de::{Deserialize, Deserializer, Error, Unexpected};
use serde::ser::Serializer;

/// An enum of numbers.
pub trait Listed: Sized {
    /// The type of the numbers.
    type Number: Scalar;

    /// The values that have a variant of their own.
    const VALUES: &'static [Self::Number];

    /// The variant for this number: the one of its own, else the catch-all, if the enum has one.
    fn from_number(value: Self::Number) -> Option<Self>;
}

/// A type of numbers.
pub trait Scalar: Copy + for<'de> Deserialize<'de> + 'static {
    /// Equal numbers have the same key, and others have not.
    fn key(self) -> u64;

    /// What an error calls the number.
    fn unexpected(self) -> Unexpected<'static>;

    /// Writes the number; whole numbers without a fraction.
    ///
    /// # Errors
    /// The serializer's own.
    fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl Scalar for i64 {
    fn key(self) -> u64 {
        self.cast_unsigned()
    }

    fn unexpected(self) -> Unexpected<'static> {
        Unexpected::Signed(self)
    }

    fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self)
    }
}

impl Scalar for f64 {
    fn key(self) -> u64 {
        // Both zeros are one number.
        (self + 0.0).to_bits()
    }

    fn unexpected(self) -> Unexpected<'static> {
        Unexpected::Float(self)
    }

    fn write<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.fract() == 0.0 && self.abs() < EXACT {
            // The bound makes the conversion exact.
            true => serializer.serialize_i64(self as i64),
            false => serializer.serialize_f64(self),
        }
    }
}

/// From here on one float stands for several whole numbers.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The number of a catch-all variant. That it was needed counts against the enum's type in a union.
pub fn unlisted<T: Listed>(value: T::Number) -> T::Number {
    union::note_unknown(T::VALUES.len() == 1);
    value
}

/// Reads a number.
///
/// # Errors
/// It is none, or not one that `T` takes.
pub fn read_number<'de, T: Listed, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = T::Number::deserialize(deserializer)?;
    T::from_number(value).ok_or_else(|| {
        D::Error::invalid_value(value.unexpected(), &"a number that the contract names")
    })
}

/// The schema of an enum of integers; one with a catch-all takes any.
#[cfg(feature = "schema")]
pub fn integer_schema<T: Listed<Number = i64>>(is_open: bool) -> schemars::Schema {
    match is_open {
        true => schemars::json_schema!({"type": "integer"}),
        false => schemars::json_schema!({"type": "integer", "enum": T::VALUES}),
    }
}

/// The same of any numbers.
#[cfg(feature = "schema")]
pub fn number_schema<T: Listed<Number = f64>>(is_open: bool) -> schemars::Schema {
    match is_open {
        true => schemars::json_schema!({"type": "number"}),
        false => schemars::json_schema!({"type": "number", "enum": T::VALUES}),
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
    ($($declaration:tt)*) => {
        $crate::__number_enum! { i64, integer_schema, $($declaration)* }
    };
}

/// Declares an enum of numbers, as [`integer_enum!`](crate::integer_enum) does one of integers.
///
/// ```
/// oasis_runtime::number_enum! {
///     /// How large it is shown.
///     pub enum Scale {
///         N0Point5 = 0.5,
///         N2 = 2.0,
///         /// A value that the contract does not name.
///         Other(f64),
///     }
/// }
///
/// assert_eq!(serde_json::from_str::<Scale>("2").unwrap(), Scale::N2);
/// assert_eq!(serde_json::to_string(&Scale::N2).unwrap(), "2");
/// assert_eq!(Scale::from(1.5).value(), 1.5);
/// ```
#[macro_export]
macro_rules! number_enum {
    ($($declaration:tt)*) => {
        $crate::__number_enum! { f64, number_schema, $($declaration)* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __number_enum {
    (
        $type:ident, $schema:ident,
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
            pub const VALUES: &'static [$type] = &[$($($number,)?)*];

            /// The number of the value.
            pub fn value(self) -> $type {
                match self {
                    $( Self::$variant $(($crate::__keep!(number, $other)))? =>
                        $($number)? $($crate::__keep!(number, $other))?, )*
                }
            }
        }

        impl $crate::__private::Listed for $name {
            type Number = $type;

            const VALUES: &'static [$type] = Self::VALUES;

            fn from_number(value: $type) -> ::core::option::Option<Self> {
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
                    let known = <Self as $crate::__private::Listed>::from_number(value);
                    known.unwrap_or(Self::$variant(value))
                }
            }
        )?)*

        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::Scalar::key(self.value())
                    == $crate::__private::Scalar::key(other.value())
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                $crate::__private::Scalar::key(self.value()).hash(state);
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
                $crate::__private::Scalar::write(self.value(), serializer)
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_number(deserializer)
            }
        }

        $crate::__listed_schema! { $name, $schema, false $($( || $crate::__keep!(true, $other) )?)* }
    };
}
