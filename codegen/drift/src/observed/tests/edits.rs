//! What is printed to be pasted: edits of the specification and entries that accept a finding.

use super::drifting::table;
use super::findings;
use crate::accepted::{apply, entry, parse};
use crate::{Difference, Drift, Verdict};
use oasis_model::finding::Finding;
use std::collections::BTreeMap;

fn edit(finding: &Finding) -> &str {
    let edit = finding.evidence.iter().find(|evidence| evidence.label == "spec edit");
    &edit.expect("every fact has an edit").text
}

/// The edit for one answer of status 200 with these members.
fn edit_for(members: &str) -> String {
    let line = format!(
        r#"{{"method":"PATCH","path":"/api/things/1","status":200,"response":{{"body":{{"id":1,"at":"2026-01-02T03:04:05Z",{members}}}}}}}"#
    );
    edit(&findings(&[&line])[0]).to_owned()
}

#[test]
fn edits_are_yaml_that_takes_what_was_seen() {
    let basis = "description: What it holds is not known yet.\n  x-basis: inferred\n  x-because: Seen in recorded traffic.";
    for (members, expected) in [
        (r#""new":1"#, format!("new:\n  type: integer\n  {basis}")),
        (r#""a: b":[{}]"#, format!("'a: b':\n  type: array\n  items:\n    type: object\n    additionalProperties: true\n  {basis}")),
        (r#""state":"lost""#, "enum:\n- open\n- closed\n- lost".to_owned()),
        (r#""state":null"#, "nullable: true\nenum:\n- open\n- closed\n- null".to_owned()),
        (r#""free":null"#, "anyOf:\n- type: object\n  additionalProperties: true\n- type: object\n  nullable: true\n  enum:\n  - null".to_owned()),
        (r#""owner":null"#, "anyOf:\n- $ref: '#/components/schemas/Owner'\n- type: object\n  nullable: true\n  enum:\n  - null".to_owned()),
        (r#""parent":5"#, "oneOf:\n- type: string\n- type: integer".to_owned()),
        (r#""owner":"me""#, "# where Owner is referred to\noneOf:\n- $ref: '#/components/schemas/Owner'\n- type: string".to_owned()),
        (r#""parts":[{}]"#, "take `name` out of `required`".to_owned()),
    ] {
        assert_eq!(edit_for(members), expected, "{members}");
    }
}

#[test]
fn a_new_answer_or_endpoint_comes_as_a_skeleton() {
    let thing = r#"{"id":1,"at":"2026-01-02T03:04:05Z"}"#;
    let line = format!(
        r#"{{"method":"POST","path":"/api/things/7/parts/8","request":{{"body":{{"a":1}}}},"status":201,"response":{{"body":{thing}}}}}"#
    );
    let found = findings(&[&line]);
    let edit: serde_json::Value = serde_yaml::from_str(edit(&found[0])).unwrap();
    let operation = &edit["/api/things/{id}/parts/{id2}"]["post"];
    assert_eq!(operation["operationId"], "postApiThingsIdPartsId2");
    assert_eq!(operation["parameters"][1]["name"], "id2");
    let json = "application/json";
    let sent = &operation["requestBody"]["content"][json]["schema"]["type"];
    let answered = &operation["responses"]["201"]["content"][json]["schema"]["$ref"];
    assert_eq!((sent, answered), (&"object".into(), &"#/components/schemas/Thing".into()));
}

#[test]
fn the_entry_of_a_finding_accepts_it_and_no_other() {
    let mut messages = BTreeMap::new();
    for (line, ..) in table() {
        let found = findings(&[&line]);
        let entry = entry(&Difference::of_source(found[0].clone())).expect("it has a place");
        let other = messages.entry(entry.clone()).or_insert_with(|| found[0].message.clone());
        assert_eq!(*other, found[0].message, "{entry}");
        let whole =
            entry.replace("reason: ,", "reason: known,").replace("date: }", "date: '2026-01-02'}");
        let (entries, mistakes) = parse("accepted.yaml", &whole);
        assert_eq!(mistakes, [], "{whole}");
        let findings = found.into_iter().map(Difference::of_source).collect();
        let left = apply(&entries, Drift { verdict: Verdict::Breaking, findings }, |_| true);
        assert_eq!(left, Drift::default(), "{whole}");
    }
}

/// What no edit can settle: somebody has to look.
const LEFT: [&str; 3] =
    ["drift/observed-not-json", "drift/observed-webhook", "drift/observed-not-judged"];

#[test]
fn after_its_edits_traffic_says_nothing() {
    for (line, ..) in table() {
        let line = format!("{line}\n{}", super::PROBE);
        let before = super::observed(&line);
        let drift = Drift { verdict: Verdict::Breaking, findings: before.differences };
        let settled = crate::settle::settled(super::api::SPEC, &drift, |_| Vec::new());
        let rules: Vec<&str> = drift.findings.iter().map(|one| one.finding.rule.as_ref()).collect();
        // What refers to a component cannot stand in it.
        let shared = edit(&drift.findings[0].finding).starts_with("# where");
        if shared || rules.iter().any(|rule| LEFT.contains(rule)) {
            assert!(!settled.left.is_empty(), "{line}");
            continue;
        }
        assert_eq!(settled.left, [], "{line}");
        let after = oasis_model::read("edited.yaml", &settled.text);
        assert_eq!(after.findings, [], "{line}\n{}", settled.text);
        let file = super::Recording { name: "run.jsonl".to_owned(), text: line.clone() };
        let again = super::compare(&after.api, &[file], None);
        assert_eq!(again.findings(), [], "{line}\n{}", settled.text);
    }
}
