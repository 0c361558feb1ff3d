//! The doors inside the packages stay shut: who may see which library is held here where no manifest
//! can hold it.

use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn each_library_is_seen_in_its_room_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for package in ["src", "drift/src", "model/src"] {
        let known = files.len();
        sources(&root.join(package), &mut files);
        assert!(files.len() > known, "the sources of {package} are where they are expected");
    }
    let doors: [(&str, &[&str]); 11] = [
        ("openapiv3", &["model/src/load", "model/src/lower"]),
        (
            "serde_yaml",
            &[
                "drift/src/accepted",
                "drift/src/observed/edit",
                "drift/src/observed/tests/edits",
                "drift/src/pages/html/site",
                "drift/src/pages/listed",
                "drift/src/pages/yaml",
                "model/src/load",
            ],
        ),
        ("annotate_snippets", &["model/src/report"]),
        ("saphyr_parser", &["model/src/load", "model/src/settle"]),
        ("heck", &["src/names"]),
        ("quote", &["src/names", "src/render", "src/write"]),
        ("proc_macro2", &["src/names", "src/render", "src/write"]),
        ("syn::", &["src/render"]),
        ("prettyplease", &["src/render"]),
        ("std::fs", &[]),
        ("std::env", &[]),
    ];
    for file in files {
        let room = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(&file).unwrap();
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for (library, rooms) in doors {
            let uses =
                code.contains(&format!("use {library}")) || code.contains(&format!("{library}::"));
            let allowed = rooms.iter().any(|allowed| room.starts_with(allowed));
            assert!(!uses || allowed, "{room} uses {library}, which belongs to {rooms:?}");
        }
    }
}

#[test]
fn the_model_of_the_api_knows_nothing_of_the_document() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("model/src");
    let mut files = vec![root.join("ir.rs")];
    sources(&root.join("ir"), &mut files);
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for stranger in ["crate::load", "crate::lower"] {
            assert!(!text.contains(stranger), "{} uses {stranger}", file.display());
        }
    }
}

#[test]
fn the_commands_depend_on_the_generator_only() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    for stranger in ["aifi-oasis", "oasis-contract-tests", "tokio", "reqwest", "axum", "jsonschema"]
    {
        assert!(
            !manifest.contains(stranger),
            "broken output of the generator must not stop `regenerate`: {stranger}"
        );
    }
}
