//! The generated routers, answering what cannot be decoded with AiFi's error envelope.
//!
//! A service and a hook in, a router out. What the routes are, and what is done with a request, is
//! decided by the generated routers.

use crate::envelope::WithEnvelope;
use crate::oasis::{Api, Webhooks, server};
use oasis_runtime::server::{Hook, Router};

/// Serves a receiver at its routes, which AiFi appends to the address configured with it: nest this
/// router under that address.
///
/// The hook sees the head of every request before its body is read:
/// [`BearerToken`](oasis_runtime::server::BearerToken) asks for a token,
/// [`accept_all`](oasis_runtime::server::accept_all) refuses nothing. Bodies above 2 MiB are answered
/// with 413; the layer [`DefaultBodyLimit`](oasis_runtime::server::DefaultBodyLimit) changes that. What
/// cannot be decoded is given to [`Webhooks::undecodable`].
pub fn webhooks_router<S: Webhooks>(service: S, hook: impl Hook) -> Router {
    server::webhooks_router(service, WithEnvelope(hook))
}

/// Serves a receiver at the documented paths, where the API itself has a stand-in; else as
/// [`webhooks_router`].
pub fn stand_in_router<S: Webhooks>(service: S, hook: impl Hook) -> Router {
    server::stand_in_router(service, WithEnvelope(hook))
}

/// Serves the API at its documented paths: for mocks and tests. Else as [`webhooks_router`].
pub fn api_router<S: Api>(service: S, hook: impl Hook) -> Router {
    server::api_router(service, WithEnvelope(hook))
}
