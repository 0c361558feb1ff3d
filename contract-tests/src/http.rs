//! How requests are sent, and what a request, a response and an exchange are.
//!
//! In comes a [`Request`], out comes an [`Exchange`], always, within the bounds. Nothing here judges.

mod client;
mod credentials;
mod message;
mod pace;
mod record;
mod stop;

pub use client::{Client, Limits};
pub use credentials::Auth;
pub use message::{Bytes, Exchange, Failure, FailureKind, Request, Response};
pub use record::{curl, line, transcript};
pub use stop::{Ended, Stop};
