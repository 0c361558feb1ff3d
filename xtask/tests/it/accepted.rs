//! `drift --accepted`: what is taken out, what is complained about, what is offered.

use crate::room::{Room, answered};
use serde_json::Value;

#[test]
fn the_offered_entry_accepts_the_finding() {
    let room = Room::new("accept");
    room.write("run", &(answered(418) + &answered(419)));
    let run = room.drift(&["observed", "run"]);
    let entry = run.out.lines().find_map(|line| line.split_once("to accept it: ")).unwrap().1;
    let entry =
        entry.replace("reason: ,", "reason: known,").replace("date: }", "date: '2026-01-02'}");
    room.write("spec/drift-accepted.yaml", &entry);
    let run = room.drift(&["observed", "run"]);
    assert!(!run.out.contains("418") && run.out.contains("419"), "{}", run.out);
    room.write("run", &answered(418));
    assert_eq!(room.drift_in("deep/er", &["observed", "../../run"]).code, Some(0));
}

#[test]
fn an_entry_that_matches_nothing_is_named_by_its_own_source() {
    let room = Room::new("stale");
    room.write("run", &answered(200)).write(
        "spec/drift-accepted.yaml",
        "# list\n- {rule: drift/page-constant, at: /a, reason: r, date: '2026-01-02'}\n\
         - {rule: drift/observed-status, at: /b, reason: r, date: '2026-01-02'}\n",
    );
    let run = room.drift(&["observed", "run", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let findings = object["findings"].as_array().unwrap();
    assert_eq!((findings.len(), run.code), (1, Some(0)), "{}", run.out);
    assert_eq!(findings[0]["rule"], "drift/accepted-without-difference");
    assert_eq!(findings[0]["at"]["line"], 3);
    assert_eq!(room.drift(&["observed", "run", "--fail-on", "note"]).code, Some(1));
    let run = room.drift(&["spec", "spec/oasis.yaml", "--fail-on", "note"]);
    assert!(run.out.ends_with("\ndrift: none (no findings)\n"), "{}", run.out);
}

#[test]
fn a_list_that_is_not_in_order_stops_the_command() {
    let room = Room::new("list-mistakes");
    room.write("run", &answered(200));
    for (list, place) in [
        (
            "- {rule: drift/page-constant, at: /, reason: r, date: '2026-01-02', who: me}",
            "unknown field `who`",
        ),
        ("- {rule: drift/page-constant, at: /, reason: r}", "missing field `date`"),
        (
            "# one\n- {rule: drift/page-constant, at: /, reason: r, date: soon}",
            "drift-accepted.yaml:2:3",
        ),
    ] {
        room.write("spec/drift-accepted.yaml", list);
        let run = room.drift(&["observed", "run", "--format", "json"]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{list}");
        assert!(run.err.contains(place), "{list}: {}", run.err);
    }
    let two = ["spec", "spec/oasis.yaml", "--base", "spec/oasis.yaml"];
    assert_eq!(room.drift(&two).code, Some(0), "the list is about the curated spec");
}
