//! The curated specification, as it was when this was compiled.
//!
//! Out comes the [`Api`] or everything that is wrong with it. It reads no file, so the binaries run
//! anywhere.

use oasis_model::finding::Finding;
use oasis_model::ir::Api;
use oasis_model::read;
use std::sync::Arc;

const NAME: &str = "spec/oasis.yaml";
/// The specification as text, for judges that read it themselves.
pub const TEXT: &str = include_str!("../../spec/oasis.yaml");

/// The specification's operations and schemas.
///
/// # Errors
/// The findings, if one of them is an error.
pub fn embedded() -> Result<Arc<Api>, Vec<Finding>> {
    let reading = read(NAME, TEXT);
    if reading.usable() { Ok(Arc::new(reading.api)) } else { Err(reading.findings) }
}
