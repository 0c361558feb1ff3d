//! HTTP archives: what browsers and proxies write is judged as lines are, and hides the same secrets.

use super::{files, observed};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use oasis_model::finding::Severity;
use serde_json::{Value, json};
use std::io::Write;

const BODY: &str = r#"{"id":1,"at":"2026-01-02T03:04:05Z","new":1}"#;

fn archive(entries: &[Value]) -> String {
    let log = json!({"version": "1.2", "creator": {"name": "t"}, "pages": [], "entries": entries});
    json!({ "log": log }).to_string()
}

/// An entry of `changeThing` with this `content` and these headers of the response.
fn entry(content: Value, headers: &[(&str, &str)]) -> Value {
    let header = |(name, value): &(&str, &str)| json!({"name": name, "value": value});
    json!({
        "time": 1.5,
        "request": {
            "method": "PATCH", "url": "https://h/api/things/1", "headers": [], "cookies": [],
            "queryString": [], "bodySize": 2,
            "postData": {"mimeType": "application/json", "text": "{}"},
        },
        "response": {
            "status": 200, "content": content, "cookies": [], "bodySize": -1,
            "headers": headers.iter().map(header).collect::<Vec<_>>(),
        },
    })
}

fn encoded(bytes: &[u8]) -> Value {
    use base64::Engine as _;
    let text = base64::prelude::BASE64_STANDARD.encode(bytes);
    json!({"size": bytes.len(), "mimeType": "application/json", "text": text, "encoding": "base64"})
}

fn packed<W: Write>(mut encoder: W, end: fn(W) -> std::io::Result<Vec<u8>>, text: &str) -> Vec<u8> {
    encoder.write_all(text.as_bytes()).unwrap();
    end(encoder).unwrap()
}

fn gzip(text: &str) -> Vec<u8> {
    packed(GzEncoder::new(Vec::new(), Compression::best()), GzEncoder::finish, text)
}

/// The rules and messages about one entry.
fn told(entry: Value) -> Vec<(String, String)> {
    let found = observed(&archive(&[entry]));
    assert_eq!(found.unreadable, []);
    let told = |finding: oasis_model::finding::Finding| {
        (finding.rule.replace("drift/observed-", ""), finding.message)
    };
    found.findings().into_iter().map(told).collect()
}

#[test]
fn bodies_are_read_in_every_form_that_recorders_write() {
    let level = Compression::best();
    let zlib = packed(ZlibEncoder::new(Vec::new(), level), ZlibEncoder::finish, BODY);
    let raw = packed(DeflateEncoder::new(Vec::new(), level), DeflateEncoder::finish, BODY);
    let text = json!({"size": 44, "mimeType": "application/json", "text": BODY});
    for (name, content, coding) in [
        ("text", text.clone(), None),
        // Browsers undo the coding and keep the header.
        ("text of a coded body", text, Some("br")),
        ("base64", encoded(BODY.as_bytes()), None),
        ("base64 of a decoded body", encoded(BODY.as_bytes()), Some("gzip")),
        ("gzip", encoded(&gzip(BODY)), Some("gzip")),
        ("gzip without its header", encoded(&gzip(BODY)), None),
        ("zlib", encoded(&zlib), Some("deflate")),
        ("deflate", encoded(&raw), Some("deflate")),
    ] {
        let headers: Vec<(&str, &str)> =
            coding.map(|coding| ("Content-Encoding", coding)).into_iter().collect();
        let told = told(entry(content, &headers));
        assert_eq!(told.len(), 1, "{name}: {told:?}");
        assert_eq!(told[0].0, "member-undocumented", "{name}: {told:?}");
    }
}

#[test]
fn what_was_not_recorded_is_not_taken_for_absent() {
    let bomb = gzip(&format!("{}1{}", "[".repeat(100), " ".repeat(9 << 20)));
    let large = gzip(&" ".repeat(100_000));
    let none = json!({"size": 44, "mimeType": "application/json"});
    for (reason, content, coding) in [
        ("it was not recorded", none, ""),
        ("it was not recorded", json!({"size": -1, "mimeType": ""}), ""),
        (
            "the recorder cut it off",
            json!({"size": 44, "mimeType": "application/json", "text": "{\"id\":1,"}),
            "",
        ),
        ("its compressed bytes are damaged or cut off", encoded(&gzip(BODY)[..15]), "gzip"),
        ("it is compressed with br", encoded(b"\x1b\x2a\x00"), "br"),
        ("it is compressed with gzip, br", encoded(b"\x1b\x2a\x00"), "gzip, br"),
        ("unpacked it is more than 100 times as long", encoded(&large), "gzip"),
        ("unpacked it is more than 100 times as long", encoded(&bomb), "gzip"),
        ("its base64 is damaged", json!({"text": "*", "encoding": "base64"}), ""),
        ("its encoding is not base64", json!({"text": "*", "encoding": "rot13"}), ""),
        ("it was recorded compressed, and as text", json!({"text": "\u{1f}\u{fffd}"}), "gzip"),
    ] {
        let told = told(entry(content, &[("content-encoding", coding)]));
        let expected = format!("changeThing answer 200: a body is not judged: {reason}, in 1 of 1");
        assert_eq!(told, [("not-judged".to_owned(), expected)], "{reason}");
    }
}

#[test]
fn what_was_absent_is_said_to_be() {
    let told = told(entry(json!({"size": 0, "mimeType": "application/json"}), &[]));
    assert_eq!(told[0].0, "body-missing", "{told:?}");
}

#[test]
fn an_entry_is_named_by_its_place_in_the_archive() {
    let good = entry(json!({"text": BODY}), &[]);
    let blocked = json!({
        "request": {"method": "PATCH", "url": "https://h/api/things/1"},
        "response": {"status": 0},
    });
    let text = archive(&[blocked, good.clone(), good]);
    // The same archive as people look at it.
    let value: Value = serde_json::from_str(&text).unwrap();
    for text in [text, format!("\u{feff}{value:#}\n")] {
        let found = observed(&text).findings();
        assert_eq!(found.len(), 1, "{found:?}");
        let text = found[0].at.text.as_deref();
        assert_eq!(text, Some("entry 1: PATCH /api/things/{id} -> 200"));
        assert!(found[0].message.ends_with("in 2 of 2"), "{}", found[0].message);
    }
}

#[test]
fn a_cut_archive_is_read_up_to_there() {
    let good = entry(json!({"text": BODY}), &[]);
    let text = archive(&[good.clone(), good]);
    let found = observed(&text[..text.len() - 40]).findings();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].message.starts_with("entry 1 is no exchange"), "{}", found[0].message);
    assert!(found[0].message.contains("nothing is read: it is cut off"), "{}", found[0].message);
    assert!(found[1].message.ends_with("in 1 of 1"), "{}", found[1].message);
    for text in [archive(&[]), r#"{"log":{"entries":[{}]}}"#.to_owned(), r#"{"log":1}"#.to_owned()]
    {
        let found = observed(&text);
        assert!(!found.readable && !found.unreadable.is_empty(), "{text}");
    }
}

#[test]
fn secrets_of_an_archive_are_in_no_finding() {
    let mut one = entry(json!({"text": BODY}), &[("set-cookie", "sid=cookie-set-1; Path=/")]);
    let secrets = [
        "bearer-a1b2",
        "cookie-sent-1",
        "cookie-set-1",
        "query-key-1",
        "posted-key-1",
        "form-key-1",
    ];
    let request = &mut one["request"];
    request["headers"] = json!([{"name": "Authorization", "value": "Bearer bearer-a1b2"}]);
    request["cookies"] = json!([{"name": "sid", "value": "cookie-sent-1"}]);
    request["url"] =
        json!("https://jane:pw@h/api/things/query-key-1?api_key=query-key-1&x=bearer-a1b2");
    request["postData"]["text"] = json!(r#"{"client_secret":"posted-key-1","note":5}"#);
    let mut form = entry(json!({"text": BODY}), &[]);
    form["request"]["postData"] = json!({
        "mimeType": "application/x-www-form-urlencoded", "text": "a=b&password=form-key-1",
    });
    let echo = secrets.join(" ");
    let shown = entry(
        json!({"text": json!({"id": echo, "at": echo, "state": "form-key-1", &echo: 1}).to_string()}),
        &[],
    );
    for texts in [[&one, &form, &shown], [&shown, &form, &one]] {
        let found = files(&[&archive(&texts.map(Clone::clone))]);
        let text = format!("{found:?}");
        for secret in secrets.iter().chain(&["jane"]) {
            assert!(!text.contains(secret), "{secret}: {text}");
        }
        assert!(
            found.findings().iter().any(|finding| finding.severity == Severity::Error),
            "{text}"
        );
    }
}

#[test]
fn lines_may_hold_compressed_bytes_too() {
    let content = encoded(&gzip(BODY));
    let line = json!({
        "method": "PATCH", "path": "/api/things/1", "status": 200,
        "response": {"headers": {"content-encoding": "gzip"}, "bytes": content["text"]},
    });
    let found = super::findings(&[&line.to_string()]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].rule, "drift/observed-member-undocumented");
}

#[test]
fn calls_without_an_answer_prove_nothing() {
    let entry = || entry(json!({"size": 0, "mimeType": ""}), &[]);
    for response in [Value::Null, json!({"status": 0, "content": {}, "headers": []})] {
        let mut silent = entry();
        silent["response"] = response;
        let found = observed(&archive(&[silent.clone()]));
        assert!(!found.readable, "{silent}");
        assert!(found.unreadable[0].message.contains("no status"), "{:?}", found.unreadable);
        assert!(observed(&archive(&[silent, entry()])).readable);
    }
}
