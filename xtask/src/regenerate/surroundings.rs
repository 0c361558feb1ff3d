//! What lies around a new crate: the workspace that it would fall into, and the runtime that it
//! depends on.

use crate::workspace;
use anyhow::{Context, Result, bail};
use std::path::{Component, Path, PathBuf};
use toml::Value;

/// Where the runtime lies in the repository.
const RUNTIME: &str = "generated/runtime";

/// What a new manifest has to know of the world.
#[derive(Debug)]
pub(super) struct Surroundings {
    /// Where the runtime is, as keys of a dependency: `path = "..."` or `git = "..."`.
    pub(super) runtime: String,
    /// The workspace above that does not have the crate as a member.
    pub(super) workspace: Option<PathBuf>,
}

impl Surroundings {
    /// Those of a crate in this directory, which may not exist yet.
    pub(super) fn of(out: &Path, runtime: Option<&str>) -> Result<Self> {
        let out = full(out)?;
        let runtime = match runtime {
            Some(url) if url.contains("://") || url.starts_with("git@") => git(url),
            Some(path) => from_path(Path::new(path), &out)?,
            None => match workspace::root() {
                Ok(root) => from_path(&root.join(RUNTIME), &out)?,
                Err(_) => git(env!("CARGO_PKG_REPOSITORY")),
            },
        };
        Ok(Self { runtime, workspace: foreign_workspace(&out)? })
    }
}

fn git(url: &str) -> String {
    format!("git = {}", Value::from(url))
}

/// The runtime in a directory; by the shorter way if both lie in one repository.
fn from_path(runtime: &Path, out: &Path) -> Result<String> {
    let runtime = full(runtime)?;
    let is_there = table(&runtime.join("Cargo.toml")).is_ok_and(|table| {
        let name = table.get("package").and_then(|package| package.get("name")?.as_str());
        name == Some("oasis-runtime")
    });
    if !is_there {
        bail!(
            "{} is not the package `oasis-runtime`; give its folder, or the address of its \
             repository, with `--runtime`",
            runtime.display()
        );
    }
    let root = runtime.ancestors().nth(2).filter(|root| out.starts_with(root));
    let path = root.map_or(runtime.clone(), |root| {
        let up = out.strip_prefix(root).map_or(0, |rest| rest.components().count());
        let down = runtime.strip_prefix(root).unwrap_or(&runtime);
        std::iter::repeat_n(Path::new(".."), up).collect::<PathBuf>().join(down)
    });
    Ok(format!("path = {}", Value::from(path.display().to_string())))
}

/// The nearest workspace above, unless the crate is a member of it or is excluded.
fn foreign_workspace(out: &Path) -> Result<Option<PathBuf>> {
    for folder in out.ancestors().skip(1) {
        let manifest = folder.join("Cargo.toml");
        if !manifest.is_file() {
            continue;
        }
        let table = table(&manifest)?;
        let Some(workspace) = table.get("workspace") else { continue };
        let inner = out.strip_prefix(folder).unwrap_or(out);
        let lists = |key: &str| {
            let listed = workspace.get(key).and_then(Value::as_array).into_iter().flatten();
            let mut listed = listed.filter_map(Value::as_str);
            listed.any(|pattern| matches(Path::new(pattern), inner, key == "exclude"))
        };
        return Ok((!lists("members") && !lists("exclude")).then(|| manifest.clone()));
    }
    Ok(None)
}

/// Whether a path is what a pattern such as `crates/*` means, or for a prefix lies within it.
fn matches(pattern: &Path, path: &Path, is_prefix: bool) -> bool {
    let parts = |path: &Path| -> Vec<String> {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    let (pattern, path) = (parts(pattern), parts(path));
    let fits = pattern.iter().zip(&path).all(|(pattern, part)| {
        let (head, tail) = pattern.split_once('*').unwrap_or((pattern, ""));
        match pattern.contains('*') {
            true => {
                part.len() >= head.len() + tail.len()
                    && part.starts_with(head)
                    && part.ends_with(tail)
            }
            false => part == pattern,
        }
    });
    fits && (pattern.len() == path.len() || (is_prefix && pattern.len() < path.len()))
}

/// A manifest as a table.
pub(super) fn table(manifest: &Path) -> Result<toml::Table> {
    let text = workspace::read(manifest)?;
    text.parse().with_context(|| format!("{} is not a manifest", manifest.display()))
}

/// The path from the root of the file system, without links where the directories are there.
fn full(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path)
        .with_context(|| format!("cannot tell where {} is", path.display()))?;
    let there = absolute.ancestors().find(|folder| folder.exists()).unwrap_or(&absolute);
    let rest = absolute.strip_prefix(there).unwrap_or(Path::new("")).to_owned();
    let there = there
        .canonicalize()
        .with_context(|| format!("cannot tell where {} is", there.display()))?;
    Ok(if rest.as_os_str().is_empty() { there } else { there.join(rest) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_found_by_pattern_and_the_excluded_by_prefix() {
        for (pattern, path, is_prefix, expected) in [
            ("crates/*", "crates/pets", false, true),
            ("crates/*", "crates/deep/pets", false, false),
            ("crates/*-api", "crates/pets-api", false, true),
            ("crates/*-api", "crates/pets", false, false),
            ("./pets", "pets", false, true),
            ("pets", "pets/deep", false, false),
            ("vendor", "vendor/pets", true, true),
            ("vendor/pets", "vendor", true, false),
        ] {
            let found = matches(Path::new(pattern), Path::new(path), is_prefix);
            assert_eq!(found, expected, "{pattern} {path}");
        }
    }
}
