//! The metadata of known sessions as they were before the run: read and stored before the first write, put
//! back at the end, whatever the end is.
//!
//! A session that cannot be read is never written to. Originals that an earlier run did not put back
//! outlive this one: they are older, so they are what belongs into the session.

mod file;
mod session;

use super::Tester;
use crate::vendor;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use session::Access;
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
    /// Where the file of an earlier run is still there, its metadata stay the originals. There are no
    /// originals, and no file is written, where nothing may be written or no metadata can be put back.
    ///
    /// # Errors
    /// Which session could not be read, or why the file cannot be written: nothing may be written then.
    pub async fn take(tester: &Tester<'_>, folder: &Path) -> anyhow::Result<Self> {
        let target = &tester.client.target;
        if !target.permissions.writes {
            return Ok(Self { origin: target.origin(), ..Self::default() });
        }
        let mut originals = Self::left(folder, &target.origin())?;
        let Some(access) = Access::new(tester) else { return Ok(originals) };
        for other in [false, true] {
            let Some(id) = target.known(vendor::SESSION_ID, true, other) else { continue };
            if originals.sessions.iter().any(|original| original.session == id) {
                // The session has to be readable all the same.
                access.read_patiently(id).await?;
                continue;
            }
            let metadata = access.read_patiently(id).await?;
            originals.sessions.push(Original { session: id.to_owned(), metadata });
        }
        if !originals.sessions.is_empty() {
            originals.store()?;
        }
        Ok(originals)
    }

    /// Puts the originals back, with retries, reads them again to be sure, and removes the file when
    /// everything is as it was. Works after the run has ended.
    pub async fn put_back(&self, tester: &Tester<'_>) -> Restored {
        if self.sessions.is_empty() {
            return Restored::NothingWritten;
        }
        let mut failed = Vec::new();
        for original in &self.sessions {
            if let Err((reason, curl)) = self.put_one_back(tester, original).await {
                failed.push((original.clone(), reason, curl));
            }
        }
        match self.keep(failed.iter().map(|(original, ..)| original.clone()).collect()) {
            Ok(()) if failed.is_empty() => Restored::Done,
            Ok(()) => Restored::Failed(failed),
            Err(error) => {
                // The next run would take the file's metadata for the originals.
                let reason = format!("it was put back, but {error:#}; remove the file by hand");
                let done = self.sessions.iter().filter(|original| {
                    !failed.iter().any(|(other, ..)| other.session == original.session)
                });
                let done: Vec<_> =
                    done.map(|it| (it.clone(), reason.clone(), String::new())).collect();
                Restored::Failed(failed.into_iter().chain(done).collect())
            }
        }
    }

    async fn put_one_back(
        &self,
        tester: &Tester<'_>,
        original: &Original,
    ) -> Result<(), (String, String)> {
        let Some(access) = Access::new(tester) else {
            let reason = "the specification has no way to write metadata any more";
            return Err((reason.to_owned(), String::new()));
        };
        let curl = || access.curl(original);
        if self.origin != tester.client.target.origin() {
            let reason = format!("it belongs to {}, which is not the target", self.origin);
            return Err((reason, curl()));
        }
        access.put_back(original).await.map_err(|reason| (reason, curl()))
    }
}
