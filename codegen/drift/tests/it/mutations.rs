//! Every mutation of the table gets the verdict that it deserves and the name that it has.

use super::{drift, lines};
use oasis_drift::Drift;
use oasis_drift::rules::{self, Rule, Source};
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
    /// The name that the difference has to get.
    rule: Option<String>,
    /// The name that a near miss must not get.
    misses: Option<String>,
    /// Edits that make the base of this row.
    #[serde(default)]
    before: Vec<Edit>,
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

/// The base of all rows, and every row.
fn table() -> (Value, Vec<Mutation>) {
    let rows = ["mutations.yaml", "near-misses.yaml"]
        .into_iter()
        .flat_map(|name| serde_yaml::from_str::<Vec<Mutation>>(&fixture(name)).unwrap());
    (serde_yaml::from_str(&fixture("base.yaml")).unwrap(), rows.collect())
}

/// Both documents of every row as YAML, by its id.
pub(super) fn documents() -> Vec<(String, String, String)> {
    let (base, rows) = table();
    let text = |value: &Value| serde_yaml::to_string(value).unwrap();
    let pair = |row: &Mutation| {
        let base = mutate(&base, &row.before);
        (row.id.clone(), text(&base), text(&mutate(&base, &row.edits)))
    };
    rows.iter().map(pair).collect()
}

/// What the comparison says of a row, forwards and backwards.
fn compared(base: &Value, row: &Mutation) -> [Drift; 2] {
    let base = mutate(base, &row.before);
    let (old, new) = (base.to_string(), mutate(&base, &row.edits).to_string());
    [drift(&old, &new), drift(&new, &old)]
}

#[test]
fn every_mutation_gets_its_verdict() {
    let (base, rows) = table();
    let mut wrong = String::new();
    for row in &rows {
        let [drift, _] = compared(&base, row);
        let names: BTreeSet<&str> =
            drift.findings.iter().map(|difference| difference.finding.rule.as_ref()).collect();
        let named = row.rule.as_deref().is_none_or(|rule| names.contains(rule));
        let missed = row.misses.as_deref().is_none_or(|rule| !names.contains(rule));
        let silent = row.verdict != "none" || row.rule.is_some() || drift.findings.is_empty();
        if drift.verdict.to_string() != row.verdict || !named || !missed || !silent {
            wrong.push_str(&format!(
                "{} ({}, {:?}, misses {:?}): {}",
                row.id,
                row.verdict,
                row.rule,
                row.misses,
                lines(&drift)
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_name_that_is_given_is_known_and_explained() {
    let (base, rows) = table();
    for difference in rows.iter().flat_map(|row| compared(&base, row)).flat_map(|d| d.findings) {
        let id = difference.finding.rule;
        assert!(rules::is_known(&id) || id.starts_with("spec/"), "{id}");
        assert!(!difference.finding.help.is_empty(), "{id}");
    }
}

/// A rule is proved by a row that it names and by a near miss that it must not name.
#[test]
fn every_rule_has_a_row_that_trips_it_and_a_near_miss_of_its_own() {
    let (_, rows) = table();
    let ids = |rule: &Rule| rules::Side::ALL.map(|side| side.id(rule.fact));
    let mut lacking = String::new();
    for rule in rules::all().filter(|rule| rule.source == Source::Documents) {
        let ids = ids(rule);
        let among = |id: &Option<String>| id.as_ref().is_some_and(|id| ids.contains(id));
        if !rows.iter().any(|row| among(&row.rule)) {
            lacking.push_str(&format!("{}: no row trips it\n", rule.fact));
        }
        if !rows.iter().any(|row| among(&row.misses)) {
            lacking.push_str(&format!("{}: no near miss\n", rule.fact));
        }
    }
    assert!(lacking.is_empty(), "{lacking}");
    let known = |id: &String| rules::is_known(id) || id.starts_with("spec/");
    let unknown: Vec<&String> = rows
        .iter()
        .flat_map(|row| [&row.rule, &row.misses])
        .flatten()
        .filter(|id| !known(id))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}
