//! The one door from text to an [`Api`]: a document in, what it says and everything that is wrong
//! with it out, each finding with its line and column.

use crate::finding::{Finding, any_error};
use crate::ir::Api;
use crate::load::ReadFile;
use crate::{load, lower};
use std::thread;

/// What reading a document gave.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The document's name as the user gave it, such as a path.
    pub name: String,
    /// What the document describes; empty where it cannot be read at all.
    pub api: Api,
    /// Everything found on the way; what was mended or lost is in here.
    pub findings: Vec<Finding>,
    is_document: bool,
}

impl Reading {
    /// Whether this is an OpenAPI document at all. If not, `api` is empty and the findings say why.
    pub fn is_document(&self) -> bool {
        self.is_document
    }

    /// Whether nothing in the document is wrong; `api` is then all that it says.
    pub fn usable(&self) -> bool {
        self.is_document && !any_error(&self.findings)
    }
}

/// How a document is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Leave out prose and examples, which are half of many documents and change no message.
    pub bare: bool,
    /// Hold a curated document against the house rules: descriptions, examples, reasons.
    pub house_rules: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { bare: false, house_rules: true }
    }
}

/// Reads a document (YAML or JSON) that the user calls `name`. Never panics, whatever the text.
pub fn read(name: &str, text: &str) -> Reading {
    read_with(name, text, Options::default())
}

/// The same with options.
pub fn read_with(name: &str, text: &str, options: Options) -> Reading {
    read_beside(name, text, options, &|_| Err("other files are not read here".to_owned()))
}

/// The same with the files beside the document, which `file` reads.
pub fn read_beside(name: &str, text: &str, options: Options, file: ReadFile<'_>) -> Reading {
    // The typed model takes up to 64 KiB of stack a level in a debug build, for as many levels as
    // `load` lets pass: more than the threads of a caller may have.
    const STACK: usize = 32 << 20;
    let work = || read_here(name, text, options, file);
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(reading)) => reading,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // Where there is no thread to be had, the caller's own stack has to do.
            Err(_) => work(),
        }
    })
}

fn read_here(name: &str, text: &str, options: Options, file: ReadFile<'_>) -> Reading {
    let mut findings = Vec::new();
    let document = load::document((name, text), options.bare, file, &mut findings);
    let is_document = document.is_some();
    let api = document.map_or_else(Api::default, |mut document| {
        document.curated &= options.house_rules;
        let (api, found) = lower::api(&document);
        findings.extend(found);
        api
    });
    load::locate(&mut findings, name, text);
    Reading { name: name.to_owned(), api, findings, is_document }
}
