//! An edit of a specification as text: what a run or a page has shown in, a changed document or a diff out.
//!
//! Comments, order and style of the document stay. It decides nothing: whoever found something says
//! which edit settles it.

mod claim;
mod diff;
mod document;
mod items;
mod lines;
mod merge;
mod message;
mod nullable;
mod order;
mod page;
mod patch;
mod render;
mod schema;
mod tree;

pub use diff::diff;
pub use merge::merge;

use crate::finding::Severity;
use crate::ir::{Api, Kind, Observed, Schema};
use crate::reading::read;
use document::Document;
use serde_json::Value;

/// One edit.
#[derive(Clone, Debug, PartialEq)]
pub struct Edit {
    /// JSON pointer of the element that is edited, as the intermediate representation has it (`at`).
    pub at: String,
    /// What is done there.
    pub change: Change,
    /// The measurement that the element is marked with; none: the basis stays.
    pub observed: Option<Observed>,
}

/// What an edit does.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// `at` is a response of an operation (or what its `$ref` leads to): it comes with this status instead.
    Status {
        /// The operation whose `responses` has it.
        operation: String,
        /// The status that is written.
        from: u16,
        /// The status that was seen.
        to: u16,
    },
    /// `at` is a schema: this keyword gets this value; null removes the keyword.
    Keyword(String, Value),
    /// `at` is a schema: null is, or is not, allowed.
    Nullable(bool),
    /// `at` is an object schema, or the part of an `allOf` whose list it is: the property is, or is not,
    /// required.
    Required(String, bool),
    /// `at` is a schema with an `enum`: this value belongs to it too.
    EnumValue(Value),
    /// `at` is a request body or a parameter: it is, or is not, required.
    Presence(bool),
    /// A setting of `x-validator`: `words`, `labels`, `reports` or `converts`.
    Validator(String, Value),
    /// The claim stays as it is and is only marked as observed.
    Confirm(String),
    /// A page states the element: what it says is documented, with this `x-source` unless it is the
    /// operation's own page.
    Documented(Option<String>),
    /// `at` is a map such as `properties` or `responses`: the entry of this name is this, or is not there
    /// if this is null. Of an array the name is an index, or anything behind a dash for one more item.
    Entry(String, Value),
    /// `at` is a map: the entry of the first name has the second one.
    Rename(String, String),
}

impl Edit {
    /// The edit in one line, such as
    /// `in spec/oasis.yaml at /components/schemas/Payment: additionalProperties: false`.
    pub fn summary(&self) -> String {
        let flag = |word: &str, flag: bool| format!("{word}: {flag}");
        let what = match &self.change {
            Change::Status { operation, from, to } => {
                format!("'{to}' in place of '{from}' under the responses of {operation}")
            }
            Change::Keyword(keyword, Value::Null) => format!("no {keyword}"),
            Change::Keyword(key, value) | Change::Validator(key, value) => {
                format!("{key}: {value}")
            }
            Change::Nullable(allowed) => flag("nullable", *allowed),
            Change::Required(name, true) => format!("required with {name}"),
            Change::Required(name, false) => format!("required without {name}"),
            Change::EnumValue(value) => format!("enum with {value}"),
            Change::Presence(required) => flag("required", *required),
            Change::Confirm(keyword) => format!("x-basis: {{{keyword}: observed}}"),
            Change::Documented(Some(source)) => format!("documented, x-source: {source}"),
            Change::Documented(None) => "documented".to_owned(),
            Change::Entry(name, Value::Null) => format!("without `{name}`"),
            Change::Entry(name, _) => format!("with `{name}`"),
            Change::Rename(from, to) => format!("`{to}` in place of `{from}`"),
        };
        format!("in spec/oasis.yaml at {}: {what}", self.at)
    }
}

/// The document after these edits. Their order is irrelevant.
///
/// # Errors
/// Which edit does not fit the document, or makes it one that cannot be read.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, String> {
    let edits = merge(edits.iter().cloned());
    if let Some((one, other)) = merge::conflict(&edits) {
        return Err(format!("{}, and {}: only one can be", one.summary(), other.summary()));
    }
    let problem = match attempt(text, &edits) {
        Ok(text) => return Ok(text),
        Err(problem) => problem,
    };
    // Which edit it was shows if they are made one by one.
    let broken = (1..=edits.len()).find_map(|count| {
        let problem = attempt(text, &edits[..count]).err()?;
        Some(format!("{}: {problem}", edits[count - 1].summary()))
    });
    let reading = read(NAME, text);
    match reading.findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(finding) => Err(format!("the document has an error as it is: {}", finding.message)),
        None => Err(broken.unwrap_or(problem)),
    }
}

/// What the edited document is called while it is read.
const NAME: &str = "the edited document";

fn attempt(text: &str, edits: &[Edit]) -> Result<String, String> {
    let mut document = Document::read(text)?;
    let moved: Vec<(String, String)> =
        edits.iter().filter_map(|edit| moved(&document, edit)).collect();
    for edit in edits {
        let at = moved.iter().find_map(|(from, to)| {
            let rest = edit.at.strip_prefix(from.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{to}{rest}"))
        });
        make(&mut document, at.as_deref().unwrap_or(&edit.at), edit)?;
    }
    let mut text = document.write()?;
    let mut reading = read(NAME, &text);
    // What was measured leaves examples to whoever measured it.
    let follows = |edit: &Edit| edit.observed.is_none() || merge::is_of_page(&edit.change);
    if edits.iter().any(follows)
        && let Some(mended) = page::mended(&text, &reading.api, &reading.findings)?
    {
        reading = read(NAME, &mended);
        text = mended;
    }
    if let Some(error) = reading.findings.iter().find(|found| found.severity == Severity::Error) {
        let line = error.at.line.unwrap_or_default();
        return Err(format!("line {line} would be wrong: {}", error.message));
    }
    for edit in edits {
        kept(&reading.api, edit)?;
    }
    Ok(text)
}

/// Where an edit that has been made already has moved what others may still speak of.
fn moved(document: &Document, edit: &Edit) -> Option<(String, String)> {
    match &edit.change {
        Change::Status { operation, from, to } => message::moved(document, operation, *from, *to),
        Change::Nullable(true) => nullable::moved(document, &edit.at),
        _ => None,
    }
}

fn make(document: &mut Document, at: &str, edit: &Edit) -> Result<(), String> {
    let observed = edit.observed.as_ref();
    match &edit.change {
        Change::Status { operation, from, to } => {
            message::status(document, operation, *from, *to, observed)
        }
        Change::Keyword(keyword, value) if keyword == "nullable" => {
            nullable::nullable(document, at, *value == Value::Bool(true), observed)
        }
        Change::Keyword(keyword, value) => schema::keyword(document, at, keyword, value, observed),
        Change::Nullable(allowed) => nullable::nullable(document, at, *allowed, observed),
        Change::Required(name, required) => {
            schema::required(document, at, name, *required, observed)
        }
        Change::EnumValue(value) => schema::enum_value(document, at, value, observed),
        Change::Presence(required) => message::presence(document, at, *required, observed),
        Change::Validator(key, value) => message::validator(document, key, value),
        Change::Confirm(keyword) => message::confirm(document, at, keyword, observed)
            .unwrap_or_else(|| schema::confirm(document, at, keyword, observed)),
        Change::Documented(source) => page::documented(document, at, source.as_deref()),
        Change::Entry(name, value) => page::entry(document, at, name, value),
        Change::Rename(from, to) => document.rename(at, from, to),
    }
}

/// Whether the document says what the edit is about: other places may say otherwise.
fn kept(api: &Api, edit: &Edit) -> Result<(), String> {
    let schema = || api.schemas().find(|(_, schema)| schema.at == edit.at);
    match (&edit.change, schema()) {
        (Change::Nullable(allowed), Some((id, _))) if api.resolve(id).1 != *allowed => {
            Err("null is allowed or refused by another schema that this one is made of".to_owned())
        }
        (Change::Required(name, false), Some((_, Schema { kind: Kind::Object(object), .. })))
            if object.required_by.iter().any(|entry| entry.name == *name) =>
        {
            Err(format!("another part of the schema requires `{name}`"))
        }
        _ => Ok(()),
    }
}
