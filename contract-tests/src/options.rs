//! The command line of `oasis-contract`.
//!
//! In come arguments, files and the environment, out come [`Options`] and the [`Target`] they name, or
//! what is wrong with them. It sends nothing and prints nothing.

use crate::report;
use crate::target::{Fixtures, Permissions, Target, token, webhook_token};
use anyhow::{Context, Result, ensure};
use clap::{Parser, ValueEnum};
use jiff::SignedDuration;
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The longest run.
const MOST_TIME: Duration = Duration::from_secs(24 * 3600);

/// Holds a server to the contract in spec/oasis.yaml.
///
/// Without --target or --receiver the built-in mock is tested. The token is taken from OASIS_TOKEN, or
/// from the file that OASIS_TOKEN_FILE names, and appears in nothing that is printed or written.
///
/// Every body goes to ids that nothing has, unless --allow-writes is given and --fixtures names what may
/// be written to. Exit code: 0 clean, 1 a promise is broken, 2 could not run or tested nothing.
#[derive(Clone, Debug, Parser)]
#[command(name = "oasis-contract", version)]
pub struct Options {
    /// Server to test, such as http://127.0.0.1:4010
    #[arg(long, value_name = "URL", conflicts_with = "receiver")]
    pub target: Option<String>,
    /// Webhook of an integrator to send notifications to
    #[arg(long, value_name = "URL")]
    pub receiver: Option<String>,
    /// Another specification than spec/oasis.yaml
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// TOML file with store_id, shopper_id, session_id and other_session_id that exist there
    #[arg(long, value_name = "FILE")]
    pub fixtures: Option<PathBuf>,
    /// Send bodies to the ids of the fixtures; changed metadata is put back
    #[arg(long)]
    pub allow_writes: bool,
    /// Beyond this machine, also set suspectedFraud, which nobody can take back
    #[arg(long, requires = "allow_writes")]
    pub allow_irreversible: bool,
    /// Test this host although it is not the documented sandbox; may be given several times
    #[arg(long, value_name = "HOST")]
    pub i_own: Vec<String>,
    /// Send the token over plain http beyond this machine
    #[arg(long)]
    pub insecure: bool,
    /// Fail on warnings too
    #[arg(long)]
    pub strict: bool,
    /// Print the diff of the specification that turns what was shown into documented facts
    #[arg(long)]
    pub settle: bool,
    /// Cases per operation and category [default: 200, or more where more are fixed]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub cases: Option<u64>,
    /// The most time to take, such as 90s or 10m, at most 24h [default: 60s on this machine, 5m elsewhere]
    #[arg(long, value_name = "TIME", value_parser = budget)]
    pub budget: Option<Duration>,
    /// Repeat the run that printed this seed
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Only this operation or check; may be given several times
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Run one stored case again instead of the suite
    #[arg(long, value_name = "FILE", conflicts_with = "restore")]
    pub replay: Option<PathBuf>,
    /// Put back the metadata that a run left in this file, and do nothing else
    #[arg(long, value_name = "FILE")]
    pub restore: Option<PathBuf>,
    /// Write the reports into this folder
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Open the HTML report when the run is over
    #[arg(long)]
    pub open: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Print every check with its promise
    #[arg(long)]
    pub list_checks: bool,
}

/// How the result is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// One JSON object.
    Json,
}

impl Options {
    /// The seed that the user names, else one from the clock.
    pub fn seed(&self) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        self.seed.unwrap_or_else(|| {
            let mixed = now.as_secs().wrapping_mul(1_000_003) ^ u64::from(now.subsec_nanos());
            mixed % 1_000_000_000
        })
    }

    /// The options that reach the same server in the same way once more, quoted for a shell.
    pub fn flags(&self) -> String {
        let path = |path: &Option<PathBuf>| path.as_ref().map(|it| it.display().to_string());
        let valued = [
            ("--target", self.target.clone()),
            ("--receiver", self.receiver.clone()),
            ("--spec", path(&self.spec)),
            ("--fixtures", path(&self.fixtures)),
        ];
        let owned = self.i_own.iter().map(|host| ("--i-own", Some(host.clone())));
        let mut words = Vec::new();
        for (name, value) in valued.into_iter().chain(owned) {
            words.extend(value.map(|value| format!("{name} {}", report::quoted(&value))));
        }
        let switches = [
            ("--allow-writes", self.allow_writes),
            ("--allow-irreversible", self.allow_irreversible),
            ("--insecure", self.insecure),
        ];
        words.extend(switches.into_iter().filter(|(_, on)| *on).map(|(name, _)| name.to_owned()));
        words.join(" ")
    }

    /// The target at this address, with its token from the environment and what the user allowed.
    ///
    /// # Errors
    /// What is wrong with the address, the token or the fixtures.
    pub fn target(&self, url: &str) -> Result<Target> {
        let secret = match self.receiver.is_some() {
            true => webhook_token()?,
            false => token()?.context(
                "there is no token; set OASIS_TOKEN, or OASIS_TOKEN_FILE to the file that holds it",
            )?,
        };
        Target::new(url, secret, self.permissions()?)
    }

    /// What the user allowed, with the ids of the fixtures file.
    ///
    /// # Errors
    /// What is wrong with the fixtures, or that writing is allowed and nothing names where to.
    pub fn permissions(&self) -> Result<Permissions> {
        ensure!(
            !self.allow_writes || self.fixtures.is_some() || self.target.is_none(),
            "--allow-writes needs --fixtures FILE, which names what may be written to"
        );
        let fixtures = match &self.fixtures {
            None => Fixtures::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read the fixtures {}", path.display()))?;
                Fixtures::parse(&text)
                    .with_context(|| format!("the fixtures {} are wrong", path.display()))?
            }
        };
        Ok(Permissions {
            writes: self.allow_writes,
            irreversible: self.allow_irreversible,
            insecure: self.insecure,
            owned: self.i_own.clone(),
            fixtures,
        })
    }
}

/// `90s`, `10m`, `1h 30m`, or seconds alone.
fn budget(text: &str) -> Result<Duration> {
    let expected = "expected a time such as 90s or 10m";
    let signed = match text.parse() {
        Ok(seconds) => SignedDuration::from_secs(seconds),
        Err(_) => text.parse::<SignedDuration>().context(expected)?,
    };
    let time = Duration::try_from(signed).ok().filter(|time| !time.is_zero()).context(expected)?;
    ensure!(time <= MOST_TIME, "a run takes at most 24h");
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn parse(arguments: &str) -> Result<Options, clap::Error> {
        let arguments = arguments.split_whitespace();
        Options::try_parse_from(["oasis-contract"].into_iter().chain(arguments))
    }

    #[test]
    fn budgets_are_read() {
        for (text, seconds) in
            [("90s", 90.0), ("2m", 120.0), ("5", 5.0), ("1h30m", 5400.0), ("1.5s", 1.5)]
        {
            assert_eq!(budget(text).unwrap(), Duration::from_secs_f64(seconds), "{text}");
        }
        let huge = i64::MAX.to_string();
        for wrong in
            ["", "m", "5x", "-1s", "-1", "1e400s", "0", "0s", "25h", "24h1s", huge.as_str()]
        {
            assert!(budget(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        Options::command().debug_assert();
        for wrong in [
            "--target http://a --receiver http://b",
            "--allow-irreversible",
            "--replay a --restore b",
            "--cases 0",
            "--cases 1000001",
            "--cases many",
            "--budget 0",
            "--format xml",
            "--seed -1",
            "stray",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn writing_needs_to_know_where_to() {
        let nowhere = parse("--target http://127.0.0.1:1 --allow-writes").unwrap();
        let error = nowhere.permissions().unwrap_err().to_string();
        assert!(error.contains("--fixtures"), "{error}");
        // The mock has fixtures of its own.
        assert!(parse("--allow-writes").unwrap().permissions().unwrap().writes);
        let lost = parse("--target http://127.0.0.1:1 --fixtures /nowhere/fx.toml").unwrap();
        let error = format!("{:#}", lost.permissions().unwrap_err());
        assert!(error.contains("/nowhere/fx.toml"), "{error}");
    }
}
