//! Prints what was found. What it looks like is decided in
//! `oasis_model::report`; whether there is colour, here.

use anyhow::{Context, Result};
use clap::ValueEnum;
use oasis_model::finding::{Finding, Severity};
use oasis_model::report::{self, Colour};
use serde_json::Value;
use std::io::Write;

/// The forms of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Lines for people
    Text,
    /// Markdown for a pull request
    Markdown,
    /// One JSON object on stdout and nothing else
    Json,
    /// SARIF 2.1.0 on stdout and nothing else, for code hosts
    Sarif,
    /// Workflow commands of GitHub, one line a finding
    Github,
}

/// Prints one JSON object, the whole output of a command.
pub(crate) fn json(object: &Value) -> Result<()> {
    print(&format!("{object:#}\n"))
}

/// Prints findings in a form that needs no more than findings.
pub(crate) fn plain(tool: &str, findings: &[Finding], format: Format) -> Result<()> {
    match format {
        Format::Sarif => json(&report::sarif(tool, findings)),
        _ => print(&findings.iter().map(|one| report::github(one) + "\n").collect::<String>()),
    }
}

/// Prints text; a reader that went away (`| head`) is no error.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.context("cannot write to stdout"),
    }
}

/// Whether stdout shows colour: it is a terminal, and nobody asked for none (`NO_COLOR`).
fn colour() -> Colour {
    match anstream::AutoStream::choice(&std::io::stdout()) {
        anstream::ColorChoice::Never => Colour::Without,
        _ => Colour::With,
    }
}

/// Prints findings as text; notes only when asked for, else their number.
pub(crate) fn findings(findings: &[Finding], notes: bool) -> Result<()> {
    let shown: Vec<Finding> = findings
        .iter()
        .filter(|finding| notes || finding.severity != Severity::Note)
        .cloned()
        .collect();
    print(&report::text(&shown, colour()))?;
    let hidden = findings.len() - shown.len();
    if hidden > 0 {
        print(&format!(
            "{hidden} note{} not shown; --verbose shows them\n",
            if hidden == 1 { "" } else { "s" }
        ))?;
    }
    Ok(())
}
