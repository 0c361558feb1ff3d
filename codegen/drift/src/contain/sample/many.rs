//! Many different values of one set, for lists whose items have to differ.

use super::{Samples, list_of};
use crate::contain::id::{FRESH, NodeId};
use crate::contain::node::Nodes;
use crate::contain::number::Numbers;
use crate::contain::pattern::{self, Search};
use crate::contain::shape::{Record, Set, Shape};
use crate::contain::text::Texts;
use crate::limits::DEEPEST_SAMPLE;
use crate::limits::{MOST_DISTINCT, MOST_DISTINCT_BY_PATTERN};
use oasis_model::decimal::Decimal;
use serde_json::{Map, Value};
use std::collections::HashSet;

impl Samples {
    /// So many different values of a node, or as many as could be made.
    pub(in super::super) fn many(
        &mut self,
        nodes: &mut Nodes<'_>,
        node: NodeId,
        count: u64,
    ) -> Vec<Value> {
        let mut found = self.of(nodes, node).to_vec();
        let count = count.min(MOST_DISTINCT);
        if found.len() as u64 >= count
            || self.busy.len() > DEEPEST_SAMPLE
            || !self.busy.insert(node)
        {
            return found;
        }
        let form = nodes.form(node);
        let mut seen: HashSet<String> = found.iter().map(Value::to_string).collect();
        let listed = form.values.iter().cloned();
        let mut made: Vec<Value> = listed.collect();
        for shape in &form.shapes {
            made.extend(self.series(nodes, shape, count));
        }
        for value in made {
            if (found.len() as u64) < count
                && seen.insert(value.to_string())
                && nodes.accepts(node, &value) == Some(true)
            {
                found.push(value);
            }
        }
        self.busy.remove(&node);
        found
    }

    fn series(&mut self, nodes: &mut Nodes<'_>, shape: &Shape<'_>, count: u64) -> Vec<Value> {
        match &shape.set {
            Set::Number(set) => numbers(set, count),
            Set::Text(set) => texts(set, count),
            Set::List(list) => {
                let items = self.many(nodes, list.items, count);
                let length = list.min.max(1);
                items
                    .chunks(if list.unique { usize::try_from(length).unwrap_or(1) } else { 1 })
                    .filter_map(|items| list_of(items, length, list.unique))
                    .collect()
            }
            Set::Record(record) => self.varied(nodes, record, count),
        }
    }

    /// Objects that differ in one property, the one of which there are most.
    fn varied(&mut self, nodes: &mut Nodes<'_>, record: &Record<'_>, count: u64) -> Vec<Value> {
        let Some(least) = self.record(nodes, record, |_| false) else { return Vec::new() };
        let visible = record.properties.iter().filter(|(_, property)| !property.hidden);
        let mut parts: Vec<(&str, NodeId)> =
            visible.map(|(name, property)| (*name, property.set)).collect();
        parts.push((FRESH, record.additional));
        let mut best: Vec<Value> = Vec::new();
        for (name, set) in parts {
            let values = self.many(nodes, set, count);
            if values.len() <= best.len() {
                continue;
            }
            let with = |value| {
                let mut properties: Map<String, Value> = least.clone();
                properties.insert(name.to_owned(), value);
                Value::Object(properties)
            };
            best = values.into_iter().map(with).collect();
            if best.len() as u64 >= count {
                break;
            }
        }
        best
    }
}

fn numbers(set: &Numbers, count: u64) -> Vec<Value> {
    let step = match (set.steps.first(), set.lower, set.upper) {
        (Some(step), ..) => Some(*step),
        (None, Some(lower), Some(upper)) => {
            let width = upper.at.plus(lower.at.negative());
            width.and_then(|width| width.times(Decimal::THOUSANDTH))
        }
        _ => Some(Decimal::ONE),
    };
    let (Some(step), start) =
        (step, set.lower.or(set.upper).map_or(Decimal::whole(0), |end| end.at))
    else {
        return Vec::new();
    };
    let step = if set.lower.is_none() && set.upper.is_some() { step.negative() } else { step };
    let at = |index: u64| start.plus(step.times(Decimal::whole(index.into()))?);
    (0..=count).filter_map(at).filter(|at| set.holds(*at)).filter_map(Decimal::to_json).collect()
}

/// Numbers written out, with letters in front to make them long enough.
fn texts(set: &Texts, count: u64) -> Vec<Value> {
    if !set.patterns.is_empty() || !set.formats.is_empty() {
        return by_pattern(set, count.min(MOST_DISTINCT_BY_PATTERN));
    }
    let least = usize::try_from(set.min.min(MOST_DISTINCT)).unwrap_or_default();
    let text = |index: u64| Value::String(format!("{index:a>least$}"));
    (0..count).map(text).collect()
}

fn by_pattern(set: &Texts, count: u64) -> Vec<Value> {
    let mut found: Vec<String> = Vec::new();
    while (found.len() as u64) < count {
        let known: Vec<&str> = found.iter().map(String::as_str).collect();
        let refused = pattern::exactly(&known);
        let Search::Found(text) = set.search(&[&refused], set.lengths()) else { break };
        found.push(text);
    }
    found.into_iter().map(Value::String).collect()
}
