//! Pages as they were served: the source of pages and the spec in; differences, the documents that the
//! pages hold, or a diff of the spec out. Everything is read and judged in `oasis_drift::pages::html`.

use super::sources::{self, Side};
use crate::{Outcome, show, workspace};
use anyhow::{Context, Result, bail};
use oasis_drift::pages::html::{self, Page, Sides};
use oasis_drift::pages::listed::{self, Entry};
use oasis_drift::settle as settled;
use oasis_drift::{Difference, Drift, pages};
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::Api;
use oasis_model::report::{self, Colour};
use oasis_model::settle;
use std::path::{Path, PathBuf};

/// The list of the vendor's pages, from the root.
const LIST: &str = "spec/pages.yaml";

/// The list of the vendor's pages; empty if there is none, and for another document than the spec.
pub(super) fn entries(base: Option<&Path>) -> Result<Vec<Entry>> {
    let path = workspace::root()?.join(LIST);
    if base.is_some() || !path.exists() {
        return Ok(Vec::new());
    }
    listed::parse(&workspace::read(&path)?)
        .map_err(anyhow::Error::msg)
        .with_context(|| format!("{LIST} is not in order"))
}

/// What differs between a page and the spec, and what its sidebar says of the list of pages; with what
/// the page is called.
pub(super) fn differences(
    spec: &Side,
    entries: &[Entry],
    name: &str,
    html: &str,
) -> Result<(Vec<Difference>, String), Vec<Finding>> {
    let page = read(name, html)?;
    let mut found = Vec::new();
    let mut code = page.site.entry(entries, name).map(|entry| entry.code.as_str());
    for sides in sides(spec, entries, name, &page)? {
        if let [only] = sides.page.api.operations.as_slice() {
            code = code.or_else(|| listed::code(entries, &only.id));
        }
        found.extend(html::compare(&sides, &spec.reading.findings));
    }
    found.extend(page.site.changes(entries, name).into_iter().map(Difference::of_source));
    Ok((found, code.unwrap_or(name).to_owned()))
}

/// What a page and an edition of the spec are compared as, once more.
pub(super) fn again(api: &Api, entries: &[Entry], name: &str, html: &str) -> Vec<settled::Sides> {
    let Ok(page) = html::read(html) else { return Vec::new() };
    let expected = page.site.entry(entries, name).and_then(|entry| entry.operation.as_deref());
    let one = |served| {
        let sides = html::sides(api, name, served, expected).ok()?;
        Some(settled::Sides { base: sides.base, new: sides.page.api, whole: false })
    };
    page.documents.iter().filter_map(one).collect()
}

fn sides(
    spec: &Side,
    entries: &[Entry],
    name: &str,
    page: &Page,
) -> Result<Vec<Sides>, Vec<Finding>> {
    let expected = page.site.entry(entries, name).and_then(|entry| entry.operation.as_deref());
    let one = |served| {
        html::sides(&spec.reading.api, name, served, expected)
            .map_err(|reason| vec![unreadable(name, &reason)])
    };
    page.documents.iter().map(one).collect()
}

fn read(name: &str, html: &str) -> Result<Page, Vec<Finding>> {
    html::read(html).map_err(|reason| vec![unreadable(name, &reason)])
}

fn unreadable(name: &str, reason: &str) -> Finding {
    let mut finding = Finding::new(
        Severity::Error,
        "drift/page-unreadable",
        "",
        format!("nothing readable in {name}: {reason}"),
        "fetch the reference page of one operation with `spec/fetch-pages`, or save its source as the server sends it",
    );
    name.clone_into(&mut finding.at.document);
    finding
}

/// Files of pages as they were served, with their names; any other file is an error.
fn sources(files: &[PathBuf]) -> Result<Vec<(String, String)>> {
    let one = |file: &PathBuf| {
        let name = workspace::shown(file);
        let bytes = std::fs::read(file).with_context(|| format!("cannot read {name}"))?;
        let text = pages::decode(&bytes);
        if !html::is_html(&text) {
            bail!("{name} is not the source of a web page; text has lost what this needs");
        }
        Ok((name, text))
    };
    files.iter().map(one).collect()
}

fn failed(findings: Vec<Finding>) -> anyhow::Error {
    anyhow::anyhow!("{}", report::text(&findings, Colour::Without).trim_end().to_owned())
}

/// Prints the documents that pages hold, one a line, so that the same operation gives the same line.
pub(super) fn extract(files: &[PathBuf]) -> Result<Outcome> {
    for (name, html) in sources(files)? {
        for served in read(&name, &html).map_err(failed)?.documents {
            let mut document = served.document;
            document.sort_all_objects();
            show::print(&format!("{document}\n"))?;
        }
    }
    Ok(Outcome::of(false))
}

/// Prints the diff of the spec that makes documented what the pages state and corrects what they
/// refute, and says what is left to look at.
pub(super) fn settle(files: &[PathBuf]) -> Result<Outcome> {
    let (spec, entries) = (sources::against(None)?, entries(None)?);
    let sources = sources(files)?;
    let mut stated = Vec::new();
    for (name, html) in &sources {
        let page = read(name, html).map_err(failed)?;
        let source = source(&page, &entries, name);
        for sides in sides(&spec, &entries, name, &page).map_err(failed)? {
            stated.push((sides, source.clone()));
        }
    }
    let edits = html::edits(&spec.reading.api, &stated);
    let text = settle::apply(&spec.text, &edits).map_err(anyhow::Error::msg)?;
    show::print(&settle::diff(workspace::SPEC, &spec.text, &text))?;
    left(sources::curated_text(text)?, &entries, &sources)
}

/// What `x-source` calls a page.
fn source(page: &Page, entries: &[Entry], name: &str) -> String {
    let entry = page.site.entry(entries, name).map(|entry| entry.code.clone());
    let own = page.site.own.as_deref().and_then(|own| own.rsplit('/').next());
    let stem = || Path::new(name).file_stem().map(|stem| stem.to_string_lossy().into_owned());
    entry.or_else(|| own.map(ToOwned::to_owned)).or_else(stem).unwrap_or_default()
}

/// Says what the pages say otherwise than the spec after the edits.
fn left(spec: Side, entries: &[Entry], sources: &[(String, String)]) -> Result<Outcome> {
    let mut drift = Drift::default();
    for (name, html) in sources {
        drift.add(differences(&spec, entries, name, html).map_err(failed)?.0);
    }
    let findings: Vec<Finding> = (drift.findings.into_iter())
        .map(|difference| difference.finding)
        .filter(|finding| finding.severity >= Severity::Warning)
        .collect();
    if findings.is_empty() {
        return Ok(Outcome::of(false));
    }
    eprintln!("{}", report::text(&findings, Colour::Without).trim_end());
    eprintln!("the diff leaves these: the spec documents something else, so decide by hand");
    Ok(Outcome::of(true))
}
