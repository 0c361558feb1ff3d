//! Every edit of `.ci/edits.d` fits the specification, reads without a finding and generates.
//!
//! They stand for what `drift` advises. `.ci/edits` applies them one by one to a copy of the repository
//! and runs everything there; this test is the quick part of that.

use oasis_codegen::generate;
use oasis_model::finding::Finding;
use oasis_model::ir::Api;
use oasis_model::report::{self, Colour};
use std::fs;
use std::path::Path;

/// Finds `old` exactly `count` times and puts `new` there.
struct Replacement {
    old: String,
    new: String,
    count: usize,
}

/// The replacements of an edit: lines below `--- find COUNT` and `--- replace`.
fn replacements(edit: &str) -> Vec<Replacement> {
    let mut found: Vec<Replacement> = Vec::new();
    let mut is_new = false;
    for line in edit.split_inclusive('\n') {
        if let Some(count) = line.strip_prefix("--- find ") {
            let count = count.trim().parse().expect("`--- find` names a count");
            found.push(Replacement { old: String::new(), new: String::new(), count });
            is_new = false;
        } else if line == "--- replace\n" {
            is_new = true;
        } else if let Some(last) = found.last_mut() {
            if is_new { &mut last.new } else { &mut last.old }.push_str(line);
        }
    }
    found
}

/// The specification after an edit; `None` if it has moved on and the edit no longer fits it.
fn applied(specification: &str, edit: &str) -> Option<String> {
    let replacements = replacements(edit);
    let is_done = |it: &Replacement| !it.new.is_empty() && specification.contains(&it.new);
    if replacements.iter().all(is_done) {
        return None;
    }
    replacements.into_iter().try_fold(
        specification.to_owned(),
        |text, Replacement { old, new, count }| {
            (text.matches(&old).count() == count).then(|| text.replace(&old, &new))
        },
    )
}

fn read(text: &str) -> (Api, Vec<Finding>) {
    let reading = oasis_model::read("spec/oasis.yaml", text);
    (reading.api, reading.findings)
}

#[test]
fn every_edit_reads_without_a_finding_and_generates() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let specification = fs::read_to_string(root.join("spec/oasis.yaml")).unwrap();
    let (before, _) = read(&specification);
    let (mut fitting, mut outdated, mut wrong) = (0, Vec::new(), String::new());
    for entry in fs::read_dir(root.join(".ci/edits.d")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some(text) = applied(&specification, &fs::read_to_string(&path).unwrap()) else {
            outdated.push(name);
            continue;
        };
        let (api, findings) = read(&text);
        assert_eq!(generate(&api).files.len(), generate(&before).files.len(), "{name}");
        if !findings.is_empty() || api == before {
            wrong += &format!("{name}:\n{}", report::text(&findings, Colour::Without));
        }
        fitting += 1;
    }
    assert!(wrong.is_empty(), "with a finding, or without an effect:\n{wrong}");
    // The specification moves on and takes the places of some edits with it; that breaks nothing.
    assert!(fitting >= 12, "only {fitting} edits fit the spec; bring up to date: {outdated:?}");
}
