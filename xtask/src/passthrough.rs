//! `contract` and `mock` live in their own package, so that `regenerate` stays quick to compile and
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
