//! Makes equal types one: those whose decided structure is the same up to the names of types,
//! recursive ones included.
//!
//! The classes of equal types are found by refining a partition: types start together if they look
//! alike apart from the types they mention, and part when those are in different classes. The
//! largest part of a class keeps its number, so that the work stays within n log n.

use super::{Body, Types, naming};
use crate::decide::graph;
use crate::names::pascal;
use crate::rust::RustType;
use oasis_model::ir::SchemaId;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Replaces all but one type of each class: an inline type by the one that is kept, a component
/// by an alias of it.
pub(super) fn unite(types: &mut Types<'_>) {
    let classes = classes(types);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (place, class) in classes.iter().enumerate() {
        members.entry(*class).or_default().push(place);
    }
    let mut targets: Vec<RustType> = (0..types.declared.len()).map(RustType::named).collect();
    for alike in members.values() {
        let Some(kept) = alike.iter().min_by_key(|place| rank(types, **place)).copied() else {
            continue;
        };
        types.declared[kept].is_sent = alike.iter().any(|place| types.declared[*place].is_sent);
        for place in alike.iter().filter(|place| **place != kept) {
            match types.declared[*place].component {
                Some(_) => types.declared[*place].body = Body::Alias(RustType::named(kept)),
                None => targets[*place] = RustType::named(kept),
            }
        }
    }
    // An inline type that is but another name for something is that something.
    for (place, declared) in types.declared.iter().enumerate() {
        if let (Body::Alias(target), None) = (&declared.body, &declared.component) {
            targets[place] = target.clone();
        }
    }
    replace(types, &targets);
}

/// Of equal types the one with the smallest rank is kept: a component, then the one with the
/// shortest name.
fn rank(types: &Types<'_>, place: usize) -> (bool, usize, usize) {
    let declared = &types.declared[place];
    let length = match declared.component {
        Some(_) => naming::wanted(types, declared.schema).as_str().chars().count(),
        None => 0,
    };
    (declared.component.is_none(), length, place)
}

/// Puts in place of each declared type what it is replaced by.
fn replace(types: &mut Types<'_>, targets: &[RustType]) {
    // A target may itself be replaced; chains are short, and rings were cut before.
    let mut resolved = targets.to_vec();
    for _ in 0..targets.len() {
        let next: Vec<RustType> = resolved.iter().map(|rust| substitute(rust, targets)).collect();
        if next == resolved {
            break;
        }
        resolved = next;
    }
    let mut change = |rust: &mut RustType| *rust = substitute(rust, &resolved);
    for declared in &mut types.declared {
        declared.body.visit_mut(&mut change);
    }
    unbox(types);
    for (schema, rust) in &mut types.of {
        let place = types.places[schema];
        *rust = resolved[place].clone();
    }
}

/// Takes variants out of their boxes whose type turned out to be small.
fn unbox(types: &mut Types<'_>) {
    for place in 0..types.declared.len() {
        let Body::Choice(choice) = &types.declared[place].body else { continue };
        let mut choice = choice.clone();
        for variant in &mut choice.variants {
            if let RustType::Box(inner) = &variant.rust
                && !matches!(types.behind(inner), RustType::Named(_))
            {
                variant.rust = (**inner).clone();
            }
        }
        types.declared[place].body = Body::Choice(choice);
    }
}

fn substitute(rust: &RustType, targets: &[RustType]) -> RustType {
    match rust.core().and_then(|id| targets.get(id.0 as usize)) {
        Some(target) => rust.with_core(target),
        None => rust.clone(),
    }
}

/// The class of each declared type.
fn classes(types: &Types<'_>) -> Vec<usize> {
    let mut alike: HashMap<Body, usize> = HashMap::new();
    let mut classes = Vec::new();
    let mut mentions: Vec<Vec<usize>> = Vec::new();
    let mut count = 0;
    for declared in &types.declared {
        let mut body = declared.body.clone();
        let mut found = Vec::new();
        body.visit_mut(&mut |rust: &mut RustType| {
            *rust = types.canonical(rust);
            if let Some(id) = rust.core() {
                found.push(id.0 as usize);
                *rust = rust.with_core(&RustType::named(0));
            }
        });
        forget_names(&mut body);
        let mut fresh = || {
            count += 1;
            count - 1
        };
        let class = match body {
            // Each map of its own has a meaning of its own, and an alias is told by its target.
            Body::Newtype(_) | Body::Alias(_) => fresh(),
            body => *alike.entry(body).or_insert_with(fresh),
        };
        classes.push(class);
        mentions.push(found);
    }
    refine(&mut classes, &mentions);
    classes
}

/// Makes everything equal that does not count.
fn forget_names(body: &mut Body) {
    match body {
        Body::Struct(object) => {
            for field in &mut object.fields {
                field.property = None;
            }
        }
        Body::Choice(choice) => {
            for variant in &mut choice.variants {
                variant.schema = SchemaId::new(0);
                variant.ident = pascal("");
            }
        }
        _ => {}
    }
}

/// Splits classes until the members of each mention the same classes.
fn refine(classes: &mut [usize], mentions: &[Vec<usize>]) {
    let users = graph::reversed(mentions);
    let mut members: HashMap<usize, BTreeSet<usize>> = HashMap::new();
    for (place, class) in classes.iter().enumerate() {
        members.entry(*class).or_default().insert(place);
    }
    let mut next_class = classes.iter().max().map_or(0, |class| class + 1);
    let mut changed: BTreeSet<usize> = (0..classes.len()).collect();
    while !changed.is_empty() {
        let mut parts: BTreeMap<usize, BTreeMap<Vec<usize>, Vec<usize>>> = BTreeMap::new();
        for place in &changed {
            let key = mentions[*place].iter().map(|target| classes[*target]).collect();
            parts.entry(classes[*place]).or_default().entry(key).or_default().push(*place);
        }
        let mut moved = Vec::new();
        for (class, parts) in parts {
            let all = &members[&class];
            let mut parts: Vec<Vec<usize>> = parts.into_values().collect();
            let touched: Vec<usize> = parts.iter().flatten().copied().collect();
            let largest = (0..parts.len()).max_by_key(|index| parts[*index].len()).unwrap_or(0);
            // Those whose mentions did not change are alike still.
            let untouched = all.len() - touched.len();
            if untouched < parts[largest].len() {
                parts.swap_remove(largest);
                if untouched > 0 {
                    let touched: BTreeSet<usize> = touched.into_iter().collect();
                    parts.push(all.difference(&touched).copied().collect());
                }
            }
            moved.extend(parts.into_iter().map(|part| (class, part)));
        }
        changed.clear();
        for (class, part) in moved {
            for place in part {
                classes[place] = next_class;
                if let Some(all) = members.get_mut(&class) {
                    all.remove(&place);
                }
                members.entry(next_class).or_default().insert(place);
                changed.extend(&users[place]);
            }
            next_class += 1;
        }
    }
}

#[cfg(test)]
mod tests;
