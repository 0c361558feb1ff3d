//! Holds a server to what `spec/oasis.yaml` says, for every operation in it.

pub mod case;
pub mod checks;
pub mod deck;
pub mod exchange;
pub mod files;
pub mod ids;
pub mod implied;
pub mod judge;
pub mod lab;
pub mod ledger;
pub mod mutation;
mod pace;
pub mod plan;
pub mod raw;
pub mod script;
pub mod secret;
pub mod sender;
pub mod shrink;
pub mod strategy;
pub mod suite;
pub mod target;
