//! The summary for a pull request: the table, the findings, what was left out.

use super::{rows, table, text};
use crate::run::Outcome;
use oasis_model::report::{self, Colour, inline};

/// Markdown of an outcome.
pub(super) fn markdown(outcome: &Outcome) -> String {
    let mut out = format!(
        "## Contract: {}\n\n{}\n\n",
        inline(&outcome.target),
        inline(&text::last_line(outcome))
    );
    // An operation's name may hold what would end the block.
    let table = table::table(outcome, Colour::Without).replace("```", "'''");
    if !table.is_empty() {
        out += &format!("```text\n{table}```\n\n");
    }
    let findings: Vec<_> = outcome.findings.iter().map(|it| it.finding.clone()).collect();
    out += &report::markdown("Findings", &findings);
    let mut lines = rows::skipped(outcome);
    lines.extend(outcome.left_out.iter().map(|line| format!("left out: {line}")));
    lines.extend(outcome.ended.map(|ended| format!("ended early: {}", ended.text())));
    if !lines.is_empty() {
        out += "\n### Not tested\n\n";
        out.extend(lines.iter().map(|line| format!("- {}\n", inline(line))));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{clean_outcome, sample_outcome};

    #[test]
    fn the_summary_has_every_part_and_no_markup_of_others() {
        let mut outcome = sample_outcome();
        outcome.skipped.push("<img> @team".into());
        let markdown = markdown(&outcome);
        for part in [
            "## Contract: http://127.0.0.1:4010\n",
            "```text\n",
            "### Findings\n\n4 errors, 1 warning, 1 note",
            "### Not tested\n",
            "- &lt;img&gt; &#64;team\n",
        ] {
            assert!(markdown.contains(part), "{part} {markdown}");
        }
        assert!(super::markdown(&clean_outcome()).contains("### Findings\n\nno findings\n"));
    }
}
