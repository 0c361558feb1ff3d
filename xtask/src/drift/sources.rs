//! The four sources that the spec is compared with: files and git in, [`Drift`]s with located
//! findings out.

use super::served;
use crate::workspace;
use anyhow::{Context, Result, bail};
use oasis_drift::observed::{self, Host, Recording};
use oasis_drift::pages::listed::{Entry, code};
use oasis_drift::settle::Sides;
use oasis_drift::{Difference, Drift, pages};
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::Api;
use oasis_model::report::{self, Colour};
use oasis_model::{Options, Reading, locate_places, read_with};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What an edition of the base is compared with, so that an edit of it can be tried.
pub(super) type Again = dyn Fn(&Api) -> Vec<Sides>;

/// A source compared with the spec.
pub(super) struct Compared {
    pub(super) drift: Drift,
    /// What traffic never showed.
    pub(super) coverage: Vec<Finding>,
    /// What is wrong with the files that have no part in this.
    pub(super) unreadable: Vec<Difference>,
    /// What was read, in a line.
    pub(super) read: String,
    /// The name and the text of the document that an edit of would settle differences.
    pub(super) base: (String, String),
    /// The same comparison for another edition of the base.
    pub(super) sides: Box<Again>,
}

/// One description of an API with the text it came from.
pub(super) struct Side {
    pub(super) reading: Reading,
    pub(super) text: String,
}

/// Another document against the curated spec, or against a document of the user's choice.
///
/// With `whole`, prose and examples are read as well, which an edit of the base takes over.
pub(super) fn spec(file: &Path, base: Option<&Path>, whole: bool) -> Result<Compared> {
    if base == Some(file) && workspace::is_input(file) {
        bail!("standard input can be read once; give one of the two documents as a file");
    }
    for path in [Some(file), base].into_iter().flatten() {
        if let Some((what, help)) = unusable(path) {
            bail!("cannot read {what}; {help}");
        }
    }
    // Reading a large document takes far longer than comparing two.
    let (base, new) = std::thread::scope(|scope| {
        let base = scope.spawn(|| against(base));
        let new = side(&workspace::shown(file), workspace::read(file)?, !whole)?;
        let base = base.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        Ok::<_, anyhow::Error>((base, new))
    })?;
    let sides: Box<Again> = match whole {
        true => again(new.reading.api.clone()),
        false => Box::new(|_| Vec::new()),
    };
    let compared = Compared { sides, ..compared(&base, &new) };
    // The process is about to end, and taking large trees apart would be work for nobody.
    std::mem::forget((base, new));
    Ok(compared)
}

/// The curated spec of today against that of a revision.
pub(super) fn since(revision: &str) -> Result<Compared> {
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
    let base = document(&format!("{}@{revision}", workspace::SPEC), text)?;
    let new = curated()?;
    Ok(Compared { sides: again(new.reading.api.clone()), ..compared(&base, &new) })
}

/// Two documents are compared whole.
fn again(new: Api) -> Box<Again> {
    Box::new(move |base| vec![Sides { base: base.clone(), new: new.clone(), whole: true }])
}

fn git(arguments: &[&str]) -> Result<std::process::Output> {
    let mut git = Command::new("git");
    git.arg("-C").arg(workspace::root()?).args(arguments);
    git.output().context("cannot start git; `drift since` needs it")
}

fn reason(output: &std::process::Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

/// Saved pages against the curated spec, or against a document of the user's choice.
pub(super) fn pages(files: &[PathBuf], base: Option<&Path>) -> Result<Compared> {
    let (spec, entries) = (against(base)?, served::entries(base)?);
    let (mut found, mut unreadable) = (Found::default(), Vec::new());
    let mut texts: Vec<(String, String)> = Vec::new();
    for file in distinct(files) {
        let name = workspace::shown(file);
        let text = bytes(file).map(|bytes| pages::decode(&bytes));
        texts.extend(text.as_ref().ok().map(|text| (name.clone(), text.clone())));
        let outcome = text.and_then(|text| match pages::html::is_html(&text) {
            true => {
                served::differences(&spec, &entries, &name, &text).map(|(differences, code)| {
                    found.differences.extend(differences);
                    found.pages.push(code);
                    found.readable = true;
                })
            }
            false => page(&spec, &entries, (&name, &text), &mut found),
        });
        unreadable.extend(outcome.err().unwrap_or_default());
    }
    let pages = std::mem::take(&mut found.pages);
    let what = format!("{} page{}", pages.len(), if pages.len() == 1 { "" } else { "s" });
    let compared = judged(&spec, found, unreadable, listed(&what, &pages))?;
    let sides: Box<Again> = Box::new(move |api| {
        let of = |(name, text): &(String, String)| match pages::html::is_html(text) {
            true => served::again(api, &entries, name, text),
            false => {
                let read = pages::read(name, text).unwrap_or_default();
                read.iter().filter_map(|page| pages::sides(api, page)).collect()
            }
        };
        texts.iter().flat_map(of).collect()
    });
    Ok(Compared { sides, ..compared })
}

/// A page that was saved as text.
fn page(
    spec: &Side,
    entries: &[Entry],
    (name, text): (&str, &str),
    found: &mut Found,
) -> Result<(), Vec<Finding>> {
    let mut others = Vec::new();
    for page in pages::read(name, text)? {
        let code = pages::operation(&spec.reading.api, &page).and_then(|id| code(entries, id));
        found.pages.push(code.unwrap_or(name).to_owned());
        // A page of another site must not look like a new operation of this one.
        let belongs = pages::belongs(&spec.reading.api, &page);
        found.readable |= belongs;
        let differences = pages::compare(&spec.reading.api, &page);
        match belongs {
            true => found.differences.extend(differences),
            false => others.extend(differences.into_iter().map(|difference| difference.finding)),
        }
    }
    if others.is_empty() { Ok(()) } else { Err(others) }
}

/// What sources say.
#[derive(Default)]
struct Found {
    differences: Vec<Difference>,
    /// What the pages that were read are called.
    pages: Vec<String>,
    /// Whether anything was readable.
    readable: bool,
}

/// Recorded traffic against the curated spec, and what of the spec it never showed.
pub(super) fn observed(files: &[PathBuf], host: Option<&Host>) -> Result<Compared> {
    let spec = curated()?;
    let (mut recordings, mut unreadable) = (Vec::new(), Vec::new());
    for file in distinct(files) {
        match bytes(file) {
            Ok(bytes) => {
                let text = pages::decode(&bytes);
                recordings.push(Recording { name: workspace::shown(file), text });
            }
            Err(found) => unreadable.extend(found),
        }
    }
    let observed = observed::compare(&spec.reading.api, &recordings, host);
    unreadable.extend(observed.unreadable);
    let count = recordings.len();
    let what = format!("{count} recording{}", if count == 1 { "" } else { "s" });
    let names: Vec<String> = distinct(files).into_iter().map(workspace::shown).collect();
    let read = listed(&what, &names);
    let found = Found {
        differences: observed.differences,
        readable: observed.readable,
        ..Found::default()
    };
    let compared = judged(&spec, found, unreadable, read)?;
    Ok(Compared { coverage: observed.coverage, ..compared })
}

fn bytes(file: &Path) -> Result<Vec<u8>, Vec<Finding>> {
    let error = |what: String, help: &str| {
        let mut finding = Finding::new(Severity::Error, "drift/file-unreadable", "", what, help);
        finding.at.document = workspace::shown(file);
        vec![finding]
    };
    if let Some((what, help)) = unusable(file) {
        return Err(error(format!("cannot read {what}"), &help));
    }
    workspace::bytes(file).map_err(|why| {
        let what = format!("cannot read {}: {why}", file.display());
        error(what, "give a file that is there and may be read")
    })
}

/// What is no file at all, and what to do instead.
fn unusable(path: &Path) -> Option<(String, String)> {
    let shown = path.display();
    let text = path.to_string_lossy();
    if text.starts_with("http://") || text.starts_with("https://") {
        let help = format!("fetch it first: curl -sSfL -o page '{text}', and give that file");
        return Some((format!("{shown}: it is a web address, and only files are read"), help));
    }
    path.is_dir().then(|| {
        let help = format!("give the files in it, such as {shown}/*");
        (format!("{shown}: it is a folder"), help)
    })
}

/// What was read, with the first names.
fn listed(what: &str, names: &[String]) -> String {
    const MOST: usize = 10;
    let more = names.len().saturating_sub(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{what}: {}{more}", names[..names.len().min(MOST)].join(", "))
}

/// The files without those that are named twice, which would be counted twice.
fn distinct(files: &[PathBuf]) -> Vec<&Path> {
    let mut seen = std::collections::HashSet::new();
    let fresh = |file: &&Path| seen.insert(file.canonicalize().unwrap_or_else(|_| (*file).into()));
    files.iter().map(PathBuf::as_path).filter(fresh).collect()
}

/// Findings of a source in one report. Where nothing is readable there is none: it must not look
/// like a world in which everything is gone.
fn judged(spec: &Side, found: Found, unreadable: Vec<Finding>, read: String) -> Result<Compared> {
    if !found.readable {
        bail!("nothing could be read\n\n{}", report::text(&unreadable, Colour::Without).trim_end());
    }
    let mut findings = found.differences;
    let others = findings.iter_mut().filter_map(|difference| difference.finding.other.as_mut());
    locate_places(others, &spec.reading.name, &spec.text);
    let places = findings.iter_mut().map(|difference| &mut difference.finding.at);
    locate_places(places, &spec.reading.name, &spec.text);
    let mut drift = Drift::default();
    drift.add(findings);
    let unreadable = unreadable.into_iter().map(Difference::undecided).collect();
    let base = (spec.reading.name.clone(), spec.text.clone());
    let sides: Box<Again> = Box::new(|_| Vec::new());
    Ok(Compared { drift, coverage: Vec::new(), unreadable, read, base, sides })
}

fn compared(base: &Side, new: &Side) -> Compared {
    let size = |side: &Side| {
        let count = side.reading.api.operations.len();
        format!("{} ({count} operation{})", side.reading.name, if count == 1 { "" } else { "s" })
    };
    Compared {
        drift: compare(base, new),
        coverage: Vec::new(),
        unreadable: Vec::new(),
        read: format!("{}, against {}", size(new), size(base)),
        base: (base.reading.name.clone(), base.text.clone()),
        sides: Box::new(|_| Vec::new()),
    }
}

fn compare(base: &Side, new: &Side) -> Drift {
    let [old, read] = [&base.reading, &new.reading];
    let mut drift = oasis_drift::compare(&old.api, &read.api);
    drift.add(oasis_drift::holes((&old.api, &old.findings), (&read.api, &read.findings)));
    let others =
        drift.findings.iter_mut().filter_map(|difference| difference.finding.other.as_mut());
    locate_places(others, &old.name, &base.text);
    let places = drift.findings.iter_mut().map(|difference| &mut difference.finding.at);
    locate_places(places, &read.name, &new.text);
    drift
}

/// The document that a source is compared with: the curated spec, unless the user names another.
pub(super) fn against(base: Option<&Path>) -> Result<Side> {
    match base {
        Some(base) => document(&workspace::shown(base), workspace::read(base)?),
        None => curated(),
    }
}

fn curated() -> Result<Side> {
    let path = workspace::root()?.join(workspace::SPEC);
    side(&workspace::shown(&path), workspace::read(&path)?, false)
}

/// The curated spec with another text.
pub(super) fn curated_text(text: String) -> Result<Side> {
    side(workspace::SPEC, text, false)
}

/// A document whose messages are compared with those of another.
fn document(name: &str, text: String) -> Result<Side> {
    side(name, text, true)
}

/// One side. The house rules are not asked for here: a document without examples is compared all
/// the same.
fn side(name: &str, text: String, bare: bool) -> Result<Side> {
    let mut reading = read_with(name, &text, Options { bare, house_rules: false });
    if !reading.is_document() {
        reading.findings.retain(|finding| finding.severity == Severity::Error);
        let why = report::text(&reading.findings, Colour::Without);
        bail!("{name} cannot be read\n\n{}", why.trim_end());
    }
    Ok(Side { reading, text })
}
