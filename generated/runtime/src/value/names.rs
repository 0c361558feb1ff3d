//! Macros for strings and integers that have a type of their own, such as the id of one kind of thing.
//!
//! They are shown, parsed and converted like what they hold. None derefs to it and none compares with
//! it: a value of one kind is never taken for one of another by accident.

/// Makes a newtype over a string a value to work with.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// struct Door(String);
/// oasis_runtime::string_newtype! { Door(String) }
///
/// assert_eq!(Door::from("north"), "north".parse()?);
/// assert_eq!(Door::from("north").to_string(), Door::from("north").as_str());
/// # Ok::<(), std::convert::Infallible>(())
/// ```
#[macro_export]
macro_rules! string_newtype {
    ($name:ident($inner:ty $(,)?)) => {
        impl $name {
            /// The string.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        $crate::integer_newtype! { $name($inner) }
    };
}

/// Makes a newtype over an integer a value to work with.
///
/// ```
/// #[derive(Debug, PartialEq)]
/// struct Floor(i64);
/// oasis_runtime::integer_newtype! { Floor(i64) }
///
/// assert_eq!("-2".parse(), Ok(Floor(-2)));
/// assert_eq!((Floor::from(3).to_string(), i64::from(Floor(3))), ("3".to_owned(), 3));
/// ```
#[macro_export]
macro_rules! integer_newtype {
    ($name:ident($inner:ty $(,)?)) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = <$inner as ::core::str::FromStr>::Err;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                text.parse().map(Self)
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
