//! What a found reason looks like on either side, in words and figures for reports.

use super::explain::{Explanation, Found};
use super::fact::Aspect;
use super::graph::{Edge, Graph};
use super::id::Version;
use super::number::Bound;
use super::shape::{Form, Set, Shape, Type};
use super::text::spelt;
use oasis_model::decimal::Decimal;
use oasis_model::ir::SchemaId;
use serde_json::Value;
use std::collections::BTreeSet;

/// One side of a found reason.
#[derive(Default)]
pub(crate) struct View {
    /// The schema that declares the shape in question.
    pub(crate) origin: Option<(Version, SchemaId)>,
    /// JSON types, in words and as a set; whole numbers count as numbers in the latter as well.
    pub(crate) types: String,
    pub(crate) kinds: BTreeSet<&'static str>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    pub(crate) step: Option<String>,
    pub(crate) least: Option<u64>,
    pub(crate) most: Option<u64>,
    pub(crate) format: Option<String>,
    pub(crate) pattern: Option<String>,
    /// Members with whether they are required.
    pub(crate) members: Vec<(String, bool)>,
    /// The values that are listed one by one.
    pub(crate) values: Vec<Value>,
}

impl View {
    /// Whether a pattern is how one of the side's formats is spelt.
    pub(crate) fn is_format(&self, pattern: &str) -> bool {
        let format = spelt(pattern);
        format.is_some() && format == self.format.as_deref()
    }
}

/// Looks at the left or the right side of what was found.
pub(crate) fn view(graph: &mut Graph<'_>, found: &Found, left: bool) -> View {
    let node = if left { found.left } else { found.right };
    let form = graph.nodes.form(node);
    let mut kinds: BTreeSet<Type> = form.values.iter().map(Type::of).collect();
    kinds.extend(form.shapes.iter().map(|shape| shape.set.kind()));
    let mut view = View {
        types: in_words(&form, &kinds),
        kinds: kinds.iter().map(|kind| kind.as_str()).collect(),
        values: form.values.clone(),
        ..View::default()
    };
    if kinds.contains(&Type::Number) {
        view.kinds.insert(Type::Integer.as_str());
    }
    let Some((own, other)) = found.shapes else {
        // An alternative that the other side lacks stands where it is declared.
        if let (true, Aspect::Alternative(index)) = (left, &found.aspect) {
            view.origin = form.shapes[*index as usize].origin;
        }
        return view;
    };
    let shape = &form.shapes[if left { own } else { other } as usize];
    view.origin = shape.origin;
    match &shape.set {
        Set::Number(numbers) => {
            view.minimum = numbers.lower.and_then(bound);
            view.maximum = numbers.upper.and_then(bound);
            view.step = numbers.steps.first().and_then(|step| figure(*step));
        }
        Set::Text(texts) => {
            (view.least, view.most) = (Some(texts.min), texts.max);
            let spelt_out = texts.patterns.iter().find_map(|pattern| spelt(pattern));
            view.format = texts.formats.first().cloned().or(spelt_out.map(str::to_owned));
            let said = texts.patterns.iter().find(|pattern| spelt(pattern).is_none());
            view.pattern = said.map(|pattern| format!("`{pattern}`"));
        }
        Set::List(list) => (view.least, view.most) = (Some(list.min), list.max),
        Set::Record(record) => {
            (view.least, view.most) = (Some(record.min), record.max);
            let members = record.members.iter();
            view.members = members
                .map(|(name, member)| ((*name).to_owned(), member.required && !member.hidden))
                .collect();
        }
    }
    view
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

/// The schemas that a trail leads through, outermost first, on one side.
pub(crate) fn way(
    graph: &Graph<'_>,
    explanation: &Explanation,
    found: &Found,
    version: Version,
) -> Vec<SchemaId> {
    let mut pairs = vec![(found.left, found.right)];
    let mut trail = found.trail;
    while let Some(step) = trail.map(|index| &explanation.steps[index]) {
        pairs.push((step.node, step.other));
        trail = step.above;
    }
    let schema = |(left, right)| {
        graph.nodes.schema_of(left, version).or_else(|| graph.nodes.schema_of(right, version))
    };
    pairs.into_iter().rev().filter_map(schema).collect()
}

/// The JSON pointer of the value that a trail leads to, members by name and items by index.
pub(crate) fn instance(explanation: &Explanation, found: &Found) -> String {
    let mut tokens = Vec::new();
    let mut trail = found.trail;
    while let Some(step) = trail.map(|index| &explanation.steps[index]) {
        tokens.push(match &step.edge {
            Edge::Member(name) => oasis_model::pointer::escape_pointer(name),
            Edge::Items => "0".to_owned(),
            _ => "*".to_owned(),
        });
        trail = step.above;
    }
    tokens.iter().rev().map(|token| format!("/{token}")).collect()
}
