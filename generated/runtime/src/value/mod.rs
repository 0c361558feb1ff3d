//! Values as JSON: how they are read, how sure a reader may be, and the macros of generated types.

#[cfg(feature = "schema")]
pub(crate) mod component;
pub(crate) mod cost;
pub(crate) mod decode;
pub(crate) mod example;
pub(crate) mod fault;
pub(crate) mod field;
pub(crate) mod lenient;
pub(crate) mod literal;
pub(crate) mod macros;
mod moment;
pub(crate) mod names;
pub(crate) mod node;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod union;
