//! Shows that a "no" is one: a whole value that the left root takes and the right root refuses,
//! judged by `conform` on both documents. Nothing unconfirmed leaves this module.

mod against;

use super::expand::accepts;
use super::explain::{Explanation, Found};
use super::fact::Aspect;
use super::graph::{Edge, Graph};
use super::node::NodeId;
use super::sample::{Samples, list_of};
use super::shape::{Set, Shape};
use super::{FRESH, Mode, unsure};
use serde_json::{Map, Value};

/// At most this many candidates are carried from a part to the whole.
const CANDIDATES: usize = 24;

/// No example is nested more deeply: nobody could read it, and making it would take the square of
/// its depth.
const DEEPEST: usize = 64;

/// Makes witnesses for one graph, keeping what it sampled.
#[derive(Default)]
pub(crate) struct Witnesses {
    samples: Samples,
    /// How many exclusions within exclusions are being looked into.
    depth: usize,
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
        if explanation.depth(found.trail) > DEEPEST {
            return None;
        }
        let differs = |graph: &Graph<'_>, value: &Value| {
            graph.nodes.accepts(left, value) == Some(true)
                && accepts(&graph.nodes, right, value, mode) == Some(false)
                && !(unsure::holds_null(value) && unsure::about_null(&graph.nodes, [left, right]))
        };
        let made = self.gather(graph, explanation, found, mode);
        let shown = made.into_iter().find(|value| differs(graph, value));
        shown.or_else(|| {
            let plain = self.samples.of(&mut graph.nodes, left);
            plain.into_iter().find(|value| differs(graph, value))
        })
    }

    /// Values of the root of an explanation, made of those that show the reason where it was met.
    fn gather(
        &mut self,
        graph: &mut Graph<'_>,
        explanation: &Explanation,
        found: &Found,
        mode: Mode,
    ) -> Vec<Value> {
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
        self.confined(graph, here, values)
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
            let other = graph.nodes.form(found.right);
            values.extend(
                form.shapes.iter().filter_map(|shape| against::unlisted(shape, &other.values)),
            );
        }
        let sure = |value: &Value| accepts(&graph.nodes, found.right, value, mode) == Some(false);
        let (mut refused, rest): (Vec<Value>, Vec<Value>) = values.into_iter().partition(sure);
        refused.extend(rest);
        refused.retain(|value| graph.nodes.accepts(found.left, value) != Some(false));
        refused.truncate(CANDIDATES);
        refused
    }
}
