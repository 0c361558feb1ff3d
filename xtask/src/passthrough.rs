//! `contract`, `mock` and `push` live in their own package, so that `regenerate` stays quick to compile and
//! works while generated code is broken. This hands over arguments, terminal and exit code.

use crate::{Outcome, workspace};
use anyhow::{Context, Result};
use std::ffi::OsString;
use std::process::Command;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Handed over as they are; `--help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, value_name = "ARGUMENTS")]
    arguments: Vec<OsString>,
}

/// What Cargo sets for the package that it runs.
const OURS: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_CRATE_", "CARGO_BIN_"];

/// Builds and runs a binary of the contract tests.
pub(crate) fn run(binary: &str, arguments: &Arguments) -> Result<Outcome> {
    let manifest = workspace::root()?.join("Cargo.toml");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(&cargo);
    command
        .args(["run", "--package", "oasis-contract-tests", "--bin", binary, "--manifest-path"])
        .arg(manifest)
        .arg("--")
        .args(&arguments.arguments);
    for (name, _) in std::env::vars_os() {
        // Cargo has told this package its own name, version and place. Build scripts that look at these
        // would run again, and everything above them compile again, each time.
        if name.to_str().is_some_and(|name| OURS.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
    replace(command)
        .with_context(|| format!("cannot start {}; install a Rust toolchain", cargo.display()))
}

/// Becomes the command: signals, terminal and exit code are then its own.
#[cfg(unix)]
fn replace(mut command: Command) -> Result<Outcome> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

/// Runs the command and takes over its exit code.
#[cfg(not(unix))]
fn replace(mut command: Command) -> Result<Outcome> {
    let status = command.status()?;
    std::process::exit(status.code().unwrap_or(2));
}
