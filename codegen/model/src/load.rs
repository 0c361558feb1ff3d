//! Text in, [`Document`] out: the OpenAPI model, checked against the grammar of OpenAPI 3.0.
//!
//! All mistakes of a document are found in one go, each with its JSON pointer; `locate` turns
//! pointers into lines and columns. What a keyword means is decided later, in `lower`.

mod dialect;
mod grammar;
mod guard;
pub mod keys;
mod keywords;
mod needs;
mod notebook;
mod positions;
mod references;
mod shape;
mod text;
mod walk;

pub use positions::{locate, locate_places};
pub(crate) use text::value;
pub use walk::PROSE;

/// The extensions that are read here, by the JSON pointer of the element they stand beside.
pub(crate) type Extensions = BTreeMap<String, Map<String, Value>>;

use crate::finding::{Finding, Severity, any_error};
use openapiv3::OpenAPI;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A parsed OpenAPI 3.0 document.
#[derive(Debug)]
pub(crate) struct Document {
    /// Whether the document asks for the house rules (`info.x-curated: true`): nothing may be
    /// lost, everything has a description, an example and a basis.
    pub(crate) curated: bool,
    pub(crate) openapi: OpenAPI,
    pub(crate) extensions: Extensions,
}

/// Reads a document (YAML or JSON), unless it is too broken to go on; with `bare` without prose and
/// examples. What was mended or would be lost is added to the findings, with pointers and no lines.
pub(crate) fn document(text: &str, bare: bool, findings: &mut Vec<Finding>) -> Option<Document> {
    let mut value = match text::value(text) {
        Ok(value) => value,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    if let Err(finding) = supported_version(&value) {
        findings.push(*finding);
        return None;
    }
    let curated = value.pointer("/info/x-curated") == Some(&Value::Bool(true));
    let keep = if bare { walk::Keep::Rules } else { walk::Keep::Everything };
    let extensions = walk::document(&mut value, curated, keep, findings);
    match serde_json::from_value::<OpenAPI>(value) {
        Ok(openapi) => Some(Document { curated, openapi, extensions }),
        Err(error) => {
            // The grammar finds nearly everything; this is the net below it.
            if !any_error(findings) {
                findings.push(Finding::new(
                    Severity::Error,
                    "spec/not-openapi",
                    "",
                    format!("the document does not fit the OpenAPI 3.0 model: {error}"),
                    "compare the named field with the OpenAPI 3.0.3 specification",
                ));
            }
            None
        }
    }
}

fn supported_version(value: &Value) -> Result<(), Box<Finding>> {
    let problem = match (value.get("openapi"), value.get("swagger")) {
        (Some(Value::String(version)), _) if version.starts_with("3.0.") || version == "3.0" => {
            return Ok(());
        }
        (Some(Value::String(version)), _) => format!("this is OpenAPI {version}; only 3.0 is read"),
        (Some(other), _) => {
            let other = notebook::excerpt(other);
            format!("`openapi` is {other}, not a version such as \"3.0.3\"")
        }
        (None, Some(version)) => {
            let version = notebook::excerpt(version);
            format!("this is Swagger {version}; only OpenAPI 3.0 is read")
        }
        (None, None) => "this is not an OpenAPI document: it has no `openapi` key".to_owned(),
    };
    let known = ["openapi", "swagger"].into_iter().find(|key| value.get(key).is_some());
    let at = known.map_or_else(String::new, |key| format!("/{key}"));
    Err(Box::new(Finding::new(
        Severity::Error,
        "spec/version",
        at,
        problem,
        "give an OpenAPI 3.0 document; many tools convert between versions",
    )))
}
