//! What the generated code stands on: everything that is the same for every API.
//!
//! The generator writes types, methods and routes; each of them calls into here. Nothing in this
//! crate knows an operation or a type of the API.

#[cfg(feature = "schema")]
mod component;
mod decode;
mod example;
mod field;
mod literal;
mod newtype;
mod object;
mod operation;
#[cfg(any(feature = "client", feature = "server"))]
mod parameter;
mod text;
mod union;

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "server")]
pub mod server;

pub use decode::{Mismatch, decode};
pub use example::{Example, round_trip};
pub use field::{Field, nullable, present};
pub use literal::{False, True};
pub use object::Object;
pub use operation::Operation;
#[cfg(any(feature = "client", feature = "server"))]
pub use parameter::Style;
pub use text::{UnknownValue, parse};
pub use union::{Choice, Tagged};

#[cfg(feature = "schema")]
pub use component::Component;
#[cfg(feature = "schema")]
pub use field::Nullable;
#[cfg(feature = "schema")]
pub use text::text_schema;

#[doc(hidden)]
pub use crate::{__newtype as newtype, __object as object, __text as text};
