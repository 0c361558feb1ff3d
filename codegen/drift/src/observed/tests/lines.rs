//! Lines that cannot be read, and secrets.

use super::{files, findings, observed};
use oasis_model::finding::Finding;

/// What is wrong with a file of which nothing can be read.
fn unreadable(text: &str) -> Vec<Finding> {
    let observed = observed(text);
    assert_eq!((observed.findings(), observed.readable), (Vec::new(), false));
    observed.unreadable
}

#[test]
fn a_bad_line_is_named_and_the_others_are_read() {
    let good = r#"{"method":"PATCH","path":"/api/things/1","status":418}"#;
    for bad in [
        r#"{"method":"GET","path":"/api/thi"#,
        "not json",
        "[1]",
        r#"{"method":5,"path":"/"}"#,
        r#"{"method":"B W","path":"/"}"#,
        r#"{"method":"GET"}"#,
        r#"{"method":"GET","path":"/","status":"200"}"#,
        r#"{"method":"GET","path":"/","status":99999}"#,
        r#"{"method":"GET","path":"/","response":[]}"#,
        r#"{"method":"GET","path":"/","response":{"headers":{"a":1}}}"#,
        r#"{"method":"GET","path":"/","response":{"bytes":"?"}}"#,
        r#"{"method":"GET","path":"/","response":{"body":1,"text":"1"}}"#,
        r#"{"webhook":1,"body":{}}"#,
        // Forms that others write: what they hold must not be passed over in silence.
        r#"{"method":"GET","path":"/","status":200,"response":{"body":"{\"a\":1}"}}"#,
        r#"{"method":"GET","path":"/","status":200,"response_body":{}}"#,
        r#"{"method":"GET","path":"/","request":{},"response":{"status":200}}"#,
        r#"{"request":{"method":"GET","url":"/"},"response":{"status":200}}"#,
        r#"{"webhook":"thingLeft","request":{"body":{}}}"#,
    ] {
        let found = observed(&format!("{good}\n\n{bad}\n{good}")).findings();
        assert_eq!(found.len(), 2, "{bad}\n{found:?}");
        assert_eq!(found[0].at.line, Some(3));
        assert!(found[1].message.ends_with("status 418 is not documented, in 2 of 2"), "{found:?}");
        let errors = unreadable(bad);
        assert!(errors[0].message.contains("nothing readable in run.jsonl"), "{bad}");
    }
    assert_eq!(unreadable("").len(), 1);
}

#[test]
fn many_bad_lines_are_counted() {
    let good = r#"{"method":"GET","path":"/api/things/1"}"#;
    let found = observed(&format!("{good}\n{}", "bad\n".repeat(1000))).findings();
    assert_eq!(found.iter().filter(|finding| finding.rule == super::super::UNREADABLE).count(), 6);
    assert!(found[5].message.contains("995 more lines"), "{}", found[5].message);
}

#[test]
fn what_is_wrong_with_a_line_is_said() {
    let deep = format!(r#"{{"a":{}{}}}"#, "[".repeat(500), "]".repeat(500));
    for (line, reason) in [
        (deep.as_str(), "nested too deep"),
        (r#"{"a":1e400}"#, "a number too large"),
        (r#"{"a":"#, "cut off"),
        (r#"{"a":x}"#, "not JSON from column 6 on"),
    ] {
        let found = unreadable(line);
        assert!(
            found[1].message.ends_with(reason) || found[1].message.contains(reason),
            "{found:?}"
        );
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_line() {
    let line = r#"{"method":"PATCH","path":"/api/things/1","status":401}"#;
    let found = observed(&format!("\u{feff}{line}\r\n"));
    assert_eq!((found.findings(), found.unreadable), (Vec::new(), Vec::new()));
}

#[test]
fn json_of_something_else_is_no_traffic() {
    for (text, belongs) in [
        ("{\"level\":\"info\"}\n{}\n", false),
        ("{\"level\":\"info\"}\n{\"webhook\":\"x\",\"body\":{}}", true),
        (r#"{"thingId":1,"at":"2026-01-02T03:04:05Z"}"#, true),
        (r#"{"probe":true,"method":"GET","path":"/"}"#, true),
    ] {
        assert_eq!(observed(text).unreadable.is_empty(), belongs, "{text}");
    }
}

#[test]
fn fifty_megabytes_in_one_line_are_a_bad_line() {
    let long = format!("{{\"a\":\"{}\"}}", "x".repeat(50 << 20));
    assert!(unreadable(&long)[1].message.contains("too long"));
}

#[test]
fn secrets_are_in_no_finding() {
    let token = "tok-5f2c9a77";
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
    let line = format!(
        r#"{{"method":"PATCH","url":"https://h/api/things/{token}?access_token=query-secret&{token}=1","request":{{"headers":{{"Authorization":"Bearer {token}","Cookie":"sid=cookie-secret"}},"body":{{"note":5,"client_secret":"body-secret"}}}},"status":200,"response":{{"headers":{{"X-Echo":"{token}","content-type":"{token}/{jwt}"}},"body":{{"id":"x {token}","at":"{jwt}","state":"cookie-secret","{token}":1,"body-secret":2,"{jwt}":3}}}}}}"#
    );
    let other = format!(r#"{{"method":"GET","path":"/{token}/query-secret/{jwt}","status":200}}"#);
    // What one file gives away is hidden in the findings about all, whatever their order.
    for files in [files(&[&line, &other]), files(&[&other, &line])] {
        let text = format!("{files:?}");
        for secret in [token, jwt, "cookie-secret", "body-secret", "query-secret"] {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(files.findings().len() > 3);
    }
}

#[test]
fn many_secrets_take_no_longer_than_few() {
    let line = |id: usize| {
        format!(
            r#"{{"method":"GET","path":"/tok-{id:09}","request":{{"headers":{{"authorization":"Bearer tok-{id:09}"}},"body":{{"a":"{}"}}}},"status":200}}"#,
            "tok-0 ".repeat(40)
        )
    };
    // Comparing each text with each secret would be a billion searches.
    let text: Vec<String> = (0..10_000).map(line).collect();
    let found = observed(&text.join("\n")).findings();
    assert!(!found.is_empty() && !format!("{found:?}").contains("tok-0000"), "{found:?}");
}

#[test]
fn personal_data_is_in_no_finding() {
    let line = r#"{"method":"PATCH","path":"/api/things/jane%40example.com?jane@example.com=1","request":{"body":{"note":1,"jane@example.com":2}},"status":200,"response":{"body":{"id":4242424242424242.5,"at":"jane@example.com","state":"jane@example.com","parent":5,"jane@example.com":6}}}"#;
    let other =
        r#"{"method":"GET","url":"https://jane@h/api/customers/jane@example.com","status":200}"#;
    let third = r#"{"webhook":"jane@example.com","body":{}}"#;
    let found = findings(&[line, other, third]);
    let text = format!("{found:?}");
    assert!(found.len() > 8 && !text.contains("jane") && !text.contains("4242"), "{text}");
}

#[test]
fn bodies_are_read_from_text_and_bytes() {
    for side in [
        r#"{"body":{"message":"no"}}"#,
        r#"{"text":"{\"message\":\"no\"}"}"#,
        r#"{"bytes":"eyJtZXNzYWdlIjoibm8ifQ=="}"#,
    ] {
        let line = format!(
            r#"{{"method":"PATCH","path":"/api/things/1","status":422,"response":{side}}}"#
        );
        assert_eq!(findings(&[&line]), [], "{line}");
    }
}

#[test]
fn a_probe_is_passed_over() {
    let lines = [
        r#"{"probe":true,"method":"PATCH","path":"/things/nothing","request":{},"status":500,"response":{}}"#,
        r#"{"probe":true,"method":"BREW","path":"/","request":{},"status":200,"response":{}}"#,
    ];
    assert_eq!(super::findings(&lines), []);
}
