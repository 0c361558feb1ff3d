//! Writes Rust code from the model of an API. Pure: no disk, no network, no clock, no environment.

pub mod emit;
pub mod files;
pub mod format;
