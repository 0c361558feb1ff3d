//! For tests that measure their process, or listen to what all of it logs: the same test once more, in
//! a process in which no other runs.

use std::env;
use std::process::Command;

/// Says so to the process.
const ALONE: &str = "OASIS_TEST_ALONE";

/// Whether the test runs alone. If not, it is run so by this call, and is done.
pub(crate) fn is_alone(test: &str) -> bool {
    if env::var_os(ALONE).is_some() {
        return true;
    }
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(ALONE, "1");
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("1 passed"), "no test is called {test}: {text}");
    false
}
