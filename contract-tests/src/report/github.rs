//! Findings as workflow commands, which GitHub shows beside the lines of the specification.
//!
//! Whoever prints them looks whether `GITHUB_ACTIONS` is set.

use crate::run::Outcome;
use oasis_model::report;

/// One line for each finding, such as `::error file=spec/oasis.yaml,line=7,title=contract/leaks::...`.
pub fn github_lines(outcome: &Outcome) -> Vec<String> {
    outcome.findings.iter().map(|shown| report::github(&shown.finding)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn each_finding_is_one_command_that_nothing_it_says_can_end() {
        let mut outcome = sample_outcome();
        let finding = &mut outcome.findings[0].finding;
        finding.message = "50% of\r\n::error::all".into();
        finding.at.document = "a,b:c%\n.yaml".into();
        finding.at.line = Some(7);
        let lines = github_lines(&outcome);
        assert_eq!(lines.len(), outcome.findings.len());
        let expected = "::error file=a%2Cb%3Ac%25%0A.yaml,line=7,title=contract/server-error::50%25 of ::error::all%0A";
        assert!(lines[0].starts_with(expected), "{}", lines[0]);
        assert!(lines.iter().all(|line| !line.contains(['\n', '\r'])));
        assert!(lines.iter().any(|line| line.starts_with("::notice ")));
    }
}
