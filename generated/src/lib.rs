//! Placeholder.
pub mod runtime;
