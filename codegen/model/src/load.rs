//! Text in, [`Document`] out: the OpenAPI model, checked against the grammar of OpenAPI 3.0.
//!
//! All mistakes of a document are found in one go, each with its JSON pointer; `locate` turns
//! pointers into lines and columns. What a keyword means is decided later, in `lower`.

mod grammar;
pub mod keys;
mod keywords;
mod needs;
mod positions;
mod text;
mod types;
mod walk;

pub use positions::{locate, locate_places};
pub use walk::PROSE;

/// The extensions that are read here, by the JSON pointer of the element they stand beside.
pub(crate) type Extensions = BTreeMap<String, Map<String, Value>>;

use crate::finding::{Finding, Severity, any_error};
use openapiv3::OpenAPI;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A parsed OpenAPI 3.0 document.
#[derive(Debug)]
pub struct Document {
    /// The name the user gave it, such as a path.
    pub name: String,
    /// Whether the document asks for the house rules (`info.x-curated: true`): nothing may be
    /// lost, everything has a description, an example and a basis.
    pub curated: bool,
    pub(crate) openapi: OpenAPI,
    pub(crate) extensions: Extensions,
}

/// What reading a document gave.
#[derive(Debug)]
pub struct Loaded {
    /// The document, unless it is too broken to go on.
    pub document: Option<Document>,
    /// Everything found on the way; what was mended or would be lost is in here.
    pub findings: Vec<Finding>,
}

/// Reads a document (YAML or JSON) that the user calls `name`. The findings hold pointers and no
/// lines: whoever shows them calls [`locate`] first, since that reads the text once more.
pub fn document(name: &str, text: &str) -> Loaded {
    read(name, text, walk::Keep::Everything)
}

/// The same without prose and examples, which are half of many documents and change no message.
pub fn bare(name: &str, text: &str) -> Loaded {
    read(name, text, walk::Keep::Rules)
}

fn read(name: &str, text: &str, keep: walk::Keep) -> Loaded {
    let mut findings = Vec::new();
    let document = parse(name, text, keep, &mut findings);
    Loaded { document, findings }
}

fn parse(
    name: &str,
    text: &str,
    keep: walk::Keep,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
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
    let extensions = walk::document(&mut value, curated, keep, findings);
    match serde_json::from_value::<OpenAPI>(value) {
        Ok(openapi) => Some(Document { name: name.to_owned(), curated, openapi, extensions }),
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
        (Some(other), _) => format!("`openapi` is {other}, not a version such as \"3.0.3\""),
        (None, Some(version)) => format!("this is Swagger {version}; only OpenAPI 3.0 is read"),
        (None, None) => "this is not an OpenAPI document: it has no `openapi` member".to_owned(),
    };
    let at = if value.get("openapi").is_some() { "/openapi" } else { "" };
    Err(Box::new(Finding::new(
        Severity::Error,
        "spec/version",
        at,
        problem,
        "give an OpenAPI 3.0 document; many tools convert between versions",
    )))
}
