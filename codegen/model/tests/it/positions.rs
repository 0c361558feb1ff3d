//! Every element of a document is found again in its text, in either notation.

use oasis_model::finding::{Finding, Severity};
use oasis_model::locate;
use serde_json::Value;
use std::path::Path;

fn spec() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/oasis.yaml");
    std::fs::read_to_string(path).unwrap()
}

/// All JSON pointers of a value, each with the name that its line shows, if it is a member.
fn pointers(value: &Value, at: &str, found: &mut Vec<(String, Option<String>)>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let at = format!("{at}/{}", oasis_model::pointer::escape_pointer(name));
                found.push((at.clone(), Some(name.clone())));
                pointers(value, &at, found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                let at = format!("{at}/{index}");
                found.push((at.clone(), None));
                pointers(value, &at, found);
            }
        }
        _ => {}
    }
}

/// Locates every element of `text`, whose value is `value`, and says what is in its place instead.
fn misplaced(text: &str, value: &Value) -> Vec<String> {
    let mut wanted = Vec::new();
    pointers(value, "", &mut wanted);
    assert!(wanted.len() > 1000, "the document is too small to show anything");
    let mut findings: Vec<Finding> = wanted
        .iter()
        .map(|(pointer, _)| Finding::new(Severity::Note, "spec/x", pointer.as_str(), "", ""))
        .collect();
    locate(&mut findings, "x", text);
    let lines: Vec<&str> = text.lines().collect();
    let shows = |finding: &Finding, name: &str| {
        let (Some(line), Some(column)) = (finding.at.line, finding.at.column) else { return false };
        let rest: String = lines[line - 1].chars().skip(column - 1).collect();
        rest.trim_start_matches(['"', '\'']).starts_with(name)
    };
    wanted
        .iter()
        .zip(&findings)
        .filter(|((_, name), finding)| match name {
            Some(name) => !shows(finding, name),
            None => finding.at.line.is_none(),
        })
        .map(|((pointer, _), finding)| format!("{pointer}: {:?}", finding.at))
        .collect()
}

#[test]
fn every_element_of_a_document_is_found_in_its_text() {
    let yaml = spec();
    let value: Value = serde_yaml::from_str(&yaml).unwrap();
    for text in [
        yaml,
        serde_json::to_string_pretty(&value).unwrap(),
        serde_json::to_string(&value).unwrap(),
    ] {
        assert_eq!(misplaced(&text, &value), Vec::<String>::new());
    }
}

#[test]
fn what_is_not_there_is_shown_at_what_encloses_it() {
    let text = "a:\n  - b: 1\n  - c:\n      \"d/~e\": 2\n";
    for (pointer, place) in [
        ("", Some((1, 1))),
        ("/a/1/c/d~1~0e", Some((4, 7))),
        ("/a/1/c/x/y", Some((3, 5))),
        ("/a/7", Some((1, 1))),
        ("/z", Some((1, 1))),
    ] {
        let mut findings = [Finding::new(Severity::Note, "spec/x", pointer, "", "")];
        locate(&mut findings, "x", text);
        assert_eq!(findings[0].at.line.zip(findings[0].at.column), place, "{pointer}");
    }
}
