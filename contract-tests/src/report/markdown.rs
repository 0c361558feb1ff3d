//! The summary for a pull request: the table, the findings, what was left out.

use super::{complete, skipped, table, text, worst_first};
use crate::run::Outcome;
use oasis_model::report::{self, Colour, inline};

/// Markdown of an outcome.
pub(super) fn markdown(outcome: &Outcome) -> String {
    let mut out = format!("## Contract\n\n{}\n\n", inline(&text::last_line(outcome)));
    // An operation's name may hold what would end the block.
    let table = table::table(outcome, Colour::Without).replace("```", "'''");
    if !table.is_empty() {
        out += &format!("```text\n{table}```\n\n");
    }
    out += &report::markdown("Findings", &complete(&worst_first(outcome)));
    let mut lines = skipped::reasons(outcome);
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
            "## Contract\n",
            "```text\n",
            "### Findings\n\n6 errors, 5 warnings, 2 notes",
            "### Not tested\n",
        ] {
            assert!(markdown.contains(part), "{part} {markdown}");
        }
        assert!(markdown.contains("- &lt;img&gt; &#64;team\n"), "{markdown}");
    }

    #[test]
    fn a_clean_run_says_so() {
        assert!(markdown(&clean_outcome()).contains("### Findings\n\nno findings\n"));
    }
}
