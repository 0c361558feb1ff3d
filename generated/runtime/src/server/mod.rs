//! Serves operations: a request in, the arguments of a method out, and its reply back.
//!
//! The hook sees the raw request first; then path, parameters, media type and body are read, as the
//! method asks for them. What cannot be read is answered by [`Hook::reject`].

mod call;
mod hook;
mod rejection;
mod reply;
mod routes;

pub use axum::Router;
pub use axum::response::{IntoResponse, Response};
pub use call::Call;
pub use hook::{Hook, accept_all};
pub use http::request::Parts;
pub use rejection::{Reason, Rejection};
pub use reply::{Refusal, Refused, Reply, example, example_any, example_empty, not_implemented};
pub use routes::Routes;
