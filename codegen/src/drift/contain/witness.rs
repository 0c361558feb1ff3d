//! Shows that a "no" is one: a whole value that the left root takes and the right root refuses,
//! judged by `conform` on both documents. Nothing unconfirmed leaves this module.

use super::expand::accepts;
use super::explain::{Explanation, Found};
use super::fact::Aspect;
use super::graph::{Edge, Graph};
use super::node::NodeId;
use super::number::Numbers;
use super::pattern::Search;
use super::sample::{Samples, list_of};
use super::shape::{Record, Set, Shape};
use super::{FRESH, Mode, project};
use crate::decimal::Decimal;
use serde_json::{Map, Value};

/// At most this many candidates are carried from a part to the whole.
const CANDIDATES: usize = 24;

/// No example is made longer than this.
const LONGEST: u64 = 10_000;

/// Makes witnesses for one graph, keeping what it sampled.
#[derive(Default)]
pub(crate) struct Witnesses {
    samples: Samples,
}

impl Witnesses {
    /// A value of the root `left` that the root `right` refuses, for this reason.
    pub(crate) fn find(
        &mut self,
        graph: &mut Graph<'_>,
        explanation: &Explanation,
        found: &Found,
        (left, right): (NodeId, NodeId),
        mode: Mode,
    ) -> Option<Value> {
        let mut values = self.candidates(graph, found, mode);
        let mut trail = found.trail;
        let mut here = found.left;
        while let Some(step) = trail.map(|index| explanation.steps[index].clone()) {
            values = self.confined(graph, here, values);
            let form = graph.nodes.form(step.node);
            let shape = &form.shapes[step.shape as usize];
            values = values
                .into_iter()
                .flat_map(|value| self.around(graph, shape, &step.edge, value))
                .collect();
            here = step.node;
            trail = step.above;
        }
        let values = self.confined(graph, here, values);
        let confirmed = project::Judge::new(&graph.nodes, left, right);
        values.into_iter().find(|value| {
            confirmed.differs(value, mode.text).unwrap_or_else(|| {
                graph.nodes.accepts(left, value) == Some(true)
                    && accepts(&graph.nodes, right, value, mode) == Some(false)
            })
        })
    }

    /// The first few values that belong to the node.
    fn confined(&self, graph: &Graph<'_>, node: NodeId, values: Vec<Value>) -> Vec<Value> {
        let belongs = |value: &Value| graph.nodes.accepts(node, value) != Some(false);
        values.into_iter().filter(belongs).take(CANDIDATES).collect()
    }

    /// Values of a container that hold the value at the edge.
    fn around(
        &mut self,
        graph: &mut Graph<'_>,
        shape: &Shape<'_>,
        edge: &Edge,
        value: Value,
    ) -> Vec<Value> {
        let nodes = &mut graph.nodes;
        match (&shape.set, edge) {
            (Set::List(list), _) => {
                let mut items = vec![value];
                items.extend(self.samples.of(nodes, list.items));
                items.dedup();
                list_of(&items, list.min.max(1), list.unique).into_iter().collect()
            }
            (Set::Record(record), edge) => {
                let name = match edge {
                    Edge::Member(name) => name.as_str(),
                    _ => FRESH,
                };
                let least = self.samples.record(nodes, record, |_| false);
                let full = self.samples.record(nodes, record, |_| true);
                let fill = |mut members: Map<String, Value>| {
                    members.insert(name.to_owned(), value.clone());
                    Value::Object(members)
                };
                [least, full].into_iter().flatten().map(fill).collect()
            }
            _ => vec![value],
        }
    }

    /// Values of the left side, where the reason was met, that the right side may refuse.
    fn candidates(&mut self, graph: &mut Graph<'_>, found: &Found, mode: Mode) -> Vec<Value> {
        let mut values = match &found.aspect {
            Aspect::Null => vec![Value::Null],
            Aspect::Value(value) => vec![value.clone()],
            _ => Vec::new(),
        };
        let form = graph.nodes.form(found.left);
        if let Some((shape, other)) = found.shapes {
            let other_form = graph.nodes.form(found.right);
            let (shape, other) = (&form.shapes[shape as usize], &other_form.shapes[other as usize]);
            values.extend(self.against(graph, &found.aspect, shape, other, mode));
            values.extend(self.samples.of_shape(&mut graph.nodes, shape));
        } else if let Aspect::Alternative(shape) = found.aspect {
            values.extend(self.samples.of_shape(&mut graph.nodes, &form.shapes[shape as usize]));
        } else {
            for shape in &form.shapes {
                values.extend(self.samples.of_shape(&mut graph.nodes, shape));
            }
            values.extend(form.values.iter().cloned());
        }
        let sure = |value: &Value| accepts(&graph.nodes, found.right, value, mode) == Some(false);
        let (mut refused, rest): (Vec<Value>, Vec<Value>) = values.into_iter().partition(sure);
        refused.extend(rest);
        refused.retain(|value| graph.nodes.accepts(found.left, value) != Some(false));
        refused.truncate(CANDIDATES);
        refused
    }

    /// Values made to break just the rule that the reason names.
    fn against<'a>(
        &mut self,
        graph: &mut Graph<'a>,
        aspect: &Aspect,
        shape: &Shape<'a>,
        other: &Shape<'a>,
        mode: Mode,
    ) -> Vec<Value> {
        if let Aspect::Overlap(out) = aspect {
            return self.shared(graph, shape, *out, mode);
        }
        match (&shape.set, &other.set) {
            (Set::Number(own), Set::Number(bound)) => beyond(own, bound),
            (Set::Text(own), Set::Text(bound)) => {
                let mut texts = Vec::new();
                let mut look = |refused: Option<&str>, lengths| {
                    if let Search::Found(text) = own.search(refused, lengths) {
                        texts.push(text);
                    }
                };
                if let Aspect::Pattern(wanted) = aspect {
                    look(Some(wanted), own.lengths());
                }
                if let Some(short) = bound.min.checked_sub(1) {
                    look(None, (own.min, Some(short)));
                }
                if let Some(long) = bound.max.and_then(|max| max.checked_add(1)) {
                    look(None, (own.min.max(long), own.max));
                    if long <= LONGEST && own.patterns.is_empty() {
                        texts.push(
                            "a".repeat(usize::try_from(own.min.max(long)).unwrap_or_default()),
                        );
                    }
                }
                texts.into_iter().map(Value::String).collect()
            }
            (Set::List(own), Set::List(bound)) => {
                let items = self.samples.of(&mut graph.nodes, own.items);
                let lengths = [own.min, bound.max.map_or(2, |max| max.saturating_add(1))];
                let possible = lengths.into_iter().filter(|length| *length <= LONGEST);
                possible
                    .filter_map(|length| list_of(&items, length.max(own.min), own.unique))
                    .collect()
            }
            (Set::Record(own), Set::Record(bound)) => self.members(graph, aspect, own, bound),
            _ => Vec::new(),
        }
    }

    fn members(
        &mut self,
        graph: &mut Graph<'_>,
        aspect: &Aspect,
        own: &Record<'_>,
        bound: &Record<'_>,
    ) -> Vec<Value> {
        let nodes = &mut graph.nodes;
        let Some(least) = self.samples.record(nodes, own, |_| false) else { return Vec::new() };
        let with = |name: &str, value: &Value| {
            let mut members = least.clone();
            members.insert(name.to_owned(), value.clone());
            Value::Object(members)
        };
        match aspect {
            Aspect::Closed(name) => {
                let set = name.as_ref().and_then(|name| own.members.get(name.as_str()));
                let set = set.map_or(own.additional, |member| member.set);
                let name = name.as_deref().unwrap_or(FRESH);
                self.samples.of(nodes, set).iter().map(|value| with(name, value)).collect()
            }
            Aspect::Others => {
                let values = self.samples.of(nodes, own.additional);
                values.iter().map(|value| with(FRESH, value)).collect()
            }
            Aspect::Typed(name) | Aspect::Dropped(name) => {
                let set =
                    own.members.get(name.as_str()).map_or(own.additional, |member| member.set);
                self.samples.of(nodes, set).iter().map(|value| with(name, value)).collect()
            }
            Aspect::MaxMembers => {
                let mut all = self.samples.record(nodes, own, |_| true).unwrap_or_default();
                let filler = self.samples.of(nodes, own.additional).into_iter().next();
                let (most, mut number) = (bound.max.unwrap_or_default().min(LONGEST), 0);
                while let Some(filler) = filler.as_ref().filter(|_| all.len() as u64 <= most) {
                    number += 1;
                    all.insert(format!("{FRESH}-{number}"), filler.clone());
                }
                vec![Value::Object(all)]
            }
            Aspect::Required(name) => {
                let mut full = self.samples.record(nodes, own, |_| true).unwrap_or_default();
                full.shift_remove(name.as_str());
                let mut bare = least.clone();
                if own.members.get(name.as_str()).is_some_and(|member| member.hidden) {
                    bare.shift_remove(name.as_str());
                }
                vec![Value::Object(bare), Value::Object(full)]
            }
            _ => vec![Value::Object(least)],
        }
    }

    /// Values of the shape that also fit what the right side takes out.
    fn shared<'a>(
        &mut self,
        graph: &mut Graph<'a>,
        shape: &Shape<'a>,
        out: NodeId,
        mode: Mode,
    ) -> Vec<Value> {
        let own = super::shape::Form { shapes: vec![shape.clone()], ..Default::default() };
        let own = graph.nodes.make(own);
        let both = graph.nodes.both(own, out);
        let form = graph.nodes.form(both);
        let mut values = Vec::new();
        for part in &form.shapes {
            values.extend(self.samples.of_shape(&mut graph.nodes, part));
        }
        values.extend(form.values.iter().cloned());
        if let (true, Set::Record(record)) = (mode.sender, &shape.set) {
            values
                .retain(|value| value.as_object().is_some_and(|members| sendable(members, record)));
        }
        values
    }
}

/// Whether a sender that knows only its own names would send these members.
fn sendable(members: &Map<String, Value>, record: &Record<'_>) -> bool {
    members.keys().all(|name| record.members.contains_key(name.as_str()) || name.starts_with(FRESH))
}

/// Numbers around the other side's bounds and off its steps.
fn beyond(own: &Numbers, bound: &Numbers) -> Vec<Value> {
    let step = own.steps.first().copied().unwrap_or(Decimal::ONE);
    let mut numbers = Vec::new();
    for (end, outward) in [(bound.lower, step.negative()), (bound.upper, step)] {
        let Some(end) = end else { continue };
        numbers.push(end.at);
        numbers.extend(end.at.plus(outward));
        numbers.extend(end.at.plus(outward.times(Decimal::HALF).unwrap_or(outward)));
        numbers.extend(end.at.floor(step));
        numbers.extend(end.at.plus(outward).and_then(|at| at.floor(step)));
        numbers.extend(end.at.plus(outward).and_then(|at| at.ceiling(step)));
    }
    numbers.extend((1..8).filter_map(|count| Decimal::whole(count).times(step)));
    let start = own.lower.or(own.upper).map(|bound| bound.at);
    numbers.extend((0..8).filter_map(|count| start?.plus(Decimal::whole(count).times(step)?)));
    numbers.extend(
        (0..8).filter_map(|count| start?.plus(Decimal::whole(count).times(step)?.negative())),
    );
    numbers.retain(|number| own.holds(*number));
    numbers.into_iter().filter_map(Decimal::to_json).collect()
}
