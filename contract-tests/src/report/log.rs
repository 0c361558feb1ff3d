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
    io::{BufWriter, Write},
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

/// The most bytes of exchanges that one run keeps.
const MOST: usize = 64 << 20;

/// The file of exchanges.
#[derive(Debug)]
pub struct Log {
    path: PathBuf,
    state: Mutex<State<BufWriter<File>>>,
}

#[derive(Debug)]
struct State<W> {
    out: W,
    written: usize,
    left_out: u64,
    failed: Option<std::io::Error>,
}

impl Log {
    /// Starts `exchanges.jsonl` anew.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn new(folder: &Folder) -> anyhow::Result<Self> {
        let path = folder.path.join("exchanges.jsonl");
        let file =
            File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { path, state: Mutex::new(State::new(BufWriter::new(file))) })
    }

    /// Writes one line; `probe` marks what proves nothing about the contract.
    pub fn exchange(&self, exchange: &Exchange, probe: bool, secret: &Secret) {
        let line = http::line(exchange, probe, secret);
        self.state.lock().unwrap_or_else(PoisonError::into_inner).write(&line);
    }

    /// How many exchanges were left out, since the file had reached its bound.
    pub fn left_out(&self) -> u64 {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).left_out
    }

    /// Brings everything to the disk.
    ///
    /// # Errors
    /// What could not be written, now or earlier.
    pub fn close(&self) -> anyhow::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = state.failed.take().or_else(|| state.out.flush().err()) {
            bail!("{} is not complete: {error}", self.path.display());
        }
        Ok(())
    }
}

impl<W: Write> State<W> {
    fn new(out: W) -> Self {
        Self { out, written: 0, left_out: 0, failed: None }
    }

    fn write(&mut self, line: &str) {
        if self.failed.is_some() {
            return;
        }
        let length = line.len() + 1;
        if self.written + length > MOST {
            self.left_out += 1;
            return;
        }
        self.written += length;
        self.failed = writeln!(self.out, "{line}").err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_lines_are_kept_up_to_the_bound() {
        let mut state = State::new(Vec::new());
        let line = "x".repeat((MOST / 3) + 1);
        for _ in 0..5 {
            state.write(&line);
        }
        state.write("short");
        assert_eq!(state.left_out, 3);
        let text = String::from_utf8(state.out).expect("lines");
        let lengths: Vec<usize> = text.lines().map(str::len).collect();
        assert_eq!(lengths, [line.len(), line.len(), 5]);
    }

    #[test]
    fn a_full_disk_is_remembered() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let mut state = State::new(Full);
        state.write("a");
        state.write("b");
        assert!(state.failed.is_some());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_that_is_full_at_the_end_is_said_once() {
        let file = File::options().write(true).open("/dev/full").expect("Linux has it");
        let state = Mutex::new(State::new(BufWriter::new(file)));
        let log = Log { path: "/dev/full".into(), state };
        log.state.lock().expect("nobody panicked").write("a");
        let error = log.close().expect_err("nothing can be written").to_string();
        assert!(error.starts_with("/dev/full is not complete: "), "{error}");
    }
}
