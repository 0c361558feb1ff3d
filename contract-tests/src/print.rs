//! Printing that survives a reader who has left, and that notices a full disk.

use std::io::{self, Write};

/// Prints a line to standard output.
///
/// # Errors
/// Why it could not be written; a pipe that was closed is none.
pub fn line(text: impl AsRef<str>) -> io::Result<()> {
    lines([text.as_ref()])
}

/// Prints lines to standard output.
///
/// # Errors
/// As for [`line()`].
pub fn lines(texts: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = texts
        .into_iter()
        .try_for_each(|text| writeln!(out, "{}", text.as_ref()))
        .and_then(|()| out.flush());
    match written {
        // Whoever closed the pipe has read what he wanted.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

/// Prints a line to standard error.
pub fn error(text: impl AsRef<str>) {
    // There is no place left to complain about this.
    let _ = writeln!(io::stderr().lock(), "{}", text.as_ref());
}
