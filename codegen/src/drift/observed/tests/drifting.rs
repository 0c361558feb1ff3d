//! One line of traffic each, with the rule and the severity that it must cause, or none.

use super::findings;
use crate::finding::Severity;

const OK: &str = r#""status":200,"response":{"headers":{"Content-Type":"application/json"},"body":{"id":1,"at":"2026-01-02T03:04:05Z"}}"#;

fn changed(answer: &str) -> String {
    format!(r#"{{"method":"PATCH","path":"/api/things/1","request":{{"body":{{}}}},{answer}}}"#)
}

fn answered(body: &str) -> String {
    changed(&format!(r#""status":200,"response":{{"body":{body}}}"#))
}

fn notified(body: &str) -> String {
    format!(r#"{{"webhook":"thingLeft","body":{body}}}"#)
}

#[test]
fn every_drifting_line_is_named() {
    use Severity::{Error, Note};
    let at = r#""at":"2026-01-02T03:04:05Z""#;
    let table: Vec<(String, &str, Severity)> = vec![
        (answered(&format!(r#"{{"id":1,{at},"new":1}}"#)), "member-undocumented", Error),
        (
            answered(&format!(r#"{{"id":1,{at},"parts":[{{"name":"a","new":1}}]}}"#)),
            "member-undocumented",
            Error,
        ),
        (answered(&format!(r#"{{"id":null,{at}}}"#)), "null", Error),
        (answered(&format!(r#"{{"id":"1",{at}}}"#)), "type", Error),
        (answered(&format!(r#"{{"id":1.5,{at}}}"#)), "type", Error),
        (answered(&format!(r#"{{"id":1,{at},"state":"lost"}}"#)), "enum", Error),
        (answered(r#"{"id":1,"at":"yesterday"}"#), "format", Error),
        (answered(r#"{"id":1}"#), "member-missing", Error),
        (answered("[]"), "type", Error),
        (
            changed(
                r#""status":200,"response":{"headers":{"content-type":"text/html"},"text":"<p>"}"#,
            ),
            "media-type",
            Error,
        ),
        (
            changed(
                r#""status":200,"response":{"headers":{"content-type":"application/json"},"text":"<p>"}"#,
            ),
            "not-json",
            Error,
        ),
        (changed(r#""status":200,"response":{"headers":{}}"#), "body-missing", Error),
        (changed(r#""status":401,"response":{"body":{"message":"no"}}"#), "body", Error),
        (changed(r#""status":418,"response":{}"#), "status", Error),
        (changed(r#""status":400,"response":{"body":{"message":"no"}}"#), "status", Note),
        (changed(r#""status":422,"response":{"body":{}}"#), "member-missing", Error),
        (
            r#"{"method":"DELETE","path":"/api/things/1","request":{},"status":204}"#.to_owned(),
            "method",
            Error,
        ),
        (
            r#"{"method":"GET","url":"https://h/api/others/9?x=1","status":200}"#.to_owned(),
            "path",
            Error,
        ),
        (
            format!(
                r#"{{"method":"PATCH","path":"/api/things/abc","request":{{"body":{{}}}},{OK}}}"#
            ),
            "type",
            Error,
        ),
        (
            format!(r#"{{"method":"PATCH","path":"/api/things/1","request":{{}},{OK}}}"#),
            "body-missing",
            Error,
        ),
        (
            format!(
                r#"{{"method":"PATCH","path":"/api/things/1?wet=1","request":{{"body":{{}}}},{OK}}}"#
            ),
            "parameter-undocumented",
            Note,
        ),
        (
            format!(
                r#"{{"method":"PATCH","path":"/api/things/1","request":{{"body":{{"note":5}}}},{OK}}}"#
            ),
            "type",
            Error,
        ),
        (notified(&format!(r#"{{"thingId":1,{at},"new":true}}"#)), "member-undocumented", Error),
        (notified(&format!(r#"{{"thingId":1,{at},"kind":"large"}}"#)), "enum", Note),
        (notified(&format!(r#"{{"thingId":null,{at}}}"#)), "null", Error),
        (r#"{"webhook":"other","body":{}}"#.to_owned(), "webhook", Error),
        (r#"{"unlike":"anything"}"#.to_owned(), "webhook", Error),
        (format!(r#"{{"thingId":1,{at},"kind":"small","new":1}}"#), "member-undocumented", Error),
    ];
    for (line, rule, severity) in table {
        let found = findings(&[&line]);
        let seen: Vec<_> =
            found.iter().map(|finding| (finding.rule.as_ref(), finding.severity)).collect();
        assert_eq!(
            seen,
            [(format!("drift/observed-{rule}").as_str(), severity)],
            "{line}\n{found:#?}"
        );
        let message = &found[0].message;
        assert!(message.ends_with("in 1 of 1"), "{message}");
        assert!(found[0].evidence.iter().any(|evidence| evidence.label == "spec edit"), "{line}");
    }
}

#[test]
fn conforming_lines_are_silent() {
    let at = r#""at":"2026-01-02T03:04:05Z""#;
    for line in [
        changed(OK),
        answered(&format!(r#"{{"id":1,{at},"parent":null,"state":"open","parts":[{{"name":"a"}}]}}"#)),
        answered(&format!(r#"{{"id":1,{at},"free":{{"anything":{{"at":"all"}}}}}}"#)),
        changed(r#""status":401,"response":{"headers":{}}"#),
        changed(r#""status":422,"response":{"headers":{"content-type":"application/json; charset=utf-8"},"body":{"message":"no"}}"#),
        changed(r#""status":422,"response":{}"#),
        // What was refused says nothing about what a request may be.
        r#"{"method":"PATCH","path":"/api/things/1","request":{"body":{"note":5}},"status":422,"response":{"body":{"message":"no"}}}"#.to_owned(),
        format!(r#"{{"method":"PATCH","path":"/api/things/1?dry=true","request":{{"body":{{"note":"x"}}}},{OK}}}"#),
        notified(&format!(r#"{{"thingId":1,{at},"kind":"small"}}"#)),
        format!(r#"{{"thingId":1,{at},"kind":"small"}}"#),
        format!(r#"{{"method":"POST","url":"https://receiver.example/hooks/left","request":{{"body":{{"thingId":1,{at}}}}},"status":200,"response":{{}}}}"#),
        r#"{"method":"OPTIONS","path":"/api/things/1","status":204,"response":{},"seed":7,"case":"extra members are ignored"}"#.to_owned(),
        r#"{"method":"PATCH","path":"/api/things/1"}"#.to_owned(),
        r#"{"method":"BREW","path":"/api/things/1","status":405,"response":{"text":"no"}}"#.to_owned(),
        r#"{"method":"GET","path":"/api/no/such/place","status":404,"response":{}}"#.to_owned(),
    ] {
        assert_eq!(findings(&[&line]), [], "{line}");
    }
}

#[test]
fn one_fact_is_one_finding_with_its_count() {
    let other = changed(r#""status":400,"response":{"body":{"message":"no"}}"#);
    let claimed = changed(r#""status":422,"response":{"body":{"message":"no"}}"#);
    let lines: Vec<&str> =
        std::iter::repeat_n(other.as_str(), 36).chain([claimed.as_str()]).collect();
    let found = findings(&lines);
    assert_eq!(found.len(), 1);
    assert!(
        found[0].message.ends_with("assumed 422, observed 400, in 36 of 37"),
        "{}",
        found[0].message
    );
    assert_eq!(found[0].at.line, Some(1));
}

#[test]
fn members_never_seen_are_coverage_and_no_difference() {
    let line = changed(OK);
    let (exchanges, _) = super::read("run", &line).unwrap();
    assert_eq!(super::compare(&super::api::api(), &exchanges), []);
    let notes = super::super::coverage(&super::api::api(), &exchanges);
    assert!(notes.iter().all(|note| note.severity == Severity::Note));
    assert!(
        notes.iter().any(|note| note.evidence[0].text == "state, parent, free, parts"),
        "{notes:#?}"
    );
}
