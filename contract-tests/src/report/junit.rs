//! The report for continuous integration: a suite for each operation, a test for each check.
//!
//! A test fails for an error, with `strict` for a warning too; what is below that goes into its output.

use super::{complete, operations, threshold, worst_first};
use crate::{
    oracle::Check,
    run::{CheckResult, Outcome, Shown},
};
use anyhow::Context;
use oasis_model::report::{self, Colour};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// The suite of findings that no operation shows.
const TARGET: &str = "target";

/// JUnit XML of an outcome.
///
/// # Errors
/// What the XML cannot hold.
pub(super) fn junit(outcome: &Outcome, strict: bool) -> anyhow::Result<String> {
    let mut xml = Report::new("contract");
    xml.timestamp = outcome.started.to_string().parse().ok();
    xml.time = Some(outcome.elapsed);
    let findings = worst_first(outcome);
    for operation in operations(outcome) {
        xml.add_test_suite(suite(outcome, operation, &findings, strict));
    }
    let of_target: Vec<&Shown> = findings
        .into_iter()
        .filter(|shown| !shown.operations.iter().any(|it| operations(outcome).contains(&&**it)))
        .collect();
    if !of_target.is_empty() {
        xml.add_test_suite(suite(outcome, TARGET, &of_target, strict));
    }
    xml.to_string().context("cannot write the JUnit report")
}

/// The tests of one operation: every check that has a result or a finding.
fn suite(outcome: &Outcome, operation: &str, findings: &[&Shown], strict: bool) -> TestSuite {
    let mut suite = TestSuite::new(operation);
    suite.timestamp = outcome.started.to_string().parse().ok();
    for check in Check::all() {
        let shows = |shown: &&&Shown| {
            let of_operation = shown.operations.iter().any(|other| other == operation);
            shown.check == check && (of_operation || operation == TARGET)
        };
        let shown: Vec<&Shown> = findings.iter().filter(shows).copied().collect();
        let result = outcome.results.get(&(operation.to_owned(), check));
        if result.is_some() || !shown.is_empty() {
            suite.add_test_case(test(check, operation, result, &shown, strict));
        }
    }
    suite
}

fn test(
    check: Check,
    operation: &str,
    result: Option<&CheckResult>,
    shown: &[&Shown],
    strict: bool,
) -> TestCase {
    let is_failure = |shown: &&Shown| shown.finding.severity >= threshold(strict);
    let (failures, others): (Vec<&Shown>, Vec<&Shown>) =
        shown.iter().partition(|it| is_failure(it));
    let status = match (failures.first(), result) {
        (Some(first), _) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(first.finding.message.as_str());
            status.set_type(check.id());
            status.set_description(report::text(&complete(&failures), Colour::Without));
            status
        }
        (None, Some(CheckResult::Skipped(reason))) => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(reason.as_str());
            status
        }
        (None, _) => TestCaseStatus::success(),
    };
    let mut case = TestCase::new(check.promise(), status);
    case.set_classname(format!("{operation}.{}", check.id()));
    case.assertions = match result {
        Some(CheckResult::Passed(made) | CheckResult::Failed { made, .. }) => {
            usize::try_from(*made).ok()
        }
        _ => None,
    };
    if !others.is_empty() {
        case.set_system_out(report::text(&complete(&others), Colour::Without));
    }
    case
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{clean_outcome, sample_outcome};

    fn xml(outcome: &Outcome, strict: bool) -> String {
        junit(outcome, strict).expect("everything can be written")
    }

    #[test]
    fn tests_pass_fail_and_are_skipped_with_the_reason() {
        let lenient = xml(&sample_outcome(), false);
        assert_eq!(lenient.matches("<failure ").count(), 9, "{lenient}");
        let strict = xml(&sample_outcome(), true);
        assert_eq!(strict.matches("<failure ").count(), 16, "{strict}");
        assert!(lenient.contains("<skipped message=\"the operation has no state\"/>"), "{lenient}");
        assert!(lenient.contains("timestamp=\"2026-11-30T"), "{lenient}");
        assert!(!xml(&clean_outcome(), true).contains("<failure"));
    }

    #[test]
    fn a_finding_without_an_operation_fails_too() {
        let mut outcome = sample_outcome();
        outcome.findings.truncate(1);
        outcome.findings[0].operations.clear();
        let xml = xml(&outcome, false);
        assert!(xml.contains("testsuite name=\"target\" tests=\"1\""), "{xml}");
        assert_eq!(xml.matches("<failure ").count(), 1, "{xml}");
    }
}
