//! The command: exit codes, files, replay, and what `drift observed` makes of the recording.

use crate::suite::spec;
use oasis_drift::observed::Recording;
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
};

const TOKEN: &str = "mock-token-not-a-secret";

/// A folder of its own that is gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("oasis-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("the folder can be made");
        Self(path)
    }

    fn read(&self, name: &str) -> String {
        let text = fs::read_to_string(self.0.join(name));
        assert!(text.is_ok(), "{name}: {text:?}");
        text.unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A mock in a process of its own.
struct Mock(Child, String);

impl Mock {
    fn start(arguments: &[&str]) -> Self {
        use std::io::BufRead;
        let mut child = Command::new(env!("CARGO_BIN_EXE_oasis-mock"))
            .args(["--listen", "127.0.0.1:0"])
            .args(arguments)
            .env_remove("OASIS_TOKEN")
            .env_remove("OASIS_TOKEN_FILE")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the mock starts");
        let mut lines = std::io::BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let url = lines
            .find_map(|line| line.ok()?.strip_prefix("address  ").map(str::to_owned))
            .expect("the mock says where it listens");
        // The rest is read so that the mock never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self(child, url)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn contract(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_oasis-contract"))
        .args(["--report".as_ref(), folder.as_os_str()])
        .args(arguments)
        .env("OASIS_TOKEN", TOKEN)
        .env_remove("OASIS_TOKEN_FILE")
        .env_remove("GITHUB_ACTIONS")
        .output()
        .expect("the command starts")
}

fn fixtures(folder: &Path) -> PathBuf {
    let file = folder.with_extension("toml");
    let text = "store_id = 1\nshopper_id = \"100000000000001\"\nsession_id = \"mock-session-1\"\nother_session_id = \"mock-session-2\"\n";
    fs::write(&file, text).expect("the fixtures can be written");
    file
}

fn text(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

#[test]
fn an_untouched_clone_is_clean_even_strictly() {
    let folder = Folder::new("strict");
    let output = contract(&folder.0, &["--strict", "--cases", "20", "--seed", "7"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let report: Value = serde_json::from_str(&folder.read("report.json")).expect("JSON");
    assert_eq!(report["findings"], Value::Array(Vec::new()));
    assert_eq!(report["seed"], 7);
    for name in ["junit.xml", "summary.md", "report.sarif", "report.html", "exchanges.jsonl"] {
        assert!(!folder.read(name).contains(TOKEN), "{name} holds the token");
    }
}

#[test]
fn a_broken_promise_is_exit_1_and_can_be_replayed() {
    let folder = Folder::new("broken");
    let fixtures = fixtures(&folder.0);
    let mock = Mock::start(&["--fault", "envelope-no-type"]);
    let with = |more: &[&str]| {
        let fixed = ["--target", &mock.1, "--fixtures", fixtures.to_str().expect("a path")];
        let all: Vec<&str> = fixed.into_iter().chain(more.iter().copied()).collect();
        contract(&folder.0, &all)
    };
    let output = with(&["--allow-writes", "--cases", "10", "--only", "updateSession"]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let cases: Vec<PathBuf> = fs::read_dir(folder.0.join("cases"))
        .expect("there are cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    let case = cases.first().expect("a case is stored").to_str().expect("a path").to_owned();
    let output = with(&["--replay", &case]);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    let _ = fs::remove_file(&fixtures);
}

#[test]
fn a_run_that_tests_nothing_is_exit_2() {
    let folder = Folder::new("nothing");
    for arguments in [
        &["--only", "noSuchThing"][..],
        &["--cases", "0"],
        &["--budget", "0"],
        &["--target", "http://127.0.0.1:1"],
        &["--target", "http://127.0.0.1:99999"],
        &["--target", "ftp://127.0.0.1"],
        &["--target", "http://oasis-api.public.sandbox.oasis.aifi.com"],
        &["--target", "https://example.com"],
        &["--only", "contract/state-replaced", "--only", "updateShopper"],
    ] {
        let output = contract(&folder.0, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output));
        assert!(!output.stderr.is_empty(), "{arguments:?} says nothing");
    }
}

#[test]
fn the_recording_of_an_honest_run_shows_no_drift() {
    let folder = Folder::new("recording");
    let output = contract(&folder.0, &["--cases", "20", "--seed", "7"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    let recording = folder.read("exchanges.jsonl");
    assert!(recording.lines().count() > 300, "{} exchanges", recording.lines().count());
    let file = Recording { name: "exchanges.jsonl".to_owned(), text: recording };
    let observed = oasis_drift::observed::compare(&spec().api, &[file], None);
    assert!(observed.readable && observed.unreadable.is_empty(), "{:?}", observed.unreadable);
    assert_eq!(observed.findings(), Vec::new());
}
