//! The generator from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod doors;
mod edits;
mod golden;
