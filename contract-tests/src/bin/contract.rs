//! `oasis-contract`: holds a server to the contract and says what holds.
//!
//! Arguments in; text, files and exit code out. All work is done by the library.

use anyhow::{Context, Result, bail};
use clap::Parser;
use oasis_contract_tests::{
    mock,
    options::{Format, Options},
    oracle::Check,
    print,
    report::{self, Folder, Log},
    run::{self, Bench, Outcome},
    scenario::{Originals, Restored},
    spec::Spec,
    target::{Secret, Target},
};
use oasis_model::{finding::Severity, report::Colour, settle};
use std::{
    io::IsTerminal,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

fn main() -> ExitCode {
    let options = Options::parse();
    if options.list_checks {
        return match print::lines(Check::all().map(|check| {
            format!("{:40} {:11} {}", check.id(), check.basis().to_string(), check.promise())
        })) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        };
    }
    let ended = tokio::runtime::Runtime::new()
        .context("the async runtime does not start")
        .and_then(|runtime| {
            let ended = runtime.block_on(work(&options));
            // A request that nobody waits for any more must not hold up the end.
            runtime.shutdown_background();
            ended
        });
    match ended {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            print::error(format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

async fn work(options: &Options) -> Result<u8> {
    let spec = Spec::from(options.spec.as_deref())?;
    let place = place(options, &spec).await?;
    if let Some(file) = &options.restore {
        return restore(&spec, place.target, file).await;
    }
    if let Some(file) = &options.replay {
        return replay(&spec, place.target, file).await;
    }
    suite(options, &spec, place).await
}

/// Where a run goes; the built-in mock lives as long as this.
struct Place {
    target: Target,
    about: String,
    mock: Option<mock::Mock>,
}

async fn place(options: &Options, spec: &Spec) -> Result<Place> {
    if let Some(url) = options.target.as_ref().or(options.receiver.as_ref()) {
        let target = options.target(url)?;
        target.permit(&spec.api)?;
        let about = format!("{}{}", target.origin(), target.prefix);
        return Ok(Place { target, about, mock: None });
    }
    if options.restore.is_some() {
        bail!("--restore needs --target, the server that the originals belong to");
    }
    let mock = mock::start_plain(Arc::clone(&spec.api), mock::Config::default())
        .await
        .context("the built-in mock does not start")?;
    let target = mock.target()?;
    Ok(Place { target, about: "the built-in mock".to_owned(), mock: Some(mock) })
}

async fn suite(options: &Options, spec: &Spec, place: Place) -> Result<u8> {
    let is_text = options.format == Format::Text;
    let folder = Folder::open(options.report.as_deref())?;
    let request = run::Request {
        about: place.about.clone(),
        flags: options.flags(),
        cases: options.cases,
        seed: options.seed(),
        only: options.only.clone(),
        budget: options.budget,
        folder: Some(folder.path.clone()),
        regressions: regressions(options, &folder),
    };
    let secret = place.target.token.clone();
    if is_text {
        print::line(format!("testing {}, seed {}", place.about, request.seed))?;
    }
    let log = Arc::new(Log::new(&folder)?);
    let bench = Arc::new(Bench::new(spec, place.target, &request, Some(log))?);
    let progress = is_text.then(|| tokio::spawn(progress(Arc::clone(&bench))));
    let outcome = match options.receiver.is_some() {
        true => run::receive(&bench, &request).await,
        false => run::conduct(&bench, &request).await,
    };
    if let Some(progress) = progress {
        progress.abort();
    }
    let mut outcome = outcome?;
    if let Some(mock) = place.mock {
        // The run is over; a mock that does not end well changes nothing about it.
        let _ = mock.shutdown().await;
    }
    let settle = if options.settle { settled(spec, &outcome)? } else { String::new() };
    let written = report::Options { spec: &spec.text, strict: options.strict, settle: &settle };
    folder.write(&mut outcome, &secret, &written)?;
    bench.close()?;
    show(options, &outcome, &folder, &settle, &secret)?;
    Ok(report::exit_code(&outcome, options.strict))
}

/// Where seeds of failures are kept: beside the folder that each run empties, not beside a folder of
/// the user's own.
fn regressions(options: &Options, folder: &Folder) -> Option<PathBuf> {
    let beside = folder.path.with_file_name("contract-regressions");
    options.report.is_none().then_some(beside)
}

/// Prints what the user asked for.
fn show(
    options: &Options,
    outcome: &Outcome,
    folder: &Folder,
    settle: &str,
    secret: &Secret,
) -> Result<()> {
    let colour = match std::io::stdout().is_terminal() {
        true => Colour::With,
        false => Colour::Without,
    };
    let text = match options.format {
        Format::Text => secret.scrub(&report::text(outcome, folder, colour)),
        Format::Json => {
            let mut report = report::json(outcome);
            secret.scrub_json(&mut report);
            format!("{report:#}")
        }
    };
    print::line(text.trim_end())?;
    if options.format == Format::Text {
        if std::env::var_os("GITHUB_ACTIONS").is_some() {
            print::lines(report::github_lines(outcome).iter().map(|line| secret.scrub(line)))?;
        }
        if !settle.is_empty() {
            print::line(settle.trim_end())?;
        }
    }
    if options.open
        && let Err(error) = report::open(&folder.path.join("report.html"))
    {
        print::error(format!("{error:#}"));
    }
    Ok(())
}

/// The diff of the specification that settles every warning.
fn settled(spec: &Spec, outcome: &Outcome) -> Result<String> {
    let warnings =
        outcome.findings.iter().filter(|shown| shown.finding.severity == Severity::Warning);
    let edits: Vec<settle::Edit> = warnings.flat_map(|shown| shown.edits.clone()).collect();
    let text = settle::apply(&spec.text, &settle::merge(edits)).map_err(|error| {
        anyhow::anyhow!("cannot write the edits into the specification: {error}")
    })?;
    Ok(settle::diff(&spec.name, &spec.text, &text))
}

/// Says how far a run is, in a line each few seconds; nobody needs it in a short one.
async fn progress(bench: Arc<Bench>) {
    let every = std::time::Duration::from_secs(15);
    loop {
        tokio::time::sleep(every).await;
        print::error(format!("{} requests so far", bench.sent()));
    }
}

async fn restore(spec: &Spec, target: Target, file: &Path) -> Result<u8> {
    let originals = Originals::load(file)?;
    if originals.origin != target.origin() {
        bail!(
            "{} holds originals of {}, not of {}; name that server with --target",
            file.display(),
            originals.origin,
            target.origin()
        );
    }
    let bench = Bench::new(spec, target, &run::Request::default(), None)?;
    match bench.with_tester(async |tester| originals.put_back(tester).await).await {
        Restored::Failed(failed) => {
            for (original, why, curl) in failed {
                print::line(format!(
                    "session {} is NOT restored: {why}\n  {curl}",
                    original.session
                ))?;
            }
            Ok(1)
        }
        _ => {
            print::line(format!("{} sessions are as they were", originals.sessions.len()))?;
            Ok(0)
        }
    }
}

async fn replay(spec: &Spec, target: Target, file: &Path) -> Result<u8> {
    let stored = report::Stored::load(file)?;
    let secret = target.token.clone();
    let bench = Bench::new(spec, target, &run::Request::default(), None)?;
    let again = run::replay(&bench, &stored).await?;
    for line in again.lines(&secret) {
        print::line(line)?;
    }
    Ok(u8::from(again.fails))
}
