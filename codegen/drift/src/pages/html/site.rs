//! Which pages the site of a page has: the sidebar of any page lists them all.
//!
//! The list is held against the one that is kept beside the specification. It is read off the data of
//! the page, not off what is visible.

use super::find;
use super::flight::Flight;
use crate::pages::listed::Entry;
use oasis_model::finding::{Finding, Place, Severity};
use serde_json::Value;

/// What a page tells of its site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The path of the page itself.
    pub own: Option<String>,
    /// Every page: its path and its title.
    pub pages: Vec<(String, String)>,
}

/// The site, as far as the stream tells it. What cannot be read is left out: nothing rests on it.
pub(super) fn read(flight: &Flight) -> Site {
    let mut pages = find::objects(flight, page).unwrap_or_default();
    let mut seen = std::collections::HashSet::new();
    pages.retain(|(path, _)| seen.insert(path.clone()));
    Site { own: own(flight), pages }
}

fn page(
    flight: &Flight,
    map: &serde_json::Map<String, Value>,
) -> Result<Option<(String, String)>, String> {
    let text = |key: &str| match map.get(key) {
        Some(value) => Ok(flight.seen(value)?.as_str().map(ToOwned::to_owned)),
        None => Ok::<_, String>(None),
    };
    if text("type")?.as_deref() != Some("page") {
        return Ok(None);
    }
    let path = text("url")?.filter(|url| url.starts_with('/'));
    Ok(path.zip(text("name")?).map(|(path, name)| (trimmed(&path).to_owned(), name)))
}

/// The first row names the parts of the page's own address.
fn own(flight: &Flight) -> Option<String> {
    let parts = flight.rows().get("0")?.get("c")?.as_array()?;
    let parts: Option<Vec<&str>> = parts.iter().map(Value::as_str).collect();
    let path = trimmed(&parts?.join("/")).to_owned();
    path.starts_with('/').then_some(path)
}

fn trimmed(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}

impl Site {
    /// The entry of the list that is about this page: by its address, or by the name of its file.
    pub fn entry<'a>(&self, entries: &'a [Entry], file: &str) -> Option<&'a Entry> {
        let stem = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let stem = stem.split('.').next().unwrap_or(stem);
        let named = |entry: &&Entry| entry.code == stem || entry.last_part() == stem;
        let own = |entry: &&Entry| self.own.as_deref() == Some(trimmed(entry.path()));
        entries.iter().find(named).or_else(|| entries.iter().find(own))
    }

    /// Which pages of the site the list lacks, and which of the list the site lacks. Nothing is said if
    /// the list does not know the page, for it may be one of another site.
    pub fn changes(&self, entries: &[Entry], file: &str) -> Vec<Finding> {
        let Some(entry) = self.entry(entries, file).filter(|_| !self.pages.is_empty()) else {
            return Vec::new();
        };
        let section = section(entry.path());
        let listed = |path: &str| self.pages.iter().any(|(page, _)| page == trimmed(path));
        // A sidebar that lacks even its own page is one of something else.
        if !listed(entry.path()) {
            return Vec::new();
        }
        let ours: Vec<&Entry> = (entries.iter())
            .filter(|other| other.host() == entry.host() && self::section(other.path()) == section)
            .collect();
        let mut findings: Vec<Finding> =
            (ours.iter()).filter(|other| !listed(other.path())).map(|other| gone(other)).collect();
        let fresh: Vec<&(String, String)> = (self.pages.iter())
            .filter(|(path, _)| self::section(path) == section)
            .filter(|(path, _)| ours.iter().all(|other| trimmed(other.path()) != path))
            .collect();
        if !fresh.is_empty() {
            findings.push(added(&fresh, entry));
        }
        for finding in &mut findings {
            finding.at = Place { document: file.to_owned(), ..Place::default() };
        }
        findings
    }
}

/// The first part of a path.
fn section(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
}

fn gone(entry: &Entry) -> Finding {
    Finding::new(
        Severity::Warning,
        "drift/page-gone",
        "",
        format!("the site no longer lists the page {} ({})", entry.code, entry.address),
        "look for it by its title; if it has moved, change its address in spec/pages.yaml, else take the entry out",
    )
}

fn added(pages: &[&(String, String)], entry: &Entry) -> Finding {
    let count = pages.len();
    let one = |(path, title): &&(String, String)| {
        let code = path.rsplit('/').next().unwrap_or_default();
        let address = format!("https://{}{path}", entry.host());
        serde_json::json!({"code": code, "address": address, "title": title})
    };
    let entries: Vec<Value> = pages.iter().map(one).collect();
    let plural = if count == 1 { "page" } else { "pages" };
    Finding::new(
        Severity::Note,
        "drift/page-unlisted",
        "",
        format!("the site lists {count} {plural} that spec/pages.yaml does not"),
        "append them to spec/pages.yaml; curate those that integrators need",
    )
    .with_evidence("entries", serde_yaml::to_string(&entries).unwrap_or_default())
}
