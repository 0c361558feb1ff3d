//! Holds a server to what `spec/oasis.yaml` says, for every operation in it.

pub mod exchange;
mod pace;
pub mod raw;
pub mod secret;
pub mod sender;
pub mod target;
