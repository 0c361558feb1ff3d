//! Goes through a value as Joi does: schema order, depth first, unknown members last.
//!
//! In come schema and value, out come the violations in the order in which Joi lists them with
//! `abortEarly: false`. Words are chosen in `wording`, text formats are judged in `text`.

use super::dialect::{Binding, Dialect, UnknownMembers, World};
use super::label::{self, Step};
use super::wording::{self, Complaint};
use super::{Detail, number, text, union};
use oasis_model::ir::{Additional, Api, Array, Change, Kind, Object, Property, Schema, SchemaId};
use serde_json::{Map, Value};
use std::collections::HashSet;

pub(super) fn violations(
    api: &Api,
    schema: SchemaId,
    body: &Value,
    dialect: &Dialect,
) -> Vec<Detail> {
    let mut walk = Walk { api, dialect, path: Vec::new(), details: Vec::new() };
    walk.value(schema, body);
    walk.details
}

/// One violation at a place.
pub(super) fn detail(path: &[Step], complaint: &Complaint, dialect: &Dialect) -> Detail {
    let world = dialect.world;
    Detail {
        path: path.to_vec(),
        rule: wording::rule(complaint, world),
        label: label::label(path, world),
        message: format!("{} {}", label::quoted(path, world), wording::sentence(complaint, world)),
    }
}

/// Where the walk stands and what it has found.
pub(super) struct Walk<'a> {
    pub(super) api: &'a Api,
    pub(super) dialect: &'a Dialect,
    pub(super) path: Vec<Step>,
    pub(super) details: Vec<Detail>,
}

impl Walk<'_> {
    /// Judges a value at the current place.
    pub(super) fn value(&mut self, id: SchemaId, value: &Value) {
        let (id, nullable) = self.api.resolve(id);
        let schema = self.api.schema(id);
        let nullable = nullable && !self.rules_of(schema).refuses_claimed_null();
        if value.is_null() && (nullable || self.may_be_null(schema)) {
            return;
        }
        if self.rules_of(schema).binds(&Change::OpenEnum)
            && let Some(values) = &schema.values
        {
            return self.listed(schema, values, nullable, value);
        }
        self.kind(schema, value);
    }

    /// A value that has to be one of a list. Joi 16 names that before the base type, Joi 15 after.
    fn listed(&mut self, schema: &Schema, values: &[Value], nullable: bool, value: &Value) {
        if values.contains(value) {
            return;
        }
        let mut listed = values.to_vec();
        listed.extend(nullable.then_some(Value::Null));
        let only = Complaint::Only(listed);
        if self.dialect.world == World::Joi16 {
            self.complain(&only);
            return self.kind(schema, value);
        }
        let before = self.details.len();
        self.kind(schema, value);
        if !self.details[before..].iter().any(|detail| wording::is_base(detail.rule)) {
            self.complain(&only);
        }
    }

    fn kind(&mut self, schema: &Schema, value: &Value) {
        match &schema.kind {
            Kind::Any if value.is_null() => self.complain(&Complaint::Invalid),
            Kind::Any => {}
            Kind::Never => self.complain(&Complaint::Only(vec![Value::Null])),
            Kind::Boolean if value.is_boolean() => {}
            Kind::Boolean => self.complain(&Complaint::BooleanBase),
            Kind::Integer(rules) => {
                self.list(number::complaints(rules, true, value, &self.rules_of(schema)))
            }
            Kind::Number(rules) => {
                self.list(number::complaints(rules, false, value, &self.rules_of(schema)))
            }
            Kind::String(rules) => {
                self.list(text::complaints(rules, value, &self.rules_of(schema)))
            }
            Kind::Array(rules) => match value {
                Value::Array(items) => self.array(rules, items),
                _ => self.complain(&Complaint::ArrayBase),
            },
            Kind::Object(rules) => match value {
                Value::Object(members) => self.object(rules, members),
                _ => self.complain(&Complaint::ObjectBase),
            },
            Kind::OneOf(choice) | Kind::AnyOf(choice) => union::judge(self, choice, value),
            Kind::AllOf(parts) => union::judge_all(self, parts, value),
            Kind::Not(refused) => {
                if violations(self.api, *refused, value, self.dialect).is_empty() {
                    self.complain(&Complaint::Invalid);
                }
            }
            Kind::Alias(target) => self.value(*target, value),
        }
    }

    fn array(&mut self, rules: &Array, items: &[Value]) {
        if let Some(schema) = rules.items {
            for (index, item) in items.iter().enumerate() {
                self.step(Step::Item(index), |walk| walk.value(schema, item));
            }
        }
        let count = items.len() as u64;
        if let Some(least) = rules.min_items.filter(|least| count < *least) {
            self.complain(&Complaint::ArrayMin(least));
        }
        if let Some(most) = rules.max_items.filter(|most| count > *most) {
            self.complain(&Complaint::ArrayMax(most));
        }
        if rules.unique {
            let mut seen = HashSet::new();
            for (index, item) in items.iter().enumerate() {
                if !seen.insert(item.to_string()) {
                    self.step(Step::Item(index), |walk| walk.complain(&Complaint::ArrayUnique));
                }
            }
        }
    }

    fn object(&mut self, rules: &Object, members: &Map<String, Value>) {
        for property in &rules.properties {
            let name = &property.name;
            self.step(Step::Member(name.clone()), |walk| match members.get(name) {
                Some(value) if value.is_null() && walk.member_may_be_null(property) => {}
                Some(value) => walk.value(property.schema, value),
                None if property.required && walk.must_be_there(property) => {
                    walk.complain(&Complaint::Required);
                }
                None => {}
            });
        }
        for name in rules.required_undeclared.iter().filter(|name| !members.contains_key(*name)) {
            self.step(Step::Member(name.clone()), |walk| walk.complain(&Complaint::Required));
        }
        for (name, value) in undeclared(rules, members) {
            self.step(Step::Member(name.clone()), |walk| walk.undeclared(rules, name, value));
        }
        let count = members.len() as u64;
        if let Some(least) = rules.min_properties.filter(|least| count < *least) {
            self.complain(&Complaint::ObjectMin(least));
        }
        if let Some(most) = rules.max_properties.filter(|most| count > *most) {
            self.complain(&Complaint::ObjectMax(most));
        }
    }

    fn undeclared(&mut self, rules: &Object, name: &str, value: &Value) {
        let refused = match &rules.additional {
            Additional::Any => false,
            Additional::Schema(schema) => return self.value(*schema, value),
            // An object without declared members is a free-form one.
            Additional::Unstated if rules.properties.is_empty() => false,
            Additional::Unstated => self.dialect.unknown_members == UnknownMembers::Refuse,
            Additional::Refused => true,
        };
        // Joi loses an own member of this name silently.
        if refused && name != "__proto__" {
            self.complain(&Complaint::ObjectUnknown);
        }
    }

    pub(super) fn complain(&mut self, complaint: &Complaint) {
        self.details.push(detail(&self.path, complaint, self.dialect));
    }

    fn list(&mut self, complaints: Vec<Complaint>) {
        complaints.iter().for_each(|complaint| self.complain(complaint));
    }

    fn step(&mut self, step: Step, judge: impl FnOnce(&mut Self)) {
        self.path.push(step);
        judge(self);
        self.path.pop();
    }

    fn must_be_there(&self, property: &Property) -> bool {
        self.dialect.required_members_from_sample || !property.claim.may_be_absent()
    }

    fn member_may_be_null(&self, property: &Property) -> bool {
        !self.dialect.limits_from_other_pages && property.claim.may_be_null()
    }

    fn may_be_null(&self, schema: &Schema) -> bool {
        !self.dialect.limits_from_other_pages && schema.claim.may_be_null()
    }

    fn rules_of<'s>(&'s self, schema: &'s Schema) -> Binding<'s> {
        Binding { dialect: self.dialect, schema }
    }
}

/// Undeclared members in JavaScript's order: numbers ascending, then the body's order.
fn undeclared<'v>(rules: &Object, members: &'v Map<String, Value>) -> Vec<(&'v String, &'v Value)> {
    let declared = |name: &str| rules.properties.iter().any(|known| known.name == name);
    let mut unknown: Vec<_> = members.iter().filter(|(name, _)| !declared(name)).collect();
    unknown.sort_by_key(|(name, _)| array_index(name).map_or(u64::MAX, u64::from));
    unknown
}

/// The number that a member name is, where JavaScript takes it for one.
fn array_index(name: &str) -> Option<u32> {
    let number: u32 = name.parse().ok()?;
    (number < u32::MAX && number.to_string() == name).then_some(number)
}
