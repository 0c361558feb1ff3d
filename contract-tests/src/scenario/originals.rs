//! The metadata of known sessions as they were before the run: read and stored before the first write, put
//! back at the end, whatever the end is.
//!
//! A session that cannot be read is never written to. Originals that an earlier run did not put back
//! outlive this one: they are older, so they are what belongs into the session.

mod access;

use super::Tester;
use crate::{target::Id, vendor};
use access::Access;
use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The file's name within the folder of a run.
const NAME: &str = "originals.json";

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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Originals {
    /// Where they are stored.
    #[serde(skip)]
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
            // A session whose original is left has to be readable all the same.
            let metadata = access.read(id).await?;
            if !originals.sessions.iter().any(|original| original.session == id) {
                originals.sessions.push(Original { session: id.to_owned(), metadata });
            }
        }
        originals.store()?;
        Ok(originals)
    }

    /// Puts the originals back, with retries, reads them again to be sure, and removes the file when
    /// everything is as it was. Works after the run has ended.
    pub async fn put_back(&self, tester: &Tester<'_>) -> Restored {
        if self.sessions.is_empty() {
            return Restored::NothingWritten;
        }
        let origin = tester.client.target.origin();
        let access = Access::new(tester);
        let mut failed = Vec::new();
        let until = Instant::now() + access::WITHIN;
        for original in &self.sessions {
            let done = match &access {
                None => Err("the specification has no way to write metadata any more".to_owned()),
                Some(_) if self.origin != origin => {
                    Err(format!("it belongs to {}, which is not the target", self.origin))
                }
                Some(access) => access.put_back(original, until).await,
            };
            if let Err(reason) = done {
                let curl = access.as_ref().map(|access| access.curl(original)).unwrap_or_default();
                failed.push((original.clone(), reason, curl));
            }
        }
        let left = Self {
            sessions: failed.iter().map(|(original, ..)| original.clone()).collect(),
            ..self.clone()
        };
        if let Err(error) = left.store() {
            // The next run would take the file's metadata for the originals.
            let reason = format!("{error:#}; remove {} by hand", self.file.display());
            let done = self.sessions.iter().filter(|it| !left.sessions.contains(it));
            failed.extend(done.map(|it| (it.clone(), reason.clone(), String::new())));
        }
        if failed.is_empty() { Restored::Done } else { Restored::Failed(failed) }
    }

    /// The originals in a file, for `--restore`.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        let name = file.display();
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
        let stored: Self = serde_json::from_str(&text).with_context(|| {
            format!("{name} is no file of originals; it is `{NAME}` of a run's folder")
        })?;
        let mut ids = BTreeSet::new();
        for original in &stored.sessions {
            // An id that was edited could lead to another resource.
            Id::new(&original.session).with_context(|| format!("{name} holds a wrong id"))?;
            ensure!(original.metadata.is_object(), "{name} holds metadata that are no object");
            ensure!(ids.insert(&original.session), "{name} holds a session twice");
        }
        Ok(Self { file: file.to_owned(), ..stored })
    }

    /// The originals that an earlier run left in the folder, or none.
    fn left(folder: &Path, origin: &str) -> anyhow::Result<Self> {
        let file = folder.join(NAME);
        let none = Self { file: file.clone(), origin: origin.to_owned(), sessions: Vec::new() };
        if !file.try_exists().with_context(|| format!("cannot look at {}", file.display()))? {
            return Ok(none);
        }
        let left = Self::load(&file)?;
        ensure!(
            left.origin == origin || left.sessions.is_empty(),
            "{} holds metadata of {} that were not put back; restore them with --restore, or choose \
             another folder with --report",
            file.display(),
            left.origin
        );
        Ok(Self { sessions: left.sessions, ..none })
    }

    /// Writes the file, whole or not at all, and waits until the disk has it; removes it where there is
    /// nothing to hold.
    fn store(&self) -> anyhow::Result<()> {
        if self.sessions.is_empty() {
            return match fs::remove_file(&self.file) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    Err(error).with_context(|| format!("cannot remove {}", self.file.display()))
                }
                _ => Ok(()),
            };
        }
        let write = || {
            let folder = self.file.parent().unwrap_or(Path::new("."));
            fs::create_dir_all(folder)?;
            let new = self.file.with_extension("json.new");
            let mut file = File::create(&new)?;
            file.write_all(&serde_json::to_vec_pretty(self)?)?;
            file.sync_all()?;
            fs::rename(&new, &self.file)?;
            // So that the new name survives a power cut too; not every file system can do it.
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
            anyhow::Ok(())
        };
        write().with_context(|| format!("cannot store the originals in {}", self.file.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_stored_is_loaded_again_and_a_file_of_another_form_is_refused() {
        let folder = std::env::temp_dir().join(format!("oasis-originals-{}", std::process::id()));
        let (file, origin) = (folder.join(NAME), "https://host:443".to_owned());
        let original = |session: &str, metadata| Original { session: session.to_owned(), metadata };
        let sessions = vec![original("s1", json!({"b": [null]})), original("s2", json!({}))];
        let mut stored = Originals { file: file.clone(), origin, sessions };
        stored.store().expect("the folder can be written to");
        assert_eq!(Originals::left(&folder, &stored.origin).expect("it was stored"), stored);
        assert_eq!(fs::read_dir(&folder).expect("it is there").count(), 1);
        let error = Originals::left(&folder, "https://other:443").expect_err("they are not ours");
        assert!(format!("{error:#}").contains("--restore"), "{error:#}");
        stored.sessions.clear();
        for _ in 0..2 {
            stored.store().expect("the file can be removed, or is gone already");
            assert_eq!(Originals::left(&folder, &stored.origin).expect("nothing is left"), stored);
        }
        let one = |id: &str, metadata: Value| json!({"session": id, "metadata": metadata});
        for sessions in [
            json!(null),
            json!([{"session": "s"}]),
            json!([one("s", json!(null))]),
            json!([one("..", json!({}))]),
            json!([one("s", json!({})), one("s", json!({}))]),
        ] {
            let text = json!({"origin": "o", "sessions": sessions}).to_string();
            fs::write(&file, &text).expect("the file can be written");
            assert!(Originals::left(&folder, "o").is_err(), "{text}");
        }
        fs::remove_dir_all(&folder).expect("nothing is left behind");
    }
}
