//! Diffs, tried with `git apply`.

use oasis_model::settle::diff;
use std::path::Path;
use std::process::Command;

/// Applies the diff between two versions of a file with `git`.
pub(super) fn git_takes(old: &str, new: &str) {
    let directory = std::env::temp_dir().join(format!(
        "oasis-settle-{}-{:?}",
        std::process::id(),
        std::thread::current().id()
    ));
    std::fs::create_dir_all(directory.join("spec")).unwrap();
    let taken = in_directory(&directory, old, new);
    std::fs::remove_dir_all(&directory).unwrap();
    match taken {
        Some(taken) => assert_eq!(taken, new),
        None => eprintln!("SKIPPED: there is no git here; the diff was not tried"),
    }
}

fn in_directory(directory: &Path, old: &str, new: &str) -> Option<String> {
    let file = directory.join("spec/oasis.yaml");
    std::fs::write(&file, old).unwrap();
    let patch = directory.join("patch");
    std::fs::write(&patch, diff("spec/oasis.yaml", old, new)).unwrap();
    let mut git = Command::new("git");
    git.current_dir(directory).env("GIT_CEILING_DIRECTORIES", directory.parent().unwrap());
    git.args(["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "patch"]);
    let output = git.output().ok()?;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(std::fs::read_to_string(&file).unwrap())
}

#[test]
fn a_diff_is_empty_or_taken_by_git() {
    assert_eq!(diff("a", "x\n", "x\n"), "");
    for (old, new) in [
        ("a\nb\n", "a\nc\n"),
        ("a\nb", "a\nb\n"),
        ("a\nb\n", "a\nb"),
        ("a\nb", "b"),
        ("a\r\nb\r\n", "a\r\nc\r\n"),
        ("a\rb\nc\n", "a\rb\nd\n"),
        ("a", "b\r"),
    ] {
        git_takes(old, new);
    }
}
