//! Calls operations and reads what comes back.
//!
//! A request is made from the table of its operation; the response is a success, a documented
//! refusal, or one of the other errors of [`Error`]. Redirects are never followed: a token belongs
//! to one host, and a PATCH that comes back as a GET is not the request that was made.

mod error;
mod http;
mod judge;
mod request;
mod response;
mod settings;
mod tls;
mod token;

pub use self::http::Http;
pub use error::{
    BuildError, Error, InvalidRequest, Refused, RequestFault, Transport, TransportFault,
    Undecodable, Undocumented,
};
pub use request::Request;
pub use reqwest;
pub use response::Response;
pub use settings::Settings;
pub use token::{Token, TokenError};

#[doc(inline)]
pub use crate::client;

/// Declares a client: a struct over [`Http`], to which methods are added.
///
/// ```
/// oasis_runtime::client! {
///     /// Calls the API.
///     pub struct Client;
/// }
///
/// let client = Client::new("https://api.example", None)?;
/// # Ok::<(), oasis_runtime::client::BuildError>(())
/// ```
#[macro_export]
macro_rules! client {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $visibility struct $name {
            http: $crate::client::Http,
        }

        impl $name {
            /// A client for this base address, with the default settings.
            ///
            /// # Errors
            /// The address is not one that paths can be put behind, or TLS cannot be set up.
            pub fn new(
                base_url: &str,
                token: impl ::core::convert::Into<::core::option::Option<$crate::client::Token>>,
            ) -> ::core::result::Result<Self, $crate::client::BuildError> {
                Self::with_settings(base_url, token, &::core::default::Default::default())
            }

            /// A client for this base address, with these settings.
            ///
            /// # Errors
            /// As for [`new`](Self::new).
            pub fn with_settings(
                base_url: &str,
                token: impl ::core::convert::Into<::core::option::Option<$crate::client::Token>>,
                settings: &$crate::client::Settings,
            ) -> ::core::result::Result<Self, $crate::client::BuildError> {
                let agent = ::core::concat!(
                    ::core::env!("CARGO_PKG_NAME"),
                    "/",
                    ::core::env!("CARGO_PKG_VERSION"),
                );
                let settings = settings.clone().or_user_agent(agent);
                let http = $crate::client::Http::new(base_url, token.into(), &settings)?;
                ::core::result::Result::Ok(Self { http })
            }

            /// A client over an HTTP client that is there already.
            pub fn from_http(http: $crate::client::Http) -> Self {
                Self { http }
            }
        }
    };
}
