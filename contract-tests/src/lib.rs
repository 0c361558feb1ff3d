//! Holds a server to what `spec/oasis.yaml` says, for every operation in it.

pub mod case;
pub mod checks;
pub mod exchange;
pub mod implied;
pub mod judge;
pub mod mutation;
mod pace;
pub mod raw;
pub mod secret;
pub mod sender;
pub mod strategy;
pub mod target;
