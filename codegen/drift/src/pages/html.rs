//! The source of a page as it was served in, the OpenAPI documents that it holds out, and what
//! comparing them with the specification gives.
//!
//! A page states facts about its operations only, so that the documents are cut down to these. The
//! visible text is never looked at: it has lost what is nested. A page in which nothing is found is an
//! error that says what was found instead.

mod compare;
pub(crate) mod elements;
mod find;
mod flight;
mod instead;
mod known;
mod lend;
mod links;
mod part;
mod site;
mod stream;
mod tables;
#[cfg(test)]
mod tests;

pub use crate::settle::pages::{Stated, edits};
pub use compare::{Sides, compare, sides};
pub(crate) use known::{operation, responses, template};
pub use site::Site;

use flight::Flight;
use serde_json::Value;

/// What a page holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The documents in it, one for each operation or one for all.
    pub documents: Vec<Served>,
    /// What it tells of its site.
    pub site: Site,
}

/// What a page holds of an API.
#[derive(Clone, Debug, PartialEq)]
pub struct Served {
    /// An OpenAPI document of the operations that the page shows.
    pub document: Value,
    /// The document is that of one page; otherwise it describes all of an API.
    pub single: bool,
    /// How the page says it.
    pub form: Form,
}

/// How a page says what it says. Silence about what a form cannot say means nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As a document, which says everything.
    Document,
    /// As a form to try the operation out, which lacks what tells alternatives apart, and as tables of
    /// its responses.
    Playground,
    /// As tables. Closed objects, values that are always the same and distinct items are lost too.
    Tables,
}

impl Served {
    /// A document that says everything.
    fn complete(document: Value, single: bool) -> Self {
        Self { document, single, form: Form::Document }
    }
}

/// Whether a text is the source of a web page.
pub fn is_html(text: &str) -> bool {
    const HEAD: usize = 2_000;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let head: String = text.chars().take(HEAD).collect();
    let head = head.to_ascii_lowercase();
    let tags = ["<!doctype html", "<html", "<head", "<body", "<script", "<redoc", "<meta"];
    head.starts_with('<') && tags.iter().any(|tag| head.contains(tag))
}

/// A page is no larger than this; the largest known has a hundredth.
const MOST_BYTES: usize = 64 << 20;

/// What a page holds.
///
/// # Errors
/// Why nothing could be read, and what was found instead.
pub fn read(html: &str) -> Result<Page, String> {
    if html.len() > MOST_BYTES {
        return Err("it is larger than any page".to_owned());
    }
    if let Some(document) = find::embedded(html)? {
        let documents = vec![Served::complete(document, false)];
        return Ok(Page { documents, site: Site::default() });
    }
    let flight = Flight::new(stream::rows(html)?);
    let documents = find::stream(&flight)?;
    match documents.is_empty() {
        false => Ok(Page { documents, site: site::read(&flight) }),
        true => Err(instead::reason(html, flight.rows())),
    }
}
