//! The report for continuous integration: a suite for each operation, a test for each check.
//!
//! A test fails for an error, with `strict` for a warning too; what is below that goes into its output.

use super::{
    rows::{Row, checks},
    threshold,
};
use crate::run::{CheckResult, Outcome, Shown};
use anyhow::Context;
use oasis_model::report::{self, Colour};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// JUnit XML of an outcome.
///
/// # Errors
/// What the XML cannot hold.
pub(super) fn junit(outcome: &Outcome, strict: bool) -> anyhow::Result<String> {
    let mut xml = Report::new("contract");
    xml.timestamp = outcome.started.to_string().parse().ok();
    xml.time = Some(outcome.elapsed);
    for rows in checks(outcome).chunk_by(|one, next| one.operation == next.operation) {
        let mut suite = TestSuite::new(rows[0].operation);
        suite.timestamp = xml.timestamp;
        suite.add_test_cases(rows.iter().map(|row| test(row, strict)));
        xml.add_test_suite(suite);
    }
    xml.to_string().context("cannot write the JUnit report")
}

fn test(row: &Row<'_>, strict: bool) -> TestCase {
    let findings = row.findings.iter().map(|(_, shown)| *shown);
    let (failures, others): (Vec<&Shown>, Vec<&Shown>) =
        findings.partition(|shown| shown.finding.severity >= threshold(strict));
    let mut status = TestCaseStatus::success();
    if let Some(first) = failures.first() {
        status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(first.finding.message.as_str());
        status.set_type(row.check.id());
        status.set_description(text(&failures));
    } else if let Some(CheckResult::Skipped(reason)) = row.result {
        status = TestCaseStatus::skipped();
        status.set_message(reason.as_str());
    }
    let mut case = TestCase::new(row.check.promise(), status);
    case.set_classname(format!("{}.{}", row.operation, row.check.id()));
    if let Some(CheckResult::Passed(made) | CheckResult::Failed { made, .. }) = row.result {
        case.assertions = usize::try_from(*made).ok();
    }
    if !others.is_empty() {
        case.set_system_out(text(&others));
    }
    case
}

fn text(shown: &[&Shown]) -> String {
    let findings: Vec<_> = shown.iter().map(|shown| shown.finding.clone()).collect();
    report::text(&findings, Colour::Without)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn tests_pass_fail_and_are_skipped_with_the_reason() {
        let mut outcome = sample_outcome();
        for (strict, failures) in [(false, 4), (true, 5)] {
            let xml = junit(&outcome, strict).expect("everything can be written");
            assert_eq!(xml.matches("<failure ").count(), failures, "{xml}");
            assert!(xml.contains("<skipped message=\"the operation has no state\"/>"), "{xml}");
            assert!(xml.contains("timestamp=\"2026-11-30T"), "{xml}");
        }
        outcome.findings.truncate(1);
        outcome.findings[0].operations.clear();
        let xml = junit(&outcome, false).expect("everything can be written");
        assert!(xml.contains("testsuite name=\"target\" tests=\"1\""), "{xml}");
        assert_eq!(xml.matches("<failure ").count(), 1, "{xml}");
    }
}
