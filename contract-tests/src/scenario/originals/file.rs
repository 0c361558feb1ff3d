//! The file of originals: stored before the first write, read by the next run or for `--restore`.
//!
//! It never holds the token, is never overwritten by newer metadata, and is removed once everything is
//! as it was.

use super::{Original, Originals};
use crate::target::Id;
use anyhow::{Context, bail, ensure};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The file's name within the folder of a run.
const NAME: &str = "originals.json";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored {
    origin: String,
    sessions: Vec<Original>,
}

impl Originals {
    /// The originals in a file, for `--restore`.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        let name = file.display();
        let text = fs::read_to_string(file).with_context(|| format!("cannot read {name}"))?;
        let stored: Stored = serde_json::from_str(&text).with_context(|| {
            format!("{name} is no file of originals; it is `originals.json` of a run's folder")
        })?;
        let mut ids = BTreeSet::new();
        for original in &stored.sessions {
            // An id that was edited could lead to another resource.
            Id::new(&original.session).with_context(|| format!("{name} holds a wrong id"))?;
            ensure!(original.metadata.is_object(), "{name} holds metadata that are no object");
            ensure!(ids.insert(&original.session), "{name} holds a session twice");
        }
        Ok(Self { file: file.to_owned(), origin: stored.origin, sessions: stored.sessions })
    }

    /// The originals that an earlier run left in the folder, or none.
    pub(super) fn left(folder: &Path, origin: &str) -> anyhow::Result<Self> {
        let file = folder.join(NAME);
        let none = Self { file: file.clone(), origin: origin.to_owned(), sessions: Vec::new() };
        if !file.try_exists().with_context(|| format!("cannot look at {}", file.display()))? {
            return Ok(none);
        }
        let left = Self::load(&file)?;
        if left.origin != origin && !left.sessions.is_empty() {
            bail!(
                "{} holds metadata of {} that were not put back; restore them with --restore, or \
                 choose another folder with --report",
                file.display(),
                left.origin
            );
        }
        Ok(Self { sessions: left.sessions, ..none })
    }

    /// Writes the file, whole or not at all, and waits until the disk has it.
    pub(super) fn store(&self) -> anyhow::Result<()> {
        let cannot = || format!("cannot store the originals in {}", self.file.display());
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).with_context(cannot)?;
        let stored = Stored { origin: self.origin.clone(), sessions: self.sessions.clone() };
        let text = serde_json::to_vec_pretty(&stored).with_context(cannot)?;
        let new = self.file.with_extension("json.new");
        let mut file = File::create(&new).with_context(cannot)?;
        file.write_all(&text).and_then(|()| file.sync_all()).with_context(cannot)?;
        fs::rename(&new, &self.file).with_context(cannot)?;
        // So that the new name survives a power cut too; not every file system can do it.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    }

    /// Keeps only these originals; removes the file where there are none.
    pub(super) fn keep(&self, sessions: Vec<Original>) -> anyhow::Result<()> {
        if !sessions.is_empty() {
            return Self { sessions, ..self.clone() }.store();
        }
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(error).with_context(|| format!("cannot remove {}", self.file.display()))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::path::PathBuf;

    const ORIGIN: &str = "https://host:443";

    /// A folder that is gone when the test ends.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("oasis-originals-{}-{name}", std::process::id());
            Self(std::env::temp_dir().join(name))
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn originals(folder: &Folder, sessions: &[(&str, Value)]) -> Originals {
        let original = |(session, metadata): &(&str, Value)| Original {
            session: (*session).to_owned(),
            metadata: metadata.clone(),
        };
        Originals {
            file: folder.0.join(NAME),
            origin: ORIGIN.to_owned(),
            sessions: sessions.iter().map(original).collect(),
        }
    }

    #[test]
    fn what_is_stored_is_loaded_again() {
        let folder = Folder::new("round");
        let stored = originals(&folder, &[("s1", json!({"b": 1, "a": [null]})), ("s2", json!({}))]);
        stored.store().expect("the folder can be written to");
        assert_eq!(Originals::load(&stored.file).expect("it was stored"), stored);
        assert_eq!(Originals::left(&folder.0, ORIGIN).expect("it was stored"), stored);
        let files = fs::read_dir(&folder.0).expect("it is there").count();
        assert_eq!(files, 1, "nothing is left beside the file");
    }

    #[test]
    fn what_was_put_back_is_taken_out_and_an_empty_file_removed() {
        let folder = Folder::new("keep");
        let stored = originals(&folder, &[("s1", json!({"a": 1})), ("s2", json!({}))]);
        stored.store().expect("the folder can be written to");
        stored.keep(stored.sessions[1..].to_vec()).expect("it can be written");
        let left = Originals::load(&stored.file).expect("one is left");
        assert_eq!(left.sessions, stored.sessions[1..]);
        stored.keep(Vec::new()).expect("it can be removed");
        assert!(!stored.file.exists());
        stored.keep(Vec::new()).expect("it is gone already");
    }

    #[test]
    fn originals_of_another_target_are_neither_used_nor_overwritten() {
        let folder = Folder::new("other");
        originals(&folder, &[("s1", json!({}))]).store().expect("the folder can be written to");
        let error = Originals::left(&folder.0, "https://other:443").expect_err("they are not ours");
        assert!(format!("{error:#}").contains("--restore"), "{error:#}");
        originals(&folder, &[]).store().expect("the folder can be written to");
        let none = Originals::left(&folder.0, "https://other:443").expect("nothing is left");
        assert_eq!((none.origin.as_str(), none.sessions.len()), ("https://other:443", 0));
    }

    #[test]
    fn a_file_of_another_form_is_refused() {
        let folder = Folder::new("form");
        fs::create_dir_all(&folder.0).expect("the folder can be made");
        let file = folder.0.join(NAME);
        let session = |metadata: &str| {
            format!(
                "{{\"origin\":\"o\",\"sessions\":[{{\"session\":\"s\",\"metadata\":{metadata}}}]}}"
            )
        };
        for text in [
            "",
            "{}",
            "[]",
            "{\"origin\":\"o\",\"sessions\":[],\"token\":\"x\"}",
            "{\"origin\":\"o\",\"sessions\":[{\"session\":\"s\"}]}",
            &session("null"),
            &session("\"x\""),
            &session("{}").replace("[{", "[{\"session\":\"s\",\"metadata\":{}},{"),
        ] {
            fs::write(&file, text).expect("the file can be written");
            assert!(Originals::load(&file).is_err(), "{text}");
            assert!(Originals::left(&folder.0, ORIGIN).is_err(), "{text}");
            assert_eq!(fs::read_to_string(&file).expect("it stays"), text);
        }
        fs::write(&file, session("{}")).expect("the file can be written");
        assert!(Originals::load(&file).is_ok());
        assert!(Originals::load(&folder.0.join("none")).is_err());
    }
}
