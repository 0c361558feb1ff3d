//! `drift`: the spec and the world in, what differs and whom it hurts out. Reads files, calls
//! `codegen::drift`, prints; every judgement is made there.

mod accept;
mod served;
mod sources;

use crate::Outcome;
use crate::show::{self, Format};
use crate::workspace;
use anyhow::{Result, bail};
use clap::{Subcommand, ValueEnum};
use oasis_drift::observed::Host;
use oasis_drift::{Drift, version};
use oasis_model::finding::{Finding, Severity};
use oasis_model::{report, settle};
use sources::{Again, Compared};
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    source: Source,
    /// Form of the output
    #[arg(long, global = true, value_enum, default_value = "text")]
    format: Format,
    /// From which severity on to fail
    #[arg(long, global = true, value_enum, default_value = "warning")]
    fail_on: FailOn,
    /// Differences looked at and accepted [default: spec/drift-accepted.yaml]
    #[arg(long, global = true, value_name = "FILE")]
    accepted: Option<PathBuf>,
    /// Print the edit of the base that settles the differences as a diff for `git apply`, and nothing else
    #[arg(long, global = true, conflicts_with = "format")]
    diff: bool,
    /// Show notes too, and which members traffic never showed
    #[arg(long, global = true)]
    verbose: bool,
}

#[derive(Subcommand)]
enum Source {
    /// The vendor's reference pages, saved as they were served (HTML) or as text
    Pages {
        /// Files of one page, or of several as text; `-` for standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Compare with this document instead of the curated spec
        #[arg(long, value_name = "FILE", conflicts_with_all = ["settle", "extract"])]
        base: Option<PathBuf>,
        /// Print the diff of the spec that makes documented what HTML pages state
        #[arg(long, conflicts_with = "extract")]
        settle: bool,
        /// Print the OpenAPI documents that HTML pages hold, one a line, and compare nothing
        #[arg(long)]
        extract: bool,
    },
    /// Another OpenAPI document, of version 3.0, 3.1 or 3.2
    Spec {
        /// The document to judge; `-` for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Compare with this document instead of the curated spec
        #[arg(long, value_name = "FILE")]
        base: Option<PathBuf>,
    },
    /// Recorded traffic: HTTP archives (HAR), or exchanges and webhook bodies as JSON lines
    Observed {
        /// Files such as target/contract/exchanges.jsonl; `-` for standard input
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Judge the exchanges with this host alone [default: the servers of the spec]
        #[arg(long, value_name = "HOST[:PORT]")]
        host: Option<Host>,
    },
    /// The curated spec as of a git revision
    Since {
        /// A tag, branch or commit
        #[arg(value_name = "REV")]
        revision: String,
    },
}

/// From which severity on the command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A documented message breaks
    Error,
    /// The same, or a guess of the spec is wrong, something is gone, or could not be decided
    Warning,
    /// Any finding, notes included
    Note,
}

impl FailOn {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    match &arguments.source {
        Source::Pages { files, settle: true, .. } => return served::settle(files),
        Source::Pages { files, extract: true, .. } => return served::extract(files),
        _ => {}
    }
    let (compared, title) = match &arguments.source {
        Source::Pages { files, base, .. } => {
            (sources::pages(files, base.as_deref())?, "Drift of the pages")
        }
        Source::Observed { files, host } => {
            (sources::observed(files, host.as_ref())?, "Drift of the traffic")
        }
        Source::Spec { file, base } => {
            (sources::spec(file, base.as_deref(), arguments.diff)?, "Drift of the specification")
        }
        Source::Since { revision } => (sources::since(revision)?, "Changes of the specification"),
    };
    let Compared { drift, coverage, unreadable, read, base, sides } = compared;
    let incomplete = !unreadable.is_empty();
    let mut drift = accept::apply(drift, arguments, !incomplete)?;
    if incomplete {
        drift.add(unreadable);
    }
    if arguments.diff {
        print_diff(&drift, &base, &*sides)?;
    } else {
        show(&Shown { title, drift: &drift, coverage: &coverage, read: &read }, arguments)?;
    }
    if incomplete {
        bail!("not every file could be read; the findings say which, and why");
    }
    Ok(Outcome::of(fails(&drift, arguments)))
}

/// Everything that a report shows.
struct Shown<'a> {
    title: &'a str,
    drift: &'a Drift,
    coverage: &'a [Finding],
    read: &'a str,
}

fn show(shown: &Shown<'_>, arguments: &Arguments) -> Result<()> {
    let Shown { title, drift, coverage, read } = shown;
    let findings = || oasis_drift::report::findings(drift);
    let summary = oasis_drift::report::by_operation(drift);
    match arguments.format {
        Format::Json => {
            let mut object = serde_json::to_value(drift)?;
            object["read"] = (*read).into();
            if matches!(arguments.source, Source::Since { .. }) {
                object["bump"] = serde_json::to_value(version::bump(drift))?;
            }
            if matches!(arguments.source, Source::Observed { .. }) {
                object["coverage"] = report::json(coverage);
            }
            show::json(&object)
        }
        Format::Markdown => {
            let mut head = format!("{title}: {}\n\nread {}", drift.summary(), report::inline(read));
            if !summary.is_empty() {
                head.push_str(&format!("\n\n```text\n{}```", report::harmless(&summary)));
            }
            if matches!(arguments.source, Source::Since { .. }) {
                head.push_str(&format!("\n\n{}", release(drift)));
            }
            show::print(&report::markdown(&head, &findings()))
        }
        Format::Text => text(shown, &summary, &findings(), arguments),
        form => show::plain("drift", &in_the_spec(findings()), form),
    }
}

fn text(
    shown: &Shown<'_>,
    summary: &str,
    findings: &[Finding],
    arguments: &Arguments,
) -> Result<()> {
    show::print(&format!("read {}\n", report::harmless(shown.read)))?;
    if !summary.is_empty() {
        show::print(&format!("{}\n", report::harmless(summary)))?;
    }
    // Notes on what somebody saved are few: other readings, and what could not be read.
    show::findings(findings, arguments.verbose || is_saved(&arguments.source))?;
    let coverage = shown.coverage;
    if arguments.verbose {
        show::findings(coverage, true)?;
    } else if !coverage.is_empty() {
        let kinds = coverage.len();
        let kinds = format!("{kinds} kind{} of body", if kinds == 1 { "" } else { "s" });
        show::print(&format!("members never seen in {kinds}; --verbose names them\n"))?;
    }
    if matches!(arguments.source, Source::Since { .. }) {
        show::print(&format!("{}\n", report::harmless(&release(shown.drift))))?;
    }
    show::print(&format!("drift: {}\n", shown.drift.summary()))
}

/// What the next release of the generated crate needs, with its section of the changelog.
fn release(drift: &Drift) -> String {
    let asked = format!("the generated crate needs {}\n", version::bump(drift));
    match version::changelog(drift) {
        section if section.is_empty() => asked,
        section => format!("{asked}\n{}", section.trim_end()),
    }
}

/// The findings at their places in the spec, which is the file that a code host has.
fn in_the_spec(mut findings: Vec<Finding>) -> Vec<Finding> {
    for finding in &mut findings {
        if let Some(other) =
            finding.other.as_mut().filter(|other| other.document == workspace::SPEC)
        {
            std::mem::swap(&mut finding.at, other);
        }
    }
    findings
}

/// Prints what makes the base say the same, and names what cannot be expressed.
fn print_diff(drift: &Drift, (name, text): &(String, String), sides: &Again) -> Result<()> {
    let settled = oasis_drift::settle::settled(text, drift, sides);
    show::print(&settle::diff(name, text, &settled.text))?;
    for (message, why) in &settled.left {
        eprintln!("not in the diff: {}: {}", report::one_line(message), report::one_line(why));
    }
    Ok(())
}

/// Whether the source is something that was saved from the world, rather than a document.
fn is_saved(source: &Source) -> bool {
    matches!(source, Source::Pages { .. } | Source::Observed { .. })
}

fn fails(drift: &Drift, arguments: &Arguments) -> bool {
    let least = arguments.fail_on.severity();
    drift.findings.iter().any(|difference| difference.finding.severity >= least)
}
