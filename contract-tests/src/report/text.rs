//! The summary of a run for a terminal: what was not put back, the table, the findings, what was left
//! out, where the reports lie, and one line that says it all.

use super::{
    Folder,
    case_files::{call, quoted},
    rows, table,
};
use crate::{run::Outcome, scenario::Restored};
use oasis_model::{
    finding::Finding,
    report::{self, Colour, harmless, one_line},
};

/// So many lines of one kind are printed; all of them stand in the files.
const LINES: usize = 4;

/// Everything that is printed at the end of a run.
pub fn text(outcome: &Outcome, folder: &Folder, colour: Colour) -> String {
    let mut out = not_restored(outcome, folder);
    let table = table::table(outcome, colour);
    if !table.is_empty() {
        out += &format!("{table}\n");
    }
    out += &report::text(&findings(outcome), colour);
    for line in remarks(outcome) {
        out += &format!("{}\n", harmless(&one_line(&line)));
    }
    let page = folder.path.join("report.html");
    out +=
        &format!("reports: {}, report.json, report.sarif, junit.xml, summary.md\n", page.display());
    out + &last_line(outcome) + "\n"
}

/// The findings as text shows them: an exchange that is shown holds the body already.
fn findings(outcome: &Outcome) -> Vec<Finding> {
    let mut findings: Vec<Finding> = outcome.findings.iter().map(|it| it.finding.clone()).collect();
    for finding in &mut findings {
        if finding.evidence.iter().any(|it| it.label == "exchange") {
            finding.evidence.retain(|it| it.label != "body");
        }
    }
    findings
}

/// What a run was, in one line.
pub fn last_line(outcome: &Outcome) -> String {
    let findings: Vec<Finding> = outcome.findings.iter().map(|it| it.finding.clone()).collect();
    let mut line = format!(
        "{} cases, {} requests in {:.1} s ({:.0} a second), {}",
        grouped(rows::cases(outcome)),
        grouped(outcome.requests),
        outcome.elapsed.as_secs_f64(),
        rate(outcome),
        report::tally(&findings)
    );
    if let Some(validator) = rows::validator(&outcome.validator) {
        line += &format!("; validator: {validator}");
    }
    line
}

/// Requests per second.
pub(super) fn rate(outcome: &Outcome) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let requests = outcome.requests as f64;
    requests / outcome.elapsed.as_secs_f64().max(0.001)
}

/// A number with its thousands set apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// What was skipped for want of an option, left out or cut short, and how to repeat the run.
fn remarks(outcome: &Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    let skipped = rows::skipped(outcome).into_iter();
    lines.extend(some("skipped", skipped.filter(|line| names_an_option(line)).collect()));
    lines.extend(some("left out", outcome.left_out.clone()));
    if let Some(ended) = outcome.ended {
        lines.push(format!("ended early: {}", ended.text()));
    }
    if outcome.waited > 0 {
        lines.push(format!("the server asked for patience (429, 503) {} times", outcome.waited));
    }
    if !outcome.findings.is_empty() {
        lines.push(format!("the same run again: {} --seed {}", call(outcome), outcome.seed));
    }
    lines
}

/// Whether a reason is one that the user can change with an option of this kind of run.
fn names_an_option(line: &str) -> bool {
    ["--allow", "--fixtures", "the fixtures name"].iter().any(|option| line.contains(option))
}

fn some(kind: &str, lines: Vec<String>) -> impl Iterator<Item = String> {
    let more = lines.len().checked_sub(LINES).filter(|more| *more > 0);
    let rest = more.map(|more| format!("{kind}: {more} more, see report.json"));
    lines.into_iter().take(LINES).map(move |line| format!("{kind}: {line}")).chain(rest)
}

/// What to do about originals that were not put back; empty if there are none.
fn not_restored(outcome: &Outcome, folder: &Folder) -> String {
    let Restored::Failed(failed) = &outcome.restored else { return String::new() };
    let file = folder.path.join("originals.json");
    let mut out = format!(
        "NOT PUT BACK: the metadata of {} sessions; put it back with: {} --restore {}\n",
        failed.len(),
        call(outcome),
        quoted(&file.display().to_string())
    );
    for (original, reason, curl) in failed {
        let [session, reason, curl] =
            [&original.session, reason, curl].map(|it| harmless(&one_line(it)));
        out += &format!("  {session}: {reason}; or by hand:\n    {curl}\n");
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::{clean_outcome, sample_outcome};

    fn shown(outcome: &Outcome) -> String {
        text(outcome, &Folder { path: "/r".into() }, Colour::Without)
    }

    #[test]
    fn everything_stands_in_the_order_of_its_weight() {
        let text = shown(&sample_outcome());
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is not in {text}"));
        let order = [
            "NOT PUT BACK: the metadata of 1 sessions; put it back with: cargo xtask contract \
             --target http://127.0.0.1:4010 --restore /r/originals.json\n  s-1: refused with 503",
            "\n    curl -X PATCH",
            "\nupdateShopper ",
            "error[contract/server-error]",
            "warning[contract/guesses-hold]",
            "note[contract/latency]",
            "skipped: state-isolated for updateSession: needs --fixtures",
            "left out: ",
            "ended early: ",
            "the same run again: cargo xtask contract --target http://127.0.0.1:4010 --seed 726211",
            "reports: /r/report.html",
            "4 errors, 1 warning, 1 note",
        ]
        .map(at);
        assert!(order.is_sorted(), "{order:?} {text}");
        assert!(!text.contains("has no state") && !text.contains("--receiver"), "{text}");
    }

    #[test]
    fn a_clean_run_says_no_more_than_it_has_to() {
        let text = shown(&clean_outcome());
        let after: Vec<&str> = text.lines().skip_while(|line| !line.starts_with('(')).collect();
        let expected = [
            "(180: passed; -: nothing to try or skipped)",
            "",
            "reports: /r/report.html, report.json, report.sarif, junit.xml, summary.md",
            "13,566 cases, 11,520 requests in 10.4 s (1105 a second), no findings; \
             validator: Joi 16 words, path labels, lists all violations",
        ];
        assert_eq!(after, expected);
    }

    #[test]
    fn what_a_server_said_cannot_act_on_the_terminal() {
        let mut outcome = sample_outcome();
        outcome.left_out = vec!["a\u{1b}[2J\nreports: elsewhere".into(); LINES + 2];
        let text = shown(&outcome);
        assert!(!text.contains('\u{1b}') && !text.contains("\nreports: elsewhere"), "{text}");
        assert!(text.contains("\nleft out: 2 more, see report.json\n"), "{text}");
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), expected);
        }
    }
}
