//! One stored case, run again.
//!
//! In comes the text of a case file, out comes what it shows now. The files hold no secret: how the
//! token is presented is a recipe.

use crate::{
    case::Case,
    checks::{self, Complaint},
    exchange::Exchange,
    lab::Lab,
};
use serde::{Deserialize, Serialize};

/// A case file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// The check that failed.
    pub check: String,
    /// What is sent and expected.
    pub case: Case,
}

/// Reads a case file.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Stored, String> {
    serde_json::from_str(text).map_err(|error| format!("the case file is wrong: {error}"))
}

/// The text of a case file.
pub fn stored(check: &str, case: &Case) -> String {
    let stored = Stored { check: check.to_owned(), case: case.clone() };
    serde_json::to_string_pretty(&stored).unwrap_or_default() + "\n"
}

/// Runs a case again.
pub async fn replay(lab: &Lab, stored: &Stored) -> (Exchange, Vec<Complaint>) {
    let exchange = lab.send(&stored.case).await;
    let complaints = checks::judge(&lab.context, &stored.case, &exchange).complaints;
    (exchange, complaints)
}
