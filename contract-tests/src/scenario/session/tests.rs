//! How differences become problems, and what the parts promise.

use super::*;
use oasis_model::finding::Severity;
use parts::{events, isolated, marked, marked_with_metadata, part, replaced, twice};
use serde_json::json;

fn found(step: Step, after_refusal: bool, property: &str) -> Problem {
    let difference = Difference {
        at: format!("/{property}"),
        property: property.to_owned(),
        how: "is missing".to_owned(),
    };
    let part = Part { about: "it".to_owned(), steps: Vec::new() };
    problem(&part, &step, after_refusal, &difference)
}

fn step(act: Act, check: Check) -> Step {
    Step { other: false, act, check }
}

#[test]
fn the_step_and_the_place_tell_which_promise_is_broken() {
    use Check::*;
    let write = || Act::Write(json!({}));
    for (act, check, after_refusal, property, expected, severity) in [
        (write(), StateReplaced, false, vendor::METADATA, StateReplaced, Severity::Error),
        (write(), StateReplaced, false, vendor::MARK, StateFraud, Severity::Error),
        (write(), StateReplaced, false, "visitors", StateWritten, Severity::Warning),
        (Act::Read, StateIdempotent, false, vendor::METADATA, StateIdempotent, Severity::Warning),
        (Act::Read, StateIdempotent, false, "status", StateIdempotent, Severity::Warning),
        (write(), StateIsolated, false, vendor::METADATA, StateWritten, Severity::Error),
        (Act::Read, StateIsolated, false, vendor::METADATA, StateIsolated, Severity::Error),
        (Act::Read, StateIsolated, false, "status", StateIsolated, Severity::Warning),
        (Act::Read, StateWritten, true, vendor::METADATA, StateRefusedUnchanged, Severity::Error),
        (write(), StateWritten, true, vendor::METADATA, StateWritten, Severity::Error),
        (Act::Mark, StateFraud, false, vendor::MARK, StateFraud, Severity::Error),
    ] {
        let problem = found(step(act, check), after_refusal, property);
        assert_eq!((problem.check, problem.severity), (expected, severity), "{property}");
        assert_eq!(problem.focus.as_deref(), Some(""));
    }
}

#[test]
fn a_part_begins_with_a_change_or_a_read_and_costs_no_less_than_it_sends() {
    let mut parts = vec![replaced("it"), twice(), isolated(), marked(), marked_with_metadata(true)];
    parts.extend(events());
    parts.push(part("it", Check::StateIdempotent, vec![Act::Read, Act::Read]));
    for part in parts {
        assert!(!matches!(part.steps[0].act, Act::Refused(..)), "{}", part.about);
        assert!(part.cost() > part.steps.len() as u64, "{}", part.about);
        // What is written is read back, unless another change follows.
        let last = part.steps.last().expect("no part is empty");
        assert!(matches!(last.act, Act::Read | Act::Write(_)), "{}", part.about);
    }
}
