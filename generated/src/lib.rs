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
//! | `server` | `Webhooks` and `webhooks_router` for a receiver, `Api` for stand-ins; no HTTP client |
//! | `serve` | a server for them that slow and broken callers do not hold up |
//! | `schema` | `schemars::JsonSchema` for every type |
//!
//! # Tasks
//!
//! | to do | with |
//! |---|---|
//! | assign a shopper to a session | `Client::update_shopper`; `examples/assign_shopper.rs` |
//! | add to the metadata of a session | `Client::merge_metadata`; `examples/merge_metadata.rs` |
//! | find sessions, page by page | `Client::list_sessions_items`, a stream |
//! | learn that a customer has left | `webhooks_router`, below; `examples/receive_left.rs` |
//!
//! **The trap:** the API replaces the metadata of a session as one object, and AiFi keeps its array
//! `events` in it. Whoever sends one key deletes the others and the events. `merge_metadata` reads,
//! merges, writes and checks; see [`metadata`] for what it can promise and what not. To replace all of
//! it on purpose, a change has the setter `replace_metadata_and_events`.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use aifi_oasis::Client;
//! use aifi_oasis::runtime::client::TokenSource;
//! use std::time::Duration;
//!
//! // The token is text too: `Client::sandbox("t0ken")?`
//! let client = Client::builder()
//!     .base_url("https://oasis-api.public.sandbox.oasis.aifi.com")
//!     .token(TokenSource::file("/run/secrets/oasis")?)
//!     .timeout(Duration::from_secs(5))
//!     .build()?;
//! let metadata = client.merge_metadata(&"d3a00526".into(), [("receipt", "R-17")]).await?;
//! println!("{} events are still there", metadata.events().len());
//! # Ok(())
//! # }
//! ```
//!
//! # Calling the API
//!
//! A call is sent again, after a random and growing pause, when the server is too busy (503, 429) or
//! was never reached. A change whose fate is unknown, as after a timeout, is never sent twice:
//! `Error::fate` tells what was applied, what was not, and what
//! nobody knows. A client and its clones stay below the 20 requests a second that the API takes
//! (`rate_limit` of the builder). A token may come from a file that is rotated, or from an
//! authorization server: `TokenSource`. Each call is one `tracing`
//! span without secrets or identifiers; layers of `tower` can be put around the requests, over an
//! HTTP client of your own.
//!
//! What you send is strict: what the contract forbids cannot be built. What comes back is lenient:
//! values of an enum that are new to this crate are kept in its `Other` variant, and what the
//! contract only guesses may be missing, null or of another type. Every operation has an enum of the
//! refusals that are documented; [`Error`](runtime::client::Error) holds one of them, or what else
//! went wrong, with the whole response.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use aifi_oasis::Client;
//! use aifi_oasis::refusals::UpdateSessionRefusal;
//! use aifi_oasis::runtime::True;
//! use aifi_oasis::runtime::client::TokenSource;
//! use aifi_oasis::types::UpdateSessionRequest;
//!
//! let client = Client::sandbox(TokenSource::from_env("OASIS_TOKEN", "OASIS_TOKEN_FILE")?)?;
//! let suspicion = UpdateSessionRequest::default().suspected_fraud(True);
//! match client.update_session(&"d3a00526-1864-4f6e".into(), &suspicion).await {
//!     Ok(session) => println!("{}: {:?}", session.status(), session.metadata),
//!     Err(error) if error.is_retryable() => println!("too busy: try again later"),
//!     Err(error) => match error.refusal() {
//!         Some(UpdateSessionRefusal::InvalidBody(Some(envelope))) => println!("{envelope:?}"),
//!         _ => return Err(error.into()),
//!     },
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Dropping a call
//!
//! A call is a future, and may be dropped at any point, by `tokio::select!` or a timeout of your own:
//! the connection is closed or given back, the pace and the budget of repeats are left as they were,
//! and nothing goes on in the background but the renewal of an old token at an authorization server,
//! ten seconds at most. What the server has made of a request that was on its way,
//! nobody knows: as after [`Fate::Unknown`](runtime::client::Fate::Unknown), look before you send a
//! change again. A `timeout` of the builder, or of `with_timeout`, tells you the fate; prefer it.
//!
//! # Receiving webhooks
//!
//! AiFi appends the action to the base address configured for a webhook, so the router is mounted
//! under that address. With `https://shop.example/hooks/aifi` configured, a customer who leaves is
//! reported to `https://shop.example/hooks/aifi/left`. How AiFi proves who it is to a receiver, no page
//! says: [`BearerToken`](runtime::server::BearerToken) asks for a token before a body is read, and a
//! [`Hook`](runtime::server::Hook) of your own for anything else.
//!
//! ```no_run
//! use aifi_oasis::refusals::TransitionLeftRefusal;
//! use aifi_oasis::runtime::server::{BearerToken, Notification, Reply, Router, serve};
//! use aifi_oasis::types::TransitionLeft;
//! use aifi_oasis::{Webhooks, webhooks_router};
//!
//! struct Shop;
//!
//! impl Webhooks for Shop {
//!     async fn transition_left(
//!         &self,
//!         left: Notification<TransitionLeft>,
//!     ) -> Reply<String, TransitionLeftRefusal> {
//!         println!("shopper {} left store {}", left.shopper_id, left.store_id);
//!         Ok("noted".to_owned())
//!     }
//! }
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let token = std::env::var("OASIS_WEBHOOK_TOKEN")?;
//! let app = Router::new().nest("/hooks/aifi", webhooks_router(Shop, BearerToken::new(token)));
//! serve(tokio::net::TcpListener::bind("127.0.0.1:8080").await?, app).await;
//! # Ok(())
//! # }
//! ```
//!
//! [`session_token`](types::TransitionLeft::session_token) of a notification is the session to work
//! with. [`serve`](runtime::server::serve) lets a method run to its end, although the caller has closed
//! his side; whatever server cuts it off, the log says so.
//!
//! A [`Notification`](runtime::server::Notification) derefs to the decoded body and has the raw body,
//! the headers, and what the hook put into the extensions. What cannot be decoded is given to
//! [`Webhooks::undecodable`], raw body and all: unless you write that method, it is logged without its
//! content and answered with the error envelope, and you have lost what it said. The router is a plain
//! [`Router`](runtime::server::Router): a `tower::Service` for axum, hyper and Lambda adapters. The feature
//! `serve` has a server for it that cuts off slow heads, slow bodies and callers who do not read;
//! `axum::serve` does not.
//!
//! Each person of a group is reported once, all with the same session, and a report may come twice.
//! [`receive`] tells one from the other. Answer at once and do the work afterwards: how long AiFi waits,
//! and whether it sends again, no page says.
//!
//! # Absent, null, there
//!
//! A property of what you receive that may be absent or null is an `Option`. In the body of a PATCH
//! that you send, absence leaves a value alone and null removes it: a property that may be either is a
//! [`Field`](runtime::Field), in which the three are told apart.

#[cfg(feature = "server")]
mod envelope;
pub mod metadata;
#[rustfmt::skip]
pub mod oasis;
#[cfg(feature = "server")]
pub mod receive;
#[cfg(feature = "server")]
mod routers;

pub use oasis::*;
pub use oasis_runtime as runtime;
#[cfg(feature = "server")]
pub use routers::{api_router, stand_in_router, webhooks_router};
