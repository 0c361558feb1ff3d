//! A schema in, one small value that conforms to it out, where one is easily found.
//!
//! One engine for both doors: [`value`] prefers what the document itself shows, [`filled`] makes values
//! that are easy to recognise. Neither searches: patterns and combinations that a first guess misses
//! have no sample.

mod scalar;

use crate::conform::{self, View};
use crate::ir::{Additional, Api, Array, Kind, Object, Property, Schema, SchemaId};
use serde_json::{Map, Value, json};

/// Which properties a sample has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// Required properties only.
    Required,
    /// Every declared property.
    All,
}

/// How deep a sample may nest; what is deeper holds itself.
const DEPTH: usize = 24;
/// How often a schema may stand within itself where a sample has everything.
const WITHIN_ITSELF: usize = 1;
/// How many schemas one sample may visit.
const VISITS: usize = 2_000;
/// Longer arrays have no sample.
const MOST_ITEMS: u64 = 100;

/// A value that conforms to the schema: its example, or the smallest that comes to mind.
pub fn value(api: &Api, schema: SchemaId) -> Option<Value> {
    let value = Sampler::new(api, &EXAMPLE, Fill::Required).value(schema, DEPTH)?;
    conform::check(api, schema, &value, View::Claim).violations.is_empty().then_some(value)
}

/// A value of the schema, made without looking at examples; null where none is easily found.
pub fn filled(api: &Api, schema: SchemaId, fill: Fill) -> Value {
    // What has too many optional properties still has a sample without them.
    [fill, Fill::Required]
        .into_iter()
        .find_map(|fill| Sampler::new(api, &MADE, fill).value(schema, DEPTH))
        .unwrap_or(Value::Null)
}

/// What tells the two doors apart.
struct Style {
    /// Examples and defaults of the document come first.
    from_document: bool,
    /// The number where any will do.
    number: i64,
    /// The string where any will do.
    text: &'static str,
    /// Arrays have at least so many items.
    items: u64,
}

const EXAMPLE: Style = Style { from_document: true, number: 0, text: "string", items: 0 };
const MADE: Style = Style { from_document: false, number: 1, text: "contract-test", items: 1 };

struct Sampler<'a> {
    api: &'a Api,
    style: &'static Style,
    fill: Fill,
    visits: usize,
    /// The schemas around the place at hand.
    open: Vec<SchemaId>,
}

impl<'a> Sampler<'a> {
    fn new(api: &'a Api, style: &'static Style, fill: Fill) -> Self {
        Self { api, style, fill, visits: VISITS, open: Vec::new() }
    }

    fn value(&mut self, id: SchemaId, depth: usize) -> Option<Value> {
        self.visits = self.visits.checked_sub(1)?;
        let depth = depth.checked_sub(1)?;
        let schema = self.api.schema(id);
        // The smallest value of a schema never holds another one.
        let most = if self.fill == Fill::All { WITHIN_ITSELF } else { 0 };
        if self.open.iter().filter(|open| **open == id).count() > most {
            return schema.nullable.then_some(Value::Null);
        }
        self.open.push(id);
        let value = self.at_depth(schema, depth);
        self.open.pop();
        value
    }

    fn at_depth(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        let given = self.given(schema).filter(|value| !value.is_null() || schema.nullable);
        given.or_else(|| self.of_kind(schema, depth)).or(schema.nullable.then_some(Value::Null))
    }

    /// What the document itself offers.
    fn given(&self, schema: &Schema) -> Option<Value> {
        let first = schema.values.as_ref().and_then(|values| values.first());
        let has_pattern = matches!(&schema.kind, Kind::String(rules) if rules.pattern.is_some());
        let shown = |value: &Option<Value>| value.clone().filter(|_| self.style.from_document);
        // Nobody guesses what fits a pattern.
        let example = schema.example.clone().filter(|_| self.style.from_document || has_pattern);
        example
            .or_else(|| schema.constant.clone())
            .or_else(|| shown(&schema.default))
            .or_else(|| first.cloned())
    }

    fn of_kind(&mut self, schema: &Schema, depth: usize) -> Option<Value> {
        match &schema.kind {
            Kind::Any => Some(json!({})),
            Kind::Never | Kind::Not(_) => None,
            Kind::Boolean => Some(Value::Bool(true)),
            Kind::Integer(rules) => scalar::integer(rules, self.style.number),
            Kind::Number(rules) => scalar::number(rules, self.style.number),
            Kind::String(rules) => {
                let word = if schema.personal { scalar::SURNAME } else { self.style.text };
                Some(Value::String(scalar::string(rules, word)))
            }
            Kind::Array(rules) => self.array(rules, depth),
            Kind::Object(rules) => self.object(rules, depth),
            Kind::Alias(target) => self.value(*target, depth),
            Kind::OneOf(union) | Kind::AnyOf(union) => {
                union.variants.iter().find_map(|variant| self.value(*variant, depth))
            }
            Kind::AllOf(parts) => self.all_of(parts, depth),
        }
    }

    fn array(&mut self, rules: &Array, depth: usize) -> Option<Value> {
        let (least, most) = (rules.min_items.unwrap_or(0), rules.max_items.unwrap_or(u64::MAX));
        let count = least.max(self.style.items.min(most));
        // More than one item would have to differ where they must be unique.
        if count > MOST_ITEMS || (rules.unique && count > 1) {
            return None;
        }
        let mut item = || rules.items.map_or(Some(json!({})), |items| self.value(items, depth));
        let items: Option<Vec<Value>> = (0..count).map(|_| item()).collect();
        items.or_else(|| (least == 0).then(Vec::new)).map(Value::Array)
    }

    fn object(&mut self, rules: &Object, depth: usize) -> Option<Value> {
        let mut properties = Map::new();
        let all = self.fill == Fill::All;
        let present = |property: &&Property| property.required || all;
        for property in rules.properties.iter().filter(present) {
            match self.value(property.schema, depth) {
                Some(value) => drop(properties.insert(property.name.clone(), value)),
                None if property.required => return None,
                None => {}
            }
        }
        for name in &rules.required_undeclared {
            let value = match rules.additional {
                Additional::Schema(values) => self.value(values, depth)?,
                _ => json!(self.style.text),
            };
            properties.insert(name.clone(), value);
        }
        Some(Value::Object(properties))
    }

    fn all_of(&mut self, parts: &[SchemaId], depth: usize) -> Option<Value> {
        let mut all = Map::new();
        for part in parts {
            match self.value(*part, depth)? {
                Value::Object(properties) => all.extend(properties),
                scalar => return Some(scalar),
            }
        }
        Some(Value::Object(all))
    }
}
