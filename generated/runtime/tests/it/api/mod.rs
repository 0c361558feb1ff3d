//! Code as the generator writes it, by hand: every macro and every table once.

pub(crate) mod client;
pub(crate) mod examples;
pub(crate) mod operations;
pub(crate) mod refusals;
pub(crate) mod server;
pub(crate) mod types;
