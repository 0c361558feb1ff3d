//! The commands of this repository. Arguments in, an exit code out; the work is done elsewhere.
//!
//! Exit codes: 0 clean, 1 at least one error was found, 2 could not run.

mod drift;
mod passthrough;
mod regenerate;
mod show;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Documents are read and printed in small pieces: with this allocator that takes a third less time than
/// with that of most systems.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, about, long_about = None)]
#[command(after_help = "Exit codes: 0 clean, 1 at least one error was found, 2 could not run.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Turn spec/oasis.yaml into the Rust code under generated/src/oasis
    Regenerate(regenerate::Arguments),
    /// Test a server against the contract; without --target the built-in mock
    #[command(disable_help_flag = true)]
    Contract(passthrough::Arguments),
    /// Serve the contract on loopback from memory
    #[command(disable_help_flag = true)]
    Mock(passthrough::Arguments),
    /// Send the notifications of AiFi to a receiver of yours
    #[command(disable_help_flag = true)]
    Push(passthrough::Arguments),
    /// Find differences between the spec and the world
    Drift(drift::Arguments),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Regenerate(arguments) => regenerate::run(&arguments),
        Command::Contract(arguments) => passthrough::run("oasis-contract", &arguments),
        Command::Mock(arguments) => passthrough::run("oasis-mock", &arguments),
        Command::Push(arguments) => passthrough::run("oasis-push", &arguments),
        Command::Drift(arguments) => drift::run(&arguments),
    };
    match outcome {
        Ok(Outcome::Clean) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// How a command ended, when it could run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing to complain about.
    Clean,
    /// At least one error was found, and shown.
    Findings,
}

impl Outcome {
    fn of(errors: bool) -> Self {
        if errors { Self::Findings } else { Self::Clean }
    }
}
