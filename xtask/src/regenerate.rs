//! `regenerate`: the spec in, `generated/src/oasis` written or checked. The only file of this
//! package that touches generated code.

use crate::show::{self, Format};
use crate::{Outcome, workspace};
use anyhow::{Context, Result, bail};
use oasis_codegen::emit;
use oasis_model::finding::{Finding, Severity, any_error};
use oasis_model::report;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

const COMMAND: &str = "cargo xtask regenerate";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail if a file is stale, missing or left over
    #[arg(long)]
    check: bool,
    /// Another OpenAPI 3.0 document than spec/oasis.yaml
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// Another directory than generated/src/oasis
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Show notes too
    #[arg(long)]
    verbose: bool,
    /// Form of the output
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// What follows from a document.
struct Generated {
    /// The files by path below the output directory; none if an error stands in the way.
    files: Option<BTreeMap<PathBuf, String>>,
    findings: Vec<Finding>,
}

/// What has to change in the directory.
#[derive(Debug, Default, PartialEq, Eq)]
struct Changes {
    /// Files to write, with their text; new ones included.
    write: BTreeMap<PathBuf, String>,
    /// Files that an earlier run wrote and this one does not.
    remove: BTreeSet<PathBuf>,
    /// Files that nobody here generated.
    foreign: BTreeSet<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let root = workspace::root()?;
    let spec = arguments.spec.clone().unwrap_or_else(|| root.join(workspace::SPEC));
    let out = arguments.out.clone().unwrap_or_else(|| root.join(workspace::GENERATED));
    let Generated { files, mut findings } = generate(&spec)?;
    let changes = files.as_ref().map(|files| changes(files, &out)).transpose()?.unwrap_or_default();
    if arguments.check {
        findings.extend(stale(&changes, &out));
    } else {
        apply(&changes, &out)?;
    }
    let count = files.as_ref().map_or(0, BTreeMap::len);
    match arguments.format {
        Format::Json => show::json(&json!({
            "findings": report::json(&findings),
            "written": if arguments.check { Vec::new() } else { names(changes.write.keys()) },
            "removed": if arguments.check { Vec::new() } else { names(changes.remove.iter()) },
        }))?,
        Format::Markdown => show::print(&report::markdown("Regenerate", &findings))?,
        Format::Text => {
            show::findings(&findings, arguments.verbose)?;
            show::print(&summary(arguments.check, count, &changes, &findings, &out))?;
        }
    }
    Ok(Outcome::of(any_error(&findings)))
}

/// The files that follow from a document, unless an error stands in the way.
fn generate(spec: &Path) -> Result<Generated> {
    let name = workspace::shown(spec);
    let text = workspace::read(spec)?;
    let reading = oasis_model::read(&name, &text);
    if !reading.usable() {
        return Ok(Generated { files: None, findings: reading.findings });
    }
    let files = emit::files(&reading.api)
        .into_iter()
        .map(|(path, text)| (PathBuf::from(path), text))
        .collect();
    Ok(Generated { files: Some(files), findings: reading.findings })
}

/// Compares what follows from the spec with what is there.
fn changes(files: &BTreeMap<PathBuf, String>, out: &Path) -> Result<Changes> {
    let mut changes = Changes::default();
    let mut found = Vec::new();
    list(out, Path::new(""), &mut found)?;
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
fn is_generated(path: &Path) -> bool {
    fs::read_to_string(path)
        .is_ok_and(|text| text.lines().next().is_some_and(|line| line.contains(COMMAND)))
}

/// Writes each file beside its place and moves it there, so that no half-written file is left.
fn apply(changes: &Changes, out: &Path) -> Result<()> {
    for (path, text) in &changes.write {
        let path = out.join(path);
        let folder = path.parent().context("a generated file has a folder")?;
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
        if path.exists() && !is_generated(&path) {
            bail!("{} was not written by `{COMMAND}`; move it away first", path.display());
        }
        let beside = path.with_extension("rs.new");
        fs::write(&beside, text).with_context(|| format!("cannot write {}", beside.display()))?;
        fs::rename(&beside, &path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    for path in &changes.remove {
        let path = out.join(path);
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

fn stale(changes: &Changes, out: &Path) -> Vec<Finding> {
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

fn names<'p>(paths: impl Iterator<Item = &'p PathBuf>) -> Vec<String> {
    paths.map(|path| path.display().to_string()).collect()
}

fn summary(
    check: bool,
    count: usize,
    changes: &Changes,
    findings: &[Finding],
    out: &Path,
) -> String {
    let out = workspace::shown(out);
    let tally = report::tally(findings);
    if any_error(findings) && (check || count == 0) {
        return format!("regenerate: {tally}; nothing was written\n");
    }
    let state = match (check, changes.write.len(), changes.remove.len()) {
        (true, ..) => "fresh".to_owned(),
        (false, 0, 0) => "unchanged".to_owned(),
        (false, written, removed) => format!("{written} written, {removed} removed"),
    };
    format!("regenerate: {count} files in {out}: {state} ({tally})\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use oasis_model::report::Colour;

    #[test]
    fn generated_files_are_fresh() {
        let root = workspace::root().expect("the tests run inside the repository");
        let Generated { files, findings } =
            generate(&root.join(workspace::SPEC)).expect("the spec is readable");
        assert!(!any_error(&findings), "{}", report::text(&findings, Colour::Without));
        let files = files.expect("no error stood in the way");
        let out = root.join(workspace::GENERATED);
        let stale = stale(&changes(&files, &out).expect("the directory is readable"), &out);
        assert!(stale.is_empty(), "{}run `{COMMAND}`", report::text(&stale, Colour::Without));
    }
}
