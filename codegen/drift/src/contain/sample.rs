//! Makes values of sets, the plainest first. Values are made from canonical forms and judged by
//! `conform` before anybody relies on them.

mod many;
pub(super) mod near;

use super::id::{FRESH, NodeId};
use super::node::Nodes;
use super::shape::{List, Record, Set, Shape};
use crate::limits::{
    DEEPEST_FILLED, DEEPEST_SAMPLE, ENOUGH_SAMPLES, LARGEST_SAMPLE, MOST_SAMPLE_PARTS,
};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Values made so far.
#[derive(Default)]
pub(super) struct Samples {
    known: HashMap<NodeId, Rc<[Value]>>,
    busy: HashSet<NodeId>,
    /// Sets of which none could be made while those that are busy were being made: on another
    /// occasion there may be some, but asking again right now would take time without end.
    lacking: HashSet<NodeId>,
}

impl Samples {
    /// Values of a node; none if none could be made.
    pub(super) fn of(&mut self, nodes: &mut Nodes<'_>, node: NodeId) -> Rc<[Value]> {
        if let Some(known) = self.known.get(&node) {
            return known.clone();
        }
        if self.busy.len() > DEEPEST_SAMPLE
            || self.lacking.contains(&node)
            || !self.busy.insert(node)
        {
            return Rc::default();
        }
        let form = nodes.form(node);
        let mut found: Vec<Value> = Vec::new();
        let listed = form.values.iter().filter(|value| !value.is_null());
        let mut made: Vec<Value> = listed.take(ENOUGH_SAMPLES / 2).cloned().collect();
        for shape in &form.shapes {
            made.extend(self.of_shape(nodes, shape).into_iter().take(ENOUGH_SAMPLES));
        }
        made.extend(form.values.iter().filter(|value| value.is_null()).cloned());
        for value in made {
            if found.len() < ENOUGH_SAMPLES * 2
                && !found.contains(&value)
                && size(&value) <= LARGEST_SAMPLE
                && nodes.accepts(node, &value) == Some(true)
            {
                found.push(value);
            }
        }
        let found: Rc<[Value]> = found.into();
        self.busy.remove(&node);
        if self.busy.is_empty() {
            self.lacking.clear();
        }
        if self.busy.is_empty() || !found.is_empty() {
            self.known.insert(node, found.clone());
        } else {
            self.lacking.insert(node);
        }
        found
    }

    /// Values that may belong to a shape.
    pub(super) fn of_shape(&mut self, nodes: &mut Nodes<'_>, shape: &Shape<'_>) -> Vec<Value> {
        match &shape.set {
            Set::Number(numbers) => near::samples(numbers),
            Set::Text(texts) => texts.samples(),
            Set::List(list) => self.lists(nodes, list),
            Set::Record(record) => self.records(nodes, record),
        }
    }

    fn lists(&mut self, nodes: &mut Nodes<'_>, list: &List) -> Vec<Value> {
        let items = self.of(nodes, list.items);
        let lengths = (0..3).filter_map(|more| list.min.checked_add(more));
        let possible = |length: &u64| list.max.is_none_or(|max| *length <= max);
        let mut found = Vec::new();
        for length in lengths.filter(|length| possible(length) && *length <= MOST_SAMPLE_PARTS) {
            if list.unique && length as usize > items.len() {
                found.extend(list_of(&self.many(nodes, list.items, length), length, true));
            }
            found.extend(list_of(&items, length, list.unique));
            if !list.unique && length > 0 {
                found.extend(items.iter().skip(1).take(2).map(|item| {
                    Value::Array(vec![item.clone(); usize::try_from(length).unwrap_or_default()])
                }));
            }
        }
        found
    }

    fn records(&mut self, nodes: &mut Nodes<'_>, record: &Record<'_>) -> Vec<Value> {
        let Some(least) = self.record(nodes, record, |_| false) else { return Vec::new() };
        let mut found = vec![Value::Object(least)];
        if self.busy.len() <= DEEPEST_FILLED
            && let Some(all) = self.record(nodes, record, |_| true)
        {
            found.push(Value::Object(all));
        }
        if let Some(mut extra) = self.record(nodes, record, |_| false)
            && let Some(value) = self.of(nodes, record.additional).first().cloned()
        {
            extra.insert(FRESH.to_owned(), value);
            found.push(Value::Object(extra));
        }
        found
    }

    /// An object with what is required and what else is wanted, filled up to the least size.
    pub(super) fn record(
        &mut self,
        nodes: &mut Nodes<'_>,
        record: &Record<'_>,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<Map<String, Value>> {
        let mut properties = Map::new();
        if record.min > MOST_SAMPLE_PARTS {
            return None;
        }
        let full = |properties: &Map<String, Value>| properties.len() as u64 >= record.min;
        for (name, property) in &record.properties {
            if property.hidden || !(property.required || wanted(name)) {
                continue;
            }
            match self.of(nodes, property.set).first().cloned() {
                Some(value) => properties.insert((*name).to_owned(), value),
                None if property.required => return None,
                None => None,
            };
        }
        for (name, property) in &record.properties {
            if full(&properties) {
                break;
            }
            if !properties.contains_key(*name) && !property.hidden {
                let value = self.of(nodes, property.set).first().cloned();
                properties.extend(value.map(|value| ((*name).to_owned(), value)));
            }
        }
        let mut number = 0;
        while !full(&properties) && number < MOST_SAMPLE_PARTS {
            number += 1;
            let value = self.of(nodes, record.additional).first().cloned()?;
            properties.insert(format!("{FRESH}-{number}"), value);
        }
        full(&properties).then_some(properties)
    }
}

/// A list of so many items.
pub(super) fn list_of(items: &[Value], length: u64, unique: bool) -> Option<Value> {
    let length = usize::try_from(length).ok()?;
    if length == 0 {
        return Some(Value::Array(Vec::new()));
    }
    if unique {
        return (items.len() >= length).then(|| Value::Array(items[..length].to_vec()));
    }
    Some(Value::Array(vec![items.first()?.clone(); length]))
}

/// The number of values within a value, itself included.
fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(properties) => 1 + properties.values().map(size).sum::<usize>(),
        _ => 1,
    }
}
