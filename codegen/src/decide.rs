//! What the generated code says: names, types, operations. Nothing here holds a Rust token.

pub(crate) mod claims;
mod graph;
mod reach;
pub(crate) mod rename;
pub(crate) mod shapes;
pub(crate) mod types;
mod unions;
