//! What the generated code says: names, types, operations. Nothing here holds a Rust token.

pub(crate) mod types;
