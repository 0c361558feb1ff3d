//! One line of traffic each, with the rule and the severity that it must cause, or none.

use super::findings;
use oasis_model::finding::Severity;

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

fn ours(status: u16, body: &str) -> String {
    format!(
        r#"{{"own":true,"method":"POST","path":"/push/thing/left","request":{{"body":{body}}},"status":{status}}}"#
    )
}

/// A line of each kind of drift, with the rule and the severity.
pub(super) fn table() -> Vec<(String, &'static str, Severity)> {
    use Severity::{Error, Note, Warning};
    let at = r#""at":"2026-01-02T03:04:05Z""#;
    // An error breaks whoever receives it, a warning is passed over or was taken.
    vec![
        (answered(&format!(r#"{{"id":1,{at},"new":1}}"#)), "member-undocumented", Warning),
        (
            answered(&format!(r#"{{"id":1,{at},"parts":[{{"name":"a","new":1}}]}}"#)),
            "member-undocumented",
            Warning,
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
        (changed(r#""status":422,"response":{}"#), "body-missing", Note),
        (changed(r#""status":201,"response":{}"#), "status", Error),
        // A request that was sent elsewhere was not taken.
        (
            changed(r#""status":302,"response":{}"#).replace("{\"body\":{}}", "{}"),
            "status",
            Warning,
        ),
        (changed(r#""status":401,"response":{"body":{"message":"no"}}"#), "body", Warning),
        (changed(r#""status":418,"response":{}"#), "status", Warning),
        (changed(r#""status":400,"response":{"body":{"message":"no"}}"#), "status", Note),
        (changed(r#""status":422,"response":{"body":{}}"#), "member-missing", Error),
        (
            changed(r#""status":422,"response":{"body":{"message":"no","code":"E_OTHER"}}"#),
            "constant",
            Note,
        ),
        (answered(&format!(r#"{{"id":1,{at},"owner":null}}"#)), "null", Error),
        (
            r#"{"method":"DELETE","path":"/api/things/1","request":{},"status":204}"#.to_owned(),
            "method",
            Warning,
        ),
        (
            r#"{"method":"GET","url":"https://h/api/others/9?x=1","status":200}"#.to_owned(),
            "path",
            Warning,
        ),
        (
            format!(
                r#"{{"method":"PATCH","path":"/api/things/abc","request":{{"body":{{}}}},{OK}}}"#
            ),
            "type",
            Warning,
        ),
        (
            format!(r#"{{"method":"PATCH","path":"/api/things/1","request":{{}},{OK}}}"#),
            "body-missing",
            Warning,
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
            Warning,
        ),
        (notified(&format!(r#"{{"thingId":1,{at},"new":true}}"#)), "member-undocumented", Warning),
        (notified(&format!(r#"{{"thingId":1,{at},"kind":"large"}}"#)), "enum", Note),
        (notified(&format!(r#"{{"thingId":null,{at}}}"#)), "null", Error),
        // A receiver that takes more than it must shows nothing of what the vendor sends.
        (ours(200, &format!(r#"{{"thingId":1,{at},"new":1}}"#)), "member-undocumented", Note),
        (ours(200, r#"{"thingId":1}"#), "member-missing", Warning),
        (r#"{"webhook":"other","body":{}}"#.to_owned(), "webhook", Warning),
        (r#"{"webhook":"changeThing","body":{"note":5}}"#.to_owned(), "webhook", Warning),
        (r#"{"unlike":"anything"}"#.to_owned(), "webhook", Error),
        (format!(r#"{{"thingId":1,{at},"kind":"small","new":1}}"#), "member-undocumented", Warning),
    ]
}

#[test]
fn every_drifting_line_is_named() {
    for (line, rule, severity) in table() {
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
        changed(r#""status":401,"response":{"body":null}"#),
        // What was refused says nothing about what a request may be.
        r#"{"method":"PATCH","path":"/api/things/1","request":{"body":{"note":5}},"status":422,"response":{"body":{"message":"no"}}}"#.to_owned(),
        format!(r#"{{"method":"PATCH","path":"/api/things/1?dry=true","request":{{"body":{{"note":"x"}}}},{OK}}}"#),
        notified(&format!(r#"{{"thingId":1,{at},"kind":"small"}}"#)),
        format!(r#"{{"thingId":1,{at},"kind":"small"}}"#),
        format!(r#"{{"method":"POST","url":"https://receiver.example/hooks/left","request":{{"body":{{"thingId":1,{at}}}}},"status":200,"response":{{}}}}"#),
        r#"{"method":"OPTIONS","path":"/api/things/1","status":204,"response":{},"bodySize":7,"bodyHash":"extra members are ignored"}"#.to_owned(),
        r#"{"method":"PATCH","path":"/api/things/1"}"#.to_owned(),
        r#"{"method":"BREW","path":"/api/things/1","status":405,"response":{"text":"no"}}"#.to_owned(),
        r#"{"method":"GET","path":"/api/no/such/place","status":404,"response":{}}"#.to_owned(),
        changed(r#""status":422,"response":{"body":{"message":"no","code":"E_BROKEN"}}"#),
        changed(&OK.replace("\"application/json\"", "[\"application/json\"],\"x-a\":[\"b\",\"c\"]")),
        // A cookie's path is no secret, and a password may be any word.
        changed(&OK.replace("{\"Content", "{\"Set-Cookie\":\"a=b; Path=/api/things\",\"Content")),
        changed(OK).replace("\"body\":{}", "\"body\":{\"free\":{\"password\":\"state\"}}"),
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
fn every_new_value_and_type_is_a_fact_of_its_own() {
    let with =
        |member: &str| answered(&format!(r#"{{"id":1,"at":"2026-01-02T03:04:05Z",{member}}}"#));
    let lost = with(r#""state":"lost""#);
    let lines = [&lost, &lost, &with(r#""state":"found""#), &with(r#""state":7"#)];
    let lines: Vec<&str> = lines.iter().map(|line| line.as_str()).collect();
    let messages: Vec<String> =
        findings(&lines).into_iter().map(|finding| finding.message).collect();
    assert_eq!(
        messages,
        [
            "changeThing answer 200: `/state` is `found`, which is not listed, in 1 of 4",
            "changeThing answer 200: `/state` is `lost`, which is not listed, in 2 of 4",
            "changeThing answer 200: `/state` is an integer, in 1 of 4",
        ]
    );
}

#[test]
fn a_notification_of_our_own_that_fails_shows_a_status_only() {
    let rules = |line: &str| -> Vec<String> {
        findings(&[line]).iter().map(|finding| finding.rule.to_string()).collect()
    };
    let own = ours(500, "{}");
    assert_eq!(rules(&own), ["drift/observed-status"]);
    let [status, missing] = ["drift/observed-status", "drift/observed-member-missing"];
    assert_eq!(rules(&own.replace("true", "false")), [status, missing, missing]);
}

#[test]
fn facts_without_number_become_one() {
    let lines: Vec<String> = (0..300).map(|id| answered(&format!(r#"{{"m{id}x":1}}"#))).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = findings(&lines);
    let of = |rule: &str| found.iter().filter(|finding| finding.rule == rule).count();
    assert_eq!(of("drift/observed-member-undocumented"), 201);
    assert!(found.iter().any(|finding| finding.message.ends_with("in 100 of 100")), "{found:?}");
}

#[test]
fn another_notification_with_the_same_route_is_not_this_one() {
    let line = |path: &str, body: &str| {
        format!(r#"{{"method":"POST","path":"{path}","request":{{"body":{body}}},"status":200}}"#)
    };
    let found = findings(&[&line("/push/zone/left", r#"{"zone":1,"thingId":1}"#)]);
    assert_eq!(found[0].rule, "drift/observed-path", "{found:?}");
    let found = findings(&[&line("/hooks/left", r#"{"thingId":1,"at":"yesterday"}"#)]);
    assert_eq!(found[0].rule, "drift/observed-format", "{found:?}");
}

#[test]
fn members_never_seen_are_coverage_and_no_difference() {
    let line = changed(OK);
    let observed = super::observed(&line);
    assert_eq!(observed.findings(), []);
    let notes = observed.coverage;
    assert!(notes.iter().all(|note| note.severity == Severity::Note));
    assert!(
        notes.iter().any(|note| note.evidence[0].text == "state, parent, free, owner, parts"),
        "{notes:#?}"
    );
}
