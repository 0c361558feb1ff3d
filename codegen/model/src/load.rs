//! Text in, [`Document`] out: the OpenAPI model, checked against the grammar of OpenAPI 3.0, as
//! which 3.1 and 3.2 are read.
//!
//! All mistakes of a document are found in one go, each with its JSON pointer; `locate` turns
//! pointers into lines and columns. What a keyword means is decided later, in `lower`.

mod adopt;
mod dialect;
mod files;
mod grammar;
mod guard;
pub mod keys;
mod keywords;
mod modern;
mod moved;
mod needs;
mod notebook;
mod positions;
mod references;
mod shape;
mod text;
mod walk;

pub use files::ReadFile;
pub use positions::{locate, locate_places};
pub(crate) use text::value;
pub use walk::PROSE;

/// A reference as the document writes it.
pub(crate) fn written(reference: &str) -> String {
    let file = reference.strip_prefix("#/").and_then(|it| it.strip_prefix(files::KEY));
    let Some(file) = file.and_then(|it| it.strip_prefix('/')) else { return reference.to_owned() };
    let (path, fragment) = file.split_at(file.find('/').unwrap_or(file.len()));
    let hash = if fragment.is_empty() { "" } else { "#" };
    format!("{}{hash}{fragment}", crate::pointer::unescape_pointer(path))
}

/// The extensions that are read here, by the JSON pointer of the element they stand beside.
pub(crate) type Extensions = BTreeMap<String, Map<String, Value>>;

use crate::finding::{Finding, Severity, any_error};
use notebook::Notebook;
use openapiv3::OpenAPI;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};

/// A parsed OpenAPI document.
#[derive(Debug)]
pub(crate) struct Document {
    /// Whether the document asks for the house rules (`info.x-curated: true`): nothing may be
    /// lost, everything has a description, an example and a basis.
    pub(crate) curated: bool,
    pub(crate) openapi: OpenAPI,
    pub(crate) extensions: Extensions,
    /// Pointers of the schemas that are not fully known.
    pub(crate) unread: HashSet<String>,
    /// References to files that are not followed, and why.
    pub(crate) refused: BTreeMap<String, String>,
}

/// Reads a document (YAML or JSON), unless it is too broken to go on; with `bare` without prose and
/// examples. What was mended or would be lost is added to the findings, with pointers and no lines.
pub(crate) fn document(
    (name, text): (&str, &str),
    bare: bool,
    read: ReadFile<'_>,
    findings: &mut Vec<Finding>,
) -> Option<Document> {
    let (mut value, twice) = match text::parse(text) {
        Ok(read) => read,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    let version = match supported_version(&value) {
        Ok(version) => version,
        Err(finding) => {
            findings.push(*finding);
            return None;
        }
    };
    let curated = value.pointer("/info/x-curated") == Some(&Value::Bool(true));
    let keep = if bare { walk::Keep::Rules } else { walk::Keep::Everything };
    let mut notebook = Notebook::new(version, curated, findings);
    twice.iter().for_each(|pointer| notebook.twice(pointer));
    let files::Files { found, refused } = files::embed(&mut value, name, read);
    let (extensions, unread) = walk::document(&mut value, &found, notebook, keep);
    match serde_json::from_value::<OpenAPI>(value) {
        Ok(openapi) => Some(Document { curated, openapi, extensions, unread, refused }),
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

/// The version of OpenAPI without the patch, if it is one that is read.
fn supported_version(value: &Value) -> Result<&'static str, Box<Finding>> {
    let mut help = "give an OpenAPI document of version 3.0, 3.1 or 3.2";
    let problem = match (value.get("openapi"), value.get("swagger")) {
        (Some(Value::String(version)), _) => {
            let is = |known: &&str| {
                version
                    .strip_prefix(known)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            if let Some(known) = ["3.0", "3.1", "3.2"].into_iter().find(|known| is(known)) {
                return Ok(known);
            }
            format!("this is OpenAPI {version}; only 3.0, 3.1 and 3.2 are read")
        }
        (Some(other), _) => {
            let other = notebook::excerpt(other);
            format!("`openapi` is {other}, not a version such as \"3.0.3\"")
        }
        (None, Some(version)) => {
            help = "convert it with `npx swagger2openapi` or https://converter.swagger.io first";
            let version = notebook::excerpt(version);
            format!("this is Swagger {version}; only OpenAPI 3.0, 3.1 and 3.2 are read")
        }
        (None, None) => "this is not an OpenAPI document: it has no `openapi` key".to_owned(),
    };
    let known = ["openapi", "swagger"].into_iter().find(|key| value.get(key).is_some());
    let at = known.map_or_else(String::new, |key| format!("/{key}"));
    Err(Box::new(Finding::new(Severity::Error, "spec/version", at, problem, help)))
}
