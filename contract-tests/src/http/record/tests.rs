//! Nothing of the token is shown or stored, and what is stored is read as what it was.

use super::*;
use crate::http::{Auth, Bytes, Failure, FailureKind, Request, Response, curl};
use crate::target::{Permissions, REMOVED, Target};
use std::time::Duration;

const TOKEN: &str = "tk\"Zq8w\\Xv3L/kPq5RtYu7NmB2cD9";

fn secret() -> Secret {
    Secret::new(TOKEN).unwrap()
}

fn exchange(sent: Option<&[u8]>, body: &[u8]) -> Exchange {
    let header = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
    Exchange {
        operation: "updateSession".into(),
        request: Request {
            method: "PATCH".into(),
            path: "/sessions/1".into(),
            auth: Auth::Token,
            headers: header("content-type", "application/json"),
            body: sent.map(|body| Bytes(body.to_vec())),
        },
        outcome: Ok(Response {
            version: "HTTP/1.1".into(),
            status: 200,
            headers: header("X-Echo", TOKEN),
            body: body.to_vec(),
            endless: false,
            undecodable: None,
            elapsed: Duration::ZERO,
        }),
        dropped_before: false,
        waited: 0,
    }
}

fn stored_line(exchange: &Exchange, probe: bool) -> Value {
    serde_json::from_str(&line(exchange, probe, &secret())).unwrap()
}

#[test]
fn a_line_is_what_other_tools_read() {
    let stored = stored_line(&exchange(Some(b"{\"a\":1}"), b"{\"b\":[1.0]}"), false);
    let expected = json!({
        "operation": "updateSession", "own": true, "method": "PATCH", "path": "/sessions/1",
        "request": {"headers": {"content-type": "application/json"}, "body": {"a": 1}},
        "status": 200,
        "response": {"headers": {"x-echo": REMOVED}, "body": {"b": [1.0]}},
    });
    assert_eq!(stored, expected);
    let mut failed = exchange(None, b"");
    let text = format!("it said {TOKEN:?}");
    failed.outcome = Err(Failure { kind: FailureKind::Malformed, text, begun: true });
    let stored = stored_line(&failed, true);
    assert_eq!(stored["failure"], "it said \"<token>\"");
    assert_eq!(stored["probe"], true);
    assert!(stored.get("status").is_none() && stored["request"].get("body").is_none());
}

#[test]
fn a_stored_body_is_not_taken_for_another() {
    let long = [b"[\"", &b"y".repeat(KEPT)[..], b"\"]"].concat();
    for (bytes, key, expected) in [
        (&b"{\"a\":1}"[..], "body", json!({ "a": 1 })),
        (b"null", "text", json!("null")),
        (b"\"{}\"", "text", json!("\"{}\"")),
        (b"{", "text", json!("{")),
        (b"\xff", "bytes", json!("/w==")),
        (&long, "text", json!(String::from_utf8_lossy(&long[..KEPT]))),
    ] {
        let stored = stored_line(&exchange(None, bytes), false);
        assert_eq!(stored["response"][key], expected);
        assert_eq!(stored.get("probe").is_some(), bytes.len() > KEPT);
    }
    let mut partial = exchange(None, b"[]");
    partial.outcome.as_mut().unwrap().undecodable = Some("br".into());
    assert_eq!(stored_line(&partial, false)["probe"], true);
}

#[test]
fn the_token_is_removed_before_anything_is_cut() {
    let escaped = serde_json::to_string(TOKEN).unwrap();
    for (before, most) in [(KEPT - 12, KEPT), (SHOWN - 20, SHOWN), (0, 0)] {
        for text in [TOKEN, escaped.trim_matches('"')] {
            for after in [&b"zzz"[..], b"\xff"] {
                let body =
                    [&b"y".repeat(before)[..], text.as_bytes(), &b"z".repeat(most), after].concat();
                let exchange = exchange(Some(&body), &body);
                let line = line(&exchange, false, &secret());
                let transcript = transcript(&exchange, None, &secret());
                for shown in [line, transcript] {
                    assert!(!shown.contains("Zq8w") && !shown.contains("tk\\"), "{before}");
                }
            }
        }
    }
}

#[test]
fn a_transcript_shows_the_part_in_focus() {
    let body = format!("{{\"first\":\"{}\",\"last\":[\"\\u001b[31m\"]}}", "y".repeat(700));
    let exchange = exchange(Some(b"{}"), body.as_bytes());
    let shown = transcript(&exchange, Some("/last"), &secret());
    let expected = "> PATCH /sessions/1\n> content-type: application/json\n> {}\n\
        < HTTP/1.1 200\n< X-Echo: <token>\n< .. at /last: [\"\\u001b[31m\"]";
    assert_eq!(shown, expected);
    for focus in [None, Some(""), Some("/nothing")] {
        let shown = transcript(&exchange, focus, &secret());
        assert!(shown.ends_with("… (734 bytes)"), "{shown}");
    }
    let many = (0..50).map(|at| (format!("x-{at}"), "\u{1b}[2J\u{202e}".to_owned())).collect();
    let mut exchange = exchange;
    exchange.outcome.as_mut().unwrap().headers = many;
    let shown = transcript(&exchange, None, &secret());
    assert!(shown.contains("and 10 headers more") && !shown.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn curl_lines_are_safe_for_a_shell() {
    let target = Target::new("http://[::1]:4010/base", secret(), Permissions::default()).unwrap();
    let request = |auth, method: &str, path: &str, body: &[u8]| Request {
        method: method.into(),
        path: path.into(),
        auth,
        headers: vec![("x-it's".into(), String::new())],
        body: Some(Bytes(body.to_vec())),
    };
    let line = |request| curl(&request, &target);
    assert_eq!(
        line(request(Auth::Token, "PATCH", "/a", b"it's")),
        "curl -i --path-as-is --globoff -X PATCH -H \"Authorization: Bearer $OASIS_TOKEN\" \
         -H 'x-it'\\''s;' -H 'Content-Type:' --data-binary 'it'\\''s' 'http://[::1]:4010/base/a'"
    );
    let line_of = |auth, method, body: &[u8]| line(request(auth, method, "/a?$(x)", body));
    assert!(line_of(Auth::Nothing, "a|b`c", b"").contains("-X 'a|b`c'"));
    assert!(line_of(Auth::Query("t".into()), "GET", b"").ends_with("a?$(x)'\"&t=$OASIS_TOKEN\""));
    assert!(line_of(Auth::Nothing, "PUT", b"\xff").starts_with("echo /w== | base64 -d | curl"));
    assert!(line_of(Auth::Nothing, "PUT", b"@file").contains("base64"));
    assert!(line_of(Auth::Nothing, "PUT", &[b'x'; 5000]).contains("@body.json"));
    assert!(!line_of(Auth::Basic, "PUT", TOKEN.as_bytes()).contains("Zq8w"));
}
