//! An edit of a specification as text: what a run or a page has shown in, a changed document or a diff out.
//!
//! Comments, order and style of the document stay. It decides nothing: whoever found something says
//! which edit settles it.

use crate::ir::Observed;
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
}

/// The document after these edits.
///
/// # Errors
/// Which edit does not fit the document.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, String> {
    todo!("{text} {edits:?}")
}

/// The unified diff between two versions of a file, as `git apply` takes it; empty if they are the same.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    todo!("{name} {old} {new}")
}

impl Edit {
    /// The edit in one line, such as `in /components/schemas/Payment: additionalProperties: false`.
    pub fn summary(&self) -> String {
        format!("in {}: {:?}", self.at, self.change)
    }
}
