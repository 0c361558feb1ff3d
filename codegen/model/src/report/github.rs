//! A finding as a workflow command, which GitHub shows beside the line that it is about.

use super::{harmless, one_line};
use crate::finding::{Finding, Severity};

/// One line, such as `::error file=spec/oasis.yaml,line=7,title=drift/null-refused::...`.
pub fn github(finding: &Finding) -> String {
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

    #[test]
    fn a_finding_is_one_command_that_nothing_it_says_can_end() {
        let mut finding =
            Finding::new(Severity::Error, "spec/x", "", "50% of\r\n::error::all", "mend it");
        finding.at.document = "a,b:c%\n.yaml".into();
        finding.at.line = Some(7);
        let expected = "::error file=a%2Cb%3Ac%25%0A.yaml,line=7,title=spec/x::50%25 of ::error::all%0Amend it";
        assert_eq!(github(&finding), expected);
    }
}
