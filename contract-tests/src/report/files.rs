//! The folder of a run: exchanges, cases, originals, reports. The only place that touches the disk.
//!
//! In comes an outcome, out come files. The token is removed here from each of them.

use super::{
    case_files::{CASES, case_files},
    html, json, junit, markdown, sarif,
};
use crate::{
    run::Outcome,
    target::{REMOVED, Secret},
};
use anyhow::{Context, bail};
use serde_json::Value;
use std::{
    fs, io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What a run may leave, besides the files of cases. Originals are not among them: they may not have been
/// put back.
const FILES: [&str; 7] = [
    "exchanges.jsonl",
    "report.html",
    "report.json",
    "report.sarif",
    "junit.xml",
    "summary.md",
    "settle.diff",
];

/// The folder of a run.
#[derive(Clone, Debug)]
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
}

/// What the reports need besides the outcome.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// The text of the specification, of which the page shows excerpts.
    pub spec: &'a str,
    /// A warning fails a test, too.
    pub strict: bool,
    /// The diff of the specification that would settle the findings; it is written if it is not empty.
    pub settle: &'a str,
}

impl Folder {
    /// The folder of `--report`, or `contract` in the target directory. It is emptied of what earlier runs
    /// left there, but for originals that were not put back. Other files stay.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn open(report: Option<&Path>) -> anyhow::Result<Self> {
        let path = report.map_or_else(default_folder, Path::to_owned);
        let name = path.display();
        fs::create_dir_all(&path)
            .and_then(|()| empty(&path))
            .with_context(|| format!("cannot use the folder {name}; --report names another"))?;
        Ok(Self { path })
    }

    /// Writes every report and a case file for each finding, and adds to each finding how to run it again.
    ///
    /// # Errors
    /// Which files cannot be written, and why. All others are written.
    pub fn write(
        &self,
        outcome: &mut Outcome,
        secret: &Secret,
        options: &Options<'_>,
    ) -> anyhow::Result<()> {
        let mut values = case_files(outcome, &self.path);
        let outcome = &*outcome;
        values.push(("report.json".into(), json(outcome)));
        values.push(("report.sarif".into(), sarif::sarif(outcome)));
        let mut files: Vec<(String, String)> =
            values.into_iter().map(|(name, value)| (name, pretty(value, secret))).collect();
        // Nothing else writes the mark of what was removed in markup unescaped.
        let mark = REMOVED.replace('<', "&lt;").replace('>', "&gt;");
        let markup = |text: String| secret.scrub(&text).replace(REMOVED, &mark);
        files.push(("report.html".into(), markup(html::html(outcome, options, secret))));
        files.push(("summary.md".into(), secret.scrub(&markdown::markdown(outcome))));
        files.push(("settle.diff".into(), secret.scrub(options.settle)));
        let mut wrong = Vec::new();
        match junit::junit(outcome, options.strict) {
            Ok(xml) => files.push(("junit.xml".into(), markup(xml))),
            Err(error) => wrong.push(format!("{error:#}")),
        }
        for (name, text) in files.iter().filter(|(_, text)| !text.is_empty()) {
            let path = self.path.join(name);
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            if let Err(error) = folder.and_then(|()| fs::write(&path, text)) {
                wrong.push(format!("cannot write {}: {error}", path.display()));
            }
        }
        if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("; ")) }
    }
}

fn pretty(mut value: Value, secret: &Secret) -> String {
    secret.scrub_json(&mut value);
    format!("{value:#}\n")
}

/// Removes what an earlier run left, and nothing that anybody else may have put there.
fn empty(folder: &Path) -> io::Result<()> {
    for name in FILES {
        found(fs::remove_file(folder.join(name)))?;
    }
    let cases = folder.join(CASES);
    for entry in found(fs::read_dir(&cases))?.into_iter().flatten() {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let number = name.split('-').next().unwrap_or_default();
        let is_number = number.len() >= 2 && number.chars().all(|c| c.is_ascii_digit());
        if is_number && name.ends_with(".json") {
            found(fs::remove_file(entry.path()))?;
        }
    }
    // It stays if somebody else has files in it.
    let _ = fs::remove_dir(cases);
    Ok(())
}

/// `None` if there is no such file.
fn found<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}

/// `contract` in the target directory that holds this executable, else in the one that cargo would use.
fn default_folder() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let own = || {
        let exe = std::env::current_exe().ok()?;
        exe.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file()).map(Path::to_owned)
    };
    named.or_else(own).unwrap_or_else(|| PathBuf::from("target")).join("contract")
}

/// Opens a file with whatever this system opens such files with, and does not wait for it.
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
    let mut command = Command::new(program);
    command.args(arguments).arg(file);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
        .spawn()
        .map(drop)
        .with_context(|| format!("cannot run {program}, so open {} yourself", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{SPEC, clean_outcome, sample_outcome};

    /// A folder that is gone when the test is over.
    struct Scratch(Folder);

    impl Scratch {
        fn new(name: &str) -> Self {
            let name = format!("oasis-report-{}-{name}", std::process::id());
            Self(Folder::open(Some(&std::env::temp_dir().join(name))).expect("a folder for tests"))
        }

        /// Writes the reports and returns all files there are, by name.
        fn write(&self, mut outcome: Outcome, settle: &str) -> Vec<(String, String)> {
            let secret = Secret::new("d3a00526-1864-4f6e").expect("a token");
            let options = Options { spec: SPEC, strict: false, settle };
            self.0.write(&mut outcome, &secret, &options).expect("it can be written");
            self.files()
        }

        fn files(&self) -> Vec<(String, String)> {
            let folders = [self.0.path.clone(), self.0.path.join(CASES)];
            let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
            let mut files: Vec<(String, String)> = entries
                .map(|entry| entry.expect("an entry"))
                .filter(|entry| entry.path().is_file())
                .map(|entry| {
                    let text = fs::read_to_string(entry.path()).expect("it can be read");
                    (entry.file_name().to_string_lossy().into_owned(), text)
                })
                .collect();
            files.sort();
            files
        }

        fn names(&self) -> Vec<String> {
            self.files().into_iter().map(|(name, _)| name).collect()
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0.path);
        }
    }

    #[test]
    fn a_run_leaves_its_files_and_the_next_removes_only_those() {
        let scratch = Scratch::new("files");
        scratch.write(sample_outcome(), "--- a\n+++ b\n");
        let names = scratch.names();
        assert!(names.contains(&"01-updateShopper-server-error.json".to_owned()), "{names:?}");
        assert_eq!(names.len(), FILES.len() - 1 + sample_outcome().findings.len(), "{names:?}");
        for name in ["originals.json", "mine.txt", "cases/mine.json"] {
            fs::write(scratch.0.path.join(name), "{}").expect("a file");
        }
        Folder::open(Some(&scratch.0.path)).expect("it can be used again");
        assert_eq!(scratch.names(), ["mine.json", "mine.txt", "originals.json"]);
        // A clean run leaves no cases and no diff.
        scratch.write(clean_outcome(), "");
        let mut names = scratch.names();
        names.retain(|name| FILES.contains(&name.as_str()));
        assert_eq!(
            names,
            ["junit.xml", "report.html", "report.json", "report.sarif", "summary.md"]
        );
    }

    #[test]
    fn no_file_holds_the_token_and_all_stay_sound() {
        let mut outcome = sample_outcome();
        let token = "d3a00526-1864-4f6e";
        outcome.findings[0].finding.message += token;
        if let Ok(response) = &mut outcome.findings[0].exchanges[0].outcome {
            // Where the page cuts a body, it must not cut the token.
            response.body = format!("{}{token} {}", "x".repeat(3_990), "y".repeat(9)).into_bytes();
        }
        assert!(format!("{outcome:?}").contains(token));
        for (name, text) in Scratch::new("token").write(outcome, token) {
            assert!(!text.contains("d3a00526-"), "{name}: {text}");
            let is_markup = name.ends_with(".xml") || name.ends_with(".html");
            assert!(!is_markup || !text.contains("<token>"), "{name}");
            if name.ends_with(".json") || name.ends_with(".sarif") {
                serde_json::from_str::<Value>(&text).expect(&name);
            }
        }
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_named() {
        let scratch = Scratch::new("unusable");
        let path = scratch.0.path.join("file");
        fs::write(&path, "").expect("a file");
        let error = Folder::open(Some(&path.join("below"))).expect_err("a file is no folder");
        assert!(format!("{error:#}").contains("--report names another: "), "{error:#}");
    }
}
