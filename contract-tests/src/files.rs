//! The files of a run: exchanges, cases, reports; the only place that touches the disk.
//!
//! Everything passes through [`Secret::scrub`] on its way. Nothing is written outside the folder.

use crate::{
    exchange::{self, Exchange},
    secret::Secret,
};
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// The most bytes of exchanges that one run keeps.
const MOST: usize = 64 << 20;

/// The file of exchanges.
pub struct Log {
    file: Mutex<(BufWriter<File>, usize)>,
}

impl Log {
    /// Starts the file anew.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn new(folder: &Path) -> Result<Self, String> {
        let path = folder.join("exchanges.jsonl");
        fs::create_dir_all(folder)
            .and_then(|()| File::create(&path))
            .map(|file| Self { file: Mutex::new((BufWriter::new(file), 0)) })
            .map_err(|error| format!("cannot write {}: {error}", path.display()))
    }

    /// Writes one line, marked where it proves nothing about the contract. A full disk must not end
    /// the run, so what cannot be written is left out.
    pub(crate) fn exchange(&self, secret: &Secret, exchange: &Exchange, probe: bool) {
        let mut guard = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let (file, written) = &mut *guard;
        if *written < MOST {
            let line = secret.scrub(&exchange::line(exchange, probe).to_string());
            *written += line.len() + 1;
            let _ = writeln!(file, "{line}");
        }
    }

    /// Brings everything to the disk.
    pub fn flush(&self) {
        let _ = self.file.lock().unwrap_or_else(PoisonError::into_inner).0.flush();
    }
}

/// Writes one file without secrets.
///
/// # Errors
/// Why it cannot be written.
pub fn write(folder: &Path, name: &str, text: &str, secret: &Secret) -> Result<PathBuf, String> {
    let path = folder.join(name);
    path.parent()
        .map_or(Ok(()), fs::create_dir_all)
        .and_then(|()| fs::write(&path, secret.scrub(text)))
        .map(|()| path.clone())
        .map_err(|error| format!("cannot write {}: {error}", path.display()))
}

/// The folder of a run: `contract` in the target directory that holds this executable.
pub fn folder() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let own = || {
        let exe = std::env::current_exe().ok()?;
        exe.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()).map(Path::to_owned)
    };
    named.or_else(own).unwrap_or_else(|| PathBuf::from("target")).join("contract")
}
