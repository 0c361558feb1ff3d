//! `drift pages`: what a user of a nightly run sees and gets as exit code.

use crate::room::Room;
use serde_json::Value;

/// A page of our own writing on the host of the specification.
fn page(route: &str, field: &str) -> String {
    let (method, path) = route.split_once(' ').unwrap();
    format!(
        "Things\n\nChange it\n\n{method}\n{path}\n\nAuthorization\n\nbearerAuth\nAuthorizationBearer <token>\n\nIn: header\n\nRequest Body\n\napplication/json\n\n{field}\n\nResponse Body\n\ncurl -X {method} \"https://oasis-api.public.sandbox.oasis.aifi.com{path}\" \\  -H \"Content-Type: application/json\" \\  -d '{{}}'\nEmpty\n\nHow is this guide?\n"
    )
}

const FRESH: &str = "POST /api/admin/v2/things";

#[test]
fn a_new_endpoint_is_reason_to_look_until_it_is_accepted() {
    let room = Room::new("new-endpoint");
    let both = page(FRESH, "a?string") + &page("PUT /api/admin/v2/things", "b?integer");
    room.write("page", &both).write("cut", &page(FRESH, "a?string")[..190]);
    let run = room.drift(&["pages", "page", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let findings = object["findings"].as_array().unwrap();
    assert_eq!((run.code, &object["verdict"]), (Some(1), &"non-breaking".into()));
    let seen: Vec<_> = findings.iter().map(|finding| finding["at"]["line"].as_u64()).collect();
    assert_eq!(seen, [Some(6), Some(32)], "{}", run.out);
    let entries: String = findings
        .iter()
        .flat_map(|finding| finding["evidence"].as_array().unwrap())
        .filter(|evidence| evidence["label"] == "to accept it")
        .map(|evidence| {
            let entry = evidence["text"].as_str().unwrap();
            entry.replace("reason: , date: ", "reason: not ours, date: '2026-01-02'") + "\n"
        })
        .collect();
    room.write("spec/drift-accepted.yaml", &entries);
    let run = room.drift(&["pages", "page"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    // What a page lacks is accepted for its operation, not for every page.
    let run = room.drift(&["pages", "cut", "--format", "json"]);
    assert!(run.out.contains("drift/page-truncated"), "{}{}", run.out, run.err);
    assert!(run.out.contains(r#"at: \"/paths/~1api~1admin~1v2~1things/post\""#), "{}", run.out);
}

#[test]
fn what_no_message_feels_is_shown_and_moves_no_verdict() {
    let room = Room::new("unfelt");
    let route = "PATCH /api/admin/v2/sessions/{sessionId}";
    room.write("page", &page(route, "metadata?objectDeprecated"));
    let run = room.drift(&["pages", "page", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let findings = object["findings"].as_array().unwrap();
    let deprecated = findings.iter().find(|one| one["rule"] == "drift/request-deprecated").unwrap();
    assert_eq!((&deprecated["verdict"], &deprecated["harm"]), (&"none".into(), &"docs".into()));
    assert_eq!(deprecated["severity"], "note");
}
