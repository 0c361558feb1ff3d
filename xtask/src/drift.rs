//! `drift`: the spec and the world in, what differs and whom it hurts out. Reads files, calls
//! `codegen::drift`, prints; every judgement is made there.

mod accept;
mod served;
mod sources;

use crate::Outcome;
use crate::show::{self, Format};
use anyhow::{Result, bail};
use clap::{Subcommand, ValueEnum};
use oasis_drift::{Difference, Drift, Verdict};
use oasis_model::finding::{Finding, Severity};
use oasis_model::report;
use sources::Compared;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    source: Source,
    /// Form of the output
    #[arg(long, global = true, value_enum, default_value = "text")]
    format: Format,
    /// From which verdict on to fail
    #[arg(long, global = true, value_enum, default_value = "breaking")]
    fail_on: FailOn,
    /// Differences looked at and accepted [default: spec/drift-accepted.yaml]
    #[arg(long, global = true, value_name = "FILE")]
    accepted: Option<PathBuf>,
    /// Show notes too, and which members traffic never showed
    #[arg(long, global = true)]
    verbose: bool,
}

#[derive(Subcommand)]
enum Source {
    /// The vendor's reference pages, saved as they were served (HTML) or as text
    Pages {
        /// Files of one page, or of several as text
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
    /// Another OpenAPI 3.0 document
    Spec {
        /// The document to judge
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Compare with this document instead of the curated spec
        #[arg(long, value_name = "FILE")]
        base: Option<PathBuf>,
    },
    /// Recorded traffic: exchanges and webhook bodies as JSON lines
    Observed {
        /// Files such as target/contract/exchanges.jsonl
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// The curated spec as of a git revision
    Since {
        /// A tag, branch or commit
        #[arg(value_name = "REV")]
        revision: String,
    },
}

/// From which verdict on the command fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// A message breaks, or a page or a recording says what the spec does not explain
    Breaking,
    /// The same, or something could not be decided
    Undecided,
    /// Any finding, notes included
    Any,
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
        Source::Observed { files } => (sources::observed(files)?, "Drift of the traffic"),
        Source::Spec { file, base } => {
            (sources::spec(file, base.as_deref())?.into(), "Drift of the specification")
        }
        Source::Since { revision } => {
            (sources::since(revision)?.into(), "Changes of the specification")
        }
    };
    let Compared { drift, coverage, unreadable } = compared;
    let incomplete = !unreadable.is_empty();
    let mut drift = accept::apply(drift, arguments, !incomplete)?;
    if incomplete {
        drift.add(unreadable);
    }
    show(title, &drift, &coverage, arguments)?;
    if incomplete {
        bail!("not every file could be read; the findings say which, and why");
    }
    Ok(Outcome::of(fails(&drift, arguments)))
}

fn show(title: &str, drift: &Drift, coverage: &[Finding], arguments: &Arguments) -> Result<()> {
    let observed = matches!(arguments.source, Source::Observed { .. });
    let findings = findings(drift);
    match arguments.format {
        Format::Json => {
            let mut object = serde_json::to_value(drift)?;
            if observed {
                object["coverage"] = report::json(coverage);
            }
            show::json(&object)
        }
        Format::Markdown => {
            show::print(&report::markdown(&format!("{title}: {}", drift.verdict), &findings))
        }
        Format::Text => {
            // Notes on what somebody saved are few: other readings, and what could not be read.
            show::findings(&findings, arguments.verbose || is_saved(&arguments.source))?;
            let verbose = arguments.verbose;
            if verbose {
                show::findings(coverage, true)?;
            } else if !coverage.is_empty() {
                let kinds = coverage.len();
                let kinds = format!("{kinds} kind{} of body", if kinds == 1 { "" } else { "s" });
                show::print(&format!("members never seen in {kinds}; --verbose names them\n"))?;
            }
            let tally = report::tally(&findings);
            show::print(&format!("drift: {} ({tally})\n", drift.verdict))
        }
    }
}

/// Whether the source is something that was saved from the world, rather than a document.
fn is_saved(source: &Source) -> bool {
    matches!(source, Source::Pages { .. } | Source::Observed { .. })
}

fn fails(drift: &Drift, arguments: &Arguments) -> bool {
    // A page or a recording that says more than the spec explains is reason enough to look.
    let source = is_saved(&arguments.source);
    let unexplained = |difference: &Difference| {
        let entry = difference.finding.rule.starts_with("drift/accepted-");
        source && !entry && difference.finding.severity >= Severity::Warning
    };
    match arguments.fail_on {
        FailOn::Breaking => {
            drift.verdict == Verdict::Breaking || drift.findings.iter().any(unexplained)
        }
        FailOn::Undecided => {
            drift.verdict >= Verdict::Undecided || drift.findings.iter().any(unexplained)
        }
        FailOn::Any => !drift.findings.is_empty(),
    }
}

/// The findings as people read them: with who is hurt.
fn findings(drift: &Drift) -> Vec<Finding> {
    let marked = |difference: &Difference| {
        let correction = if difference.correction { ", a correction" } else { "" };
        let hurts = format!("{}, {}{correction}", difference.harm, difference.verdict);
        let mut finding = difference.finding.clone().with_evidence("hurts", hurts);
        finding.evidence.rotate_right(1);
        finding
    };
    drift.findings.iter().map(marked).collect()
}
