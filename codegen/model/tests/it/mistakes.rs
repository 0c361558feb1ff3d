//! Every mistake a document can hold has a fixture named after its rule, with the rendered
//! findings beside it. `UPDATE_EXPECT=1 cargo test -p oasis-model` writes those anew.

use oasis_model::finding::Severity;
use oasis_model::loss::{self, Loss};
use oasis_model::read;
use oasis_model::report::{self, Colour};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/errors")
}

#[test]
fn every_mistake_is_explained_as_expected() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let rule = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        let findings = read(&format!("{rule}.yaml"), &text).findings;
        let full = format!("spec/{rule}");
        assert!(
            findings.iter().any(|finding| finding.rule == full),
            "{rule}: {}",
            report::text(&findings, Colour::Without)
        );
        let expected = path.with_extension("txt");
        let rendered = report::text(&findings, Colour::Without);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&expected, &rendered).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != rendered {
            wrong.push(format!("{}:\n{rendered}", expected.display()));
        }
    }
    assert!(wrong.is_empty(), "set UPDATE_EXPECT=1 to accept\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_fixture() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rules = BTreeSet::new();
    let mut open = vec![source.join("load"), source.join("lower")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            rules.extend(rules_in(&fs::read_to_string(path).unwrap()));
        }
    }
    for file in ["load.rs", "lower.rs"] {
        rules.extend(rules_in(&fs::read_to_string(source.join(file)).unwrap()));
    }
    rules.remove("x");
    let fixtures: BTreeSet<String> = fs::read_dir(fixtures())
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(rules, fixtures, "rules in the code on the left, fixtures on the right");
}

/// Only what `loss` calls fatal keeps a document of others from being read.
#[test]
fn a_mistake_costs_a_document_of_others_what_the_table_says() {
    for entry in fs::read_dir(fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let rule = format!("spec/{}", path.file_stem().unwrap().to_str().unwrap());
        let text = fs::read_to_string(&path).unwrap().replace("  x-curated: true\n", "");
        let reading = read("foreign.yaml", &text);
        let found = reading.findings.iter().filter(|finding| finding.rule == rule);
        let worst = found.map(|finding| finding.severity).max();
        let loss = loss::of_rule(&rule).unwrap_or_else(|| panic!("{rule} has no row in loss.rs"));
        let expected = match loss {
            Loss::Document => worst == Some(Severity::Error) && !reading.usable(),
            Loss::Element => worst.is_some() && reading.usable(),
            Loss::Nothing => reading.usable(),
            Loss::Curation => worst.is_none() && reading.usable(),
        };
        assert!(expected, "{rule}: {loss:?}, but {worst:?}, usable: {}", reading.usable());
    }
}

#[test]
fn all_mistakes_are_found_at_once() {
    let text = fs::read_to_string(fixtures().join("wrong-shape.yaml"))
        .unwrap()
        .replace("required:\n        - id", "requird:\n        - id")
        .replace("schemas/Thing'", "schemas/Thong'")
        .replace("      description: Reads a thing.\n", "");
    let rules: BTreeSet<String> = read("many.yaml", &text)
        .findings
        .into_iter()
        .map(|finding| finding.rule.into_owned())
        .collect();
    for rule in [
        "spec/wrong-shape",
        "spec/unknown-keyword",
        "spec/dangling-reference",
        "spec/no-description",
    ] {
        assert!(rules.contains(rule), "{rule} is not in {rules:?}");
    }
}

/// The ids of rules that a source names.
fn rules_in(source: &str) -> Vec<String> {
    source.split('"').filter_map(|word| word.strip_prefix("spec/")).map(str::to_owned).collect()
}
