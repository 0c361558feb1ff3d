//! Where a run may go and what it may do there.
//!
//! In come address, fixtures, token and permissions; out comes a [`Target`] or the reason why nothing is
//! sent. Nothing here opens a connection.

mod address;
mod fixtures;
mod secret;

pub use address::{Permissions, Target};
pub use fixtures::{Fixtures, Id};
pub use secret::{REMOVED, Secret, WEBHOOK_TOKEN, token, webhook_token};
