//! Objects, unions and `not`: values that are judged by asking other schemas.

use super::judge::Judge;
use super::violation::{RemarkKind, Verdict};
use super::{View, reading};
use crate::ir::{Additional, Change, Kind, Object, Schema, SchemaId, Union};
use serde_json::{Map, Value};
use std::collections::HashSet;

impl<'a> Judge<'a> {
    pub(super) fn object(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &'a Object,
        members: &Map<String, Value>,
    ) {
        for property in &rules.properties {
            match members.get(&property.name) {
                Some(value) => {
                    let owner = Some((id, property.name.as_str()));
                    self.below(&property.name, property.schema, value, owner);
                }
                None => {
                    let claim = &property.claim;
                    let required = match self.rules.view {
                        View::Claim => property.required,
                        View::Widest => {
                            property.required && !reading::alone(claim, &Change::Required(false))
                        }
                        View::Narrowest => {
                            property.required || claim.may_change(&Change::Required(true))
                        }
                    };
                    let hidden = self
                        .rules
                        .way
                        .is_some_and(|way| way.hides(self.api.schema(property.schema)));
                    if required && !hidden {
                        self.missing(id, &property.name);
                    }
                }
            }
        }
        for wire in rules.required_undeclared.iter().filter(|wire| !members.contains_key(*wire)) {
            self.missing(id, wire);
        }
        let declared: HashSet<&str> =
            rules.properties.iter().map(|property| property.name.as_str()).collect();
        for (name, value) in members {
            if !declared.contains(name.as_str()) {
                self.undeclared(id, schema, rules, name, value);
            }
        }
    }

    fn missing(&mut self, id: SchemaId, name: &'a str) {
        let outer = self.property.replace((id, name));
        self.refuse_named(id, "required", Some(name), format!("`{name}` is missing"));
        self.property = outer;
    }

    fn undeclared(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &Object,
        name: &str,
        value: &Value,
    ) {
        let claim = &schema.claim;
        let refused = match (&rules.additional, self.rules.view) {
            (Additional::Schema(inner), _) => return self.below(name, *inner, value, None),
            (Additional::Refused, View::Widest) => {
                !reading::alone(claim, &Change::AdditionalProperties(true))
            }
            (Additional::Refused, _) => true,
            (Additional::Unstated | Additional::Any, View::Narrowest) => {
                claim.may_change(&Change::AdditionalProperties(false))
            }
            (Additional::Unstated | Additional::Any, _) => false,
        };
        if refused {
            let message = format!("`{name}` is not a property of this object");
            self.refuse_named(id, "additionalProperties", Some(name), message);
        } else if matches!(rules.additional, Additional::Unstated) {
            self.remark(id, RemarkKind::Undeclared(name.to_owned()));
        }
    }

    pub(super) fn union(&mut self, id: SchemaId, union: &Union, value: &Value, exactly_one: bool) {
        let mut verdicts: Vec<Verdict> = Vec::new();
        let enough = if exactly_one { 2 } else { 1 };
        let mut sure = 0;
        for variant in &union.variants {
            let verdict = self.apart(*variant, value);
            sure += usize::from(verdict.accepts());
            verdicts.push(verdict);
            if sure == enough {
                break;
            }
        }
        let fitting = verdicts.iter().filter(|verdict| verdict.violations.is_empty()).count();
        let first = verdicts.iter_mut().find(|verdict| verdict.violations.is_empty());
        let remarks = first.map(|verdict| std::mem::take(&mut verdict.remarks));
        self.verdict.remarks.extend(remarks.unwrap_or_default());
        let doubt = verdicts.iter().find_map(|verdict| verdict.undecided.first()).cloned();
        match fitting {
            0 => {
                let fewest = verdicts.into_iter().min_by_key(|verdict| verdict.violations.len());
                let reason = fewest.and_then(|verdict| verdict.violations.into_iter().next());
                let reason = reason.map_or(String::new(), |violation| {
                    // Of unions within each other the innermost says it.
                    let inner = violation.message.split(NEAREST).last();
                    format!("{NEAREST}{}", inner.unwrap_or_default())
                });
                self.refuse(id, "oneOf", format!("no alternative fits{reason}"));
            }
            1 => {}
            _ if exactly_one && doubt.is_none() => {
                self.refuse(id, "oneOf", format!("{fitting} alternatives fit, only one may"));
            }
            _ => {}
        }
        if let Some(doubt) = doubt
            && (fitting == 0 || exactly_one)
        {
            self.verdict.undecided.push(doubt);
        }
    }

    pub(super) fn not(&mut self, id: SchemaId, inner: SchemaId, value: &Value) {
        // What is refused under one view is what is allowed under the opposite one.
        let view = match self.rules.view {
            View::Claim => View::Claim,
            View::Widest => View::Narrowest,
            View::Narrowest => View::Widest,
        };
        let own = std::mem::replace(&mut self.rules.view, view);
        let verdict = self.apart(inner, value);
        self.rules.view = own;
        if !verdict.undecided.is_empty() {
            let undecided = verdict.undecided;
            self.take_over(&Verdict { undecided, ..Verdict::default() });
        } else if verdict.violations.is_empty() {
            self.refuse(id, "not", "this is just what is excluded".to_owned());
        }
    }

    /// All parts judge; what one does not declare another may, so that none remarks on it.
    pub(super) fn all(&mut self, parts: &'a [SchemaId], value: &Value) {
        let remarks = self.verdict.remarks.len();
        parts.iter().for_each(|part| self.value(*part, value));
        self.verdict.remarks.truncate(remarks);
    }

    /// Judges without letting the outcome count.
    fn apart(&mut self, schema: SchemaId, value: &Value) -> Verdict {
        let own = std::mem::take(&mut self.verdict);
        self.value(schema, value);
        std::mem::replace(&mut self.verdict, own)
    }
}

/// Whether a schema is judged by asking others about the same value.
pub(super) fn is_composed(kind: &Kind) -> bool {
    matches!(kind, Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) | Kind::Not(_) | Kind::Alias(_))
}

const NEAREST: &str = "; the nearest: ";
