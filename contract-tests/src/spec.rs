//! The curated specification, as it was when this was compiled.
//!
//! Out comes the [`Api`] or everything that is wrong with it. It reads no file, so the binaries run
//! anywhere.

use oasis_model::finding::{Finding, any_error};
use oasis_model::ir::Api;
use oasis_model::{load, lower};
use std::sync::Arc;

const NAME: &str = "spec/oasis.yaml";
/// The specification as text, for judges that read it themselves.
pub const TEXT: &str = include_str!("../../spec/oasis.yaml");

/// The specification's operations and schemas.
///
/// # Errors
/// The findings, if one of them is an error.
pub fn embedded() -> Result<Arc<Api>, Vec<Finding>> {
    let loaded = load::document(NAME, TEXT);
    let mut findings = loaded.findings;
    let api = loaded.document.map(|document| {
        let (api, more) = lower::api(&document);
        findings.extend(more);
        Arc::new(api)
    });
    match api {
        Some(api) if !any_error(&findings) => Ok(api),
        _ => {
            load::locate(&mut findings, NAME, TEXT);
            Err(findings)
        }
    }
}
