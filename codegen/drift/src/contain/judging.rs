//! Whether single values belong to a node: asked of `conform`, which judges a value as it travels.
//! Sets are compared elsewhere.

use super::id::{NodeId, Part, Version};
use super::listed;
use super::node::Nodes;
use crate::limits::MOST_JUDGED;
use oasis_model::conform::{self, Verdict};
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
        loose: &mut Option<&'static str>,
    ) -> Vec<Value> {
        let plain = self.lists_plainly(node);
        let many = candidates.len() > MOST_JUDGED;
        if many && !plain {
            *loose = loose.or(Some("too many listed values"));
        }
        let mut seen = HashSet::new();
        let belongs = |value: &Value| {
            (value.is_string() && plain)
                || (many && !value.is_null())
                || self.accepts(node, value) != Some(false)
        };
        let once = candidates.into_iter().filter(|value| seen.insert(listed::key(value)));
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
