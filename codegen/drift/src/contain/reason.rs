//! A reason why one set does not lie within another, as it is handed out: what kind of rule it is,
//! where in a message, and what either document says there in words and figures.

use super::explain::{Explanation, Found};
use super::graph::{Aspect, Edge, Graph};
use super::id::{Mode, NodeId, Version};
use super::number::Bound;
use super::shape::{Form, List, Record, Set, Shape, Type};
use super::text::spelt;
use oasis_model::decimal::Decimal;
use oasis_model::ir::SchemaId;
use oasis_model::pointer::escape_pointer;
use serde_json::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Why a value of the left side need not belong to the right one. The door makes its witness.
pub(crate) struct Reason<'a> {
    /// The rule that the left side does not keep.
    pub(crate) kind: Aspect,
    /// Where in the message it is, as a JSON pointer; the first item stands for all.
    pub(crate) instance: String,
    /// The property whose value is in question.
    pub(crate) property: Option<String>,
    /// What the base and the new document say.
    pub(crate) described: [Description; 2],
    pub(super) found: Found,
    pub(super) asked: Rc<Asked<'a>>,
}

/// What was asked, and all that was found.
pub(super) struct Asked<'a> {
    pub(super) roots: (NodeId, NodeId),
    pub(super) mode: Mode,
    pub(super) explanation: Explanation<'a>,
}

/// What one document says where a reason was met.
#[derive(Default)]
pub(crate) struct Description {
    /// The schema in question.
    pub(crate) schema: Option<SchemaId>,
    /// The schemas that lead to the place, outermost first.
    pub(crate) path: Vec<SchemaId>,
    /// JSON types, in words and as a set; whole numbers count as numbers in the latter as well.
    pub(crate) types: String,
    pub(crate) kinds: BTreeSet<&'static str>,
    /// The value of the rule in question, where it has one.
    pub(crate) value: Option<String>,
    pub(crate) format: Option<String>,
    /// Whether the property that the rule names is required, where it is declared.
    pub(crate) required: Option<bool>,
    /// The values that are listed one by one, where the rule is about a list of values.
    pub(crate) values: Vec<Value>,
}

impl Aspect {
    /// The property that the rule names.
    pub(crate) fn property(&self) -> Option<&str> {
        match self {
            Self::Required(name)
            | Self::Closed(Some(name))
            | Self::Typed(name)
            | Self::Dropped(name) => Some(name),
            _ => None,
        }
    }
}

impl Description {
    /// Whether a pattern is how one of the side's formats is spelt.
    pub(crate) fn is_format(&self, pattern: &str) -> bool {
        let format = spelt(pattern);
        format.is_some() && format == self.format.as_deref()
    }
}

/// The reasons of an explanation in its order. `forward`: the left side is the base.
pub(super) fn reasons<'a>(
    graph: &mut Graph<'_>,
    asked: &Rc<Asked<'a>>,
    forward: bool,
) -> Vec<Reason<'a>> {
    let explanation = &asked.explanation;
    let found = explanation.found.iter().filter(|found| !explanation.says_as_well(found));
    let reason = |found: &Found| {
        let described = [Version::Base, Version::New].map(|version| {
            let left = (version == Version::Base) == forward;
            describe(graph, explanation, found, version, left)
        });
        Reason {
            kind: found.aspect.clone(),
            instance: instance(explanation, found),
            property: explanation.last_property(found).map(str::to_owned),
            described,
            found: found.clone(),
            asked: asked.clone(),
        }
    };
    found.map(reason).collect()
}

fn describe(
    graph: &mut Graph<'_>,
    explanation: &Explanation<'_>,
    found: &Found,
    version: Version,
    left: bool,
) -> Description {
    let form = graph.nodes.form(if left { found.left } else { found.right });
    let index = match (found.shapes, &found.aspect) {
        (Some((own, other)), _) => Some(if left { own } else { other }),
        // An alternative that the other side lacks stands where it is declared.
        (None, Aspect::Alternative(index)) if left => Some(*index),
        _ => None,
    };
    let shape = index.map(|index| &form.shapes[index as usize]);
    let mut said =
        Description { path: path(graph, explanation, found, version), ..Description::default() };
    let own = shape.and_then(|shape| shape.origin).filter(|(of, _)| *of == version);
    said.schema = own.map(|(_, id)| id).or_else(|| said.path.last().copied());
    said.name_types(&form);
    if matches!(found.aspect, Aspect::Listed(_)) {
        said.values = form.values.clone();
    }
    if let (Some(_), Some(shape)) = (found.shapes, shape) {
        said.measure(shape, &found.aspect);
    }
    said
}

impl Description {
    fn name_types(&mut self, form: &Form<'_>) {
        let mut kinds: BTreeSet<Type> = form.values.iter().map(Type::of).collect();
        kinds.extend(form.shapes.iter().map(|shape| shape.set.kind()));
        self.types = in_words(form, &kinds);
        self.kinds = kinds.iter().map(|kind| kind.as_str()).collect();
        if kinds.contains(&Type::Number) {
            self.kinds.insert(Type::Integer.as_str());
        }
    }

    fn measure(&mut self, shape: &Shape<'_>, rule: &Aspect) {
        let size = |value: Option<u64>| value.map(|value| value.to_string());
        match &shape.set {
            Set::Number(numbers) => {
                self.value = match rule {
                    Aspect::Minimum => numbers.lower.and_then(bound),
                    Aspect::Maximum => numbers.upper.and_then(bound),
                    Aspect::Step => numbers.steps.first().and_then(|step| figure(*step)),
                    _ => None,
                };
            }
            Set::Text(texts) => {
                let spelt_out = texts.patterns.iter().find_map(|pattern| spelt(pattern));
                self.format = texts.formats.first().cloned().or(spelt_out.map(str::to_owned));
                let said = || texts.patterns.iter().find(|pattern| spelt(pattern).is_none());
                self.value = match rule {
                    Aspect::MinLength => size(Some(texts.min)),
                    Aspect::MaxLength => size(texts.max),
                    _ => said().map(|pattern| format!("`{pattern}`")),
                };
            }
            Set::List(List { min, max, .. }) | Set::Record(Record { min, max, .. }) => {
                let is_least = matches!(rule, Aspect::MinItems | Aspect::MinProperties);
                self.value = size(if is_least { Some(*min) } else { *max });
            }
        }
        if let (Set::Record(record), Some(name)) = (&shape.set, rule.property()) {
            let property = record.properties.get(name);
            self.required = property.map(|property| property.required && !property.hidden);
        }
    }
}

/// The types of a form; whole numbers of 32 bits are told apart, since `format` makes them.
fn in_words(form: &Form<'_>, kinds: &BTreeSet<Type>) -> String {
    if EVERY_TYPE.iter().all(|kind| kinds.contains(kind)) {
        return "any value".to_owned();
    }
    let short = |shape: &Shape<'_>| match &shape.set {
        Set::Number(numbers) => {
            let end = |bound: Option<Bound>, at| bound.and_then(self::bound) == Some(at);
            end(numbers.lower, i32::MIN.to_string()) && end(numbers.upper, i32::MAX.to_string())
        }
        _ => false,
    };
    let word = |kind: &Type| match kind {
        Type::Integer if form.shapes.iter().any(short) => "32-bit integer",
        kind => kind.as_str(),
    };
    kinds.iter().map(word).collect::<Vec<_>>().join(" or ")
}

/// The types of JSON; whole numbers are numbers.
const EVERY_TYPE: [Type; 6] =
    [Type::Null, Type::Boolean, Type::Number, Type::String, Type::Array, Type::Object];

fn bound(bound: Bound) -> Option<String> {
    let excluded = if bound.open { " (excluded)" } else { "" };
    Some(format!("{}{excluded}", figure(bound.at)?))
}

fn figure(number: Decimal) -> Option<String> {
    number.to_json().map(|value| value.to_string())
}

/// The schemas of one document that a trail leads through, outermost first.
fn path(
    graph: &Graph<'_>,
    explanation: &Explanation<'_>,
    found: &Found,
    version: Version,
) -> Vec<SchemaId> {
    let steps = explanation.steps_to(found).map(|step| (step.node, step.other));
    let schema = |(left, right)| {
        graph.nodes.schema_of(left, version).or_else(|| graph.nodes.schema_of(right, version))
    };
    let mut path: Vec<SchemaId> =
        [(found.left, found.right)].into_iter().chain(steps).filter_map(schema).collect();
    path.reverse();
    path
}

/// The JSON pointer of the value that a reason is about.
fn instance(explanation: &Explanation<'_>, found: &Found) -> String {
    let token = |edge: &Edge<'_>| match edge {
        Edge::Property(name) => escape_pointer(name),
        Edge::Items => "0".to_owned(),
        _ => "*".to_owned(),
    };
    let mut tokens: Vec<String> =
        explanation.steps_to(found).map(|step| token(&step.edge)).collect();
    tokens.reverse();
    tokens.extend(found.aspect.property().map(escape_pointer));
    tokens.iter().map(|token| format!("/{token}")).collect()
}
