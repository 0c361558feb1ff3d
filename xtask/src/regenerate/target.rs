//! Where generated files go: into a directory of modules, or into a crate around them.
//!
//! A crate has its generated files in `src/generated`, and they alone are ever replaced or removed.
//! What else it needs is written the first time, when it has no manifest yet, and is the user's from
//! then on.

use super::folder::{self, Changes};
use super::package::{self, Package};
use super::surroundings::{self, Surroundings};
use crate::workspace;
use anyhow::{Context, Result, bail};
use oasis_model::finding::{Finding, Severity};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The generated files of a crate, from its root.
const GENERATED: &str = "src/generated";

/// A document with more operations than this is split by its tags, in a crate.
const LARGE: usize = 100;

/// Where generated files go.
#[derive(Debug)]
pub(super) struct Target {
    /// The directory.
    pub(super) out: PathBuf,
    /// The generated files in it; empty: the directory itself.
    generated: PathBuf,
    /// Whether there is a manifest already.
    is_new: bool,
}

impl Target {
    /// A crate, unless only modules are wanted or the directory holds generated modules already.
    pub(super) fn of(out: PathBuf, modules_only: bool) -> Self {
        let is_crate = !modules_only && !folder::is_generated(&out.join("mod.rs"));
        let generated = PathBuf::from(if is_crate { GENERATED } else { "" });
        let is_new = is_crate && !out.join("Cargo.toml").exists();
        Self { out, generated, is_new }
    }

    /// Whether the files are a crate.
    pub(super) fn is_crate(&self) -> bool {
        !self.generated.as_os_str().is_empty()
    }

    /// The directory of the generated files.
    pub(super) fn folder(&self) -> PathBuf {
        self.out.join(&self.generated)
    }

    /// From how many operations on a document is split; none: never.
    pub(super) fn split_above(&self) -> Option<usize> {
        self.is_crate().then_some(LARGE)
    }

    /// What has to change so that the directory holds these files.
    pub(super) fn changes(&self, files: &BTreeMap<PathBuf, String>) -> Result<Changes> {
        let place = |(path, text): (&PathBuf, &String)| (self.generated.join(path), text.clone());
        folder::changes(&files.iter().map(place).collect(), &self.out, &self.generated)
    }

    /// What a crate needs besides, by path: nothing where it has a manifest.
    pub(super) fn first_files(
        &self,
        package: &Package<'_>,
        runtime: Option<&str>,
    ) -> Result<BTreeMap<PathBuf, String>> {
        if !self.is_new {
            if let Some(runtime) = runtime {
                let manifest = workspace::shown(&self.out.join("Cargo.toml"));
                let what = if self.is_crate() { "is yours" } else { "is none of a crate" };
                bail!("{manifest} {what}, so `--runtime {runtime}` changes nothing; leave it out");
            }
            return Ok(BTreeMap::new());
        }
        let surroundings = Surroundings::of(&self.out, runtime)?;
        let mut files = package.files(&surroundings);
        files.retain(|path, _| !self.out.join(path).exists());
        Ok(files)
    }

    /// What the user's own files lack for the generated ones to be compiled.
    pub(super) fn lacks(&self, package: &Package<'_>) -> Result<Vec<Finding>> {
        if !self.is_crate() || self.is_new {
            return Ok(Vec::new());
        }
        let manifest = self.out.join("Cargo.toml");
        let mut findings = Vec::new();
        let mut lack = |path: PathBuf, what: String, help: String| {
            let mut found = Finding::new(Severity::Error, "generated/crate", "", what, help);
            found.at.document = workspace::shown(&path);
            findings.push(found);
        };
        let table = surroundings::table(&manifest)?;
        let known = table.get("features").and_then(toml::Value::as_table);
        let is_known = |name: &str| known.is_some_and(|known| known.contains_key(name));
        for (name, line) in package.features() {
            if !is_known(&name) {
                let what = format!("the manifest lacks the feature `{name}`");
                let help = format!("add `{line}` to `[features]`, and the name to `default`");
                lack(manifest.clone(), what, help);
            }
        }
        let roots = ["src/lib.rs", "src/main.rs"].map(|path| self.out.join(path));
        let declares = |path: &Path| {
            fs::read_to_string(path).is_ok_and(|text| text.contains(package::DECLARATION))
        };
        if !roots.iter().any(|path| declares(path)) {
            let what = format!("the crate does not declare `{}`", package::DECLARATION);
            let help = "add `mod generated;` and `pub use generated::*;`";
            lack(self.out.join("src/lib.rs"), what, help.to_owned());
        }
        Ok(findings)
    }
}

/// Writes files that were not there.
pub(super) fn write_first(files: &BTreeMap<PathBuf, String>, out: &Path) -> Result<()> {
    for (path, text) in files {
        let path = out.join(path);
        let folder = path.parent().context("a file has a folder")?;
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
