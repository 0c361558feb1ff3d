//! A stored case, to be run again.

use crate::generate::Case;
use serde::{Deserialize, Serialize};

/// A case file.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// The id of the check that failed.
    pub check: String,
    /// What is sent and expected, in order; a state finding has several.
    pub cases: Vec<Case>,
}
