//! The model from outside.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod claims;
mod files;
mod hostile;
mod mangle;
mod mistakes;
mod modern;
mod positions;
mod reading;
mod robust;
mod settle;
mod upgrade;
