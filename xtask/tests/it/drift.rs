//! `drift`: forms of output, exit codes, files that cannot be used.

use crate::room::{Room, answered};
use serde_json::Value;
use std::collections::BTreeSet;

/// An answer with an undocumented status.
const NEW: u16 = 418;
/// An answer that another reading of the spec allows.
const OTHER: u16 = 400;
/// A page of an endpoint that the spec does not know.
const PAGE: &str = "Things\nList the things\nAuthorization\nbearerAuth AuthorizationBearer <token>\nIn: header\nResponse Body\ncurl -X GET \"https://oasis-api.public.sandbox.oasis.aifi.com/api/admin/v2/things\"EmptyHow is this guide?\n";

#[test]
fn the_exit_code_follows_the_severity_and_the_choice() {
    let room = Room::new("exit-codes");
    let room = room.write("new", &answered(NEW)).write("other", &answered(OTHER));
    room.write("same", &answered(200)).write("half", &(answered(200) + "{\"method\":\"PA"));
    for (file, error, warning, note) in
        [("new", 0, 1, 1), ("other", 0, 0, 1), ("same", 0, 0, 0), ("half", 0, 1, 1)]
    {
        for (choice, code) in [("error", error), ("warning", warning), ("note", note)] {
            let run = room.drift(&["observed", file, "--fail-on", choice]);
            assert_eq!(run.code, Some(code), "{file} {choice}\n{}{}", run.out, run.err);
        }
    }
}

#[test]
fn the_printed_object_is_what_the_readme_says() {
    let room = Room::new("printed-object");
    room.write("run", &answered(NEW))
        .write("left", r#"{"webhook":"transitionLeft","body":{"sessionId":"s"}}"#);
    let run = room.drift(&["observed", "run", "left", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, run.err.as_str(), &object["verdict"]), (Some(1), "", &"breaking".into()));
    let mut printed: BTreeSet<String> = object.as_object().unwrap().keys().cloned().collect();
    let findings = object["findings"].as_array().unwrap();
    let members = findings.iter().flat_map(|finding| finding.as_object().unwrap().keys());
    printed.extend(members.map(|member| format!("findings[].{member}")));
    printed.remove("findings");
    // What a recording is compared with stands in its message.
    printed.insert("findings[].base".to_owned());
    let readme = include_str!("../../../codegen/drift/README.md");
    let table = readme.lines().skip_while(|line| *line != "| key | meaning |").skip(2);
    let told: BTreeSet<String> = table
        .take_while(|line| line.starts_with("| `"))
        .flat_map(|line| line.split('|').nth(1).unwrap().split(','))
        .map(|name| name.trim().trim_matches('`'))
        .map(|name| {
            name.strip_prefix('.').map_or(name.to_owned(), |name| format!("findings[].{name}"))
        })
        .collect();
    assert_eq!(printed, told);
    let places = findings.iter().flat_map(|finding| [&finding["at"], &finding["other"]]);
    let known = ["document", "pointer", "line", "column", "text"];
    for member in places.filter_map(Value::as_object).flat_map(serde_json::Map::keys) {
        assert!(known.contains(&member.as_str()), "{member}");
    }
}

#[test]
fn what_cannot_be_used_is_an_error_and_prints_nothing() {
    let room = Room::new("unusable");
    room.write("logs", "{\"level\":\"info\"}\n{\"level\":\"warn\"}\n").write("empty", "");
    room.write("half", "{\"method\":\"PA").write("good", &answered(200));
    for (arguments, reason) in [
        (&["observed", "logs"][..], "nothing readable in logs"),
        (&["observed", "empty"], "nothing readable in empty"),
        (&["observed", "half", "none"], "nothing could be read"),
        (&["observed", "none"], "cannot read none"),
        (&["observed", "spec"], "cannot read spec"),
        (&["pages", "half"], "nothing could be read"),
        (&["spec", "logs"], "logs cannot be read"),
        (&["observed", "good", "--accepted", "none"], "cannot read none"),
    ] {
        let run = room.drift(&[arguments, &["--format", "json"]].concat());
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(run.err.contains(reason), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn what_can_be_read_is_shown_beside_what_cannot() {
    let room = Room::new("beside");
    room.write("new", &answered(NEW)).write("half", "{\"method\":\"PA").write("page", PAGE);
    // The difference of this entry may be in the file that could not be read.
    let entry = "- {rule: drift/observed-enum, at: /a, reason: r, date: '2026-01-02'}\n";
    room.write("spec/drift-accepted.yaml", entry);
    for (arguments, shown, reason) in [
        (
            &["observed", "half", "new"][..],
            "status 418 is not documented",
            "nothing readable in half",
        ),
        (&["observed", "new", "none"], "status 418 is not documented", "cannot read none"),
        (&["pages", "half", "page"], "drift/operation-added", "nothing readable in half"),
        (&["pages", "page", "spec"], "drift/operation-added", "cannot read spec"),
    ] {
        for format in ["text", "markdown", "json"] {
            let run = room.drift(&[arguments, &["--format", format]].concat());
            assert_eq!(run.code, Some(2), "{arguments:?}");
            assert!(run.out.contains(shown), "{arguments:?}: {}", run.out);
            assert!(!run.out.contains("accepted-without"), "{arguments:?}: {}", run.out);
            assert!(run.out.contains(reason), "{arguments:?}: {}", run.out);
            assert!(run.err.starts_with("error: not every file could be read"), "{}", run.err);
            if format == "json" {
                let object: Value = serde_json::from_str(&run.out).unwrap();
                assert_eq!(object["verdict"], "undecided", "{arguments:?}");
            }
        }
    }
}

#[test]
fn the_worst_stands_first_whatever_was_met_first() {
    let room = Room::new("worst-first");
    room.write("half", &(answered(200) + "{\"method\":\"PA"))
        .write("left", r#"{"webhook":"transitionLeft","body":{"sessionId":"s"}}"#);
    let run = room.drift(&["observed", "half", "left", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let findings = object["findings"].as_array().unwrap();
    let verdicts: Vec<&str> = findings.iter().filter_map(|one| one["verdict"].as_str()).collect();
    assert_eq!(verdicts.first(), Some(&"breaking"), "{}", run.out);
    assert_eq!(verdicts.last(), Some(&"undecided"), "{}", run.out);
}

#[test]
fn a_file_named_twice_is_counted_once() {
    let room = Room::new("twice");
    room.write("run", &answered(NEW));
    let run = room.drift_in("deep/er", &["observed", "../../run", "../../deep/../run"]);
    assert!(run.out.contains("status 418 is not documented, in 1 of 1"), "{}", run.out);
}

#[test]
fn another_reading_is_shown_with_its_count_and_edit() {
    let room = Room::new("other-reading");
    room.write("run", &(answered(OTHER).repeat(36) + &answered(422)));
    let run = room.drift(&["observed", "run"]);
    assert!(run.out.contains("inferred 422, observed 400, in 36 of 37"), "{}", run.out);
    assert!(run.out.contains("rename the key `422` to `400`"), "{}", run.out);
    assert!(
        run.out.contains("= text: PATCH /api/admin/v2/stores/{id}/shoppers/{id2} -> 400"),
        "{}",
        run.out
    );
}

#[test]
fn members_never_seen_are_coverage() {
    let room = Room::new("coverage");
    let body = r#"{"message":"Invalid request body","type":"E_INVALID_BODY","errors":[{"error":"e","rule":"r","field":"\"f\""}]}"#;
    let line = |body: &str| {
        format!(
            r#"{{"method":"PATCH","path":"/api/admin/v2/sessions/s","request":{{"body":{body}}},"status":422,"response":{{"body":{body}}}}}"#
        )
    };
    room.write("run", &line(body));
    let run = room.drift(&["observed", "run", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(object["findings"], serde_json::json!([]), "{}", run.out);
    assert_eq!(object["coverage"][0]["evidence"][0]["text"], "suspectedFraud, metadata");
    assert_eq!(run.code, Some(0));
    let run = room.drift(&["observed", "run"]);
    assert!(run.out.contains("\nmembers never seen in 1 kind of body"), "{}", run.out);
}

#[test]
fn what_is_no_file_is_answered_with_what_to_do() {
    let room = Room::new("no-file");
    for (arguments, reason) in [
        (&["spec", "spec"][..], "it is a folder; give the files in it, such as spec/*"),
        (&["pages", "spec"], "give the files in it, such as spec/*"),
        (&["spec", "https://h.example/a.yaml"], "fetch it first: curl"),
        (&["observed", "https://h.example/a.har"], "fetch it first: curl"),
    ] {
        let run = room.drift(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}");
        assert!(run.err.contains(reason), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn a_difference_is_shown_in_every_form_and_its_edit_applies() {
    let room = Room::new("forms");
    let spec = std::fs::read_to_string(room.0.join("spec/oasis.yaml")).unwrap();
    let changed = spec.replacen("required: [sessionId, status]", "required: [sessionId]", 1);
    assert_ne!(spec, changed);
    room.write("vendor.yaml", &changed);
    let sarif = room.drift(&["spec", "vendor.yaml", "--format", "sarif"]);
    let object: Value = serde_json::from_str(&sarif.out).unwrap();
    let place = &object["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "spec/oasis.yaml", "{}", sarif.out);
    let github = room.drift(&["spec", "vendor.yaml", "--format", "github"]);
    assert!(github.out.starts_with("::warning file=spec/oasis.yaml,line="), "{}", github.out);
    let text = room.drift(&["spec", "vendor.yaml"]);
    assert!(text.out.starts_with("read vendor.yaml (3 operations), against"), "{}", text.out);
    let diff = room.drift(&["spec", "vendor.yaml", "--diff"]);
    assert_eq!((diff.code, diff.err.as_str()), (Some(1), ""), "{}", diff.out);
    assert!(diff.out.contains("--- a/spec/oasis.yaml\n"), "{}", diff.out);
    room.write("edit.diff", &diff.out);
    let mut git = std::process::Command::new("git");
    let applied = git.arg("apply").arg("edit.diff").current_dir(&room.0);
    let applied = applied.env("GIT_CEILING_DIRECTORIES", room.0.parent().unwrap());
    assert!(applied.status().unwrap().success(), "{}", diff.out);
    let after = room.drift(&["spec", "vendor.yaml", "--fail-on", "note"]);
    assert!(after.out.ends_with("drift: none (no findings)\n"), "{}", after.out);
}

#[test]
fn one_host_is_judged_and_standard_input_is_read() {
    let room = Room::new("hosts");
    let at =
        |host: &str| answered(NEW).replace(r#""path":""#, &format!(r#""url":"https://{host}"#));
    room.write("other", &at("other.example"))
        .write("both", &(at("other.example") + &at("oasis-api.public.sandbox.oasis.aifi.com")));
    let run = room.drift(&["observed", "other"]);
    assert_eq!(run.code, Some(2), "{}", run.out);
    assert!(run.err.contains("the recorded ones are with other.example (1)"), "{}", run.err);
    let run = room.drift(&["observed", "both"]);
    assert!(run.out.contains("status 418 is not documented, in 1 of 1"), "{}", run.out);
    assert!(
        run.out.contains("exchanges with other hosts that are not judged: other.example (1)"),
        "{}",
        run.out
    );
    assert_eq!(room.drift(&["observed", "other", "--host", "other.example"]).code, Some(1));
    assert_eq!(room.drift(&["observed", "other", "--host", "https://x"]).code, Some(2));
    for (arguments, input, shown) in [
        (&["observed", "-"][..], answered(NEW), "standard input"),
        (&["pages", "-"], PAGE.to_owned(), "standard input"),
        (&["spec", "-"], include_str!("../fixtures/oasis.yaml").to_owned(), "drift: none"),
    ] {
        let run = room.drift_with(arguments, &input);
        assert!(run.out.contains(shown), "{arguments:?}: {}{}", run.out, run.err);
    }
    let run = room.drift_with(&["spec", "-", "--base", "-"], "");
    assert!(run.err.contains("standard input can be read once"), "{}", run.err);
}
