//! Values of the left side made to break just the rule that a reason names. They are candidates:
//! whoever uses them judges them.

use super::Witnesses;
use crate::contain::explain::{Visits, explain};
use crate::contain::graph::{Aspect, Graph};
use crate::contain::id::{FRESH, Mode, NodeId};
use crate::contain::pattern::Search;
use crate::contain::sample::list_of;
use crate::contain::sample::near::beyond;
use crate::contain::shape::{Form, Record, Set, Shape};
use crate::contain::text::{self, Texts};
use crate::limits::{
    DEEPEST_EXCLUSION, DEEPEST_WITNESS, LONGEST_WITNESS, MOST_BETWEEN, MOST_CANDIDATES,
    MOST_WITNESS_PARTS,
};
use serde_json::{Map, Value};

impl Witnesses {
    /// Values made to break just the rule that the reason names.
    pub(super) fn against<'a>(
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
                let mut look = |refused: &[&str], lengths| {
                    if let Search::Found(text) = own.search(refused, lengths) {
                        texts.push(text);
                    }
                };
                if let Aspect::Pattern(wanted) = aspect {
                    look(&[wanted], own.lengths());
                }
                let outlines = bound.formats.iter().filter_map(|format| text::outline(format));
                outlines.for_each(|outline| look(&[outline], own.lengths()));
                if let Some(short) = bound.min.checked_sub(1) {
                    look(&[], (own.min, Some(short)));
                }
                if let Some(long) = bound.max.and_then(|max| max.checked_add(1)) {
                    look(&[], (own.min.max(long), own.max));
                    texts.extend(plain(own, own.min.max(long)));
                }
                texts.extend(plain(own, own.min));
                texts.into_iter().map(Value::String).collect()
            }
            (Set::List(own), Set::List(bound)) => {
                let lengths = [own.min, bound.max.map_or(2, |max| max.saturating_add(1))];
                let lengths = lengths.map(|length| length.max(own.min));
                let possible = lengths.into_iter().filter(|length| *length <= MOST_WITNESS_PARTS);
                possible
                    .filter_map(|length| {
                        let different = if own.unique { length } else { 1 };
                        let items = self.samples.many(&mut graph.nodes, own.items, different);
                        list_of(&items, length, own.unique)
                    })
                    .collect()
            }
            (Set::Record(own), Set::Record(bound)) => self.properties(graph, aspect, own, bound),
            _ => Vec::new(),
        }
    }

    fn properties(
        &mut self,
        graph: &mut Graph<'_>,
        aspect: &Aspect,
        own: &Record<'_>,
        bound: &Record<'_>,
    ) -> Vec<Value> {
        let nodes = &mut graph.nodes;
        let Some(least) = self.samples.record(nodes, own, |_| false) else { return Vec::new() };
        let with = |name: &str, value: &Value| {
            let mut properties = least.clone();
            properties.insert(name.to_owned(), value.clone());
            Value::Object(properties)
        };
        match aspect {
            Aspect::Closed(name) => {
                let set = name.as_ref().and_then(|name| own.properties.get(name.as_str()));
                let set = set.map_or(own.additional, |property| property.set);
                let name = name.as_deref().unwrap_or(FRESH);
                self.samples.of(nodes, set).iter().map(|value| with(name, value)).collect()
            }
            Aspect::Others => {
                let values = self.samples.of(nodes, own.additional);
                values.iter().map(|value| with(FRESH, value)).collect()
            }
            Aspect::Typed(name) | Aspect::Dropped(name) => {
                let set = own
                    .properties
                    .get(name.as_str())
                    .map_or(own.additional, |property| property.set);
                self.samples.of(nodes, set).iter().map(|value| with(name, value)).collect()
            }
            Aspect::MaxProperties => {
                let mut all = self.samples.record(nodes, own, |_| true).unwrap_or_default();
                let filler = self.samples.of(nodes, own.additional).first().cloned();
                let (most, mut number) = (bound.max.unwrap_or_default().min(MOST_WITNESS_PARTS), 0);
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
                if own.properties.get(name.as_str()).is_some_and(|property| property.hidden) {
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
        let own = Form { shapes: vec![shape.clone()], ..Default::default() };
        let own = graph.nodes.make(own);
        let both = graph.nodes.both(own, out);
        let form = graph.nodes.form(both);
        let mut values = Vec::new();
        for part in &form.shapes {
            values.extend(self.samples.of_shape(&mut graph.nodes, part));
        }
        values.extend(form.values.iter().cloned());
        // What the left side takes out itself shows nothing; what lies between the two does.
        if self.depth < DEEPEST_EXCLUSION {
            self.depth += 1;
            for own_out in &shape.without {
                let between = explain(
                    graph,
                    (out, *own_out),
                    Mode::default(),
                    &mut Visits::default(),
                    DEEPEST_WITNESS,
                );
                for found in between.found.iter().take(MOST_CANDIDATES) {
                    for value in self.candidates(graph, found, Mode::default()) {
                        if graph.nodes.accepts(found.left, &value) != Some(false)
                            && graph.nodes.accepts(found.right, &value) == Some(false)
                        {
                            values.extend(self.lifted(graph, &between, found, value));
                        }
                        if values.len() > MOST_BETWEEN {
                            break;
                        }
                    }
                }
            }
            self.depth -= 1;
        }
        if let (true, Set::Record(record)) = (mode.sender, &shape.set) {
            values.retain(|value| {
                value.as_object().is_some_and(|properties| sendable(properties, record))
            });
        }
        values
    }
}

/// A text of this length, where nothing but the length is asked.
fn plain(own: &Texts, length: u64) -> Option<String> {
    let free = own.patterns.is_empty() && own.formats.is_empty() && length <= LONGEST_WITNESS;
    free.then(|| "a".repeat(usize::try_from(length).unwrap_or_default()))
}

/// Whether a sender that knows only its own names would send these properties.
fn sendable(properties: &Map<String, Value>, record: &Record<'_>) -> bool {
    properties
        .keys()
        .all(|name| record.properties.contains_key(name.as_str()) || name.starts_with(FRESH))
}
