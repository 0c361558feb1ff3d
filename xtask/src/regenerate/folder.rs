//! The generated directory: what in it differs from what was generated, and how it is brought up to
//! date. Files that nobody here generated are left alone.

use super::COMMAND;
use crate::workspace;
use anyhow::{Context, Result, bail};
use oasis_model::finding::{Finding, Severity};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What has to change in the directory.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Files to write, with their text; new ones included.
    pub(super) write: BTreeMap<PathBuf, String>,
    /// Files that an earlier run wrote and this one does not.
    pub(super) remove: BTreeSet<PathBuf>,
    /// Files that nobody here generated.
    pub(super) foreign: BTreeSet<PathBuf>,
}

/// Compares what follows from the spec with what is there in a folder of `out`; all paths are from
/// `out`.
pub(super) fn changes(
    files: &BTreeMap<PathBuf, String>,
    out: &Path,
    folder: &Path,
) -> Result<Changes> {
    let mut changes = Changes::default();
    let mut found = Vec::new();
    list(out, folder, &mut found)?;
    for path in found {
        match files.get(&path) {
            Some(_) => {}
            None if is_generated(&out.join(&path)) => drop(changes.remove.insert(path)),
            None => drop(changes.foreign.insert(path)),
        }
    }
    for (path, text) in files {
        let there = fs::read(out.join(path)).ok();
        if there.as_deref() != Some(text.as_bytes()) {
            changes.write.insert(path.clone(), text.clone());
        }
    }
    Ok(changes)
}

/// All files below `folder`, as paths from `out`.
fn list(out: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    let full = out.join(folder);
    if !full.exists() {
        return Ok(());
    }
    let entries = fs::read_dir(&full).with_context(|| format!("cannot list {}", full.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot list {}", full.display()))?;
        let path = folder.join(entry.file_name());
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            list(out, &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether the first line says that this command wrote the file.
pub(super) fn is_generated(path: &Path) -> bool {
    fs::read_to_string(path)
        .is_ok_and(|text| text.lines().next().is_some_and(|line| line.contains(COMMAND)))
}

/// Writes each file beside its place and moves it there, so that no half-written file is left.
pub(super) fn apply(changes: &Changes, out: &Path) -> Result<()> {
    for (path, text) in &changes.write {
        let path = out.join(path);
        let folder = path.parent().context("a generated file has a folder")?;
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        if path.exists() && !is_generated(&path) {
            bail!("{} was not written by `{COMMAND}`; move it away first", path.display());
        }
        let mut beside = path.clone().into_os_string();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        fs::write(&beside, text).with_context(|| format!("cannot write {}", beside.display()))?;
        fs::rename(&beside, &path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    for path in &changes.remove {
        let path = out.join(path);
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        // The folder of a part goes with its last file; another is not empty and stays.
        if let Some(folder) = path.parent() {
            drop(fs::remove_dir(folder));
        }
    }
    Ok(())
}

pub(super) fn stale(changes: &Changes, out: &Path) -> Vec<Finding> {
    let finding = |path: &Path, what: &str, help: &str| {
        let mut finding = Finding::new(Severity::Error, "generated/stale", "", what, help);
        finding.at.document = workspace::shown(&out.join(path));
        finding
    };
    let written = changes.write.keys().map(|path| {
        let what = if out.join(path).exists() {
            "the file differs from what the spec gives"
        } else {
            "the file is missing"
        };
        finding(path, what, "run `cargo xtask regenerate`; generated code is never edited by hand")
    });
    let removed = changes.remove.iter().map(|path| {
        finding(path, "the file is left over from an older spec", "run `cargo xtask regenerate`")
    });
    let foreign = changes.foreign.iter().map(|path| {
        finding(path, "the file was not generated", "move it out of the generated directory")
    });
    written.chain(removed).chain(foreign).collect()
}
