//! Nothing in a document is dropped in silence: every key that is used changes what is generated, a
//! comparison, or the findings.
//!
//! In comes a document in which every key stands; each is taken out, and each that holds something
//! plain is changed. Something of what follows must differ, or the key is listed below with a reason.

use oasis_model::finding::Finding;
use oasis_model::keys::{self, Key};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Keys that may be taken out, or changed, without a trace, and who reads them.
const SILENT: &[(&str, &str, &str)] = &[
    ("", "x-constant", "the contract suite insists on the value; types stay open"),
    ("", "x-source", "says to curators where a claim comes from"),
    ("", "x-validator", "the contract suite and the mock speak like this validator"),
    ("document", "openapi", "every version that begins with 3.0 is read alike"),
    ("flow", "authorizationUrl", TOKENS),
    ("flow", "refreshUrl", TOKENS),
    ("flow", "tokenUrl", TOKENS),
    ("flows", "authorizationCode", TOKENS),
    ("flows", "clientCredentials", TOKENS),
    ("flows", "implicit", TOKENS),
    ("flows", "password", TOKENS),
    ("operation", "tags", "groups are for readers of the document; a client is one type"),
    ("parameter", "example", EXAMPLES),
    ("schema", "example", EXAMPLES),
    ("security scheme", "openIdConnectUrl", TOKENS),
];

const TOKENS: &str = "the caller obtains the token; the ledger says so of every such scheme";
const EXAMPLES: &str = "the contract suite and the mock send it";

/// The one key that cannot stand in the document: it turns the house rules on.
const ELSEWHERE: (&str, &str) = ("", "x-curated");

/// What follows from a document.
#[derive(PartialEq)]
struct Outcome {
    files: BTreeMap<String, String>,
    ledger: Vec<String>,
    /// What is found, and where.
    findings: Vec<(String, String)>,
    api: oasis_model::ir::Api,
}

fn outcome(document: &Value) -> Outcome {
    let text = document.to_string();
    let reading = oasis_model::read("every-key", &text);
    let (api, findings) = (reading.api, reading.findings);
    let generation = oasis_codegen::generate(&api);
    Outcome {
        files: generation.files,
        ledger: generation.ledger.lines().map(|(_, line)| line).collect(),
        findings: findings.iter().map(|it| (it.at.pointer.clone(), said(it))).collect(),
        api,
    }
}

/// What a finding says, wherever it stands in the text.
fn said(finding: &Finding) -> String {
    let Finding { rule, severity, message, evidence, .. } = finding;
    format!("{severity} {rule}: {message} {evidence:?}")
}

/// Whether anybody would notice the difference.
fn is_felt(before: &Outcome, after: &Outcome) -> bool {
    before.files != after.files
        || before.ledger != after.ledger
        || before.findings != after.findings
        || !oasis_drift::compare(&before.api, &after.api).findings.is_empty()
}

/// Another value of the same kind; `None` for what holds keys of its own.
fn changed(key: &Key, value: &Value) -> Option<Value> {
    let other = match (key.key, value) {
        ("type", Value::String(found)) if key.object == "schema" => {
            json!(if found == "string" { "integer" } else { "string" })
        }
        ("type", _) => json!("openIdConnect"),
        ("in", Value::String(found)) => json!(if found == "header" { "query" } else { "header" }),
        ("style", Value::String(found)) => {
            json!(if found == "spaceDelimited" { "pipeDelimited" } else { "spaceDelimited" })
        }
        ("x-plausible", _) => json!([]),
        (_, Value::String(text)) => json!(format!("{text}x")),
        (_, Value::Bool(flag)) => json!(!flag),
        (_, Value::Number(number)) => json!(number.as_f64()? + 1.0),
        (_, Value::Array(items)) if items.iter().all(Value::is_string) => json!(["other"]),
        _ => return None,
    };
    Some(other)
}

fn document() -> Value {
    serde_yaml::from_str(include_str!("../fixtures/every-key.yaml")).unwrap()
}

fn without(document: &Value, at: &str) -> Value {
    let mut document = document.clone();
    let (parent, key) = at.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/").replace("~0", "~");
    document.pointer_mut(parent).unwrap().as_object_mut().unwrap().shift_remove(&key);
    document
}

fn with(document: &Value, at: &str, value: Value) -> Value {
    let mut document = document.clone();
    *document.pointer_mut(at).unwrap() = value;
    document
}

fn name(key: &Key) -> (&'static str, &'static str) {
    (key.object, key.key)
}

#[test]
fn every_key_stands_in_the_document() {
    let there: BTreeSet<_> = keys::within(&document()).iter().map(name).collect();
    let missing = keys::all().into_iter().filter(|key| !there.contains(&name(key)));
    let missing: Vec<_> = missing.map(|key| name(&key)).collect();
    assert_eq!(missing, [ELSEWHERE], "add to every-key.yaml");
}

#[test]
fn every_key_changes_the_output_a_comparison_or_the_findings() {
    let document = document();
    let before = outcome(&document);
    let (mut removed, mut changes): (BTreeMap<_, bool>, BTreeMap<_, bool>) = Default::default();
    for key in keys::within(&document) {
        let after = outcome(&without(&document, &key.at));
        *removed.entry(name(&key)).or_default() |= is_felt(&before, &after);
        let value = document.pointer(&key.at).unwrap();
        if let Some(other) = changed(&key, value) {
            let after = outcome(&with(&document, &key.at, other));
            // A finding may say that the key is not used, whatever it says.
            let is_told = before.findings.iter().any(|(at, _)| *at == key.at);
            *changes.entry(name(&key)).or_default() |= is_told || is_felt(&before, &after);
        }
    }
    let excused: BTreeSet<_> = SILENT.iter().map(|(object, key, _)| (*object, *key)).collect();
    let silent = |felt: &BTreeMap<_, bool>| -> BTreeSet<(&str, &str)> {
        felt.iter().filter(|(_, felt)| !**felt).map(|(key, _)| *key).collect()
    };
    let (removed, changes) = (silent(&removed), silent(&changes));
    let all: BTreeSet<_> = removed.union(&changes).copied().collect();
    let unexplained: Vec<_> = all.difference(&excused).collect();
    assert!(unexplained.is_empty(), "dropped in silence: {unexplained:?}");
    let outdated: Vec<_> = excused.difference(&all).collect();
    assert!(outdated.is_empty(), "no longer silent: {outdated:?}");
}
