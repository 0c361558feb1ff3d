//! Interned sets of values: a node is a conjunction of schemas of either document. Each node's
//! canonical form is made once; whether a listed value belongs to a node is asked of `conform`.

use super::apart;
use super::number;
use super::shape::{self, Form, List, Member, Record, Set, Shape, Version};
use super::text;
use crate::conform::{self, View};
use crate::ir::{Additional, Api, Kind, Object, Schema, SchemaId, Union};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Index of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    /// Every JSON value.
    pub(super) const ANY: Self = Self(0);
    /// No value at all.
    pub(super) const NEVER: Self = Self(1);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Schema(Version, SchemaId),
    /// A form made while splitting another one.
    Made(u32),
}

/// Unions and conjunctions beyond this many shapes are not multiplied out.
const MOST_SHAPES: usize = 128;

/// All nodes of one comparison, in one direction of travel.
pub(super) struct Nodes<'a> {
    apis: [&'a Api; 2],
    /// Whether the values travel from the integrator to the other side.
    sent: bool,
    parts: Vec<Vec<Part>>,
    index: HashMap<Vec<Part>, NodeId>,
    forms: Vec<Option<Rc<Form<'a>>>>,
    busy: HashSet<NodeId>,
    made: Vec<Rc<Form<'a>>>,
}

impl<'a> Nodes<'a> {
    pub(super) fn new(base: &'a Api, new: &'a Api, sent: bool) -> Self {
        let never = Rc::new(Form::default());
        Self {
            apis: [base, new],
            sent,
            parts: vec![Vec::new(), vec![Part::Made(0)]],
            index: HashMap::from([(Vec::new(), NodeId::ANY), (vec![Part::Made(0)], NodeId::NEVER)]),
            forms: vec![Some(Rc::new(everything())), Some(never.clone())],
            busy: HashSet::new(),
            made: vec![never],
        }
    }

    pub(super) fn api(&self, version: Version) -> &'a Api {
        self.apis[version as usize]
    }

    /// Whether values of the schema are never sent in this direction.
    pub(super) fn is_hidden(&self, schema: &Schema) -> bool {
        if self.sent { schema.read_only } else { schema.write_only }
    }

    /// The node of a schema, or of anything where there is none.
    pub(super) fn of(&mut self, version: Version, schema: Option<SchemaId>) -> NodeId {
        schema.map_or(NodeId::ANY, |id| self.schema(version, id))
    }

    /// The node of a schema; wrappers that add nothing are looked through.
    pub(super) fn schema(&mut self, version: Version, mut id: SchemaId) -> NodeId {
        let api = self.api(version);
        for _ in 0..api.schemas.len() {
            let schema = api.schema(id);
            if schema.values.is_some() {
                break;
            }
            match &schema.kind {
                Kind::Any if schema.nullable => return NodeId::ANY,
                Kind::Never if !schema.nullable => return NodeId::NEVER,
                Kind::Alias(target) if !schema.nullable => id = *target,
                Kind::OneOf(union) | Kind::AnyOf(union)
                    if !schema.nullable && union.variants.len() == 1 =>
                {
                    id = union.variants[0];
                }
                _ => break,
            }
        }
        self.intern(vec![Part::Schema(version, id)])
    }

    fn intern(&mut self, parts: Vec<Part>) -> NodeId {
        if let Some(id) = self.index.get(&parts) {
            return *id;
        }
        let id = NodeId(u32::try_from(self.parts.len()).expect("memory ends before 2^32 nodes"));
        self.parts.push(parts.clone());
        self.forms.push(None);
        self.index.insert(parts, id);
        id
    }

    /// What belongs to both nodes.
    pub(super) fn both(&mut self, left: NodeId, right: NodeId) -> NodeId {
        match (left, right) {
            (NodeId::NEVER, _) | (_, NodeId::NEVER) => NodeId::NEVER,
            (NodeId::ANY, other) | (other, NodeId::ANY) => other,
            _ if left == right => left,
            _ => {
                let mut parts = self.parts(left).to_vec();
                parts.extend(self.parts(right));
                parts.sort_unstable();
                parts.dedup();
                self.intern(parts)
            }
        }
    }

    /// A node of a form that no schema spells out.
    pub(super) fn make(&mut self, form: Form<'a>) -> NodeId {
        let part = Part::Made(u32::try_from(self.made.len()).expect("few forms are made"));
        self.made.push(Rc::new(form));
        self.intern(vec![part])
    }

    pub(super) fn parts(&self, node: NodeId) -> &[Part] {
        &self.parts[node.0 as usize]
    }

    /// The first schema of this document that the node is made of.
    pub(super) fn schema_of(&self, node: NodeId, version: Version) -> Option<SchemaId> {
        self.parts(node).iter().find_map(|part| match part {
            Part::Schema(of, id) if *of == version => Some(*id),
            _ => None,
        })
    }

    /// Whether a value belongs to a node; none: it could not be judged.
    pub(super) fn accepts(&self, node: NodeId, value: &Value) -> Option<bool> {
        let mut sure = true;
        for part in self.parts(node) {
            let answer = match part {
                Part::Schema(version, id) => {
                    let verdict = conform::check(self.api(*version), *id, value, View::Claim);
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

    /// The canonical form of a node.
    pub(super) fn form(&mut self, node: NodeId) -> Rc<Form<'a>> {
        if let Some(form) = &self.forms[node.0 as usize] {
            return form.clone();
        }
        if !self.busy.insert(node) {
            return Rc::new(Form {
                loose: Some("a schema that is made of itself"),
                ..Form::default()
            });
        }
        let parts = self.parts(node).to_vec();
        let mut form: Option<Form<'a>> = None;
        for part in parts {
            let next = match part {
                Part::Schema(version, id) => self.schema_form(version, id),
                Part::Made(index) => {
                    let made = &self.made[index as usize];
                    Form {
                        values: made.values.clone(),
                        shapes: made.shapes.clone(),
                        loose: made.loose,
                    }
                }
            };
            form = Some(match form {
                None => next,
                Some(form) => self.meet(form, next),
            });
        }
        let mut form = form.unwrap_or_default();
        let mut values: Vec<Value> = Vec::new();
        for value in form.values {
            if !values.contains(&value) && self.accepts(node, &value) != Some(false) {
                values.push(value);
            }
        }
        form.values = values;
        self.busy.remove(&node);
        let form = Rc::new(form);
        self.forms[node.0 as usize] = Some(form.clone());
        form
    }

    /// The form of one schema; its listed values are candidates, which `form` judges.
    fn schema_form(&mut self, version: Version, id: SchemaId) -> Form<'a> {
        let schema = self.api(version).schema(id);
        if let Some(values) = &schema.values {
            let mut values = values.clone();
            values.push(Value::Null);
            return Form { values, ..Form::default() };
        }
        let mut form = self.kind_form(version, schema);
        for shape in &mut form.shapes {
            shape.origin.get_or_insert((version, id));
        }
        form.values.push(Value::Null);
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
        Form { values: form.values.clone(), shapes: form.shapes.clone(), loose: form.loose }
    }

    fn record(&mut self, version: Version, rules: &'a Object) -> Record<'a> {
        let additional = match &rules.additional {
            Additional::Unstated | Additional::Any => NodeId::ANY,
            Additional::Refused => NodeId::NEVER,
            Additional::Schema(id) => self.schema(version, *id),
        };
        let mut members = std::collections::BTreeMap::new();
        for property in &rules.properties {
            let schema = self.api(version).schema(property.schema);
            let hidden = self.is_hidden(schema);
            let set = self.schema(version, property.schema);
            members.insert(
                property.name.wire.as_str(),
                Member { set, required: property.required, hidden },
            );
        }
        for name in &rules.required_undeclared {
            members.insert(name, Member { set: additional, required: true, hidden: false });
        }
        Record {
            members,
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
        if exclusive && nodes.len() > MOST_SHAPES {
            form.loose = Some("a `oneOf` of too many alternatives");
        }
        for (index, node) in nodes.iter().enumerate() {
            let variant = self.copied(*node);
            form.loose = form.loose.or(variant.loose);
            form.values.extend(variant.values);
            for mut shape in variant.shapes {
                if exclusive && form.loose.is_none() {
                    for (other, out) in nodes.iter().enumerate() {
                        if other != index && !apart::shape_and_node(self, &shape, *out, None) {
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
        let mut form = everything();
        let taken = self.form(refused);
        form.shapes.retain(|shape| !taken.shapes.iter().any(|out| covers(out, shape)));
        for shape in &mut form.shapes {
            if !apart::shape_and_node(self, shape, refused, None) {
                shape.without.push(refused);
            }
        }
        form
    }

    fn meet(&mut self, left: Form<'a>, right: Form<'a>) -> Form<'a> {
        let mut form = Form {
            values: left.values.into_iter().chain(right.values).collect(),
            shapes: Vec::new(),
            loose: left.loose.or(right.loose),
        };
        if left.shapes.len() * right.shapes.len() > MOST_SHAPES * MOST_SHAPES {
            form.loose = Some("too many combinations of alternatives");
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

/// Every JSON value.
fn everything<'a>() -> Form<'a> {
    let record = Record { members: Default::default(), additional: NodeId::ANY, min: 0, max: None };
    let list = List { items: NodeId::ANY, min: 0, max: None, unique: false };
    let sets = [
        Set::Number(Default::default()),
        Set::Text(Default::default()),
        Set::List(list),
        Set::Record(record),
    ];
    Form {
        values: vec![Value::Null, Value::Bool(true), Value::Bool(false)],
        shapes: sets.map(|set| Shape { set, without: Vec::new(), origin: None }).into(),
        loose: None,
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
                all.members.is_empty()
                    && all.additional == NodeId::ANY
                    && all.min == 0
                    && all.max.is_none()
            }
            _ => false,
        }
}
