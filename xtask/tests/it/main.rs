//! The commands from outside: arguments in; stdout, stderr and the exit code out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod accepted;
mod crates;
mod drift;
mod keys;
mod pages;
mod room;
mod served;
mod since;
