//! `regenerate`: the spec in, `generated/src/oasis` written or checked, and what the code does not
//! say of the spec counted. The only room of this package that touches generated code.

mod folder;
mod ledger;

use crate::show::{self, Format};
use crate::{Outcome, workspace};
use anyhow::Result;
use folder::{Changes, apply, changes, stale};
use ledger::Deny;
use oasis_codegen::ledger::Ledger;
use oasis_model::finding::{Finding, any_error};
use oasis_model::report;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const COMMAND: &str = "cargo xtask regenerate";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail if a file is stale, missing or left over
    #[arg(long)]
    check: bool,
    /// Another OpenAPI document than spec/oasis.yaml, of version 3.0, 3.1 or 3.2
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// Another directory than generated/src/oasis
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Fail, and write nothing, if the code says less than the document: `approximated` denies
    /// what is said less exactly or not at all, `ignored` what is not said at all
    #[arg(long, value_enum, value_name = "KIND")]
    deny: Option<Deny>,
    /// Show notes too, and every entry of the ledger
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
    /// How faithfully each element of the document stands in them.
    ledger: Ledger,
    findings: Vec<Finding>,
    /// The document, by which its elements are located.
    document: Document,
}

/// A document's name and text.
struct Document {
    name: String,
    text: String,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let root = workspace::root()?;
    let spec = arguments.spec.clone().unwrap_or_else(|| root.join(workspace::SPEC));
    let out = arguments.out.clone().unwrap_or_else(|| root.join(workspace::GENERATED));
    let Generated { mut files, ledger, mut findings, document } = generate(&spec)?;
    if let Some(deny) = arguments.deny {
        findings.extend(document.located(ledger::denied(&ledger, deny)));
        files = files.filter(|_| !any_error(&findings));
    }
    let new = document.located(ledger::notes(ledger::new(&ledger, &out)));
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
            "ledger": ledger::json(&ledger, &new),
            "written": if arguments.check { Vec::new() } else { names(changes.write.keys()) },
            "removed": if arguments.check { Vec::new() } else { names(changes.remove.iter()) },
        }))?,
        Format::Markdown => show::print(&report::markdown("Regenerate", &findings))?,
        form @ (Format::Sarif | Format::Github) => show::plain("regenerate", &findings, form)?,
        Format::Text => {
            show::findings(&findings, arguments.verbose)?;
            let all = || document.located(ledger::notes(ledger.entries()));
            show::findings(&if arguments.verbose { all() } else { new.clone() }, true)?;
            show::print(&ledger::summary(&ledger, new.len()))?;
            show::print(&summary(arguments.check, count, &changes, &findings, &out))?;
        }
    }
    Ok(Outcome::of(any_error(&findings)))
}

/// The files that follow from a document, unless an error stands in the way.
fn generate(spec: &Path) -> Result<Generated> {
    let document = Document { name: workspace::shown(spec), text: workspace::read(spec)? };
    let reading = oasis_model::read(&document.name, &document.text);
    let usable = reading.usable();
    let findings = reading.findings;
    if !usable {
        return Ok(Generated { files: None, ledger: Ledger::default(), findings, document });
    }
    let generation = oasis_codegen::generate(&reading.api);
    let ledger = (ledger::FILE.to_owned(), ledger::text(&generation.ledger));
    let files = generation.files.into_iter().chain([ledger]);
    let files = files.map(|(path, text)| (PathBuf::from(path), text)).collect();
    Ok(Generated { files: Some(files), ledger: generation.ledger, findings, document })
}

impl Document {
    /// The findings with their lines and columns.
    fn located(&self, mut findings: Vec<Finding>) -> Vec<Finding> {
        oasis_model::locate(&mut findings, &self.name, &self.text);
        findings
    }
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
        let Generated { files, findings, .. } =
            generate(&root.join(workspace::SPEC)).expect("the spec is readable");
        assert!(!any_error(&findings), "{}", report::text(&findings, Colour::Without));
        let files = files.expect("no error stood in the way");
        let out = root.join(workspace::GENERATED);
        let stale = stale(&changes(&files, &out).expect("the directory is readable"), &out);
        assert!(stale.is_empty(), "{}run `{COMMAND}`", report::text(&stale, Colour::Without));
    }
}
