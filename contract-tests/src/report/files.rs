//! The folder of a run: exchanges, cases, originals, reports. The only place that touches the disk.
//!
//! In comes an outcome, out come files. Each is free of the token and appears as a whole or not at all.

use super::{
    case_files::{CASES, case_files},
    html, json, junit, markdown, sarif, scrub,
};
use crate::{
    run::Outcome,
    target::{REMOVED, Secret},
};
use anyhow::{Context, bail};
use std::{
    fs, io,
    path::{Path, PathBuf},
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
    /// The token is removed from the outcome as well.
    ///
    /// # Errors
    /// Which files cannot be written, and why. All others are written.
    pub fn write(
        &self,
        outcome: &mut Outcome,
        secret: &Secret,
        options: &Options<'_>,
    ) -> anyhow::Result<()> {
        scrub::scrub(outcome, secret);
        let mut files = case_files(outcome, &self.path);
        let outcome = &*outcome;
        let mut add = |name: &str, text: String| files.push((name.to_owned(), text));
        add("report.json", pretty(&json(outcome)));
        add("report.sarif", pretty(&sarif::sarif(outcome)));
        add("summary.md", markdown::markdown(outcome));
        add("report.html", html::html(outcome, options));
        add("settle.diff", options.settle.to_owned());
        let xml = junit::junit(outcome, options.strict).map(|xml| add("junit.xml", xml));
        let mut wrong: Vec<String> = xml.err().iter().map(|error| format!("{error:#}")).collect();
        for (name, text) in files.iter().filter(|(_, text)| !text.is_empty()) {
            let path = self.path.join(name);
            if let Err(error) = write(&path, &scrubbed(name, text, secret)) {
                wrong.push(format!("cannot write {}: {error}", path.display()));
            }
        }
        if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("; ")) }
    }
}

fn pretty(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// The text without the token. Nothing else writes the mark of what was removed in markup unescaped.
fn scrubbed(name: &str, text: &str, secret: &Secret) -> String {
    let text = secret.scrub(text);
    match name.ends_with(".html") || name.ends_with(".xml") {
        true => text.replace(REMOVED, &REMOVED.replace('<', "&lt;").replace('>', "&gt;")),
        false => text,
    }
}

/// Writes beside the file first, so that a full disk leaves no half of it.
fn write(path: &Path, text: &str) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = fs::write(&beside, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Removes what an earlier run left, and nothing that anybody else may have put there.
fn empty(folder: &Path) -> io::Result<()> {
    for name in FILES {
        removed(fs::remove_file(folder.join(name)))?;
    }
    let cases = folder.join(CASES);
    let entries = match fs::read_dir(&cases) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        if is_case(&entry.file_name().to_string_lossy()) {
            removed(fs::remove_file(entry.path()))?;
        }
    }
    // It stays if somebody else has files in it.
    let _ = fs::remove_dir(cases);
    Ok(())
}

fn removed(result: io::Result<()>) -> io::Result<()> {
    match result {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

/// Whether a name is one that [`case_files`] gives.
fn is_case(name: &str) -> bool {
    let number = name.split('-').next().unwrap_or_default();
    number.len() >= 2 && number.chars().all(|c| c.is_ascii_digit()) && name.ends_with(".json")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{SPEC, clean_outcome, sample_outcome};
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A folder that is gone when the test is over.
    struct Scratch(Folder);

    impl Scratch {
        fn new() -> Self {
            static NUMBER: AtomicU32 = AtomicU32::new(0);
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("oasis-report-{}-{number}", std::process::id());
            let path = std::env::temp_dir().join(name);
            Self(Folder::open(Some(&path)).expect("a folder for tests"))
        }

        fn names(&self) -> Vec<String> {
            let mut names = Vec::new();
            for folder in [self.0.path.clone(), self.0.path.join(CASES)] {
                let entries = fs::read_dir(folder).into_iter().flatten();
                names
                    .extend(entries.map(|it| {
                        it.expect("an entry").file_name().to_string_lossy().into_owned()
                    }));
            }
            names.sort();
            names
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0.path);
        }
    }

    fn options() -> Options<'static> {
        Options { spec: SPEC, strict: false, settle: "--- a\n+++ b\n" }
    }

    #[test]
    fn a_run_leaves_its_files_and_the_next_removes_only_those() {
        let scratch = Scratch::new();
        let secret = Secret::new("a-token-of-tests").expect("a token");
        let mut outcome = sample_outcome();
        scratch.0.write(&mut outcome, &secret, &options()).expect("it can be written");
        let names = scratch.names();
        assert!(names.contains(&"01-updateShopper-server-error.json".to_owned()), "{names:?}");
        assert!(names.contains(&"13-updateShopper-latency.json".to_owned()), "{names:?}");
        assert_eq!(names.len(), FILES.len() - 1 + 1 + outcome.findings.len(), "{names:?}");
        fs::write(scratch.0.path.join("originals.json"), "{}").expect("a file");
        fs::write(scratch.0.path.join("mine.txt"), "").expect("a file");
        fs::write(scratch.0.path.join("cases/mine.json"), "").expect("a file");
        Folder::open(Some(&scratch.0.path)).expect("it can be used again");
        assert_eq!(scratch.names(), ["cases", "mine.json", "mine.txt", "originals.json"]);
    }

    #[test]
    fn a_clean_run_leaves_no_cases_and_no_diff() {
        let scratch = Scratch::new();
        let secret = Secret::new("a-token-of-tests").expect("a token");
        let options = Options { spec: SPEC, ..Options::default() };
        scratch.0.write(&mut clean_outcome(), &secret, &options).expect("it can be written");
        let expected = ["junit.xml", "report.html", "report.json", "report.sarif", "summary.md"];
        assert_eq!(scratch.names(), expected);
    }

    #[test]
    fn no_file_holds_the_token_and_all_stay_sound() {
        let scratch = Scratch::new();
        let secret = Secret::new("d3a00526-1864-4f6e").expect("a token");
        let mut outcome = sample_outcome();
        scratch.0.write(&mut outcome, &secret, &options()).expect("it can be written");
        for name in scratch.names().iter().filter(|name| *name != CASES) {
            let found = [&scratch.0.path, &scratch.0.path.join(CASES)]
                .into_iter()
                .find_map(|folder| fs::read_to_string(folder.join(name)).ok());
            let text = found.unwrap_or_else(|| panic!("{name} is there"));
            assert!(!text.contains("d3a00526-1864-4f6e"), "{name}");
            let markup = name.ends_with(".xml") || name.ends_with(".html");
            assert!(!markup || !text.contains("<token>"), "{name}");
            if name.ends_with(".json") || name.ends_with(".sarif") {
                serde_json::from_str::<serde_json::Value>(&text).expect(name);
            }
        }
    }

    #[test]
    fn a_folder_that_cannot_be_used_is_named() {
        let file = Scratch::new();
        let path = file.0.path.join("file");
        fs::write(&path, "").expect("a file");
        let error = Folder::open(Some(&path.join("below"))).expect_err("a file is no folder");
        assert!(format!("{error:#}").contains("--report names another: "), "{error:#}");
    }
}
