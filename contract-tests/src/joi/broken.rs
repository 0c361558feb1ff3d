//! One broken rule with what its sentence names, and the violation that is made of it.
//!
//! In come a rule, a place and the settings, out comes a [`Detail`]. It does not decide what is wrong.

use super::rules::Rule;
use super::{Settings, Step, label};
use serde_json::Value;

/// One violation, as Joi lists it in `details`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detail {
    /// Where in the body: names of properties and numbers of items.
    pub path: Vec<Step>,
    /// The rule that is broken.
    pub rule: Rule,
    /// Its code in the generation that speaks, such as `any.required`.
    pub code: &'static str,
    /// What the message calls the place, without quotes.
    pub label: String,
    /// The sentence, which begins with the quoted label.
    pub message: String,
}

/// A broken rule and what its sentence names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Broken {
    pub(super) rule: Rule,
    named: Vec<(&'static str, String)>,
}

impl From<Rule> for Broken {
    fn from(rule: Rule) -> Self {
        Self { rule, named: Vec::new() }
    }
}

impl Broken {
    /// A rule with a bound.
    pub(super) fn limit(rule: Rule, limit: impl ToString) -> Self {
        let limit = limit.to_string();
        let ending = if limit == "1" { "" } else { "s" };
        Self { rule, named: vec![("limit", limit), ("s", ending.to_owned())] }
    }

    /// The value is none of these.
    pub(super) fn only(values: &[Value]) -> Self {
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let list: Vec<String> = values.iter().map(text).collect();
        let one_of = if list.len() == 1 { "" } else { "one of " };
        let named = vec![("one of", one_of.to_owned()), ("list", list.join(", "))];
        Self { rule: Rule::Only, named }
    }

    /// The value is of none of these types.
    pub(super) fn types(types: &[&str]) -> Self {
        Self { rule: Rule::NoTypeFits, named: vec![("list", types.join(", "))] }
    }

    /// The string does not match.
    pub(super) fn pattern(value: &str, pattern: &str) -> Self {
        let named = vec![("value", value.to_owned()), ("pattern", format!("/{pattern}/"))];
        Self { rule: Rule::StringPattern, named }
    }

    /// The violation at a place.
    pub(super) fn at(&self, path: &[Step], settings: &Settings) -> Detail {
        let generation = settings.generation;
        let row = self.rule.row();
        let quoted = label::quoted(path, settings.labels, generation);
        Detail {
            path: path.to_vec(),
            rule: self.rule,
            code: row.code(generation),
            label: label::label(path, settings.labels, generation),
            message: format!("{quoted} {}", row.sentence(generation, &self.named)),
        }
    }
}
