//! Interned sets of values: a node is a conjunction of schemas of either document. Each node's
//! canonical form is made once.

use super::id::{NodeId, Part, Version};
use super::shape::{Form, Set, everything};
use super::text::Texts;
use crate::limits::{DEEPEST_NODE, MOST_PROOFS};
use oasis_model::conform::Way;
use oasis_model::ir::{Api, Kind, Schema, SchemaId};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// All nodes of one comparison, in one direction of travel.
pub(super) struct Nodes<'a> {
    apis: [&'a Api; 2],
    pub(super) way: Way,
    parts: Vec<Vec<Part>>,
    index: HashMap<Vec<Part>, NodeId>,
    /// The nodes of the schemas of either document.
    schemas: [Vec<Option<NodeId>>; 2],
    forms: Vec<Option<Rc<Form<'a>>>>,
    busy: HashSet<NodeId>,
    /// Whether no text fits such rules: they recur, and looking for one is dear.
    searched: HashMap<Texts, bool>,
    pub(super) made: Vec<Rc<Form<'a>>>,
    /// How many more proofs that two sets are disjoint may be tried.
    tries: u32,
}

impl<'a> Nodes<'a> {
    pub(super) fn new(base: &'a Api, new: &'a Api, way: Way) -> Self {
        let never = Rc::new(Form::default());
        Self {
            apis: [base, new],
            way,
            parts: vec![Vec::new(), vec![Part::Made(0)]],
            schemas: [base, new].map(|api| vec![None; api.schemas.len()]),
            index: HashMap::from([(Vec::new(), NodeId::ANY), (vec![Part::Made(0)], NodeId::NEVER)]),
            forms: vec![Some(Rc::new(everything())), Some(never.clone())],
            busy: HashSet::new(),
            searched: HashMap::new(),
            made: vec![never],
            tries: MOST_PROOFS,
        }
    }

    pub(super) fn api(&self, version: Version) -> &'a Api {
        self.apis[version as usize]
    }

    /// Whether values of the schema are never sent in this direction.
    pub(super) fn is_hidden(&self, schema: &Schema) -> bool {
        self.way.hides(schema)
    }

    /// The node of a schema, or of anything where there is none.
    pub(super) fn of(&mut self, version: Version, schema: Option<SchemaId>) -> NodeId {
        schema.map_or(NodeId::ANY, |id| self.schema(version, id))
    }

    /// The node of a schema; wrappers that add nothing are looked through.
    pub(super) fn schema(&mut self, version: Version, id: SchemaId) -> NodeId {
        if let Some(node) = self.schemas[version as usize][id.index()] {
            return node;
        }
        let node = self.unwrapped(version, id);
        self.schemas[version as usize][id.index()] = Some(node);
        node
    }

    fn unwrapped(&mut self, version: Version, id: SchemaId) -> NodeId {
        let api = self.api(version);
        let mut id = unwrapped(api, id);
        // What is excluded from being excluded is just that.
        for _ in 0..api.schemas.len() {
            match excluded(api, id).map(|inner| excluded(api, unwrapped(api, inner))) {
                Some(Some(innermost)) => id = unwrapped(api, innermost),
                _ => break,
            }
        }
        let schema = api.schema(id);
        match &schema.kind {
            Kind::Any if schema.values.is_none() && schema.nullable && !schema.unknown => {
                NodeId::ANY
            }
            Kind::Never if !schema.nullable => NodeId::NEVER,
            _ => self.intern(vec![Part::Schema(version, id)]),
        }
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

    /// Whether it shows from the schema alone that the node has values, such as the empty array.
    pub(super) fn has_plain_values(&self, node: NodeId) -> bool {
        let [Part::Schema(version, id)] = self.parts(node) else { return node == NodeId::ANY };
        let schema = self.api(*version).schema(*id);
        let plain = match &schema.kind {
            Kind::Any | Kind::Boolean => true,
            Kind::Integer(rules) | Kind::Number(rules) => {
                rules.minimum.is_none() && rules.maximum.is_none()
            }
            Kind::String(rules) => {
                rules.min_length.is_none()
                    && rules.max_length.is_none()
                    && (rules.pattern.is_none() || rules.format.is_none())
            }
            Kind::Array(rules) => rules.min_items.is_none(),
            Kind::Object(rules) => {
                rules.min_properties.is_none()
                    && rules.required_undeclared.is_empty()
                    && rules.properties.iter().all(|property| !property.required)
            }
            _ => false,
        };
        plain && schema.values.is_none() && !schema.unknown
    }

    /// Whether there is effort left for one more proof; one is spent.
    pub(super) fn may_try(&mut self) -> bool {
        self.tries = self.tries.saturating_sub(1);
        self.tries > 0
    }

    /// The canonical form of a node.
    pub(super) fn form(&mut self, node: NodeId) -> Rc<Form<'a>> {
        if let Some(form) = &self.forms[node.0 as usize] {
            return form.clone();
        }
        let reason = if self.busy.contains(&node) {
            Some("a schema that is made of itself")
        } else if self.busy.len() >= DEEPEST_NODE {
            Some("schemas made of schemas too many times over")
        } else {
            None
        };
        if reason.is_some() {
            // As a left side too little would prove what is not so.
            return Rc::new(Form { unknown: reason, ..everything() });
        }
        self.busy.insert(node);
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
                        unknown: made.unknown,
                    }
                }
            };
            form = Some(match form {
                None => next,
                Some(form) => self.meet(form, next),
            });
        }
        let mut form = form.unwrap_or_default();
        form.values = self.judged(node, std::mem::take(&mut form.values), &mut form.unknown);
        let searched = &mut self.searched;
        form.shapes.retain(|shape| match &shape.set {
            Set::Text(texts) if texts.is_empty() => false,
            Set::Text(texts) => {
                !*searched.entry(texts.clone()).or_insert_with_key(Texts::fit_nothing)
            }
            set => !set.is_empty(),
        });
        self.busy.remove(&node);
        let form = Rc::new(form);
        self.forms[node.0 as usize] = Some(form.clone());
        form
    }
}

/// The schema behind names and unions of one alternative.
fn unwrapped(api: &Api, mut id: SchemaId) -> SchemaId {
    for _ in 0..api.schemas.len() {
        let schema = api.schema(id);
        match &schema.kind {
            _ if schema.values.is_some() || schema.nullable || schema.unknown => break,
            Kind::Alias(target) => id = *target,
            Kind::OneOf(union) | Kind::AnyOf(union) if union.variants.len() == 1 => {
                id = union.variants[0];
            }
            _ => break,
        }
    }
    id
}

/// What a `not` excludes.
fn excluded(api: &Api, id: SchemaId) -> Option<SchemaId> {
    let schema = api.schema(id);
    match schema.kind {
        Kind::Not(inner) if schema.values.is_none() && !schema.unknown => Some(inner),
        _ => None,
    }
}
