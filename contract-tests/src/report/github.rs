//! Findings as workflow commands, which GitHub shows beside the lines of the specification.
//!
//! Whoever prints them looks whether `GITHUB_ACTIONS` is set.

use crate::run::{Outcome, Shown};
use oasis_model::{
    finding::Severity,
    report::{harmless, one_line},
};

/// One line for each finding, such as `::error file=spec/oasis.yaml,line=7,title=contract/leaks::...`.
pub fn github_lines(outcome: &Outcome) -> Vec<String> {
    outcome.findings.iter().map(line).collect()
}

fn line(shown: &Shown) -> String {
    let finding = &shown.finding;
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    if !finding.at.document.is_empty() {
        properties.push(format!("file={}", property(&finding.at.document)));
        properties.extend(finding.at.line.map(|line| format!("line={line}")));
        properties.extend(finding.at.column.map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", property(&finding.rule)));
    let text = format!("{}\n{}", one_line(&finding.message), finding.help);
    format!("::{command} {}::{}", properties.join(","), data(text.trim_end()))
}

fn data(text: &str) -> String {
    harmless(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
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
