//! The files of single cases, and the lines that run them again.
//!
//! In comes an outcome, out come names and texts. Nothing here writes.

use super::Stored;
use crate::{generate::Category, run::Outcome};
use oasis_model::finding::Evidence;
use std::{cmp::Reverse, path::Path};

/// The folder of cases in the folder of a run.
pub(super) const CASES: &str = "cases";
/// What a run without a target was held against.
const MOCK: &str = "the built-in mock";
/// The name of the specification that is part of this program.
const EMBEDDED: &str = "spec/oasis.yaml";

/// The case files by name; each finding gets the line that runs its file again. Numbers follow the order
/// of the findings, which is worst first from now on.
pub(super) fn case_files(outcome: &mut Outcome, folder: &Path) -> Vec<(String, String)> {
    outcome.findings.sort_by_key(|shown| Reverse(shown.finding.severity));
    let call = call(outcome);
    let mut files = Vec::new();
    for (index, shown) in outcome.findings.iter_mut().enumerate() {
        shown.finding.evidence.retain(|evidence| evidence.label != "replay");
        let Some(stored) = Stored::of(shown) else { continue };
        let operation = shown.operations.first().map_or("target", String::as_str);
        let check = shown.check.id().trim_start_matches("contract/");
        let name = format!("{CASES}/{:02}-{}-{check}.json", index + 1, slug(operation));
        let file = quoted(&folder.join(&name).display().to_string());
        let text = format!("{call} --replay {file}");
        shown.finding.evidence.push(Evidence { label: "replay".into(), text });
        files.push((name, stored.text()));
    }
    files
}

/// The start of the line that runs something against the same target again.
fn call(outcome: &Outcome) -> String {
    let is_receiver = |category: &Category| *category == Category::Receiver;
    let mut call = "cargo xtask contract".to_owned();
    if outcome.target != MOCK {
        let to_receiver = outcome.counts.keys().any(|(_, category)| is_receiver(category));
        let option = if to_receiver { "--receiver" } else { "--target" };
        call += &format!(" {option} {}", quoted(&outcome.target));
    }
    if outcome.spec.name != EMBEDDED {
        call += &format!(" --spec {}", quoted(&outcome.spec.name));
    }
    call
}

/// A word for a shell.
pub(super) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

/// An operation's name as part of a file's name.
fn slug(name: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
    name.chars().map(kept).take(60).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn each_finding_says_once_how_to_run_it_again() {
        let mut outcome = sample_outcome();
        outcome.findings[0].operations[0] = "../x y".into();
        outcome.spec.name = "my spec.yaml".into();
        let folder = Path::new("/a b");
        case_files(&mut outcome, folder);
        let files = case_files(&mut outcome, folder);
        assert_eq!(files[0].0, "cases/01----x-y-server-error.json");
        for shown in &outcome.findings {
            let replays = shown.finding.evidence.iter().filter(|it| it.label == "replay");
            let [replay] = replays.collect::<Vec<_>>()[..] else { panic!("{shown:?}") };
            let expected = "cargo xtask contract --target http://127.0.0.1:4010 \
                            --spec 'my spec.yaml' --replay '/a b/cases/";
            assert!(replay.text.starts_with(expected), "{}", replay.text);
        }
    }

    #[test]
    fn words_are_quoted_for_a_shell() {
        for (word, expected) in
            [("a/b-c.json", "a/b-c.json"), ("", "''"), ("a b", "'a b'"), ("it's", "'it'\\''s'")]
        {
            assert_eq!(quoted(word), expected);
        }
    }
}
