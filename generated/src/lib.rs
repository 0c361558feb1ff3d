//! Types, a client and a webhook receiver for the AiFi OASIS API.
//!
//! Everything in [`oasis`] is generated from a curated contract; [`runtime`] is what it stands on.
//! The docs of each member say what it means and, where no page of the vendor states it, why it is
//! believed: *Inferred* and *Assumed* mark what may turn out otherwise.
//!
//! # Features
//!
//! None is on by default: name those you need.
//!
//! | feature | brings |
//! |---|---|
//! | `client` | `Client`, with TLS through rustls and ring |
//! | `server` | `Webhooks` and `webhooks_router` for a receiver, `Admin` for mocks; no HTTP client |
//! | `schema` | `schemars::JsonSchema` for every type |
//!
//! # Calling the API
//!
//! What you send is strict: what the contract forbids cannot be built. What comes back is lenient:
//! values of an enum that are new to this crate are kept in its `Unknown` variant. Every operation
//! has an error enum of its own, with a variant for each documented status.
//!
//! ```no_run
//! use aifi_oasis::Client;
//! use aifi_oasis::errors::UpdateSessionError;
//! use aifi_oasis::runtime::True;
//! use aifi_oasis::runtime::client::Token;
//! use aifi_oasis::types::UpdateSessionRequest;
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! // The token comes from OASIS_TOKEN, or from the file that OASIS_TOKEN_FILE names.
//! let client = Client::new("https://oasis-api.public.sandbox.oasis.aifi.com", Token::from_env()?)?;
//! let suspicion = UpdateSessionRequest { suspected_fraud: Some(True), ..Default::default() };
//! match client.update_session("d3a00526-1864-4f6e-bb2d-46e3ab7fa780", &suspicion).await {
//!     Ok(session) => println!("{:?} has status {}", session.session_id, session.status),
//!     Err(UpdateSessionError::InvalidBody(rejection)) => {
//!         for violation in rejection.body.iter().flat_map(|envelope| &envelope.errors) {
//!             println!("{}: {}", violation.field, violation.error);
//!         }
//!     }
//!     Err(UpdateSessionError::RateLimited(_)) => println!("too fast: wait and try again"),
//!     Err(other) => return Err(other.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Receiving webhooks
//!
//! AiFi appends the action to the base address configured for a webhook, so the router is mounted
//! under that address. With `https://shop.example/hooks/aifi` configured, a customer who leaves is
//! reported to `https://shop.example/hooks/aifi/left`. The hook may refuse a request before it is
//! decoded; how AiFi proves who it is to a receiver, no page says.
//!
//! ```
//! use aifi_oasis::responses::TransitionLeftResponse;
//! use aifi_oasis::runtime::server::accept_all;
//! use aifi_oasis::types::TransitionLeft;
//! use aifi_oasis::{Webhooks, webhooks_router};
//!
//! struct Shop;
//!
//! impl Webhooks for Shop {
//!     async fn transition_left(&self, left: TransitionLeft) -> TransitionLeftResponse {
//!         println!("shopper {} left store {}", left.shopper_id, left.store_id);
//!         TransitionLeftResponse::Received("noted".to_owned())
//!     }
//! }
//!
//! let app: axum::Router =
//!     axum::Router::new().nest("/hooks/aifi", webhooks_router(Shop, accept_all));
//! # let _ = app;
//! ```
//!
//! # Absent, null, there
//!
//! A member that is optional and may be null is a [`runtime::Field`], in which the three are told
//! apart both ways; one that is only one of the two is an `Option`.

#[rustfmt::skip]
pub mod oasis;

pub use oasis::*;
pub use oasis_runtime as runtime;

/// The examples of the repository's README, compiled and run with the tests.
#[cfg(all(doctest, feature = "client", feature = "server"))]
#[doc = include_str!("../../README.md")]
struct Readme;
