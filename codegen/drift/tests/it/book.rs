//! The rule book: every rule that the code names is in it, and every row of it is named by the code.

use oasis_drift::rules::{self, Source};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The sources of the package and of the command, tests aside.
fn sources() -> Vec<PathBuf> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![home.join("src"), home.join("../../xtask/src/drift")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let test = path.components().any(|part| part.as_os_str() == "tests");
            if path.is_dir() {
                folders.push(path);
            } else if !test && path.extension().is_some_and(|end| end == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// Every piece of text between quotes in code.
fn quoted() -> BTreeSet<String> {
    let texts = sources().into_iter().map(|path| fs::read_to_string(path).unwrap());
    let code = texts.map(|text| {
        let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    });
    code.flat_map(|text| text.split('"').map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn every_rule_that_the_code_names_is_in_the_book() {
    let named = quoted();
    let ids = named.iter().filter(|text| {
        let rest = text.strip_prefix("drift/");
        rest.is_some_and(|rest| {
            !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        })
    });
    let unknown: Vec<&String> =
        ids.filter(|id| !id.ends_with('-') && rules::of(id).is_none()).collect();
    assert!(unknown.is_empty(), "add a row to src/rules.md for each of these: {unknown:?}");
}

#[test]
fn every_row_of_the_book_is_named_by_the_code() {
    let named = quoted();
    let idle: Vec<&str> = rules::all()
        .filter(|rule| match rule.source {
            Source::Documents => !named.contains(rule.fact),
            Source::Mistakes => false,
            _ => !named.contains(&format!("drift/{}", rule.fact)),
        })
        .map(|rule| rule.fact)
        .collect();
    assert!(idle.is_empty(), "take these rows out of src/rules.md: {idle:?}");
}

#[test]
fn every_row_says_what_to_do_in_the_house_style() {
    assert!(rules::all().count() > 100, "the tables are read");
    let mut seen = BTreeSet::new();
    for rule in rules::all() {
        let fact = rule.fact;
        assert!(seen.insert((rule.source as usize, fact)), "{fact} stands twice");
        assert!(!rule.meaning.is_empty() && !rule.help.is_empty() || rule.gap, "{fact}");
        for text in [rule.meaning, rule.hurts, rule.help] {
            assert!(!text.ends_with('.'), "{fact}: no full stop");
            assert!(!text.starts_with(char::is_uppercase), "{fact}: lower case");
        }
    }
}
