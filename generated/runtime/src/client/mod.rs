//! Calls operations and reads what comes back.
//!
//! A request is made from the table of its operation; the response is a success, a documented
//! refusal, or one of the other errors of [`Error`]. Redirects are never followed: a token belongs
//! to one host, and a PATCH that comes back as a GET is not the request that was made.

mod answered;
mod builder;
mod call;
mod choice;
mod credentials;
mod download;
mod draft;
mod error;
mod fault;
mod grant;
mod http;
mod into_source;
mod judge;
mod pace;
mod pages;
mod redact;
mod request;
mod response;
mod retry;
mod source;
mod span;
mod tls;
mod token;
mod transport;
mod turns;

pub use self::http::Http;
pub use answered::{Refused, Undecodable, Undocumented};
pub use builder::Builder;
pub use credentials::ClientCredentials;
pub use download::Download;
pub use error::{Error, Fate};
pub use fault::{BuildError, InvalidRequest, NoToken, RequestFault, Transport, TransportFault};
pub use into_source::IntoTokenSource;
pub use pages::{Items, PageError};
pub use request::{MaybeBody, Request};
pub use response::Response;
pub use retry::Retry;
pub use source::{TokenError, TokenSource};
pub use token::Token;
#[doc(hidden)]
pub use tokio::time::sleep;
pub use transport::{Body, BoxError, HttpService};
pub use turns::Turn;
pub use {reqwest, tower};

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
/// let client = Client::new("https://api.example", "t0ken")?;
/// # Ok::<(), oasis_runtime::client::BuildError>(())
/// ```
///
/// With `const RATE_LIMIT: u32 = 20;` behind the struct the client stays below so many requests in a
/// second, unless its builder says otherwise.
#[macro_export]
macro_rules! client {
    (
        $(#[$meta:meta])* $visibility:vis struct $name:ident;
        $($(#[$_:meta])* const RATE_LIMIT: u32 = $limit:expr;)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $visibility struct $name {
            http: $crate::client::Http,
        }

        impl $name {
            /// A client for this base address, with the default settings. The token is text, a
            /// `Token`, a `TokenSource`, `ClientCredentials`, or `None`.
            ///
            /// # Errors
            /// The address is not one that paths can be put behind, the text is no token, or TLS
            /// cannot be set up.
            pub fn new(
                base_url: &str,
                token: impl $crate::client::IntoTokenSource,
            ) -> ::core::result::Result<Self, $crate::client::BuildError> {
                Self::builder().base_url(base_url).token(token).build()
            }

            /// Sets up a client: where it calls, who it is, how long it waits.
            pub fn builder() -> $crate::client::Builder<Self> {
                $crate::client::Builder::new()
                    .user_agent(::core::concat!(
                        ::core::env!("CARGO_PKG_NAME"),
                        "/",
                        ::core::env!("CARGO_PKG_VERSION"),
                    ))
                    $(.rate_limit($limit))?
            }

            /// The same client, with another limit on how long a call may take.
            #[must_use]
            pub fn with_timeout(&self, timeout: ::core::time::Duration) -> Self {
                Self { http: self.http.with_timeout(timeout) }
            }

            /// The HTTP client, for calls that no method makes.
            pub fn http(&self) -> &$crate::client::Http {
                &self.http
            }
        }

        impl ::core::convert::From<$crate::client::Http> for $name {
            fn from(http: $crate::client::Http) -> Self {
                Self { http }
            }
        }
    };
}
