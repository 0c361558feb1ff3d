//! Readings that change several things at once: the widest view takes a value that fits all of them
//! together, not one that mixes them with the claim.

use super::pattern::Patterns;
use super::{Judge, scalar};
use crate::ir::{Change, Claim, Kind, Schema, SchemaId};
use serde_json::Value;

/// Whether a reading consists of this change alone, so that it goes with every other reading.
pub(super) fn alone(claim: &Claim, change: &Change) -> bool {
    claim.plausible.iter().any(|reading| reading.only() == Some(change))
}

impl Judge<'_> {
    /// Takes back what this schema refused since `start`, where a reading of several changes takes
    /// the value.
    pub(super) fn forgive(&mut self, start: usize, id: SchemaId, schema: &Schema, value: &Value) {
        let mut changed: Vec<&str> = Vec::new();
        for reading in schema.claim.plausible.iter().filter(|reading| reading.only().is_none()) {
            let keywords: Vec<&str> = reading.changes.iter().filter_map(Change::keyword).collect();
            let refused = self.verdict.violations[start..].iter().any(|violation| {
                violation.schema == id
                    && violation.instance == self.instance
                    && keywords.contains(&violation.keyword)
            });
            // Two readings of one keyword do not go together.
            let free = !keywords.iter().any(|keyword| changed.contains(keyword));
            if refused
                && free
                && reading.changes.iter().all(|change| takes(self.patterns, schema, change, value))
            {
                let mut index = 0;
                let instance = self.instance.as_str();
                self.verdict.violations.retain(|violation| {
                    index += 1;
                    index <= start
                        || violation.schema != id
                        || violation.instance != instance
                        || !keywords.contains(&violation.keyword)
                });
                changed.extend(keywords);
            }
        }
    }
}

/// Whether the changed keyword takes a value that is not null.
fn takes(patterns: &mut Patterns, schema: &Schema, change: &Change, value: &Value) -> bool {
    match (change, value) {
        (Change::Status(_) | Change::Required(_) | Change::Nullable(_) | Change::OpenEnum, _) => {
            true
        }
        (Change::AdditionalProperties(true), _) => true,
        (Change::AdditionalProperties(false), Value::Object(members)) => match &schema.kind {
            Kind::Object(object) => {
                members.keys().all(|name| object.properties.iter().any(|known| known.name == *name))
            }
            _ => true,
        },
        (Change::Keyword(keyword, Value::Array(names)), Value::Object(members))
            if keyword == "required" =>
        {
            names.iter().filter_map(Value::as_str).all(|name| members.contains_key(name))
        }
        (Change::Keyword(keyword, bound), _) => {
            !scalar::breaks(patterns, schema, keyword, bound, value)
        }
        (Change::AdditionalProperties(false), _) => true,
    }
}
