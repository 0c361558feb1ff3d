//! Checks that take several exchanges, or bytes that no ordinary client sends.
//!
//! Each script talks to one operation through the [`Lab`]; nothing else runs meanwhile.

mod auth;
mod framing;
mod heavy;
mod method;
mod path;
mod state;

use crate::{
    checks::Complaint,
    deck::{Column, Deck},
    lab::Lab,
};
use oasis_model::ir::Operation;
use serde::{Deserialize, Serialize};

pub use state::put_back;
pub(crate) use state::read_metadata;

/// The scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Script {
    /// Wrong and unusual credentials.
    Auth,
    /// What writes do.
    State,
    /// Hostile and unknown path values.
    Path,
    /// Methods that are not documented, on ids that nothing has.
    Method,
    /// The same on known ids; the last thing that is done to them.
    KnownMethod,
    /// Lengths and connections.
    Framing,
    /// Heavy and foreign bodies.
    Heavy,
}

impl Script {
    /// The column that it belongs to.
    pub fn column(self) -> Column {
        match self {
            Self::Auth => Column::Auth,
            Self::State => Column::State,
            Self::Path => Column::Path,
            Self::Method | Self::KnownMethod => Column::Method,
            Self::Framing => Column::Framing,
            Self::Heavy => Column::Heavy,
        }
    }
}

/// Runs one script against one operation.
pub async fn run(script: Script, lab: &Lab, operation: &Operation, deck: &Deck) {
    match script {
        Script::Auth => auth::run(lab, operation, deck).await,
        Script::State => state::run(lab, operation, deck).await,
        Script::Path => path::run(lab, operation, deck).await,
        Script::Method => method::run(lab, operation, false).await,
        Script::KnownMethod => method::run(lab, operation, true).await,
        Script::Framing => framing::run(lab, operation, deck).await,
        Script::Heavy => heavy::run(lab, operation).await,
    }
}

/// A complaint of a script, as short as scripts want it.
fn complaint(check: &'static str, cause: &str, message: String, help: &str) -> Complaint {
    Complaint::new(check, cause, message, help)
}
