//! Whose traffic is judged, and what is said of the rest.

use super::super::{Host, Observed, Recording, compare};
use super::api;
use oasis_model::finding::Severity;
use oasis_model::ir::Server;

/// What is observed of lines where the specification names one server.
fn observed(host: Option<&str>, lines: &[String]) -> Observed {
    let mut api = api::api();
    let url = "https://api.things.example/base".to_owned();
    api.servers.push(Server { url, name: None, description: None, at: "/servers/0".to_owned() });
    let host: Option<Host> = host.map(|host| host.parse().unwrap());
    let file = Recording { name: "run.jsonl".to_owned(), text: lines.join("\n") };
    compare(&api, &[file], host.as_ref())
}

/// A status that is not documented, from this address.
fn at(url: &str, more: &str) -> String {
    format!(r#"{{"method":"PATCH","url":"{url}","status":418{more}}}"#)
}

#[test]
fn one_host_is_judged_and_the_others_are_counted() {
    let ours = at("https://api.things.example/base/api/things/1", "");
    let other = at("https://other.example/api/things/1", "");
    let local = at("http://127.0.0.1:8080/api/things/1", "");
    let bare = at("/api/things/1", "");
    let own = at("http://127.0.0.1:8080/api/things/1", r#","own":true"#);
    for (host, lines, judged, others) in [
        (None, vec![&ours, &other], 1, 1),
        (None, vec![&ours, &ours, &other, &local, &other], 2, 3),
        (None, vec![&bare, &own], 2, 0),
        (Some("other.example"), vec![&ours, &other], 1, 1),
        (Some("OTHER.example:443"), vec![&bare, &other], 1, 1),
        (Some("127.0.0.1:8080"), vec![&local, &own, &ours], 2, 1),
        (Some("127.0.0.1:1"), vec![&local, &bare], 1, 1),
    ] {
        let lines: Vec<String> = lines.into_iter().cloned().collect();
        let found = observed(host, &lines);
        assert!(found.readable, "{lines:?}");
        let status = format!("in {judged} of {judged}");
        assert!(found.findings()[0].message.ends_with(&status), "{:?}", found.findings());
        let note = found.findings().into_iter().find(|one| one.rule == "drift/observed-other-host");
        let count = note.map(|note| {
            assert_eq!(note.severity, Severity::Note);
            let counts =
                note.message.split(['(', ')']).filter_map(|part| part.parse::<usize>().ok());
            counts.sum::<usize>()
        });
        assert_eq!(count, (others > 0).then_some(others), "{lines:?}");
    }
}

#[test]
fn a_recording_of_other_hosts_alone_cannot_be_judged() {
    let lines = [at("https://other.example/v1/charges", ""), at("https://other.example/x", "")];
    for (host, wanted) in [(None, "api.things.example"), (Some("h:1"), "h:1")] {
        let found = observed(host, &lines);
        assert!(!found.readable, "{found:?}");
        let message = &found.unreadable[0].message;
        assert!(message.contains(wanted) && message.contains("other.example (2)"), "{message}");
    }
}

#[test]
fn a_notification_comes_to_a_receiver_of_anybodys() {
    let body = r#"{"thingId":null,"at":"2026-01-02T03:04:05Z"}"#;
    let line = format!(
        r#"{{"method":"POST","url":"https://me.example/hooks/left","request":{{"body":{body}}},"status":200}}"#
    );
    let found = observed(None, std::slice::from_ref(&line));
    assert_eq!(found.findings()[0].rule, "drift/observed-null", "{found:?}");
    assert!(!observed(Some("api.things.example"), &[line]).readable);
}

#[test]
fn files_of_other_recorders_are_named_with_the_way_out() {
    for (text, what, advice) in [
        ("2421:9:websocket;0:~8:response;2000:", "mitmproxy", "hardump"),
        ("\n\r\r\n\u{0}\u{0}", "pcap", "hardump"),
        ("\u{fffd}\u{f2}\u{fffd}\u{2}\u{0}", "pcap", "hardump"),
        ("PK\u{3}\u{4}raw", "ZIP", "HTTPArchive"),
        ("{\n \"info\": {\"_postman_id\": \"1\"},\n \"item\": []\n}", "Postman", "hardump"),
        ("---\nhttp_interactions:\n- request:\n", "VCR", "hardump"),
        ("interactions:\n- request:\n    uri: x\nversion: 1\n", "VCR", "hardump"),
        ("{\n \"mappings\": [{\"request\": {}}]\n}", "WireMock", "hardump"),
        (
            "{\"request\": {\"urlPath\": \"/x\"}, \"response\": {\"status\": 200}}",
            "WireMock",
            "hardump",
        ),
        ("* Connected\n> GET / HTTP/1.1\n>\n< HTTP/1.1 200 OK\n", "curl", "hardump"),
    ] {
        let found = super::observed(text);
        assert!(!found.readable, "{text}");
        let [only] = &found.unreadable[..] else { panic!("{text}: {:?}", found.unreadable) };
        assert!(only.message.contains(what) && only.help.contains(advice), "{only:?}");
    }
}
