//! Which promise a difference breaks: a step and a difference in, a problem out.
//!
//! What goes wrong with a plain change already goes wrong everywhere after it, so it stays the one cause.

use super::{
    compare::{Difference, LEFT},
    model::Act,
    parts::{Part, Step},
};
use crate::{
    oracle::{Check, Problem},
    vendor,
};
use oasis_model::finding::{Basis, Severity};
use std::collections::BTreeMap;

/// What is to blame for differences that were seen before, by property.
#[derive(Debug, Default)]
pub(super) struct Blame(BTreeMap<String, Check>);

impl Blame {
    /// The problem that a difference is. `after_refusal`: the step before was refused.
    pub(super) fn problem(
        &mut self,
        part: &Part,
        step: &Step,
        after_refusal: bool,
        difference: &Difference,
    ) -> Problem {
        let known = self.0.get(&difference.property).copied();
        let check = known.unwrap_or_else(|| broken(step, after_refusal, difference));
        let problem = problem(part, check, difference);
        // A warning about what the run writes must not stand for an error.
        let serious = problem.severity == Severity::Error && check != Check::StateReplaced;
        if part.is_plain && (serious || !is_ours(difference)) {
            self.0.insert(difference.property.clone(), check);
        }
        problem
    }
}

/// The promise that a difference breaks.
fn broken(step: &Step, after_refusal: bool, difference: &Difference) -> Check {
    let within = |name: &str| difference.property == name;
    let events = format!("/{}/{}", vendor::METADATA, vendor::EVENTS);
    match (&step.act, step.check) {
        // Metadata that was refused may have been written all the same.
        (Act::Read, _) if after_refusal => Check::StateRefusedUnchanged,
        (Act::Read, check @ (Check::StateRefusedUnchanged | Check::StateIsolated)) => check,
        _ if within(vendor::MARK) => Check::StateFraud,
        (_, Check::StateIdempotent) => Check::StateIdempotent,
        _ if difference.how == LEFT => Check::StateReplaced,
        _ if difference.at.starts_with(&events) => Check::StateEventsKept,
        (Act::Mark | Act::MarkWith(_) | Act::Read, Check::StateFraud) => Check::StateFraud,
        _ => Check::StateWritten,
    }
}

/// Nobody but the run writes metadata and the mark; the rest of a session may live on meanwhile.
fn is_ours(difference: &Difference) -> bool {
    [vendor::METADATA, vendor::MARK].contains(&difference.property.as_str())
}

fn problem(part: &Part, check: Check, difference: &Difference) -> Problem {
    let (basis, what) = match is_ours(difference) {
        true => (check.basis(), difference.property.as_str()),
        false => (check.basis().max(Basis::Inferred), "something else"),
    };
    let cause = format!("{}: {what}", check.promise());
    let message = format!("{}: {}", part.about, difference.text());
    let help = "store what is sent, all of it and nothing else, and respond with what is stored";
    let mut problem = Problem::new(check, basis, cause, message, help);
    problem.element = Some(part.about.clone());
    problem.focus = Some(difference.focus());
    problem
}

#[cfg(test)]
mod tests {
    use super::super::parts::part;
    use super::*;
    use serde_json::json;

    fn difference(property: &str, how: &str) -> Difference {
        let at = format!("/{property}");
        Difference { at, property: property.to_owned(), how: how.to_owned() }
    }

    fn found(
        blame: &mut Blame,
        act: Act,
        check: Check,
        refused: bool,
        difference: &Difference,
    ) -> (Check, Severity) {
        let part = part("it", check, vec![act]);
        let problem = blame.problem(&part, &part.steps[0], refused, difference);
        assert_eq!(problem.focus, Some(difference.focus()));
        (problem.check, problem.severity)
    }

    #[test]
    fn the_step_and_the_place_tell_which_promise_is_broken() {
        use Check::*;
        use Severity::{Error, Warning};
        use vendor::{MARK, METADATA};
        let write = || Act::Write(json!({}));
        for (act, check, refused, property, expected) in [
            (write(), StateReplaced, false, METADATA, (StateWritten, Error)),
            (write(), StateReplaced, false, MARK, (StateFraud, Error)),
            (write(), StateReplaced, false, "visitors", (StateWritten, Warning)),
            (Act::Read, StateIdempotent, false, METADATA, (StateIdempotent, Warning)),
            (Act::Read, StateIdempotent, false, "status", (StateIdempotent, Warning)),
            (write(), StateIsolated, false, METADATA, (StateWritten, Error)),
            (Act::Read, StateIsolated, false, METADATA, (StateIsolated, Error)),
            (Act::Read, StateIsolated, false, MARK, (StateIsolated, Error)),
            (Act::Read, StateIsolated, false, "status", (StateIsolated, Warning)),
            (Act::Read, StateWritten, true, METADATA, (StateRefusedUnchanged, Error)),
            (write(), StateWritten, true, METADATA, (StateWritten, Error)),
            (write(), StateEventsKept, true, "metadata/events/0", (StateEventsKept, Error)),
            (Act::Mark, StateFraud, false, MARK, (StateFraud, Error)),
            (Act::Read, StateFraud, false, METADATA, (StateFraud, Error)),
            (write(), StateFraud, false, METADATA, (StateWritten, Error)),
        ] {
            let mut difference = difference(property, "is missing");
            difference.property = property.split('/').next().unwrap_or_default().to_owned();
            let found = found(&mut Blame::default(), act, check, refused, &difference);
            assert_eq!(found, expected, "{property}");
        }
        let left = difference(METADATA, LEFT);
        let found = found(&mut Blame::default(), write(), StateWritten, false, &left);
        assert_eq!(found, (StateReplaced, Error));
    }

    #[test]
    fn what_a_plain_change_breaks_stays_the_one_cause() {
        let mut blame = Blame::default();
        let missing = difference(vendor::METADATA, "is missing");
        let mut plain = part("it", Check::StateWritten, vec![Act::Read]);
        plain.is_plain = true;
        blame.problem(&plain, &plain.steps[0], false, &missing);
        for check in [Check::StateReplaced, Check::StateIsolated, Check::StateIdempotent] {
            let found = found(&mut blame, Act::Read, check, false, &missing);
            assert_eq!(found, (Check::StateWritten, Severity::Error));
        }
        // The mark is another matter.
        let mark = difference(vendor::MARK, "is missing");
        let found = found(&mut blame, Act::Read, Check::StateIsolated, false, &mark);
        assert_eq!(found.0, Check::StateIsolated);
    }

    #[test]
    fn a_warning_never_stands_for_an_error() {
        let mut blame = Blame::default();
        let missing = difference(vendor::METADATA, "is missing");
        let mut plain = part("it", Check::StateIdempotent, vec![Act::Read]);
        plain.is_plain = true;
        blame.problem(&plain, &plain.steps[0], false, &missing);
        let found = found(&mut blame, Act::Read, Check::StateWritten, false, &missing);
        assert_eq!(found, (Check::StateWritten, Severity::Error));
    }
}
