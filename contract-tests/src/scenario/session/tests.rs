//! Differences become the right problems, once; and parts are what they should be.

use super::*;
use crate::{http::Auth, spec::Spec};
use serde_json::json;

fn change(changes: Value) -> Act {
    Act::Change(changes.as_object().cloned().unwrap_or_default())
}

fn step(act: Act, check: Check) -> Step {
    Step { other: false, act, check }
}

// A table is read by the line.
#[rustfmt::skip]
#[test]
fn one_fault_differs_once_and_what_is_not_known_is_not_compared() {
    let session = |metadata: Value, mark: bool| {
        json!({"sessionId": "s", "updatedAt": 1, "metadata": metadata, "suspectedFraud": mark})
    };
    let (merged, other) = (json!({"old": 1, "new": 2}), json!({"b": 1}));
    let refused = || Act::Refused(Vec::new(), Auth::Token, Expect::NotJson);
    let again = json!({ "metadata": {} }).as_object().cloned().expect("it is an object");
    let mut model = Session::default();
    for (act, status, body, expected) in [
        (Act::read(), 200, session(json!({"old": 1}), false), None),
        (change(json!({"metadata": {"new": 2}})), 200, session(merged.clone(), false), Some("metadata")),
        (Act::read(), 200, session(merged.clone(), false), Some("")),
        (change(json!({"suspectedFraud": true})), 200, session(merged.clone(), false), Some("suspectedFraud")),
        (Act::read(), 200, session(merged.clone(), false), Some("")),
        (change(json!({"metadata": {}, "suspectedFraud": true})), 200, session(json!({}), true), Some("")),
        (Act::Again(again), 200, session(json!({}), true), Some("")),
        // What was refused and stored shows at the next read.
        (refused(), 400, json!("no"), None),
        (Act::read(), 200, session(merged.clone(), true), Some("metadata")),
        (refused(), 200, session(other.clone(), true), None),
        (Act::read(), 200, session(other, true), None),
        (change(json!({"metadata": {}})), 500, json!("oops"), None),
        (Act::read(), 200, session(merged, true), None),
    ] {
        let seen = model.see(&act, status, Some(body));
        let seen = seen.map(|it| it.into_iter().map(|it| it.property).collect::<Vec<_>>().join(","));
        assert_eq!(seen.as_deref(), expected, "{act:?}");
    }
}

#[test]
fn the_step_and_the_place_tell_which_promise_is_broken() {
    use Check::*;
    use Severity::{Error, Note, Warning};
    let write = || change(json!({"metadata": {}}));
    for (act, check, refused, at, expected) in [
        (write(), StateReplaced, false, "/metadata", (StateWritten, Error)),
        (write(), StateReplaced, false, "/suspectedFraud", (StateFraud, Error)),
        (write(), StateReplaced, false, "/visitors", (StateWritten, Note)),
        (Act::read(), StateIdempotent, false, "/metadata", (StateIdempotent, Warning)),
        (Act::read(), StateIdempotent, false, "/status", (StateIdempotent, Note)),
        (write(), StateIsolated, false, "/metadata", (StateWritten, Error)),
        (Act::read(), StateIsolated, false, "/metadata", (StateIsolated, Error)),
        (Act::read(), StateIsolated, false, "/suspectedFraud", (StateIsolated, Error)),
        (Act::read(), StateIsolated, false, "/status", (StateIsolated, Note)),
        (Act::read(), StateWritten, true, "/metadata", (StateRefusedUnchanged, Error)),
        (Act::read(), StateWritten, true, "/status", (StateRefusedUnchanged, Note)),
        (write(), StateWritten, true, "/metadata", (StateWritten, Error)),
        (write(), StateEventsKept, true, "/metadata/events/0", (StateEventsKept, Error)),
        (Act::read(), StateFraud, false, "/metadata", (StateFraud, Error)),
    ] {
        let property = at.split('/').nth(1).unwrap_or_default().to_owned();
        let difference = Difference { at: at.to_owned(), property, how: "is missing" };
        let problem = Blame::default().problem("it", &step(act, check), refused, &difference);
        assert_eq!((problem.check, problem.severity), expected, "{at} {check:?}");
        assert_eq!(problem.element.as_deref(), at.split('/').nth(1));
    }
}

#[test]
fn what_a_plain_change_breaks_stays_the_one_cause_unless_it_is_less_than_an_error() {
    let at = |property: &str| Difference {
        at: format!("/{property}"),
        property: property.to_owned(),
        how: "is missing",
    };
    let metadata = at(vendor::METADATA);
    let read = |check| step(Act::read(), check);
    for (plain, later, expected) in [
        (Check::StateWritten, Check::StateIsolated, Check::StateWritten),
        (Check::StateIdempotent, Check::StateWritten, Check::StateWritten),
    ] {
        let mut blame = Blame::default();
        blame.problem(parts::PLAIN, &read(plain), false, &metadata);
        assert_eq!(blame.problem("it", &read(later), false, &metadata).check, expected);
        // The mark is another matter.
        let mark = blame.problem("it", &read(Check::StateIsolated), false, &at(vendor::MARK));
        assert_eq!(mark.check, Check::StateIsolated);
    }
}

#[test]
fn a_part_begins_with_a_change_or_a_read_and_speaks_of_the_mark_only_where_it_may() {
    let spec = Spec::embedded().expect("the specification is sound");
    let rules = vendor::sessions(&spec.api).expect("sessions have rules");
    for (other, mark) in [(false, false), (true, false), (true, true)] {
        let broken = Some(b"{\"metadata\":1}".to_vec());
        let parts = parts(&rules, Allowed { other, mark }, broken, 7);
        for part in &parts {
            assert!(!matches!(part.steps[0].act, Act::Refused(..)), "{}", part.about);
            // What is written is read back.
            let last = &part.steps[part.steps.len() - 1].act;
            assert!(last.is_read() || matches!(last, Act::Again(_)), "{}", part.about);
            assert!(other || part.steps.iter().all(|step| !step.other), "{}", part.about);
        }
        assert_eq!(parts.iter().any(|it| format!("{it:?}").contains(vendor::MARK)), mark);
    }
}
