//! Reads an OpenAPI document (3.0, 3.1 or 3.2) and judges it.
//!
//! Data flows one way: [`read`] turns text into an [`ir::Api`] and findings, and everything else
//! reads the [`ir::Api`]. The whole crate is pure: no disk, no network, no clock, no environment.

pub mod conform;
pub mod decimal;
pub mod finding;
pub mod ir;
mod load;
pub mod loss;
mod lower;
pub mod pointer;
mod reading;
pub mod report;
pub mod sample;
pub mod settle;
pub mod severity;

pub use load::{PROSE, ReadFile, keys, locate, locate_places};
pub use reading::{Options, Reading, read, read_beside, read_with};
