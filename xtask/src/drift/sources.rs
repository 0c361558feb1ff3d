//! The four sources that the spec is compared with: files and git in, [`Drift`]s with located
//! findings out.

use crate::workspace;
use anyhow::{Context, Result, bail};
use oasis_codegen::drift::{self, Difference, Drift, Harm, Verdict, observed, pages};
use oasis_codegen::finding::{Finding, Severity};
use oasis_codegen::ir::Api;
use oasis_codegen::load::{self, Loaded};
use oasis_codegen::{lower, report};
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
    // Reading a large document takes far longer than comparing two.
    let (base, new) = std::thread::scope(|scope| {
        let base = scope.spawn(|| match base {
            Some(base) => document(workspace::shown(base), workspace::read(base)?),
            None => curated(),
        });
        let new = document(workspace::shown(file), workspace::read(file)?)?;
        let base = base.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok::<_, anyhow::Error>((base, new))
    })?;
    let drift = compare(&base, &new);
    // The process is about to end, and taking large trees apart would be work for nobody.
    std::mem::forget((base, new));
    Ok(drift)
}

/// The curated spec of today against that of a revision.
pub(super) fn since(revision: &str) -> Result<Drift> {
    let commit =
        git(&["rev-parse", "--verify", "--end-of-options", &format!("{revision}^{{commit}}")])?;
    if !commit.status.success() {
        bail!(
            "git knows no commit `{revision}` here; in a shallow clone, fetch it first\n{}",
            reason(&commit)
        );
    }
    let commit = String::from_utf8_lossy(&commit.stdout);
    let output = git(&["show", &format!("{}:./{}", commit.trim(), workspace::SPEC)])?;
    if !output.status.success() {
        bail!("there is no {} as of `{revision}`\n{}", workspace::SPEC, reason(&output));
    }
    let text = String::from_utf8(output.stdout).context("the old spec is not UTF-8 text")?;
    let base = document(format!("{}@{revision}", workspace::SPEC), text)?;
    Ok(compare(&base, &curated()?))
}

fn git(arguments: &[&str]) -> Result<std::process::Output> {
    let mut git = Command::new("git");
    git.arg("-C").arg(workspace::root()?).args(arguments);
    git.output().context("cannot start git; `drift since` needs it")
}

fn reason(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

/// Saved pages against the curated spec.
pub(super) fn pages(files: &[PathBuf]) -> Result<Drift> {
    let spec = curated()?;
    let files = &distinct(files);
    let mut findings = Vec::new();
    let mut unreadable = Vec::new();
    for file in files {
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        match pages::read(&workspace::shown(file), &pages::decode(&bytes)) {
            Ok(pages) => pages.iter().for_each(|page| {
                // A page of another site must not look like a new operation of this one.
                let belongs = pages::belongs(&spec.api, page);
                let place = if belongs { &mut findings } else { &mut unreadable };
                place.extend(pages::compare(&spec.api, page));
            }),
            Err(found) => unreadable.extend(found),
        }
    }
    judged(spec, findings, unreadable, files.len())
}

/// Recorded traffic against the curated spec, and what of the spec it never showed.
pub(super) fn observed(files: &[PathBuf]) -> Result<(Drift, Vec<Finding>)> {
    let spec = curated()?;
    let (mut exchanges, mut findings, mut unreadable) = (Vec::new(), Vec::new(), Vec::new());
    let files = distinct(files);
    for file in &files {
        let bytes =
            std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = workspace::shown(file);
        match observed::read(&name, &String::from_utf8_lossy(&bytes)) {
            Ok((read, _)) if !observed::belongs(&spec.api, &read) => {
                unreadable.push(observed::foreign(&name));
            }
            Ok((read, found)) => {
                exchanges.extend(read);
                findings.extend(found);
            }
            Err(found) => unreadable.extend(found),
        }
    }
    findings.extend(observed::compare(&spec.api, &exchanges));
    let coverage = observed::coverage(&spec.api, &exchanges);
    Ok((judged(spec, findings, unreadable, files.len())?, coverage))
}

/// The files without those that are named twice, which would be counted twice.
fn distinct(files: &[PathBuf]) -> Vec<&Path> {
    let mut seen = std::collections::HashSet::new();
    let fresh = |file: &&Path| seen.insert(file.canonicalize().unwrap_or_else(|_| (*file).into()));
    files.iter().map(PathBuf::as_path).filter(fresh).collect()
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
    let gap = pages::GAPS.contains(&finding.rule.as_ref());
    let (verdict, harm) = match finding.severity {
        _ if gap || finding.rule == observed::UNREADABLE => (Verdict::Undecided, Harm::Wire),
        _ if pages::UNFELT.contains(&finding.rule.as_ref()) => (Verdict::None, Harm::Docs),
        Severity::Error => (Verdict::Breaking, Harm::Wire),
        Severity::Warning => (Verdict::NonBreaking, Harm::Wire),
        Severity::Note => (Verdict::None, Harm::Docs),
    };
    Difference { finding, harm, verdict, correction: false }
}

fn compare(base: &Side, new: &Side) -> Drift {
    let mut drift = drift::compare(&base.api, &new.api);
    for (side, other) in [(new, base), (base, new)] {
        let mut holes = drift::holes(&side.mistakes, &other.mistakes);
        let places = holes.iter_mut().map(|hole| &mut hole.finding.at);
        load::locate_places(places, &side.name, &side.text);
        drift.add(holes);
    }
    let others =
        drift.findings.iter_mut().filter_map(|difference| difference.finding.other.as_mut());
    load::locate_places(others, &base.name, &base.text);
    let places = drift.findings.iter_mut().map(|difference| &mut difference.finding.at);
    load::locate_places(places, &new.name, &new.text);
    drift
}

fn curated() -> Result<Side> {
    let path = workspace::root()?.join(workspace::SPEC);
    let (name, text) = (workspace::shown(&path), workspace::read(&path)?);
    let loaded = load::document(&name, &text);
    side(name, text, loaded)
}

/// A document whose messages are compared with those of another.
fn document(name: String, text: String) -> Result<Side> {
    let loaded = load::bare(&name, &text);
    side(name, text, loaded)
}

/// One side. The house rules are not asked for here: a document without examples is compared all
/// the same.
fn side(name: String, text: String, loaded: Loaded) -> Result<Side> {
    let mut mistakes = loaded.findings;
    let Some(mut document) = loaded.document else {
        mistakes.retain(|finding| finding.severity == Severity::Error);
        load::locate(&mut mistakes, &name, &text);
        bail!("{name} cannot be read\n\n{}", report::text(&mistakes).trim_end());
    };
    document.curated = false;
    let (api, findings) = lower::api(&document);
    mistakes.extend(findings);
    Ok(Side { name, text, api, mistakes })
}
