//! The summary of a run for a terminal: what was not put back, the table, the findings, what was left
//! out, where the reports lie, and one line that says it all.

use super::{Folder, case_files::quoted, cases, complete, skipped, table, validator, worst_first};
use crate::{run::Outcome, scenario::Restored};
use oasis_model::report::{self, Colour, harmless, one_line};

/// Everything that is printed at the end of a run.
pub fn text(outcome: &Outcome, folder: &Folder, colour: Colour) -> String {
    let mut out = not_restored(outcome, folder);
    let table = table::table(outcome, colour);
    if !table.is_empty() {
        out += &format!("{table}\n");
    }
    out += &report::text(&complete(&worst_first(outcome)), colour);
    for line in remarks(outcome) {
        out += &format!("{}\n", harmless(&one_line(&line)));
    }
    let page = folder.path.join("report.html");
    out +=
        &format!("reports: {}, report.json, report.sarif, junit.xml, summary.md\n", page.display());
    out + &last_line(outcome) + "\n"
}

/// What a run was, in one line.
pub fn last_line(outcome: &Outcome) -> String {
    let seconds = outcome.elapsed.as_secs_f64();
    let findings: Vec<_> = outcome.findings.iter().map(|shown| shown.finding.clone()).collect();
    let mut line = format!(
        "{}: {} cases, {} requests in {seconds:.1} s ({:.0} per second), {}",
        outcome.target,
        cases(outcome),
        outcome.requests,
        rate(outcome),
        report::tally(&findings)
    );
    if let Some(validator) = validator::words(&outcome.validator) {
        line += &format!("; validator: {validator}");
    }
    harmless(&one_line(&line))
}

/// Requests per second.
pub(super) fn rate(outcome: &Outcome) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let requests = outcome.requests as f64;
    requests / outcome.elapsed.as_secs_f64().max(0.001)
}

/// What was skipped, left out or cut short, and how to repeat the run.
fn remarks(outcome: &Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(skipped::reasons(outcome).iter().map(|reason| format!("skipped: {reason}")));
    lines.extend(outcome.left_out.iter().map(|left_out| format!("left out: {left_out}")));
    if let Some(ended) = outcome.ended {
        lines.push(format!("ended early: {}", ended.text()));
    }
    if outcome.waited > 0 {
        lines.push(format!("the server asked for patience (429, 503) {} times", outcome.waited));
    }
    if !outcome.findings.is_empty() {
        lines.push(format!("the same run again: --seed {}", outcome.seed));
    }
    lines
}

/// What to do about originals that were not put back; empty if there are none.
fn not_restored(outcome: &Outcome, folder: &Folder) -> String {
    let Restored::Failed(failed) = &outcome.restored else { return String::new() };
    let file = folder.path.join("originals.json");
    let mut out = format!(
        "NOT PUT BACK: the metadata of {}; put it back with: oasis-contract --restore {}\n",
        match &failed[..] {
            [(one, ..)] => format!("session {}", harmless(&one_line(&one.session))),
            more => format!("{} sessions", more.len()),
        },
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
    use std::path::PathBuf;

    fn shown(outcome: &Outcome) -> String {
        text(outcome, &Folder { path: PathBuf::from("/r") }, Colour::Without)
    }

    #[test]
    fn what_was_not_put_back_stands_first_with_the_call_to_make() {
        let text = shown(&sample_outcome());
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("NOT PUT BACK: the metadata of session s-1;"), "{first}");
        assert!(first.ends_with("oasis-contract --restore /r/originals.json"), "{first}");
        assert!(text.contains("\n    curl -X PATCH"), "{text}");
        assert!(!shown(&clean_outcome()).contains("PUT BACK"));
    }

    #[test]
    fn everything_that_was_not_done_is_said_after_the_findings() {
        let outcome = sample_outcome();
        let text = shown(&outcome);
        let at = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is not in {text}"));
        let mut order = vec![at("updateShopper "), at("error[contract/server-error]")];
        order.extend([at("warning[contract/guesses-hold]"), at("note[contract/latency]")]);
        order.extend([at("skipped: state: no fixtures"), at("left out: "), at("ended early: ")]);
        order.extend([at("--seed 7262118024117"), at("reports: /r/report.html")]);
        order.push(at("http://127.0.0.1:4010: "));
        assert!(order.is_sorted(), "{order:?} {text}");
    }

    #[test]
    fn the_last_line_says_what_the_run_was() {
        let text = shown(&clean_outcome());
        let expected = "the built-in mock: 13566 cases, 11520 requests in 10.4 s (1105 per second), \
                        no findings; validator: joi 16 words, labels mixed (path 412 times, key 3 times), \
                        all of the violations listed, no values converted";
        assert_eq!(text.lines().last(), Some(expected));
    }

    #[test]
    fn what_a_server_said_cannot_act_on_the_terminal() {
        let mut outcome = sample_outcome();
        outcome.skipped = vec!["a\u{1b}[2J\nreports: elsewhere".into()];
        outcome.target = "x\u{1b}]0;title".into();
        let text = shown(&outcome);
        assert!(!text.contains('\u{1b}') && !text.contains("\nreports: elsewhere"), "{text}");
    }
}
