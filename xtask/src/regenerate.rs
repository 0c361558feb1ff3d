//! `regenerate`: the spec in, `generated/src/oasis` or a crate of its own written or checked, and what
//! the code does not say of the spec counted. The only room of this package that touches generated
//! code.

mod folder;
mod ledger;
mod package;
mod surroundings;
mod target;

use crate::show::{self, Format};
use crate::{Outcome, workspace};
use anyhow::Result;
use folder::{Changes, apply, stale};
use ledger::Deny;
use oasis_codegen::ledger::Ledger;
use oasis_codegen::{Feature, Options};
use oasis_model::finding::{Finding, any_error};
use oasis_model::report;
use package::Package;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use target::{Target, write_first};

const COMMAND: &str = "cargo xtask regenerate";

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Change nothing; fail if a file is stale, missing or left over
    #[arg(long)]
    check: bool,
    /// Another OpenAPI document than spec/oasis.yaml, of version 3.0, 3.1 or 3.2
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// Write a crate here: Cargo.toml, README.md and src/lib.rs the first time, and src/generated
    /// each time. A directory that holds generated modules already is brought up to date as such
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write the modules alone into the directory, for a crate that you have
    #[arg(long, requires = "out")]
    modules_only: bool,
    /// Where a new crate finds oasis-runtime: a folder, or the address of a git repository. By default
    /// the folder of this repository
    #[arg(long, value_name = "PATH|URL", requires = "out")]
    runtime: Option<String>,
    /// Write types for schemas that no operation mentions, too
    #[arg(long)]
    all_components: bool,
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
    /// The title of the document.
    title: String,
    /// The features of its parts.
    parts: Vec<Feature>,
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
    let spec = match &arguments.spec {
        Some(spec) => spec.clone(),
        None => workspace::root()?.join(workspace::SPEC),
    };
    let target = match &arguments.out {
        Some(out) => Target::of(out.clone(), arguments.modules_only),
        None => Target::of(workspace::root()?.join(workspace::GENERATED), true),
    };
    let options =
        Options { split_above: target.split_above(), all_components: arguments.all_components };
    let mut generated = generate(&spec, options)?;
    if let Some(deny) = arguments.deny {
        let denied = ledger::denied(&generated.ledger, deny);
        generated.findings.extend(generated.document.located(denied));
        generated.files = generated.files.filter(|_| !any_error(&generated.findings));
    }
    let new = ledger::notes(ledger::new(&generated.ledger, &target.folder()));
    let new = generated.document.located(new);
    let changes = bring(arguments, &target, &mut generated)?;
    show(arguments, &target, &generated, &changes, &new)?;
    Ok(Outcome::of(any_error(&generated.findings)))
}

/// Brings the directory up to date, or says what is not.
fn bring(arguments: &Arguments, target: &Target, generated: &mut Generated) -> Result<Changes> {
    let Some(files) = &generated.files else { return Ok(Changes::default()) };
    let package = Package {
        title: &generated.title,
        document: generated.document.name.clone(),
        parts: &generated.parts,
    };
    let mut changes = target.changes(files)?;
    let first = target.first_files(&package, arguments.runtime.as_deref())?;
    let mut findings = target.lacks(&package)?;
    if arguments.check {
        changes.write.extend(first);
        findings.extend(stale(&changes, &target.out));
    } else {
        apply(&changes, &target.out)?;
        write_first(&first, &target.out)?;
        changes.write.extend(first);
    }
    generated.findings.extend(findings);
    Ok(changes)
}

/// Prints what was found and done.
fn show(
    arguments: &Arguments,
    target: &Target,
    generated: &Generated,
    changes: &Changes,
    new: &[Finding],
) -> Result<()> {
    let Generated { files, ledger, findings, document, .. } = generated;
    match arguments.format {
        Format::Json => show::json(&json!({
            "findings": report::json(findings),
            "ledger": ledger::json(ledger, new),
            "written": if arguments.check { Vec::new() } else { names(changes.write.keys()) },
            "removed": if arguments.check { Vec::new() } else { names(changes.remove.iter()) },
        })),
        Format::Markdown => show::print(&report::markdown("Regenerate", findings)),
        form @ (Format::Sarif | Format::Github) => show::plain("regenerate", findings, form),
        Format::Text => {
            show::findings(findings, arguments.verbose)?;
            let all = || document.located(ledger::notes(ledger.entries()));
            show::findings(&if arguments.verbose { all() } else { new.to_vec() }, true)?;
            show::print(&ledger::summary(ledger, new.len()))?;
            let count = files.as_ref().map_or(0, BTreeMap::len);
            show::print(&summary(arguments.check, count, changes, findings, &target.folder()))
        }
    }
}

/// The files that follow from a document, unless an error stands in the way.
fn generate(spec: &Path, options: Options) -> Result<Generated> {
    let document = Document { name: workspace::shown(spec), text: workspace::read(spec)? };
    let file = |path: &str| workspace::read_below(spec, path);
    let reading =
        oasis_model::read_beside(&document.name, &document.text, Default::default(), &file);
    let usable = reading.usable();
    let (title, findings) = (reading.api.title.clone(), reading.findings);
    if !usable {
        let (files, ledger, parts) = (None, Ledger::default(), Vec::new());
        return Ok(Generated { files, title, parts, ledger, findings, document });
    }
    let mut generation = oasis_codegen::generate_with(reading.api, options);
    generation.ledger.enter_unread(&findings);
    let ledger = (ledger::FILE.to_owned(), ledger::text(&generation.ledger));
    let files = generation.files.into_iter().chain([ledger]);
    let files = Some(files.map(|(path, text)| (PathBuf::from(path), text)).collect());
    let (parts, ledger) = (generation.features, generation.ledger);
    Ok(Generated { files, title, parts, ledger, findings, document })
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
            generate(&root.join(workspace::SPEC), Options::default())
                .expect("the spec is readable");
        assert!(!any_error(&findings), "{}", report::text(&findings, Colour::Without));
        let files = files.expect("no error stood in the way");
        let target = Target::of(root.join(workspace::GENERATED), true);
        let changes = target.changes(&files).expect("the directory is readable");
        let stale = stale(&changes, &target.out);
        assert!(stale.is_empty(), "{}run `{COMMAND}`", report::text(&stale, Colour::Without));
    }
}
