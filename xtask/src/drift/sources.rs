//! The four sources that the spec is compared with: files and git in, [`Drift`]s with located
//! findings out.

use crate::workspace;
use anyhow::{Context, Result, bail};
use oasis_codegen::drift::{self, Difference, Drift, Harm, Verdict, observed, pages};
use oasis_codegen::finding::{Finding, Severity, any_error};
use oasis_codegen::ir::Api;
use oasis_codegen::{load, lower, report};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One description of an API with the text it came from.
struct Side {
    name: String,
    text: String,
    api: Api,
    /// What is wrong with the document itself.
    mistakes: Vec<Finding>,
}

/// Another document against the curated spec, or against a document of the user's choice.
pub(super) fn spec(file: &Path, base: Option<&Path>) -> Result<Drift> {
    let base = match base {
        Some(base) => side(workspace::shown(base), workspace::read(base)?)?,
        None => curated()?,
    };
    let new = side(workspace::shown(file), workspace::read(file)?)?;
    Ok(compare(&base, &new))
}

/// The curated spec of today against that of a revision.
pub(super) fn since(revision: &str) -> Result<Drift> {
    let root = workspace::root()?;
    let output = Command::new("git")
        .arg("-C")
        .arg(&root)
        .args(["show", "--end-of-options", &format!("{revision}:./{}", workspace::SPEC)])
        .output()
        .context("cannot start git; `drift since` needs it")?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr);
        bail!("git has no {} as of `{revision}`: {}", workspace::SPEC, reason.trim());
    }
    let text = String::from_utf8(output.stdout).context("the old spec is not UTF-8 text")?;
    let base = side(format!("{}@{revision}", workspace::SPEC), text)?;
    Ok(compare(&base, &curated()?))
}

/// Saved pages against the curated spec.
pub(super) fn pages(files: &[PathBuf]) -> Result<Drift> {
    let spec = curated()?;
    let mut findings = Vec::new();
    let mut unreadable = Vec::new();
    for file in files {
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        match pages::read(&workspace::shown(file), &String::from_utf8_lossy(&bytes)) {
            // A page of another site must not look like a new operation of this one.
            Ok(page) if !pages::belongs(&spec.api, &page) => {
                unreadable.extend(pages::compare(&spec.api, &page));
            }
            Ok(page) => findings.extend(pages::compare(&spec.api, &page)),
            Err(found) => unreadable.extend(found),
        }
    }
    judged(spec, findings, unreadable, files.len())
}

/// Recorded traffic against the curated spec.
pub(super) fn observed(files: &[PathBuf]) -> Result<Drift> {
    let spec = curated()?;
    let (mut exchanges, mut findings, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    for file in files {
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        match observed::read(&workspace::shown(file), &String::from_utf8_lossy(&bytes)) {
            Ok((read, found)) => {
                exchanges.extend(read);
                findings.extend(found);
            }
            Err(found) => unreadable.extend(found),
        }
    }
    findings.extend(observed::compare(&spec.api, &exchanges));
    judged(spec, findings, unreadable, files.len())
}

/// Findings of a source in one report. A file in which nothing is readable stops the command: it
/// must not look like a world in which everything is gone.
fn judged(
    spec: Side,
    findings: Vec<Finding>,
    unreadable: Vec<Finding>,
    files: usize,
) -> Result<Drift> {
    if !unreadable.is_empty() {
        let files = if files == 1 { "the file" } else { "at least one of the files" };
        bail!("{files} could not be read\n\n{}", report::text(&unreadable).trim_end());
    }
    let mut findings: Vec<Difference> = findings.into_iter().map(difference).collect();
    let others = findings.iter_mut().filter_map(|difference| difference.finding.other.as_mut());
    load::locate_places(others, &spec.name, &spec.text);
    let places = findings.iter_mut().map(|difference| &mut difference.finding.at);
    load::locate_places(places, &spec.name, &spec.text);
    let verdict = findings.iter().map(|difference| difference.verdict).max().unwrap_or_default();
    Ok(Drift { verdict, findings })
}

/// What a finding about a source means: an error breaks messages, a warning does not.
fn difference(finding: Finding) -> Difference {
    // What could not be read is neither the same nor different.
    let gap = ["drift/page-truncated", "drift/page-glued", "drift/page-without-route"]
        .contains(&finding.rule.as_ref());
    let (verdict, harm) = match finding.severity {
        _ if gap => (Verdict::Undecided, Harm::Wire),
        Severity::Error => (Verdict::Breaking, Harm::Wire),
        Severity::Warning => (Verdict::NonBreaking, Harm::Wire),
        Severity::Note => (Verdict::None, Harm::Docs),
    };
    Difference { finding, harm, verdict, correction: false }
}

fn compare(base: &Side, new: &Side) -> Drift {
    let mut drift = drift::compare(&base.api, &new.api);
    drift.add(drift::holes(&base.mistakes, &new.mistakes));
    let others =
        drift.findings.iter_mut().filter_map(|difference| difference.finding.other.as_mut());
    load::locate_places(others, &base.name, &base.text);
    let places = drift.findings.iter_mut().map(|difference| &mut difference.finding.at);
    load::locate_places(places, &new.name, &new.text);
    drift
}

fn curated() -> Result<Side> {
    let path = workspace::root()?.join(workspace::SPEC);
    side(workspace::shown(&path), workspace::read(&path)?)
}

/// Reads one side. The house rules are not asked for here: a document without examples is compared
/// all the same.
fn side(name: String, text: String) -> Result<Side> {
    let loaded = load::document(&name, &text);
    let mut mistakes = loaded.findings;
    let Some(mut document) = loaded.document else {
        mistakes.retain(|finding| any_error(std::slice::from_ref(finding)));
        bail!("{name} cannot be read\n\n{}", report::text(&mistakes).trim_end());
    };
    document.curated = false;
    let (api, findings) = lower::api(&document);
    mistakes.extend(findings);
    Ok(Side { name, text, api, mistakes })
}
