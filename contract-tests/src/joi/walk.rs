//! Goes through a value as Joi does: schema order, depth first, unknown properties last.
//!
//! In come schema and value, out come the violations in the order in which Joi lists them with
//! `abortEarly: false`. Strings and numbers are judged beside this, and so are unions.

use super::broken::{Broken, Detail};
use super::rules::Rule;
use super::{Generation, Policy, Settings, Step, scalar, union};
use oasis_model::conform;
use oasis_model::ir::{Additional, Api, Array, Kind, Object, Schema, SchemaId};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// How deep schemas are followed; a schema that means itself would never end.
const DEEPEST: usize = 160;
/// Limit on the schemas that are asked for one body, what is beyond it is taken: unions within unions
/// multiply.
const MOST_VISITS: usize = 200_000;
/// Limit on the violations that are listed for one body.
const MOST_DETAILS: usize = 10_000;

/// Every violation of a value that stands at a place.
pub(super) fn violations(
    api: &Api,
    schema: SchemaId,
    at: &[Step],
    body: &Value,
    settings: &Settings,
) -> Vec<Detail> {
    let mut walk = Walk::new(api, settings, at, 0);
    walk.value(schema, body);
    walk.details
}

/// Whether a value is taken; `visits` counts on over several questions about one body.
pub(super) fn accepts(
    api: &Api,
    schema: SchemaId,
    value: &Value,
    settings: &Settings,
    visits: &mut usize,
) -> bool {
    let mut walk = Walk::new(api, settings, &[], *visits);
    walk.value(schema, value);
    *visits = walk.visits;
    walk.details.is_empty()
}

/// Where the walk stands and what it has found.
pub(super) struct Walk<'a> {
    pub(super) api: &'a Api,
    pub(super) settings: &'a Settings,
    pub(super) path: Vec<Step>,
    pub(super) details: Vec<Detail>,
    depth: usize,
    visits: usize,
}

impl<'a> Walk<'a> {
    fn new(api: &'a Api, settings: &'a Settings, at: &[Step], visits: usize) -> Self {
        Self { api, settings, path: at.to_vec(), details: Vec::new(), depth: 0, visits }
    }

    /// Judges a value at the current place.
    pub(super) fn value(&mut self, id: SchemaId, value: &Value) {
        self.visits += 1;
        if self.depth > DEEPEST || self.visits > MOST_VISITS {
            return;
        }
        self.depth += 1;
        self.at_depth(id, value);
        self.depth -= 1;
    }

    fn at_depth(&mut self, id: SchemaId, value: &Value) {
        let (id, nullable) = self.api.resolve(id);
        let schema = self.api.schema(id);
        if schema.unknown || (value.is_null() && self.settings.takes_null(schema, nullable)) {
            return;
        }
        let before = self.details.len();
        match schema.values.as_ref().filter(|_| self.settings.closes_enum(schema)) {
            Some(values) => self.listed(schema, values, nullable, value),
            None => self.kind(schema, value),
        }
        // Parts of the schema may take a null that the schema as a whole does not.
        if value.is_null() && self.details.len() == before {
            self.refuse(Rule::Null.into());
        }
    }

    /// A value that has to be one of some values. Joi 16 names that before the base type, Joi 15 after.
    fn listed(&mut self, schema: &Schema, values: &[Value], nullable: bool, value: &Value) {
        if values.iter().any(|listed| conform::same(listed, value)) {
            return;
        }
        let mut listed = values.to_vec();
        listed.extend(nullable.then_some(Value::Null));
        let only = Broken::only(&listed);
        if self.settings.generation == Generation::Joi16 {
            self.refuse(only);
            return self.kind(schema, value);
        }
        let before = self.details.len();
        self.kind(schema, value);
        if !self.details[before..].iter().any(|detail| detail.rule.is_base()) {
            self.refuse(only);
        }
    }

    fn kind(&mut self, schema: &Schema, value: &Value) {
        let by = (self.settings, schema);
        match (&schema.kind, value) {
            (Kind::Any, _) | (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Never, _) => self.refuse(Broken::only(&[Value::Null])),
            (Kind::Boolean, _) => self.refuse(Rule::BooleanBase.into()),
            (Kind::Integer(rules), _) => self.refuse_all(scalar::number(rules, true, value, by)),
            (Kind::Number(rules), _) => self.refuse_all(scalar::number(rules, false, value, by)),
            (Kind::String(rules), _) => self.refuse_all(scalar::string(rules, value, by)),
            (Kind::Array(rules), Value::Array(items)) => self.array(rules, items, schema),
            (Kind::Array(_), _) => self.refuse(Rule::ArrayBase.into()),
            (Kind::Object(rules), Value::Object(found)) => self.object(rules, found, schema),
            (Kind::Object(_), _) => self.refuse(Rule::ObjectBase.into()),
            (Kind::OneOf(choice), _) => union::judge(self, choice, value, true),
            (Kind::AnyOf(choice), _) => union::judge(self, choice, value, false),
            (Kind::AllOf(parts), _) => union::judge_all(self, parts, value),
            (Kind::Not(inner), _) => {
                if union::apart(self, *inner, value).is_empty() {
                    self.refuse(Rule::Excluded.into());
                }
            }
            (Kind::Alias(target), _) => self.value(*target, value),
        }
    }

    fn array(&mut self, rules: &Array, items: &[Value], schema: &Schema) {
        if let Some(inner) = rules.items {
            for (index, item) in items.iter().enumerate() {
                self.step(Step::Item(index), |walk| walk.value(inner, item));
            }
        }
        let bounds = [("minItems", rules.min_items), ("maxItems", rules.max_items)];
        self.count(items.len(), bounds, [Rule::ArrayMin, Rule::ArrayMax], schema);
        if let Some(index) = conform::repeated(items).filter(|_| rules.unique) {
            self.step(Step::Item(index), |walk| {
                walk.refuse(Broken::limit(Rule::ArrayUnique, index));
            });
        }
    }

    fn object(&mut self, rules: &Object, found: &Map<String, Value>, schema: &Schema) {
        for property in &rules.properties {
            let name = &property.name;
            self.step(Step::Property(name.clone()), |walk| match found.get(name) {
                Some(Value::Null)
                    if !walk.settings.limits_from_other_pages && property.claim.may_be_null() => {}
                Some(value) => walk.value(property.schema, value),
                None if walk.settings.requires(property) => walk.refuse(Rule::Required.into()),
                None => {}
            });
        }
        for name in rules.required_undeclared.iter().filter(|name| !found.contains_key(*name)) {
            self.step(Step::Property(name.clone()), |walk| walk.refuse(Rule::Required.into()));
        }
        for (name, value) in undeclared(rules, found) {
            self.step(Step::Property(name.clone()), |walk| walk.undeclared(rules, name, value));
        }
        let bounds =
            [("minProperties", rules.min_properties), ("maxProperties", rules.max_properties)];
        self.count(found.len(), bounds, [Rule::ObjectMin, Rule::ObjectMax], schema);
    }

    fn undeclared(&mut self, rules: &Object, name: &str, value: &Value) {
        let refused = match &rules.additional {
            Additional::Any => false,
            Additional::Schema(schema) => return self.value(*schema, value),
            // An object without declared properties is a free-form one.
            Additional::Unstated if rules.properties.is_empty() => false,
            Additional::Unstated => self.settings.unknown_properties == Policy::Refused,
            Additional::Refused => true,
        };
        // Joi loses an own property of this name silently.
        if refused && name != "__proto__" {
            self.refuse(Rule::ObjectUnknown.into());
        }
    }

    /// Holds a number of items or properties to its bounds.
    fn count(
        &mut self,
        count: usize,
        [(minimum, least), (maximum, most)]: [(&str, Option<u64>); 2],
        [too_few, too_many]: [Rule; 2],
        schema: &Schema,
    ) {
        let count = count as u64;
        let binds = |keyword| self.settings.binds(schema, keyword);
        let few = least.filter(|least| count < *least && binds(minimum));
        let many = most.filter(|most| count > *most && binds(maximum));
        few.into_iter().for_each(|limit| self.refuse(Broken::limit(too_few, limit)));
        many.into_iter().for_each(|limit| self.refuse(Broken::limit(too_many, limit)));
    }

    pub(super) fn refuse(&mut self, broken: Broken) {
        if self.details.len() < MOST_DETAILS {
            self.details.push(broken.at(&self.path, self.settings));
        }
    }

    fn refuse_all(&mut self, broken: Vec<Broken>) {
        broken.into_iter().for_each(|broken| self.refuse(broken));
    }

    fn step(&mut self, step: Step, judge: impl FnOnce(&mut Self)) {
        self.path.push(step);
        judge(self);
        self.path.pop();
    }
}

/// Undeclared properties in JavaScript's order: numbers ascending, then the body's order.
fn undeclared<'v>(rules: &Object, found: &'v Map<String, Value>) -> Vec<(&'v String, &'v Value)> {
    let declared: HashSet<&str> = rules.properties.iter().map(|it| it.name.as_str()).collect();
    let mut unknown: Vec<_> =
        found.iter().filter(|(name, _)| !declared.contains(name.as_str())).collect();
    unknown.sort_by_key(|(name, _)| array_index(name).map_or(u64::MAX, u64::from));
    unknown
}

/// The number that a name is, where JavaScript takes it for one.
fn array_index(name: &str) -> Option<u32> {
    let number: u32 = name.parse().ok()?;
    (number < u32::MAX && number.to_string() == name).then_some(number)
}
