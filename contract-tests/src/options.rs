//! The command line of `contract`: arguments in, a target and wishes out, or what to do instead.

use crate::{
    plan::Shard,
    secret::Secret,
    suite::Wishes,
    target::{Fixtures, Permissions, Target},
};
use clap::{Parser, ValueEnum};
use std::{path::PathBuf, time::Duration};

/// Holds a server to the contract in spec/oasis.yaml.
///
/// Without --target the built-in mock is tested. The token is taken from OASIS_TOKEN, or from the file
/// that OASIS_TOKEN_FILE names, and appears in nothing that is printed or written.
///
/// Every body goes to ids that nothing has, unless --allow-writes is given and --fixtures names
/// what may be written to. Exit code: 0 clean, 1 a promise is broken, 2 could not run.
#[derive(Clone, Debug, Parser)]
#[command(name = "contract", version)]
pub struct Options {
    /// Server to test, such as http://127.0.0.1:4010
    #[arg(long, value_name = "URL")]
    pub target: Option<String>,
    /// Another specification than spec/oasis.yaml
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,
    /// TOML file with store_id, shopper_id, session_id and other_session_id that exist there
    #[arg(long, value_name = "FILE")]
    pub fixtures: Option<PathBuf>,
    /// Send bodies to the ids of the fixtures; changed metadata is put back
    #[arg(long)]
    pub allow_writes: bool,
    /// Off loopback, also set suspectedFraud, which nobody can take back
    #[arg(long)]
    pub allow_irreversible: bool,
    /// Test this host although it is not the documented sandbox
    #[arg(long, value_name = "HOST")]
    pub i_own: Vec<String>,
    /// Cases per operation and kind of body [default: 200, or more where more are fixed]
    #[arg(long, value_name = "N")]
    pub cases: Option<u64>,
    /// Repeat the run that printed this seed
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Only this operation or check; may be given several times
    #[arg(long, value_name = "ID")]
    pub only: Vec<String>,
    /// Run the I-th of N disjoint parts of the plan
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// The most time to take, such as 90s or 10m [default: 60s on loopback, 5m elsewhere]
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub budget: Option<Duration>,
    /// Write report.json, junit.xml and summary.md here as well
    #[arg(long, value_name = "DIR")]
    pub report: Option<PathBuf>,
    /// Run one stored case again instead of the suite
    #[arg(long, value_name = "FILE")]
    pub replay: Option<PathBuf>,
    /// Treat notes and warnings as errors
    #[arg(long)]
    pub strict: bool,
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
    /// What the user wants of a run; a seed from the clock where he names none.
    pub fn wishes(&self) -> Wishes {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seed = self.seed.unwrap_or_else(|| {
            now.map_or(1, |now| now.as_secs().wrapping_mul(1_000_003) % 1_000_000_000)
        });
        Wishes {
            cases: self.cases,
            seed,
            only: self.only.clone(),
            shard: self.shard,
            budget: self.budget,
        }
    }

    /// The target that the user names.
    ///
    /// # Errors
    /// What is wrong with the address, the token or the fixtures.
    pub fn target(&self, url: &str) -> Result<Target, String> {
        let fixtures = match &self.fixtures {
            None => Fixtures::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    format!("cannot read the fixtures {}: {error}", path.display())
                })?;
                Fixtures::parse(&text).map_err(|error| {
                    format!("the fixtures {} are wrong: {error}", path.display())
                })?
            }
        };
        if self.allow_writes && self.fixtures.is_none() {
            return Err("--allow-writes needs --fixtures FILE, which names what may be written to"
                .to_owned());
        }
        let permissions = Permissions {
            writes: self.allow_writes,
            irreversible: self.allow_irreversible,
            fixtures,
        };
        Target::new(url, token()?, permissions)
    }
}

/// The token from the environment.
fn token() -> Result<Secret, String> {
    if let Ok(token) = std::env::var("OASIS_TOKEN") {
        return Secret::new(&token);
    }
    let Some(path) = std::env::var_os("OASIS_TOKEN_FILE") else {
        return Err(
            "no token: set OASIS_TOKEN, or OASIS_TOKEN_FILE to the file that holds it".to_owned()
        );
    };
    let path = PathBuf::from(path);
    let text = std::fs::read_to_string(&path)
        .map_err(|error| format!("cannot read the token from {}: {error}", path.display()))?;
    Secret::new(&text)
}

/// `90s`, `10m`, `1h`, or seconds alone.
fn duration(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.find(|c: char| c.is_ascii_alphabetic()) {
        Some(at) => text.split_at(at),
        None => (text, "s"),
    };
    let seconds = match unit {
        "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        "ms" => 0.001,
        _ => return Err("expected a duration such as 90s or 10m".to_owned()),
    };
    let number: f64 =
        number.parse().map_err(|_| "expected a duration such as 90s or 10m".to_owned())?;
    Duration::try_from_secs_f64(number * seconds).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        assert_eq!(duration("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(duration("5"), Ok(Duration::from_secs(5)));
        for wrong in ["", "m", "5x", "-1s", "1e400s"] {
            assert!(duration(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Options::command().debug_assert();
    }
}
