//! Judges JSON values against schemas of an [`Api`]. It deliberately knows nothing of how a value
//! was made; the tests hold it to the answers of the `jsonschema` crate.

use crate::ir::{Api, SchemaId};
use serde_json::Value;

/// Which reading of the specification judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// What the specification claims.
    Claim,
    /// Everything that the claim or any plausible reading allows.
    Widest,
    /// Only what the claim and every plausible reading allow.
    Narrowest,
}

/// One way in which a value does not conform.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// JSON pointer into the value.
    pub instance: String,
    /// The keyword that refuses, such as `required` or `type`.
    pub keyword: &'static str,
    /// The schema that refuses.
    pub schema: SchemaId,
    /// What is wrong, in lower case.
    pub message: String,
}

/// What is known about a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Every violation; empty: it conforms, as far as was decided.
    pub violations: Vec<Violation>,
    /// What could not be judged, such as a regular expression of another dialect.
    pub undecided: Vec<String>,
}

/// Judges a value against a schema.
pub fn check(_api: &Api, _schema: SchemaId, _value: &Value, _view: View) -> Verdict {
    Verdict::default()
}
