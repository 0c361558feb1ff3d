//! A stored case, to be run again: what its file holds, and the line that runs it.
//!
//! In comes an outcome, out come names and texts; or a file comes in and a [`Stored`] goes out. It sends
//! nothing. The files hold no secret: how the token is presented is a recipe.

use super::rows::bare;
use crate::{
    generate::{Case, Category, Expect},
    http::Exchange,
    oracle::Check,
    run::{Outcome, Shown},
};
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

/// The folder of cases in the folder of a run.
pub(super) const CASES: &str = "cases";

/// A case file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// The id of the check that failed.
    pub check: String,
    /// What is sent and expected, in order; a state finding has several.
    pub cases: Vec<Case>,
}

impl Stored {
    /// Reads a case file.
    ///
    /// # Errors
    /// Why it cannot be read, or what is wrong with it.
    pub fn load(file: &Path) -> anyhow::Result<Self> {
        let name = file.display();
        let text = std::fs::read_to_string(file)
            .with_context(|| format!("cannot read the case file {name}"))?;
        Self::parse(&text).with_context(|| format!("the case file {name} is wrong"))
    }

    fn parse(text: &str) -> anyhow::Result<Self> {
        let stored: Self = serde_json::from_str(text)?;
        if Check::find(&stored.check).is_none() {
            bail!("there is no check `{}`; --list-checks shows all of them", stored.check);
        }
        if stored.cases.is_empty() {
            bail!("it has no case; `cases` lists what is sent");
        }
        // A property that nobody reads, such as a misspelled `body`, would send something else.
        let (given, read) = (serde_json::from_str(text)?, serde_json::to_value(&stored)?);
        if let Some(unread) = unread(&given, &read, "") {
            bail!("nothing reads {unread}; check its spelling");
        }
        Ok(stored)
    }

    /// What shows a finding: its case, or else its exchanges as cases. `None` if there is nothing to send.
    fn of(shown: &Shown) -> Option<Self> {
        let all = shown.exchanges.len();
        let step = |(index, exchange): (usize, &Exchange)| Case {
            operation: exchange.operation.clone(),
            category: Category::Several,
            about: format!("step {} of {all}", index + 1),
            request: exchange.request.clone(),
            expect: Expect::Compared,
            known: true,
        };
        let cases: Vec<Case> = match &shown.case {
            Some(case) => vec![case.clone()],
            None => shown.exchanges.iter().enumerate().map(step).collect(),
        };
        (!cases.is_empty()).then(|| Self { check: shown.check.id().to_owned(), cases })
    }
}

/// The first property of `given` that `read` does not have.
fn unread(given: &Value, read: &Value, at: &str) -> Option<String> {
    match (given, read) {
        (Value::Object(given), Value::Object(read)) => {
            given.iter().find_map(|(name, value)| match read.get(name) {
                Some(other) => unread(value, other, &format!("{at}/{name}")),
                None => Some(format!("{at}/{name}")),
            })
        }
        (Value::Array(given), Value::Array(read)) => {
            let mut pairs = given.iter().zip(read).enumerate();
            pairs.find_map(|(index, (value, other))| unread(value, other, &format!("{at}/{index}")))
        }
        _ => None,
    }
}

/// The case files by name; each finding gets the line that runs its file again.
pub(super) fn case_files(outcome: &mut Outcome, folder: &Path) -> Vec<(String, Value)> {
    let call = call(outcome);
    let mut files = Vec::new();
    for (index, shown) in outcome.findings.iter_mut().enumerate() {
        let Some(stored) = Stored::of(shown) else { continue };
        let operation = shown.operations.first().map_or("target", String::as_str);
        let kept = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let operation: String = operation.chars().map(kept).take(60).collect();
        let name = format!("{CASES}/{:02}-{operation}-{}.json", index + 1, bare(shown.check));
        let file = quoted(&folder.join(&name).display().to_string());
        let finding = shown.finding.clone();
        shown.finding = finding.with_evidence("replay", format!("{call} --replay {file}"));
        files.push((name, serde_json::json!(stored)));
    }
    files
}

/// The start of the line that runs something against the same target again.
pub(super) fn call(outcome: &Outcome) -> String {
    format!("cargo xtask contract {}", outcome.flags).trim_end().to_owned()
}

/// A word for a shell.
pub(crate) fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    match !word.is_empty() && word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn each_finding_says_how_to_run_it_again_and_its_file_reads_as_it_was_written() {
        let mut outcome = sample_outcome();
        outcome.findings[0].operations[0] = "../x y".into();
        let files = case_files(&mut outcome, Path::new("/a b"));
        assert_eq!(files[0].0, "cases/01----x-y-server-error.json");
        for (shown, (name, value)) in outcome.findings.iter().zip(&files) {
            let replay = shown.finding.evidence.last().expect("it was just added");
            let expected = format!(
                "cargo xtask contract --target http://127.0.0.1:4010 --replay '/a b/{name}'"
            );
            assert_eq!(replay.text, expected);
            let read = Stored::parse(&value.to_string()).expect("what was written can be read");
            assert_eq!(Some(&read), Stored::of(shown).as_ref());
            assert_eq!(read.cases.len(), shown.exchanges.len());
        }
        outcome.flags.clear();
        assert_eq!(call(&outcome), "cargo xtask contract");
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let shown = &sample_outcome().findings[0];
        let stored = Stored::of(shown).expect("it was sent");
        let text = serde_json::to_string_pretty(&stored).expect("it is JSON");
        for (old, new, expected) in [
            ("contract/server-error", "contract/broken", "no check `contract/broken`"),
            ("\"check\"", "\"czech\"", "unknown field `czech`"),
            ("\"body\"", "\"bdoy\"", "nothing reads /cases/0/request/bdoy"),
            ("\"judged\"", "\"judge\"", "unknown variant `judge`"),
            ("\"cases\": [", "\"cases\": ", "line"),
            (&text, "{\"check\": \"contract/leaks\", \"cases\": []}", "it has no case"),
        ] {
            assert!(text.contains(old), "{old} in {text}");
            let error = Stored::parse(&text.replace(old, new)).expect_err(new);
            assert!(format!("{error:#}").contains(expected), "{new}: {error:#}");
        }
        let error = Stored::load(Path::new("/nowhere/case.json")).expect_err("it is not there");
        assert!(format!("{error:#}").starts_with("cannot read the case file /nowhere/case.json: "));
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
