//! JSON text in, a value or the exact place of the first mismatch out.
//!
//! It does not judge more than the type does: bounds and patterns are the contract suite's business.

use super::fault::Fault;
use super::lenient::strictly;
use super::node::Node;
use super::tree::Tree;
use serde::de::DeserializeOwned;
use std::fmt;

/// Why a JSON text is not a value of the type that was asked for. It holds no value of the text;
/// `Display` and `Debug` hide the keys of maps too, which [`Mismatch::path`] shows.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mismatch {
    /// Where, such as `customer.role` or `items[3]`; `.` for the whole text.
    pub path: String,
    /// What is wrong there.
    pub reason: String,
    shown: String,
}

#[cfg(any(feature = "client", feature = "server"))]
impl Mismatch {
    /// A mismatch of the whole text.
    pub(crate) fn new(reason: &str) -> Self {
        Fault::new(reason).into()
    }
}

impl From<Fault> for Mismatch {
    fn from(fault: Fault) -> Self {
        Self { path: fault.path(true), shown: fault.path(false), reason: fault.reason }
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at `{}`: {}", self.shown, self.reason)
    }
}

impl fmt::Debug for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Mismatch({self})")
    }
}

impl std::error::Error for Mismatch {}

/// Decodes a JSON text; text after the value is a mismatch too.
///
/// Integers may be spelt as whole floats. Structs that derive [`Object`](crate::Object) are read from
/// objects only; what serde's own macro derives takes arrays too.
///
/// # Errors
/// Where and why the text is not a `T`.
pub fn decode<T: DeserializeOwned>(text: &[u8]) -> Result<T, Mismatch> {
    // Nearly every text is read at once. The tree is for the others: it takes wrong guesses and the
    // last of what stands twice, and knows the place of a mismatch.
    if let Ok(text) = str::from_utf8(text)
        && let Ok(value) = strictly(|| serde_json::from_str(text))
    {
        return Ok(value);
    }
    T::deserialize(Node(&parse(text)?)).map_err(Mismatch::from)
}

/// The tree of a JSON text.
pub(crate) fn parse(text: &[u8]) -> Result<Tree<'_>, Mismatch> {
    serde_json::from_slice(text)
        .map_err(|error| Fault::new(format!("not a JSON value: {error}")).into())
}
