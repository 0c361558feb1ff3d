//! Shows that a "no" is one: a whole value that the left root takes and the right root refuses,
//! judged by `conform` on both documents. Nothing unconfirmed leaves this module.

mod against;

use super::expand::accepts;
use super::explain::{Explanation, Found};
use super::graph::{Aspect, Edge, Graph};
use super::id::{FRESH, Mode, NodeId, Version};
use super::pattern::{self, Search};
use super::sample::{Samples, list_of};
use super::shape::{Form, Set, Shape};
use super::unsure;
use crate::limits::{
    DEEPEST_WITNESS, MOST_AVOIDED_PATTERNS, MOST_AVOIDED_VALUES, MOST_CANDIDATES, MOST_CARRIED,
    MOST_FILLED, MOST_JUDGED_ALTERNATIVES, MOST_NEEDED_WITNESSES, MOST_WELCOME_WITNESSES,
};
use oasis_model::ir::SchemaId;
use serde_json::{Map, Value};
use std::cell::OnceCell;
use std::collections::HashMap;

/// Makes witnesses for one graph, keeping what it sampled.
#[derive(Default)]
pub(super) struct Witnesses {
    samples: Samples,
    /// How many witnesses were asked for.
    asked: usize,
    /// How many exclusions within exclusions are being looked into.
    depth: usize,
}

/// Judges whether a value of the left root is refused by the right one.
fn differing((left, right): (NodeId, NodeId), mode: Mode) -> impl Fn(&Graph<'_>, &Value) -> bool {
    // A walk through everything below the roots, so only where a null asks for it.
    let null_is_unsure = OnceCell::new();
    move |graph, value| {
        let unsure =
            || *null_is_unsure.get_or_init(|| unsure::about_null(&graph.nodes, [left, right]));
        !(unsure::holds_null(value) && unsure())
            && graph.nodes.accepts(left, value) == Some(true)
            && accepts(&graph.nodes, right, value, mode) == Some(false)
    }
}

impl Witnesses {
    /// A value of the root `left` that the root `right` refuses, for this reason.
    pub(super) fn find(
        &mut self,
        graph: &mut Graph<'_>,
        explanation: &Explanation<'_>,
        found: &Found,
        roots: (NodeId, NodeId),
        mode: Mode,
    ) -> Option<Value> {
        let differs = differing(roots, mode);
        self.asked += 1;
        let most = if mode.sender { MOST_NEEDED_WITNESSES } else { MOST_WELCOME_WITNESSES };
        if self.asked > most || explanation.depth(found.trail) > DEEPEST_WITNESS {
            return None;
        }
        // What the right side surely refuses where the reason was met comes first.
        let (mut doubtful, mut tried) = (Vec::new(), 0);
        // Where there are thousands of alternatives, each candidate is judged against all of them.
        let sets = [found.left, found.right, roots.0, roots.1];
        let cost: usize = sets.iter().map(|node| 1 + graph.nodes.form(*node).shapes.len()).sum();
        let most = MOST_CANDIDATES.max(MOST_JUDGED_ALTERNATIVES / cost);
        for value in self.candidates(graph, found, mode).into_iter().take(most) {
            if tried > MOST_CANDIDATES || graph.nodes.accepts(found.left, &value) == Some(false) {
                continue;
            }
            if accepts(&graph.nodes, found.right, &value, mode) != Some(false) {
                doubtful.push(value);
                continue;
            }
            tried += 1;
            let lifted = self.lifted(graph, explanation, found, value);
            if let Some(shown) = lifted.into_iter().find(|value| differs(graph, value)) {
                return Some(shown);
            }
        }
        for value in doubtful.into_iter().take(MOST_CANDIDATES) {
            let lifted = self.lifted(graph, explanation, found, value);
            if let Some(shown) = lifted.into_iter().find(|value| differs(graph, value)) {
                return Some(shown);
            }
        }
        None
    }

    /// A plain value of the root `left` that the root `right` refuses, whatever the reason.
    pub(super) fn plain(
        &mut self,
        graph: &mut Graph<'_>,
        roots: (NodeId, NodeId),
        mode: Mode,
    ) -> Option<Value> {
        let plain = self.samples.of(&mut graph.nodes, roots.0);
        let differs = differing(roots, mode);
        plain.iter().find(|value| differs(graph, value)).cloned()
    }

    /// Values of the root of an explanation that hold this value where the reason was met.
    fn lifted(
        &mut self,
        graph: &mut Graph<'_>,
        explanation: &Explanation<'_>,
        found: &Found,
        value: Value,
    ) -> Vec<Value> {
        let mut values = vec![value];
        let mut trail = found.trail;
        while let Some(step) = trail.map(|index| explanation.steps[index].clone()) {
            let form = graph.nodes.form(step.node);
            let Some(shape) = form.shapes.get(step.shape as usize) else { return Vec::new() };
            let mut larger = Vec::new();
            for value in values {
                larger.extend(self.around(graph, shape, &step.edge, value));
            }
            larger.retain(|value| graph.nodes.accepts(step.node, value) != Some(false));
            larger.truncate(MOST_CARRIED);
            values = larger;
            trail = step.above;
        }
        values
    }

    /// Values of a container that hold the value at the edge.
    fn around(
        &mut self,
        graph: &mut Graph<'_>,
        shape: &Shape<'_>,
        edge: &Edge<'_>,
        value: Value,
    ) -> Vec<Value> {
        let nodes = &mut graph.nodes;
        match (&shape.set, edge) {
            (Set::List(list), _) => {
                let mut items = vec![value];
                items.extend_from_slice(&self.samples.of(nodes, list.items));
                items.dedup();
                list_of(&items, list.min.max(1), list.unique).into_iter().collect()
            }
            (Set::Record(record), edge) => {
                let name = match edge {
                    Edge::Property(name) => *name,
                    _ => FRESH,
                };
                let least = self.samples.record(nodes, record, |_| false);
                let few = record.properties.len() <= MOST_FILLED;
                let full = few.then(|| self.samples.record(nodes, record, |_| true)).flatten();
                let fill = |mut properties: Map<String, Value>| {
                    properties.insert(name.to_owned(), value.clone());
                    Value::Object(properties)
                };
                [least, full].into_iter().flatten().map(fill).collect()
            }
            _ => vec![value],
        }
    }

    /// Values of the left side, where the reason was met, that the right side may refuse; whoever
    /// uses them judges them.
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
            values.extend(unlisted(shape, &other_form));
            values.extend(self.samples.of_shape(&mut graph.nodes, shape));
        } else if let Aspect::Alternative(shape) = found.aspect {
            values.extend(self.samples.of_shape(&mut graph.nodes, &form.shapes[shape as usize]));
        } else {
            for shape in changed_first(graph, &form, found.right) {
                values.extend(self.samples.of_shape(&mut graph.nodes, shape));
            }
            values.extend(form.values.iter().take(MOST_CANDIDATES).cloned());
            let other = graph.nodes.form(found.right);
            values.extend(form.shapes.iter().filter_map(|shape| unlisted(shape, &other)));
        }
        values
    }
}

/// The shapes of a form, those first that no equal schema of the same name declares on the other side.
fn changed_first<'f, 'a>(
    graph: &mut Graph<'a>,
    form: &'f Form<'a>,
    right: NodeId,
) -> Vec<&'f Shape<'a>> {
    let apis = [graph.nodes.api(Version::Base), graph.nodes.api(Version::New)];
    let name = |(version, id): (Version, SchemaId)| &apis[version as usize].schema(id).name;
    let other = graph.nodes.form(right);
    let others: HashMap<&String, (Version, SchemaId)> =
        other.shapes.iter().filter_map(|it| Some((name(it.origin?), it.origin?))).collect();
    let mut is_same = |shape: &&Shape<'_>| {
        let own = shape.origin?;
        Some(match (own, *others.get(name(own))?) {
            ((Version::Base, base), (Version::New, new))
            | ((Version::New, new), (Version::Base, base)) => {
                graph.are_equal(Some(base), Some(new))
            }
            (own, other) => own == other,
        })
    };
    let mut shapes: Vec<&Shape<'_>> = form.shapes.iter().collect();
    shapes.sort_by_cached_key(|shape| is_same(shape).unwrap_or(false));
    shapes
}

/// A text of the shape that is none of the listed values and fits no pattern of the other shapes.
fn unlisted(shape: &Shape<'_>, other: &Form<'_>) -> Option<Value> {
    let Set::Text(texts) = &shape.set else { return None };
    let listed = other.values.iter().filter_map(Value::as_str);
    let listed: Vec<&str> = listed.take(MOST_AVOIDED_VALUES).collect();
    let listed = pattern::exactly(&listed);
    let others = other.shapes.iter().filter_map(|shape| match &shape.set {
        Set::Text(texts) => texts.first_rule(),
        _ => None,
    });
    let refused: Vec<&str> = others.take(MOST_AVOIDED_PATTERNS).chain([listed.as_str()]).collect();
    match texts.search(&refused, texts.lengths()) {
        Search::Found(text) => Some(Value::String(text)),
        _ => None,
    }
}
