//! Placeholder.

#[rustfmt::skip]
pub mod oasis;
pub mod runtime;

pub use oasis::*;
