//! Every mutation of the table gets the verdict that it deserves and the name that it has.

use super::{drift, lines};
use oasis_codegen::drift::rules;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Mutation {
    id: String,
    verdict: String,
    rule: Option<String>,
    edits: Vec<Edit>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
struct Edit {
    set: Option<(String, Value)>,
    remove: Option<String>,
    r#move: Option<(String, String)>,
    copy: Option<(String, String)>,
}

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/drift");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn tokens(pointer: &str) -> (String, String) {
    let (parent, last) = pointer.rsplit_once('/').unwrap();
    (parent.to_owned(), last.replace("~1", "/").replace("~0", "~"))
}

fn set(document: &mut Value, pointer: &str, value: Value) {
    let (parent, last) = tokens(pointer);
    let parent = document.pointer_mut(&parent).unwrap();
    match parent.as_array_mut() {
        Some(items) => {
            let at: usize = last.parse().unwrap();
            if at < items.len() { items[at] = value } else { items.push(value) }
        }
        None => drop(parent.as_object_mut().unwrap().insert(last, value)),
    }
}

fn remove(document: &mut Value, pointer: &str) -> Value {
    let (parent, last) = tokens(pointer);
    let parent = document.pointer_mut(&parent).unwrap();
    match parent.as_array_mut() {
        Some(items) => items.remove(last.parse().unwrap()),
        None => parent.as_object_mut().unwrap().shift_remove(&last).unwrap(),
    }
}

fn mutate(base: &Value, edits: &[Edit]) -> Value {
    let mut document = base.clone();
    for edit in edits {
        if let Some((pointer, value)) = &edit.set {
            set(&mut document, pointer, value.clone());
        }
        if let Some(pointer) = &edit.remove {
            remove(&mut document, pointer);
        }
        if let Some((from, to)) = &edit.r#move {
            let value = remove(&mut document, from);
            set(&mut document, to, value);
        }
        if let Some((from, to)) = &edit.copy {
            let value = document.pointer(from).unwrap().clone();
            set(&mut document, to, value);
        }
    }
    document
}

#[test]
fn every_mutation_gets_its_verdict() {
    let base: Value = serde_yaml::from_str(&fixture("base.yaml")).unwrap();
    let mutations: Vec<Mutation> = serde_yaml::from_str(&fixture("mutations.yaml")).unwrap();
    assert!(mutations.len() >= 127);
    let text = base.to_string();
    let mut wrong = String::new();
    for mutation in &mutations {
        let drift = drift(&text, &mutate(&base, &mutation.edits).to_string());
        let named = mutation.rule.as_ref().is_none_or(|rule| {
            drift.findings.iter().any(|difference| difference.finding.rule == *rule)
        });
        let silent =
            mutation.verdict != "none" || mutation.rule.is_some() || drift.findings.is_empty();
        if drift.verdict.to_string() != mutation.verdict || !named || !silent {
            wrong.push_str(&format!(
                "{} ({}, {:?}): {}",
                mutation.id,
                mutation.verdict,
                mutation.rule,
                lines(&drift)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Rules that no mutation in the forward direction meets are met by one read backwards: the table
/// has both, and every rule is missed by the edits without meaning.
#[test]
fn every_rule_is_met_by_a_pair_and_every_met_rule_is_known() {
    let base: Value = serde_yaml::from_str(&fixture("base.yaml")).unwrap();
    let mutations: Vec<Mutation> = serde_yaml::from_str(&fixture("mutations.yaml")).unwrap();
    let text = base.to_string();
    let mut met = BTreeSet::new();
    for mutation in &mutations {
        let mutated = mutate(&base, &mutation.edits).to_string();
        for drift in [drift(&text, &mutated), drift(&mutated, &text)] {
            for difference in drift.findings {
                let id = difference.finding.rule.to_string();
                assert!(rules::is_known(&id), "{id}");
                assert!(!difference.finding.help.is_empty(), "{id}");
                met.insert(id);
            }
        }
    }
    let is_met =
        |rule: &rules::Rule| rules::Side::ALL.iter().any(|side| met.contains(&side.id(rule.fact)));
    let missed: Vec<&str> =
        rules::all().filter(|rule| !is_met(rule)).map(|rule| rule.fact).collect();
    // The name of last resort: nothing in the table should need it.
    assert_eq!(missed, ["undecided"]);
}
