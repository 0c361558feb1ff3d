//! Text to the terminal. A reader that went away (`| head`) is no reason to fail, let alone to panic
//! as the standard macros do.

use std::io::Write;

/// One line on stdout.
pub fn line(text: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.as_ref()).and_then(|()| out.flush());
}

/// One line on stderr.
pub fn complaint(text: impl AsRef<str>) {
    let _ = writeln!(std::io::stderr().lock(), "{}", text.as_ref());
}
