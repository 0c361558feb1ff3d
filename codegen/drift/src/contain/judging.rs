//! Whether single values belong to a node: asked of `conform`, which judges a value as it travels.
//! Sets are compared elsewhere.

use super::id::{NodeId, Part, Version};
use super::node::Nodes;
use super::shape::{Form, Type};
use crate::limits::MOST_JUDGED;
use oasis_model::conform::{self, Verdict};
use oasis_model::decimal::Decimal;
use oasis_model::ir::{Kind, SchemaId, Text};
use serde_json::Value;
use std::collections::HashSet;

impl Nodes<'_> {
    /// What `conform` says of a value that travels this way.
    fn judge(&self, version: Version, id: SchemaId, value: &Value) -> Verdict {
        conform::check_travelling(self.api(version), id, value, self.way)
    }

    /// Whether a value belongs to a node; none: it could not be judged.
    pub(super) fn accepts(&self, node: NodeId, value: &Value) -> Option<bool> {
        let mut sure = true;
        for part in self.parts(node) {
            let answer = match part {
                Part::Schema(version, id) => {
                    let verdict = self.judge(*version, *id, value);
                    match (verdict.violations.is_empty(), verdict.undecided.is_empty()) {
                        (false, _) => Some(false),
                        (true, true) => Some(true),
                        (true, false) => None,
                    }
                }
                Part::Made(index) => {
                    let form = &self.made[*index as usize];
                    if form.values.contains(value) {
                        Some(true)
                    } else if form.shapes.is_empty() {
                        Some(false)
                    } else {
                        None
                    }
                }
            };
            match answer {
                Some(false) => return Some(false),
                Some(true) => {}
                None => sure = false,
            }
        }
        sure.then_some(true)
    }

    /// The candidates that belong to the node, each once.
    pub(super) fn judged(
        &self,
        node: NodeId,
        candidates: Vec<Value>,
        unknown: &mut Option<&'static str>,
    ) -> Vec<Value> {
        let plain = self.lists_plainly(node);
        let many = candidates.len() > MOST_JUDGED;
        if many && !plain {
            *unknown = unknown.or(Some("too many listed values"));
        }
        let mut seen = HashSet::new();
        let belongs = |value: &Value| {
            (value.is_string() && plain)
                || (many && !value.is_null())
                || self.accepts(node, value) != Some(false)
        };
        let once = candidates.into_iter().filter(|value| seen.insert(key(value)));
        once.filter(belongs).collect()
    }

    /// Whether the node is a list of texts that no other rule narrows.
    pub(super) fn lists_plainly(&self, node: NodeId) -> bool {
        let [Part::Schema(version, id)] = self.parts(node) else { return false };
        let schema = self.api(*version).schema(*id);
        let free = match &schema.kind {
            Kind::String(rules) => *rules == Text::default(),
            Kind::Any => true,
            _ => false,
        };
        free && schema.values.is_some()
    }
}

/// A text that equal values share and no others: 1 and 1.0 are equal, order of properties is nothing.
pub(super) fn key(value: &Value) -> String {
    match value {
        Value::Number(number) => {
            let exact = Decimal::of(number).and_then(Decimal::to_json);
            exact.unwrap_or_else(|| value.clone()).to_string()
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(key).collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(properties) => {
            let mut properties: Vec<String> = properties
                .iter()
                .map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), key(value)))
                .collect();
            properties.sort_unstable();
            format!("{{{}}}", properties.join(","))
        }
        _ => value.to_string(),
    }
}

/// The values that a form lists.
pub(super) struct Listed {
    keys: HashSet<String>,
    /// All of them are known to belong.
    sure: bool,
    /// The types of values that belong to some shape of the form.
    shaped: Vec<Type>,
}

impl Listed {
    pub(super) fn of(form: &Form<'_>, sure: bool) -> Self {
        Self {
            sure,
            keys: form.values.iter().map(key).collect(),
            shaped: form.shapes.iter().map(|shape| shape.set.kind()).collect(),
        }
    }

    /// Whether the form certainly takes the value, or certainly refuses it.
    pub(super) fn takes(&self, value: &Value) -> Option<bool> {
        let shaped = || match Type::of(value) {
            Type::Integer | Type::Number => {
                self.shaped.contains(&Type::Integer) || self.shaped.contains(&Type::Number)
            }
            kind => self.shaped.contains(&kind),
        };
        if self.keys.contains(&key(value)) {
            self.sure.then_some(true)
        } else if shaped() {
            None
        } else {
            Some(false)
        }
    }
}
