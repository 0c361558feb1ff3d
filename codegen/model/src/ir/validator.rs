//! How the vendor's validator speaks when it refuses a body.

use super::Claim;

/// The facts of `x-validator`.
#[derive(Clone, Debug, PartialEq)]
pub struct Validator {
    /// Name of the library, such as `joi`.
    pub name: String,
    /// Major version whose rule names and wording are used.
    pub words: u64,
    /// How a property is named in an error.
    pub labels: Labels,
    /// How many violations of one body are listed.
    pub reports: Reports,
    /// Whether a value of another type is converted, such as `"5"` for 5.
    pub converts: bool,
    /// How this is known.
    pub claim: Claim,
    /// JSON pointer of the extension.
    pub at: String,
}

/// How a property is named in an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// By its full path, such as `session.code`.
    Path,
    /// By its own name.
    Key,
}

/// How many violations of one body are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reports {
    /// All of them.
    All,
    /// The first one.
    First,
}
