//! The file of exchanges of a run, `exchanges.jsonl`: one line for each, bounded in size.
//!
//! A full disk must not end a run, so what cannot be written is remembered and said at the end.

use super::Folder;
use crate::{
    http::{self, Exchange},
    target::Secret,
};
use anyhow::{Context, bail};
use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// The most bytes of exchanges that one run keeps.
const MOST: usize = 64 << 20;

/// The file of exchanges.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    out: BufWriter<File>,
    written: usize,
    failed: Option<io::Error>,
}

impl Log {
    /// Starts `exchanges.jsonl` anew.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn new(folder: &Folder) -> anyhow::Result<Self> {
        Self::at(folder.path.join("exchanges.jsonl"))
    }

    fn at(path: PathBuf) -> anyhow::Result<Self> {
        let file =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        let state = State { out: BufWriter::new(file), written: 0, failed: None };
        Ok(Self { path, state: Mutex::new(state) })
    }

    /// Writes one line, if there is room for it; `probe` marks what proves nothing about the contract.
    pub fn exchange(&self, exchange: &Exchange, probe: bool, secret: &Secret) {
        self.write(&secret.scrub(&http::line(exchange, probe, secret).to_string()));
    }

    fn write(&self, line: &str) {
        let mut state = self.state();
        let written = state.written + line.len() + 1;
        if state.failed.is_none() && written <= MOST {
            state.written = written;
            state.failed = writeln!(state.out, "{line}").err();
        }
    }

    /// Brings everything to the disk.
    ///
    /// # Errors
    /// What could not be written, now or earlier.
    pub fn close(&self) -> anyhow::Result<()> {
        let mut state = self.state();
        if let Some(error) = state.failed.take().or_else(|| state.out.flush().err()) {
            bail!("{} is not complete: {error}", self.path.display());
        }
        Ok(())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_are_kept_up_to_the_bound() {
        let path = std::env::temp_dir().join(format!("oasis-log-{}", std::process::id()));
        let log = Log::at(path.clone()).expect("a file for tests");
        log.state().written = MOST - 8;
        for line in ["one", "two is too long", "2nd", "3rd"] {
            log.write(line);
        }
        log.close().expect("it can be written");
        let text = std::fs::read_to_string(&path).expect("it was written");
        std::fs::remove_file(path).expect("nothing is left");
        assert_eq!(text, "one\n2nd\n");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_said_at_the_end() {
        let log = Log::at("/dev/full".into()).expect("Linux has it");
        log.write("a");
        let error = log.close().expect_err("nothing can be written").to_string();
        assert!(error.starts_with("/dev/full is not complete: "), "{error}");
    }
}
