//! Opens a report with whatever this system opens files with. Why that failed is a message, nothing more.

use std::{
    path::Path,
    process::{Command, Stdio},
};

/// Opens a file and does not wait for it.
///
/// # Errors
/// Why it cannot be opened, and where it is.
pub fn open(file: &Path) -> anyhow::Result<()> {
    let (program, arguments): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        // `start` takes its first quoted argument as the title of a window.
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    Command::new(program)
        .args(arguments)
        .arg(file)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map(drop)
        .map_err(|error| {
            anyhow::anyhow!("cannot run {program}: {error}; open {} yourself", file.display())
        })
}
