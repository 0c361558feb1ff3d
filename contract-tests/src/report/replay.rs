//! A stored case, to be run again.
//!
//! In comes a case file, out comes a [`Stored`] or what is wrong with the file; and back again. It sends
//! nothing. The files hold no secret: how the token is presented is a recipe.

use crate::{
    generate::{Case, Category, Expect},
    http::Exchange,
    oracle::Check,
    run::Shown,
};
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::Path;

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

    /// The case file in this text.
    ///
    /// # Errors
    /// What is wrong with it and where.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
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

    /// The text of the file.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// What shows a finding: its case, or else its exchanges as cases. `None` if there is nothing to send.
    pub(super) fn of(shown: &Shown) -> Option<Self> {
        let cases: Vec<Case> = match &shown.case {
            Some(case) => vec![case.clone()],
            None => {
                let all = shown.exchanges.len();
                let step = |(index, exchange): (usize, &Exchange)| Case {
                    operation: exchange.operation.clone(),
                    category: category(shown.check),
                    about: format!("step {} of {all}", index + 1),
                    request: exchange.request.clone(),
                    expect: Expect::Compared,
                    known: true,
                };
                shown.exchanges.iter().enumerate().map(step).collect()
            }
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

/// The column that the exchanges of a check belong to.
fn category(check: Check) -> Category {
    match check {
        Check::AuthRequired | Check::AuthBeforeBody | Check::AuthSchemeCase => Category::Auth,
        Check::PathHostile | Check::PathUnknownId => Category::Path,
        Check::MethodUndocumented => Category::Method,
        Check::OversizedBody => Category::Oversized,
        Check::ReceiverAccepts => Category::Receiver,
        _ => Category::State,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn a_stored_case_reads_as_it_was_written() {
        for shown in sample_outcome().findings {
            let stored = Stored::of(&shown).expect("every finding of the sample was sent");
            let read = Stored::parse(&stored.text()).expect("what was written can be read");
            assert_eq!(read, stored);
            assert_eq!(read.cases.len(), shown.exchanges.len());
        }
    }

    #[test]
    fn what_is_wrong_with_a_file_is_said() {
        let shown = &sample_outcome().findings[1];
        let text = Stored::of(shown).expect("it was sent").text();
        for (old, new, expected) in [
            ("contract/broken-refused", "contract/broken", "no check `contract/broken`"),
            ("\"check\"", "\"czech\"", "unknown field `czech`"),
            ("\"body\"", "\"bdoy\"", "nothing reads /cases/0/request/bdoy"),
            ("\"judged\"", "\"judge\"", "unknown variant `judge`"),
            ("\"cases\": [", "\"cases\": ", "line"),
        ] {
            assert!(text.contains(old), "{old} in {text}");
            let error = Stored::parse(&text.replace(old, new)).expect_err(new);
            assert!(format!("{error:#}").contains(expected), "{new}: {error:#}");
        }
        let error = Stored::parse("{\"check\": \"contract/leaks\", \"cases\": []}");
        assert!(error.is_err_and(|error| error.to_string().contains("no case")));
        let error = Stored::load(Path::new("/nowhere/case.json")).expect_err("it is not there");
        assert!(format!("{error:#}").starts_with("cannot read the case file /nowhere/case.json: "));
    }
}
