//! How requests are sent, and what a request, a response and an exchange are.
//!
//! In comes a [`Request`], out comes an [`Exchange`], always, within the bounds. Nothing here judges.

mod body;
mod client;
mod connection;
mod credentials;
mod failure;
mod message;
mod pace;
mod record;
mod shell;
mod stop;
mod transport;

pub use client::{Client, Limits};
pub use credentials::Auth;
pub use message::{Bytes, Exchange, Failure, FailureKind, Request, Response};
pub use record::{line, transcript};
pub use shell::curl;
pub use stop::{Ended, Stop};

#[cfg(test)]
mod tests;
