//! `drift`: differences between the spec and the world.

use crate::Outcome;
use anyhow::{Result, bail};

#[derive(clap::Args)]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments) -> Result<Outcome> {
    bail!("not there yet")
}
