//! Serves operations: a request in, the arguments of a method out, and its reply back.
//!
//! The hook sees the head of a request first, and nothing more is read of one that it refuses. Then
//! path, parameters, media type and body are read, as the method asks for them. What cannot be read is
//! handed to the service as a [`Rejection`], with the bytes that came.

mod any_hook;
mod bearer;
mod call;
mod hook;
mod notification;
mod rejection;
mod reply;
mod routes;
#[cfg(feature = "serve")]
mod serve;
mod unread;

pub use axum::Router;
pub use axum::extract::DefaultBodyLimit;
pub use axum::response::{IntoResponse, Response};
pub use bearer::BearerToken;
pub use call::Call;
pub use hook::{Hook, accept_all};
pub use http::request::Parts;
pub use notification::Notification;
pub use rejection::{Reason, Rejection};
pub use reply::{
    Refusal, Refused, Reply, WithHeaders, example, example_any, example_empty, not_implemented,
    undecodable,
};
pub use routes::Routes;
#[cfg(feature = "serve")]
pub use serve::{Server, serve};
pub use unread::Unread;
