//! Macros for generated structs: setters, conversions, and a `Debug` that keeps personal data to
//! itself.

use std::fmt::{self, Debug};

/// Prints a struct with these fields and a mark that there are more.
///
/// # Errors
/// The formatter's own.
pub fn debug(f: &mut fmt::Formatter<'_>, name: &str, fields: &[(&str, &dyn Debug)]) -> fmt::Result {
    let mut shown = f.debug_struct(name);
    for (name, value) in fields {
        shown.field(name.trim_start_matches("r#"), value);
    }
    shown.finish_non_exhaustive()
}

/// Writes a setter for each field, and `new` if the required fields stand in parentheses.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// struct Request {
///     id: String,
///     note: Option<String>,
/// }
/// oasis_runtime::setters! { Request(id: String) { note: Option<String> } }
///
/// let request = Request::new("7").note("late".to_owned());
/// assert_eq!(request, Request { id: "7".to_owned(), note: Some("late".to_owned()) });
/// ```
#[macro_export]
macro_rules! setters {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        impl $name {
            $(
                #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
                #[must_use]
                pub fn $field(mut self, value: impl ::core::convert::Into<$type>) -> Self {
                    self.$field = value.into();
                    self
                }
            )*
        }
    };
    (
        $name:ident($($required:ident: $needed:ty),* $(,)?)
        { $($field:ident: $type:ty),* $(,)? }
    ) => {
        impl $name {
            /// A value with what is required, and nothing else.
            #[allow(clippy::too_many_arguments, reason = "there may be as many as are required")]
            pub fn new($($required: impl ::core::convert::Into<$needed>),*) -> Self {
                Self {
                    $($required: $required.into(),)*
                    $($field: ::core::default::Default::default(),)*
                }
            }
        }

        $crate::setters! { $name { $($field: $type),* } }
    };
}

/// Lets a newtype be used like what it holds.
#[macro_export]
macro_rules! newtype {
    ($name:ident($inner:ty $(,)?)) => {
        impl ::core::ops::Deref for $name {
            type Target = $inner;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl ::core::ops::DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }

        impl ::core::convert::From<$inner> for $name {
            fn from(inner: $inner) -> Self {
                Self(inner)
            }
        }

        impl ::core::convert::From<$name> for $inner {
            fn from(outer: $name) -> Self {
                outer.0
            }
        }
    };
}

/// Turns a type that says more into one that says less, field by field.
#[macro_export]
macro_rules! widen {
    ($from:ident => $to:ident { $($field:ident),* $(,)? }) => {
        impl ::core::convert::From<$from> for $to {
            fn from(from: $from) -> Self {
                Self { $($field: from.$field.into(),)* }
            }
        }
    };
}

/// Implements `Debug` with these fields only: the others hold personal data.
#[macro_export]
macro_rules! private_debug {
    ($name:ident { $($field:ident),* $(,)? }) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::__private::debug(
                    f,
                    ::core::stringify!($name),
                    &[$((::core::stringify!($field), &self.$field)),*],
                )
            }
        }
    };
}
