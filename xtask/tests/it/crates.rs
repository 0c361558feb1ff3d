//! `regenerate --spec FILE --out DIR`: what is written the first time, what ever after, and what is the
//! user's. That crates compile is shown by `.ci/world`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DOCUMENT: &str = r#"{"openapi": "3.0.3", "info": {"title": "Pet Shop", "version": "1"}, "paths": {
  "/pets": {"get": {"operationId": "listPets", "responses": {"204": {"description": ""}}}}}}"#;

/// The files that are the user's once they are written.
const FIRST: [&str; 3] = ["Cargo.toml", "README.md", "src/lib.rs"];

/// A folder of its own, with the document beside it.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("crates").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("pets.json"), DOCUMENT).unwrap();
    folder
}

/// Runs the command on a folder's document; the exit code and what was printed.
fn regenerate(folder: &Path, out: &str, more: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.arg("regenerate").arg("--spec").arg(folder.join("pets.json"));
    let output = command.arg("--out").arg(folder.join(out)).args(more).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

fn read(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| format!("{}: {error}", path.display()))
}

#[test]
fn a_crate_is_written_once_and_its_generated_files_each_time() {
    let folder = folder("once");
    let out = folder.join("crate");
    assert_eq!(regenerate(&folder, "crate", &["--check"]).0, Some(1), "nothing is there yet");
    assert!(!out.exists(), "`--check` writes nothing");
    let (code, text) = regenerate(&folder, "crate", &[]);
    assert_eq!(code, Some(0), "{text}");
    let manifest: toml::Table = read(out.join("Cargo.toml")).parse().unwrap();
    assert_eq!(manifest["package"]["name"].as_str(), Some("pet-shop"));
    let runtime = manifest["dependencies"]["oasis-runtime"]["path"].as_str().unwrap();
    assert!(out.join(runtime).join("src/lib.rs").is_file(), "{runtime}");
    assert!(read(out.join("src/lib.rs")).contains("mod generated;"));

    for file in FIRST {
        fs::write(out.join(file), read(out.join(file)) + "\n# mine, mod generated;\n").unwrap();
    }
    fs::remove_file(out.join("README.md")).unwrap();
    let mine = FIRST.map(|file| fs::read_to_string(out.join(file)).ok());
    fs::write(out.join("src/generated/mine.rs"), "//! Mine.\n").unwrap();
    let types = read(out.join("src/generated/types.rs"));
    fs::write(out.join("src/generated/types.rs"), format!("{types}\n")).unwrap();
    fs::create_dir_all(out.join("src/generated/client")).unwrap();
    fs::write(out.join("src/generated/client/old.rs"), &types).unwrap();
    let (code, text) = regenerate(&folder, "crate", &["--check"]);
    assert_eq!(code, Some(1), "{text}");
    for stale in ["types.rs", "mine.rs", "old.rs"] {
        assert!(text.contains(stale), "{stale} is named: {text}");
    }
    let (code, text) = regenerate(&folder, "crate", &[]);
    assert!(text.contains("1 written, 1 removed") && code == Some(0), "{text}");
    assert_eq!(read(out.join("src/generated/types.rs")), types);
    assert!(!out.join("src/generated/client").exists(), "the folder of a part goes with its files");
    assert_eq!(read(out.join("src/generated/mine.rs")), "//! Mine.\n");
    assert_eq!(FIRST.map(|file| fs::read_to_string(out.join(file)).ok()), mine);
}

#[test]
fn what_the_users_files_lack_is_said() {
    let folder = folder("lacking");
    assert_eq!(regenerate(&folder, "crate", &[]).0, Some(0));
    let manifest = folder.join("crate/Cargo.toml");
    let without = read(manifest.clone()).replace("examples = []", "");
    fs::write(&manifest, without).unwrap();
    fs::write(folder.join("crate/src/lib.rs"), "").unwrap();
    for more in [&[][..], &["--check"]] {
        let (code, text) = regenerate(&folder, "crate", more);
        assert_eq!(code, Some(1), "{text}");
        for word in ["`examples = []`", "mod generated;"] {
            assert!(text.contains(word), "{word}: {text}");
        }
    }
}

#[test]
fn a_directory_of_modules_stays_one() {
    let folder = folder("modules");
    for more in [&["--modules-only"][..], &[], &["--check"]] {
        let (code, text) = regenerate(&folder, "api", more);
        assert_eq!(code, Some(0), "{text}");
        assert!(folder.join("api/mod.rs").is_file());
        assert!(!folder.join("api/Cargo.toml").exists() && !folder.join("api/src").exists());
    }
}

#[test]
fn a_workspace_that_does_not_know_the_crate_does_not_stop_it() {
    for (name, workspace, expected) in [
        ("foreign", "[workspace]\nmembers = []\n", true),
        ("member", "[workspace]\nmembers = [\"crate\"]\n", false),
        ("excluded", "[workspace]\nexclude = [\"crate\"]\n", false),
    ] {
        let folder = folder(name);
        fs::write(folder.join("Cargo.toml"), workspace).unwrap();
        assert_eq!(regenerate(&folder, "crate", &[]).0, Some(0));
        let manifest: toml::Table = read(folder.join("crate/Cargo.toml")).parse().unwrap();
        assert_eq!(manifest.contains_key("workspace"), expected, "{name}");
    }
}

#[test]
fn the_runtime_is_where_one_says() {
    let folder = folder("runtime");
    let (code, text) = regenerate(&folder, "nowhere", &["--runtime", "nowhere"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("--runtime") && !folder.join("nowhere/Cargo.toml").exists(), "{text}");
    let git = ["--runtime", "https://example.com/kit"];
    assert_eq!(regenerate(&folder, "crate", &git).0, Some(0));
    let manifest: toml::Table = read(folder.join("crate/Cargo.toml")).parse().unwrap();
    let runtime = &manifest["dependencies"]["oasis-runtime"];
    assert_eq!(runtime["git"].as_str(), Some("https://example.com/kit"));
    let (code, text) = regenerate(&folder, "crate", &git);
    assert_eq!(code, Some(2), "the manifest is the user's by now: {text}");
}
