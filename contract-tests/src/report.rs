//! The reports of a run as text: JSON with a schema, JUnit XML, Markdown. Pure; `files` writes them.

mod json;
mod junit;
mod markdown;

pub use json::{Report, json, schema};
pub use junit::junit;
pub use markdown::markdown;
