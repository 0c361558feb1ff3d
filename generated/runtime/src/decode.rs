//! JSON text in, a value or the exact place of the first mismatch out.
//!
//! It does not judge more than the type does: ranges and formats are the contract suite's business.

use serde::de::DeserializeOwned;
use std::fmt;

/// Why a JSON text is not a value of the type that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Where, such as `customer.role` or `items[3]`; `.` for the whole text.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at `{}`: {}", self.path, self.reason)
    }
}

impl std::error::Error for Mismatch {}

/// Decodes a JSON text; text after the value is a mismatch too.
///
/// # Errors
/// Where and why the text is not a `T`.
pub fn decode<T: DeserializeOwned>(text: &[u8]) -> Result<T, Mismatch> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| Mismatch {
        path: error.path().to_string(),
        reason: error.inner().to_string(),
    })?;
    deserializer
        .end()
        .map_err(|error| Mismatch { path: ".".to_owned(), reason: error.to_string() })?;
    Ok(value)
}
