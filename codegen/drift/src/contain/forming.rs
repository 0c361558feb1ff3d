//! One schema in, its canonical form out: unions are split, conjunctions multiplied out, and what
//! is excluded is kept beside each shape. Listed values are candidates only; `Nodes::form` judges.

use super::disjoint;
use super::id::{NodeId, Version};
use super::node::Nodes;
use super::number;
use super::shape::{self, Form, List, Property, Record, Set, Shape, UNREAD, everything};
use super::text;
use crate::limits::{MOST_ALTERNATIVES, MOST_PRODUCTS};
use oasis_model::ir::{Additional, Kind, Object, Schema, SchemaId, Union};
use serde_json::Value;
use std::collections::BTreeMap;

impl<'a> Nodes<'a> {
    /// The form of one schema; its listed values are candidates, which `form` judges.
    pub(super) fn schema_form(&mut self, version: Version, id: SchemaId) -> Form<'a> {
        let schema = self.api(version).schema(id);
        if schema.unknown {
            return Form { unknown: Some(UNREAD), ..everything() };
        }
        if let Some(values) = &schema.values {
            let mut values = values.clone();
            values.push(Value::Null);
            return Form { values, ..Form::default() };
        }
        let mut form = self.kind_form(version, schema);
        for shape in &mut form.shapes {
            shape.origin.get_or_insert((version, id));
        }
        let by_parts = !matches!(
            schema.kind,
            Kind::Integer(_) | Kind::Number(_) | Kind::String(_) | Kind::Array(_) | Kind::Object(_)
        );
        if schema.nullable || by_parts {
            form.values.push(Value::Null);
        }
        form
    }

    fn kind_form(&mut self, version: Version, schema: &'a Schema) -> Form<'a> {
        let one = |set| Form {
            shapes: vec![Shape { set, without: Vec::new(), origin: None }],
            ..Form::default()
        };
        match &schema.kind {
            Kind::Any => everything(),
            Kind::Never => Form::default(),
            Kind::Boolean => {
                Form { values: vec![Value::Bool(true), Value::Bool(false)], ..Form::default() }
            }
            Kind::Integer(rules) => one(Set::Number(number::of(rules, true))),
            Kind::Number(rules) => one(Set::Number(number::of(rules, false))),
            Kind::String(rules) => one(Set::Text(text::of(rules))),
            Kind::Array(rules) => one(Set::List(List {
                items: self.of(version, rules.items),
                min: rules.min_items.unwrap_or(0),
                max: rules.max_items,
                unique: rules.unique,
            })),
            Kind::Object(rules) => one(Set::Record(self.record(version, rules))),
            Kind::AnyOf(union) => self.union(version, union, false),
            Kind::OneOf(union) => self.union(version, union, true),
            Kind::AllOf(parts) => {
                let mut node = NodeId::ANY;
                for part in parts {
                    let part = self.schema(version, *part);
                    node = self.both(node, part);
                }
                self.copied(node)
            }
            Kind::Not(refused) => {
                let refused = self.schema(version, *refused);
                self.complement(refused)
            }
            Kind::Alias(target) => {
                let node = self.schema(version, *target);
                self.copied(node)
            }
        }
    }

    fn copied(&mut self, node: NodeId) -> Form<'a> {
        let form = self.form(node);
        Form { values: form.values.clone(), shapes: form.shapes.clone(), unknown: form.unknown }
    }

    fn record(&mut self, version: Version, rules: &'a Object) -> Record<'a> {
        let additional = match &rules.additional {
            Additional::Unstated | Additional::Any => NodeId::ANY,
            Additional::Refused => NodeId::NEVER,
            Additional::Schema(id) => self.schema(version, *id),
        };
        let mut properties = BTreeMap::new();
        for property in &rules.properties {
            let schema = self.api(version).schema(property.schema);
            let hidden = self.is_hidden(schema);
            let set = self.schema(version, property.schema);
            properties.insert(
                property.name.as_str(),
                Property { set, required: property.required, hidden },
            );
        }
        for name in &rules.required_undeclared {
            properties.insert(name, Property { set: additional, required: true, hidden: false });
        }
        Record {
            properties,
            additional,
            min: rules.min_properties.unwrap_or(0),
            max: rules.max_properties,
        }
    }

    /// Splits a union; what two alternatives of a `oneOf` share belongs to neither.
    fn union(&mut self, version: Version, union: &'a Union, exclusive: bool) -> Form<'a> {
        let nodes: Vec<NodeId> =
            union.variants.iter().map(|id| self.schema(version, *id)).collect();
        let mut form = Form::default();
        if exclusive && nodes.len() > MOST_ALTERNATIVES {
            form.unknown = Some("a `oneOf` of too many alternatives");
        }
        for (index, node) in nodes.iter().enumerate() {
            let variant = self.copied(*node);
            form.unknown = form.unknown.or(variant.unknown);
            form.values.extend(variant.values);
            for mut shape in variant.shapes {
                if exclusive && form.unknown.is_none() {
                    for (other, out) in nodes.iter().enumerate() {
                        if other != index && !disjoint::shape_and_node(self, &shape, *out, None) {
                            shape.without.push(*out);
                        }
                    }
                }
                form.shapes.push(shape);
            }
        }
        form
    }

    fn complement(&mut self, refused: NodeId) -> Form<'a> {
        let taken = self.form(refused);
        let mut form = everything();
        if taken.unknown.is_some() {
            return Form { unknown: taken.unknown, ..form };
        }
        form.shapes.retain(|shape| !taken.shapes.iter().any(|out| covers(out, shape)));
        for shape in &mut form.shapes {
            if !disjoint::shape_and_node(self, shape, refused, None) {
                shape.without.push(refused);
            }
        }
        form
    }

    pub(super) fn meet(&mut self, left: Form<'a>, right: Form<'a>) -> Form<'a> {
        let mut form = Form {
            values: left.values.into_iter().chain(right.values).collect(),
            shapes: Vec::new(),
            unknown: left.unknown.or(right.unknown),
        };
        if left.shapes.len() * right.shapes.len() > MOST_PRODUCTS {
            form.unknown = Some("too many combinations of alternatives");
            form.shapes = left.shapes;
            return form;
        }
        for a in &left.shapes {
            for b in &right.shapes {
                let Some(set) = shape::intersection(&a.set, &b.set, &mut |x, y| self.both(x, y))
                else {
                    continue;
                };
                let mut without = a.without.clone();
                without.extend(&b.without);
                without.sort_unstable();
                without.dedup();
                form.shapes.push(Shape { set, without, origin: a.origin.or(b.origin) });
            }
        }
        form
    }
}

/// Whether an unrestricted shape takes everything of another shape's type.
fn covers(wide: &Shape<'_>, shape: &Shape<'_>) -> bool {
    wide.without.is_empty()
        && match (&wide.set, &shape.set) {
            (Set::Number(all), Set::Number(_)) => *all == Default::default(),
            (Set::Text(all), Set::Text(_)) => *all == Default::default(),
            (Set::List(all), Set::List(_)) => {
                all.items == NodeId::ANY && all.min == 0 && all.max.is_none() && !all.unique
            }
            (Set::Record(all), Set::Record(_)) => {
                all.properties.is_empty()
                    && all.additional == NodeId::ANY
                    && all.min == 0
                    && all.max.is_none()
            }
            _ => false,
        }
}
