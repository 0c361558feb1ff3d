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
/// [`accept_all`](oasis_runtime::server::accept_all) refuses nothing. The layer
/// [`DefaultBodyLimit`](oasis_runtime::server::DefaultBodyLimit) changes how long a body may be.
///
/// | what comes | is answered | and given to the service |
/// |---|---|---|
/// | a notification | 200, or what the method replies | as its method's argument |
/// | no token or a wrong one, where one is asked for | 401, before the body is read | no |
/// | another path, another method | 404, 405 | no |
/// | a body above 2 MiB, too slow, cut off or framed wrongly | 413, 408, 400 | to [`Webhooks::undecodable`], without its bytes |
/// | a compressed body, another media type than JSON | 415 | to [`Webhooks::undecodable`] |
/// | no JSON, nested above 127 levels, not as documented | 422 with the error envelope | to [`Webhooks::undecodable`] |
/// | a head above 64 KiB or 100 headers, no HTTP, too slow | 431, 400, or cut, by the server (feature `serve`) | no |
///
/// Of a property that comes twice the last one counts, as in JavaScript.
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
