//! One shape within one other shape: what the left one holds and the right one refuses.

use super::glance::{at_first_sight, excluded, is_empty, takes_numbers};
use super::graph::{Aspect, Edge, Goal, GoalId, Graph};
use super::id::{Mode, NodeId};
use super::number::Numbers;
use super::pattern::Search;
use super::shape::{List, Record, Set, Type};
use super::text::Texts;

/// Fills in a goal about two shapes.
pub(super) fn shapes<'a>(
    graph: &mut Graph<'a>,
    id: GoalId,
    (left, index): (NodeId, u32),
    (right, other): (NodeId, u32),
    mode: Mode,
) {
    let (left_form, right_form) = (graph.nodes.form(left), graph.nodes.form(right));
    let (shape, candidate) =
        (&left_form.shapes[index as usize], &right_form.shapes[other as usize]);
    let aspects = match (&shape.set, &candidate.set) {
        (Set::Number(own), Set::Number(bound)) => numbers(own, bound),
        (Set::Text(own), Set::Text(bound)) => texts(own, bound),
        (Set::Number(_), Set::Text(bound)) if takes_numbers(bound) => Vec::new(),
        (Set::List(own), Set::List(bound)) => lists(graph, id, own, bound, mode),
        (Set::Number(_) | Set::Text(_), Set::List(bound)) if bound.min <= 1 && !bound.unique => {
            // A lone value is how a list of one is written; its commas would be read as more.
            graph.rest(id, Goal::Pair(left, bound.items, mode), Edge::Here);
            Vec::new()
        }
        (Set::Record(own), Set::Record(bound)) => records(graph, id, own, bound, mode),
        (own, _) => vec![Aspect::Type(own.kind())],
    };
    for out in &candidate.without {
        if !excluded(graph, shape, *out, mode) {
            graph.rest(id, Goal::Disjoint(left, index, *out), Edge::Without(*out));
        }
    }
    graph[id].aspects.extend(aspects);
}

fn numbers(own: &Numbers, bound: &Numbers) -> Vec<Aspect> {
    let mut aspects = Vec::new();
    if !own.lower_within(bound) {
        aspects.push(Aspect::Minimum);
    }
    if !own.upper_within(bound) {
        aspects.push(Aspect::Maximum);
    }
    if !own.steps_within(bound) {
        let type_differs = bound.is_integer() && !own.is_integer();
        aspects.push(if type_differs { Aspect::Type(Type::Number) } else { Aspect::Step });
    }
    aspects
}

fn texts(own: &Texts, bound: &Texts) -> Vec<Aspect> {
    let mut aspects = Vec::new();
    let (min, max) = own.lengths();
    // Patterns may say more about lengths than the lengths themselves.
    let none = |from: u64, to: Option<u64>| {
        !own.patterns.is_empty() && own.search(&[], (from, to)) == Search::Nothing
    };
    if min < bound.min && !none(min, Some(bound.min - 1)) {
        aspects.push(Aspect::MinLength);
    }
    if let Some(most) = bound.max
        && max.is_none_or(|max| max > most)
        && !none(min.max(most.saturating_add(1)), max)
    {
        aspects.push(Aspect::MaxLength);
    }
    if !bound.formats.iter().all(|format| own.formats.contains(format)) {
        aspects.push(Aspect::Format);
    }
    for wanted in &bound.patterns {
        if !own.patterns.contains(wanted) && own.search(&[wanted], (min, max)) != Search::Nothing {
            aspects.push(Aspect::Pattern(wanted.clone()));
        }
    }
    aspects
}

fn lists<'a>(
    graph: &mut Graph<'a>,
    id: GoalId,
    own: &List,
    bound: &List,
    mode: Mode,
) -> Vec<Aspect> {
    let mut aspects = Vec::new();
    if own.min < bound.min {
        aspects.push(Aspect::MinItems);
    }
    if bound.max.is_some_and(|bound| own.max.is_none_or(|max| max > bound)) {
        aspects.push(Aspect::MaxItems);
    }
    if bound.unique && !own.unique && own.max.is_none_or(|max| max > 1) {
        aspects.push(Aspect::Unique);
    }
    if own.max != Some(0) {
        part(graph, id, (own.items, bound.items), mode, Edge::Items);
    }
    aspects
}

fn records<'a>(
    graph: &mut Graph<'a>,
    id: GoalId,
    own: &Record<'a>,
    bound: &Record<'a>,
    mode: Mode,
) -> Vec<Aspect> {
    let mut aspects = Vec::new();
    let closed = is_empty(graph, bound.additional);
    for (name, property) in &own.properties {
        let declared = bound.properties.get(name);
        if (mode.sender && property.hidden) || is_empty(graph, property.set) {
            continue;
        }
        match declared {
            // What never travels this way makes no difference.
            Some(wanted) if property.hidden && wanted.hidden => {}
            Some(wanted) => {
                part(graph, id, (property.set, wanted.set), mode, Edge::Property(name));
            }
            None if closed => {
                aspects.push(Aspect::Closed(Some((*name).to_owned())));
            }
            None => {
                let sets = (property.set, bound.additional);
                part(graph, id, sets, mode, Edge::Dropped(name));
            }
        }
    }
    for (name, wanted) in &bound.properties {
        let sent = own.properties.get(name).copied();
        let always = sent.is_some_and(|property| property.required && !property.hidden);
        if wanted.required && !wanted.hidden && !always {
            aspects.push(Aspect::Required((*name).to_owned()));
        }
        if sent.is_none() && !mode.sender {
            let sets = (own.additional, wanted.set);
            part(graph, id, sets, mode, Edge::Typed(name));
        }
    }
    if !is_empty(graph, own.additional) {
        if closed {
            aspects.push(Aspect::Closed(None));
        } else {
            part(graph, id, (own.additional, bound.additional), mode, Edge::Extra);
        }
    }
    let (least, most) = own.sizes();
    if least < bound.min {
        aspects.push(Aspect::MinProperties);
    }
    if bound.max.is_some_and(|bound| most.is_none_or(|most| most > bound)) {
        aspects.push(Aspect::MaxProperties);
    }
    aspects
}

/// Makes the goal rest on a part of the value, unless that part fits at first sight.
pub(super) fn part<'a>(
    graph: &mut Graph<'a>,
    id: GoalId,
    (left, right): (NodeId, NodeId),
    mode: Mode,
    edge: Edge<'a>,
) {
    if !at_first_sight(graph, left, right) {
        graph.rest(id, Goal::Pair(left, right, mode), edge);
    }
}
