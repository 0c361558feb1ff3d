//! What every operation's error enum shares.

/// Implements `Error` and the conversions for an enum with the variants `Undocumented`, `Decode`
/// and `Transport`; with `InvalidPath` behind the name, for that variant too.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_error {
    ($name:ident) => {
        impl ::std::error::Error for $name {
            fn source(&self) -> ::std::option::Option<&(dyn ::std::error::Error + 'static)> {
                match self {
                    Self::Decode(error) => ::std::option::Option::Some(&**error),
                    Self::Transport(error) => ::std::option::Option::Some(error),
                    _ => ::std::option::Option::None,
                }
            }
        }

        impl ::std::convert::From<$crate::client::Transport> for $name {
            fn from(error: $crate::client::Transport) -> Self {
                Self::Transport(error)
            }
        }

        impl ::std::convert::From<$crate::client::Undecodable> for $name {
            fn from(error: $crate::client::Undecodable) -> Self {
                Self::Decode(::std::boxed::Box::new(error))
            }
        }

        impl ::std::convert::From<$crate::client::Answer> for $name {
            fn from(answer: $crate::client::Answer) -> Self {
                match answer.redirect() {
                    ::std::option::Option::Some(error) => Self::Transport(error),
                    ::std::option::Option::None => {
                        Self::Undocumented(::std::boxed::Box::new(answer))
                    }
                }
            }
        }
    };
    ($name:ident, InvalidPath) => {
        $crate::__operation_error!($name);

        impl ::std::convert::From<$crate::client::InvalidPath> for $name {
            fn from(error: $crate::client::InvalidPath) -> Self {
                Self::InvalidPath(error)
            }
        }
    };
}
