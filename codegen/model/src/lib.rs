//! Reads an OpenAPI 3.0 document and judges it.
//!
//! Data flows one way: [`load`] turns text into a document, [`lower`] turns the document into an
//! [`ir::Api`], and everything else reads the [`ir::Api`]. The whole crate is pure: no disk, no
//! network, no clock, no environment.

pub mod conform;
pub mod decimal;
pub mod finding;
pub mod ir;
pub mod load;
pub mod lower;
pub mod name;
pub mod report;
pub mod sample;
pub mod severity;
