//! The report for continuous integration: a suite for each operation, a test for each check.

use crate::{checks, suite::Outcome};
use oasis_model::{
    finding::{Finding, Severity},
    report,
};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

/// JUnit XML of an outcome.
///
/// # Errors
/// What the XML cannot hold.
pub fn junit(outcome: &Outcome) -> Result<String, String> {
    let mut xml = Report::new("contract");
    xml.set_time(outcome.elapsed);
    let mut operations: Vec<&String> =
        outcome.counts.keys().map(|(operation, _)| operation).collect();
    operations.dedup();
    for operation in operations {
        let mut suite = TestSuite::new(operation.as_str());
        for check in checks::ALL {
            let broken: Vec<Finding> = outcome
                .findings
                .iter()
                .filter(|finding| finding.rule == check.id && finding.at.pointer == *operation)
                .filter(|finding| finding.severity == Severity::Error)
                .cloned()
                .collect();
            let status = match broken.first() {
                None => TestCaseStatus::success(),
                Some(first) => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    status.set_message(first.message.as_str());
                    status.set_type(check.id);
                    status.set_description(report::text(
                        &broken,
                        oasis_model::report::Colour::Without,
                    ));
                    status
                }
            };
            let mut case = TestCase::new(check.promise, status);
            case.set_classname(check.id);
            suite.add_test_case(case);
        }
        xml.add_test_suite(suite);
    }
    xml.to_string().map_err(|error| format!("cannot write the JUnit report: {error}"))
}
