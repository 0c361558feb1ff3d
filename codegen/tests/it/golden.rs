//! Documents with the files generated from them, side by side. That the files compile is held by the
//! tests of the generated crate.

use crate::instances;
use oasis_codegen::Files;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Set to rewrite the expected files instead of comparing with them.
const UPDATE: &str = "UPDATE_EXPECT";

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/generate");
    let mut cases: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// The files of a document, and what they do not say of it.
fn generate(text: &str) -> Files {
    let reading = oasis_model::read("spec.yaml", text);
    let mut generation = oasis_codegen::generate(&reading.api);
    generation.ledger.enter_unread(&reading.findings);
    let ledger = generation.ledger.lines().map(|(_, line)| line + "\n").collect();
    generation.files.insert("ledger.txt".to_owned(), ledger);
    generation.files.insert("instances.json".to_owned(), instances::text(&reading.api));
    generation.files
}

fn read(folder: &Path) -> Files {
    let Ok(entries) = fs::read_dir(folder) else {
        return Files::new();
    };
    let file = |path: PathBuf| {
        (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(path).unwrap())
    };
    entries.map(|entry| file(entry.unwrap().path())).collect()
}

#[test]
fn generated_files_are_as_expected() {
    for case in cases() {
        let generated = generate(&fs::read_to_string(case.join("spec.yaml")).unwrap());
        let folder = case.join("expected");
        if env::var_os(UPDATE).is_some() {
            fs::remove_dir_all(&folder).unwrap_or_default();
            fs::create_dir_all(&folder).unwrap();
            for (path, text) in &generated {
                fs::write(folder.join(path), text).unwrap();
            }
        }
        let expected = read(&folder);
        let stale: Vec<_> = generated
            .keys()
            .chain(expected.keys())
            .filter(|path| generated.get(*path) != expected.get(*path))
            .collect();
        assert!(
            stale.is_empty(),
            "{}: {stale:?} differ; look at `{UPDATE}=1 cargo test -p oasis-codegen golden` and git diff",
            case.display()
        );
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for case in cases() {
        let text = fs::read_to_string(case.join("spec.yaml")).unwrap();
        assert!(generate(&text) == generate(&text), "{}", case.display());
    }
}

#[test]
fn every_file_says_that_it_is_generated() {
    for case in cases() {
        for (path, text) in generate(&fs::read_to_string(case.join("spec.yaml")).unwrap()) {
            let first = text.lines().next().unwrap_or_default();
            assert!(
                ["ledger.txt", "instances.json"].contains(&&*path)
                    || (first.contains("cargo xtask regenerate") && first.contains("do not edit")),
                "{path}"
            );
        }
    }
}
