//! `drift`: the spec and the world in, what differs and whom it hurts out. Reads files, calls
//! `codegen::drift`, prints; every judgement is made there.

mod sources;

use crate::show::{self, Format};
use crate::{Outcome, workspace};
use anyhow::{Result, bail};
use clap::{Subcommand, ValueEnum};
use oasis_codegen::drift::{Difference, Drift, Verdict, accepted};
use oasis_codegen::finding::{Finding, Severity};
use oasis_codegen::report;
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
    /// Differences looked at and accepted
    #[arg(long, global = true, value_name = "FILE", default_value = "spec/drift-accepted.yaml")]
    accepted: PathBuf,
    /// Show notes too
    #[arg(long, global = true)]
    verbose: bool,
}

#[derive(Subcommand)]
enum Source {
    /// The vendor's reference pages, saved as text
    Pages {
        /// One file a page
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
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
    /// A message breaks, or a source says what the spec does not explain
    Breaking,
    /// The same, or something could not be decided
    Undecided,
    /// Any difference
    Any,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Outcome> {
    let (drift, title) = match &arguments.source {
        Source::Pages { files } => (sources::pages(files)?, "Drift of the pages"),
        Source::Observed { files } => (sources::observed(files)?, "Drift of the traffic"),
        Source::Spec { file, base } => {
            (sources::spec(file, base.as_deref())?, "Drift of the specification")
        }
        Source::Since { revision } => (sources::since(revision)?, "Changes of the specification"),
    };
    let drift = accept(drift, arguments)?;
    let failed = fails(&drift, arguments);
    match arguments.format {
        Format::Json => show::json(&serde_json::to_value(&drift)?)?,
        Format::Markdown => show::print(&markdown(title, &drift))?,
        Format::Text => {
            // A page's notes are few, and some say what could not be read.
            let notes = arguments.verbose || matches!(arguments.source, Source::Pages { .. });
            show::findings(&findings(&drift), notes)?;
            show::print(&format!(
                "drift: {} ({})\n",
                drift.verdict,
                report::tally(&findings(&drift))
            ))?;
        }
    }
    Ok(Outcome::of(failed))
}

/// Takes out what was accepted, and complains about entries that match nothing.
fn accept(drift: Drift, arguments: &Arguments) -> Result<Drift> {
    let given = &arguments.accepted;
    let path = if given.is_absolute() || given.exists() {
        given.clone()
    } else {
        workspace::root()?.join(given)
    };
    if !path.exists() {
        return Ok(drift);
    }
    let name = workspace::shown(&path);
    let (entries, mistakes) = accepted::parse(&name, &workspace::read(&path)?);
    if !mistakes.is_empty() {
        show::findings(&mistakes, true)?;
        bail!("{name} is not in order; mend it first");
    }
    let area = match arguments.source {
        Source::Pages { .. } => "drift/page-",
        Source::Observed { .. } => "drift/observed-",
        Source::Spec { .. } | Source::Since { .. } => "drift/",
    };
    let own = |rule: &str| match area {
        "drift/" => !rule.starts_with("drift/page-") && !rule.starts_with("drift/observed-"),
        area => rule.starts_with(area),
    };
    Ok(accepted::apply(&name, &entries, drift, own))
}

fn fails(drift: &Drift, arguments: &Arguments) -> bool {
    // A page or a recording that says more than the spec explains is reason enough to look.
    let source = matches!(arguments.source, Source::Pages { .. } | Source::Observed { .. });
    let unexplained = |difference: &Difference| {
        source
            && difference.verdict != Verdict::None
            && difference.finding.severity >= Severity::Warning
    };
    match arguments.fail_on {
        FailOn::Breaking => {
            drift.verdict == Verdict::Breaking || drift.findings.iter().any(unexplained)
        }
        FailOn::Undecided => {
            drift.verdict >= Verdict::Undecided || drift.findings.iter().any(unexplained)
        }
        FailOn::Any => {
            drift.findings.iter().any(|difference| difference.finding.severity > Severity::Note)
                || drift.verdict != Verdict::None
        }
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

fn markdown(title: &str, drift: &Drift) -> String {
    report::markdown(&format!("{title}: {}", drift.verdict), &findings(drift))
}
