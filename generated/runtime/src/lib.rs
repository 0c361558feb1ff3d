//! What generated clients and servers stand on: everything that is the same for every API.
//!
//! The generator writes types, tables, methods and routes; each of them calls into here. Nothing in
//! this crate knows an operation, a type or a vendor.
//!
//! # Features
//!
//! None is on by default.
//!
//! | feature | brings |
//! |---|---|
//! | `client` | the module `client`: an HTTP client, its errors and responses, TLS through rustls and ring |
//! | `server` | the module `server`: routes over a trait, for receivers and stand-ins |
//! | `serve` | `server::serve`: a server for them, with limits on what strangers can hold up |
//! | `schema` | `schemars::JsonSchema` for every type |

mod body;
mod header;
mod media;
mod multipart;
mod operation;
mod parameter;
mod response;
mod responses;
mod value;

#[cfg(feature = "client")]
pub mod client;
#[cfg(feature = "server")]
pub mod server;

pub use body::{Encoding, File, FormField, RequestBody, Upload};
pub use bytes::Bytes;
pub use header::ResponseHeader;
pub use http::StatusCode;
pub use multipart::{Multipart, Part};
pub use oasis_runtime_derive::Object;
pub use operation::{Auth, Cursor, Operation, Paging, SecurityScheme};
pub use parameter::{Parameter, Parameters, Style};
pub use response::RawResponse;
pub use responses::Responses;
pub use value::decode::{Mismatch, decode};
pub use value::example::{Example, round_trip};
pub use value::field::Field;
pub use value::lenient::{guess, nullable, present, whole};
pub use value::literal::{False, True};
pub use value::text::UnknownValue;

#[cfg(feature = "schema")]
pub use value::component::Component;
#[cfg(feature = "schema")]
pub use value::field::Nullable;

/// What the macros expand to calls of. Not part of the promise of this crate.
#[doc(hidden)]
pub mod __private {
    pub use crate::body::{BodyRow, Encoded, ReadBody, read_body, write_body};
    pub use crate::responses::{Payload, ReadRow, Reply, Row, Written, written};
    pub use crate::value::macros::debug;
    pub use crate::value::number::{Listed, Scalar, read_number, unlisted};
    #[cfg(feature = "schema")]
    pub use crate::value::number::{integer_schema, number_schema};
    pub use crate::value::object::{
        Guess, Nullable, Plain, Present, Slots, Whole, object, or_missing, or_refused, put, skip,
    };
    #[cfg(feature = "schema")]
    pub use crate::value::text::schema as text_schema;
    pub use crate::value::text::{Text, parse, read_text, unknown};
    pub use crate::value::union::{Read, Tag, attempt, choose, closed, tagged};
    #[cfg(feature = "schema")]
    pub use schemars;
    pub use serde;
    pub use serde_json;
}
