//! The generator from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod account;
mod damage;
mod doors;
mod edits;
mod golden;
mod instances;
#[path = "../../model/tests/it/mangle.rs"]
mod mangle;
mod parts;
