//! `contract`: holds a server to the contract and says what holds.
//!
//! Arguments in; table, findings, files and exit code out. All work is done by the library.

use clap::Parser;
use oasis_contract_tests::{
    checks, exchange,
    files::{self, Log},
    mock,
    options::{Format, Options},
    print, replay, report,
    secret::Secret,
    spec,
    suite::{self, Outcome, Wishes},
    summary,
    target::{Fixtures, Id, Permissions, Target},
};
use oasis_model::finding::{Finding, Severity, any_error};
use std::{
    io::{IsTerminal, Write},
    path::Path,
    process::ExitCode,
    sync::atomic::{AtomicU64, Ordering},
};

fn main() -> ExitCode {
    let options = Options::parse();
    if options.list_checks {
        for check in checks::ALL {
            print::line(format!(
                "{:36} {:11} {}",
                check.id,
                check.basis.to_string(),
                check.promise
            ));
        }
        return ExitCode::SUCCESS;
    }
    let runtime = tokio::runtime::Runtime::new();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(&options)),
        Err(error) => Err(format!("cannot start: {error}")),
    };
    outcome.unwrap_or_else(|error| {
        print::complaint(format!("error: {error}"));
        ExitCode::from(2)
    })
}

async fn run(options: &Options) -> Result<ExitCode, String> {
    let (target, about, mock) = match &options.target {
        Some(url) => {
            let target = options.target(url)?;
            let api = spec::embedded().map_err(|findings| {
                oasis_model::report::text(&findings, oasis_model::report::Colour::Without)
            })?;
            target.permit(&api, &options.i_own)?;
            (target, url.clone(), None)
        }
        None => {
            let (target, mock) = built_in().await?;
            (target, "the built-in mock".to_owned(), Some(mock))
        }
    };
    let secret = target.token.clone();
    let code = match &options.replay {
        Some(path) => replay_one(path, target).await?,
        None => run_suite(options, target, &about, &secret).await?,
    };
    if let Some(mock) = mock {
        // The run is over; a mock that does not end well changes nothing about it.
        let _ = mock.shutdown().await;
    }
    Ok(code)
}

async fn built_in() -> Result<(Target, mock::Running), String> {
    let api = spec::embedded().map_err(|findings| {
        oasis_model::report::text(&findings, oasis_model::report::Colour::Without)
    })?;
    let mock = mock::start(api, mock::Config::default())
        .await
        .map_err(|error| format!("the built-in mock does not start: {error}"))?;
    let known = &mock.fixtures;
    let fixtures = Fixtures {
        store_id: Some(Id(known.store_id.to_string())),
        shopper_id: Some(Id(known.shopper_id.clone())),
        session_id: Some(Id(known.session_id.clone())),
        other_session_id: Some(Id(known.other_session_id.clone())),
    };
    let permissions = Permissions { writes: true, irreversible: true, fixtures };
    let target = Target::new(&mock.url(), Secret::new(mock::DEFAULT_TOKEN)?, permissions)?;
    Ok((target, mock))
}

async fn run_suite(
    options: &Options,
    target: Target,
    about: &str,
    secret: &Secret,
) -> Result<ExitCode, String> {
    let wishes = options.wishes();
    let folder = files::folder();
    if options.format == Format::Text {
        print::line(format!("testing {about}, seed {}", wishes.seed));
    }
    let log = Log::new(&folder)?;
    let progress = Progress::new(options.format == Format::Text);
    let mut outcome =
        suite::run(target, &wishes, Some(log), &|done, total| progress.say(done, total)).await?;
    progress.end();
    store_cases(&mut outcome, &folder, about, secret)?;
    let json = report::json(&outcome, about, &wishes);
    let json = serde_json::to_string_pretty(&json).map_err(|error| error.to_string())? + "\n";
    let folders = std::iter::once(folder.as_path()).chain(options.report.as_deref());
    for folder in folders {
        write_reports(&outcome, folder, about, &json, secret)?;
    }
    let text = match options.format {
        Format::Text => summary::text(&outcome, about),
        Format::Json => json,
    };
    print::line(secret.scrub(&text).trim_end());
    Ok(code(&outcome.findings, options, &wishes))
}

fn code(findings: &[Finding], options: &Options, _wishes: &Wishes) -> ExitCode {
    ExitCode::from(u8::from(any_error(findings) || options.strict && !findings.is_empty()))
}

/// Stores each failing case, and adds to its finding how to run it again.
fn store_cases(
    outcome: &mut Outcome,
    folder: &Path,
    about: &str,
    secret: &Secret,
) -> Result<(), String> {
    let target =
        if about.starts_with("http") { format!(" --target {about}") } else { String::new() };
    let found = outcome.findings.iter_mut().zip(&outcome.cases).enumerate();
    for (number, (finding, case)) in found {
        let Some(case) = case else { continue };
        let check = finding.rule.rsplit('/').next().unwrap_or_default();
        let name = format!("cases/{:02}-{}-{check}.json", number + 1, case.operation);
        let path = files::write(folder, &name, &replay::stored(&finding.rule, case), secret)?;
        let command = format!("cargo xtask contract{target} --replay {}", path.display());
        *finding = finding.clone().with_evidence("replay", command);
    }
    Ok(())
}

fn write_reports(
    outcome: &Outcome,
    folder: &Path,
    about: &str,
    json: &str,
    secret: &Secret,
) -> Result<(), String> {
    files::write(folder, "report.json", json, secret)?;
    files::write(folder, "junit.xml", &report::junit(outcome)?, secret)?;
    files::write(folder, "summary.md", &report::markdown(outcome, about), secret)?;
    Ok(())
}

async fn replay_one(path: &Path, target: Target) -> Result<ExitCode, String> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read the case {}: {error}", path.display()))?;
    let stored = replay::parse(&text)?;
    let secret = target.token.clone();
    let lab = suite::lab(target, 0, None)?;
    let (exchange, complaints) = replay::replay(&lab, &stored).await;
    if !lab.ever_answered() {
        return Err("the target never answered; start the server, or check --target".to_owned());
    }
    print::line(secret.scrub(&exchange::transcript(&exchange)));
    for complaint in &complaints {
        print::line(format!(
            "{}[{}]: {}",
            complaint.severity,
            complaint.check,
            secret.scrub(&complaint.message)
        ));
    }
    let broken = complaints.iter().any(|complaint| complaint.severity == Severity::Error);
    print::line(if broken { "the case still fails" } else { "the case passes now" });
    Ok(ExitCode::from(u8::from(broken)))
}

/// Says how far a run is: in place on a terminal, now and then in a log.
struct Progress {
    wanted: bool,
    terminal: bool,
    said: AtomicU64,
}

impl Progress {
    fn new(wanted: bool) -> Self {
        Self { wanted, terminal: std::io::stderr().is_terminal(), said: AtomicU64::new(0) }
    }

    fn say(&self, done: u64, total: u64) {
        let percent = done * 100 / total.max(1);
        let step = if self.terminal { 1 } else { 25 };
        if !self.wanted || percent / step <= self.said.load(Ordering::Relaxed) {
            return;
        }
        self.said.store(percent / step, Ordering::Relaxed);
        let mut err = std::io::stderr();
        // Nobody reads progress that cannot be shown.
        let _ = if self.terminal {
            let filled = usize::try_from(percent / 4).unwrap_or(0);
            write!(err, "\r[{}{}] {percent:3} %", "#".repeat(filled), ".".repeat(25 - filled))
        } else {
            writeln!(err, "{percent} % of the plan done")
        };
        let _ = err.flush();
    }

    fn end(&self) {
        if self.wanted && self.terminal {
            print::complaint("");
        }
    }
}
