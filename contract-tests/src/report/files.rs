//! The folder of a run: exchanges, cases, originals, reports. The only place that touches the disk.

use crate::{http::Exchange, run::Outcome, target::Secret};
use std::path::{Path, PathBuf};

/// The folder of a run.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
}

/// The file of exchanges.
#[derive(Debug)]
pub struct Log;

impl Folder {
    /// The folder of `--report`, or `contract` in the target directory. It is emptied of what earlier runs
    /// left there, but for originals that were not put back.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn open(report: Option<&Path>) -> anyhow::Result<Self> {
        todo!("{report:?}")
    }

    /// Writes every report and a case file for each finding, and adds to each finding how to run it again.
    ///
    /// # Errors
    /// Which file cannot be written, and why.
    pub fn write(&self, outcome: &mut Outcome, secret: &Secret) -> anyhow::Result<()> {
        todo!("{outcome:?} {secret:?}")
    }
}

impl Log {
    /// Starts `exchanges.jsonl` anew.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn new(folder: &Folder) -> anyhow::Result<Self> {
        todo!("{folder:?}")
    }

    /// Writes one line.
    pub fn exchange(&self, exchange: &Exchange, probe: bool, secret: &Secret) {
        todo!("{exchange:?} {probe} {secret:?}")
    }

    /// Brings everything to the disk.
    ///
    /// # Errors
    /// What could not be written, now or earlier.
    pub fn close(&self) -> anyhow::Result<()> {
        todo!()
    }
}
