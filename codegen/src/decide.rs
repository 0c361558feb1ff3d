//! What the generated code says: names, types, operations. Nothing here holds a Rust token.

mod all_of;
pub(crate) mod bodies;
pub(crate) mod claims;
pub(crate) mod directions;
pub(crate) mod examples;
pub(crate) mod expand;
pub(crate) mod forms;
mod graph;
pub(crate) mod headers;
pub(crate) mod media;
pub(crate) mod operations;
pub(crate) mod paging;
pub(crate) mod parameters;
pub(crate) mod parts;
mod path;
mod reach;
pub(crate) mod refusals;
pub(crate) mod rename;
pub(crate) mod responses;
pub(crate) mod security;
pub(crate) mod servers;
pub(crate) mod shapes;
pub(crate) mod taken;
pub(crate) mod types;
mod unions;
