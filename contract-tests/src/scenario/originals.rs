//! The metadata of known sessions as they were before the run: read and stored before the first write, put
//! back at the end, whatever the end is.

use super::Tester;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// What one session held before the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Original {
    /// The session's id.
    pub session: String,
    /// Its metadata; `{}` if it showed none.
    pub metadata: Value,
}

/// The originals of a run, and the file that holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Originals {
    /// Where they are stored.
    pub file: PathBuf,
    /// The target they belong to, such as `https://host:443`.
    pub origin: String,
    /// One for each known session.
    pub sessions: Vec<Original>,
}

/// Whether everything is as it was.
#[derive(Clone, Debug, PartialEq)]
pub enum Restored {
    /// Nothing was written.
    NothingWritten,
    /// Put back and verified.
    Done,
    /// Not put back: for each session why, and the curl line that does it.
    Failed(Vec<(Original, String, String)>),
}

impl Originals {
    /// Reads the metadata of every known session and stores them in `originals.json` of the folder.
    ///
    /// # Errors
    /// Which session could not be read, or why the file cannot be written: nothing may be written then.
    pub async fn take(tester: &Tester<'_>, folder: &Path) -> anyhow::Result<Self> {
        todo!("{} {folder:?}", tester.generation.seed)
    }

    /// The originals in a file, for `--restore`.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        todo!("{file:?}")
    }

    /// Puts the originals back, with retries, reads them again to be sure, and removes the file when
    /// everything is as it was. Works after the run has ended.
    pub async fn put_back(&self, tester: &Tester<'_>) -> Restored {
        todo!("{}", tester.generation.seed)
    }
}
