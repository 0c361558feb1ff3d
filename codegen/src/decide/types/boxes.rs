//! Keeps types finite: a box where a struct would hold itself, a struct of its own where an alias
//! would stand for itself.

use super::{Body, Types};
use crate::decide::graph;
use crate::rust::{Plain, RustType};

/// Turns aliases that lead back to themselves into structs around their type, or into any value if
/// there is nothing on the way.
pub(super) fn cut_aliases(types: &mut Types<'_>) {
    let is_bare = |rust: &RustType| matches!(rust, RustType::Named(_));
    for (place, _) in graph::back_edges(&aliases(types, is_bare)) {
        types.declared[place].body = Body::Alias(RustType::Plain(Plain::Any));
    }
    for (place, _) in graph::back_edges(&aliases(types, |_| true)) {
        if let Body::Alias(rust) = &types.declared[place].body {
            types.declared[place].body = Body::Newtype(rust.clone());
        }
    }
}

/// Which declared type each alias of this form leads to.
fn aliases(types: &Types<'_>, counts: impl Fn(&RustType) -> bool) -> Vec<Vec<usize>> {
    let target = |body: &Body| match body {
        Body::Alias(rust) if counts(rust) => rust.core().map(|id| id.0 as usize),
        _ => None,
    };
    types.declared.iter().map(|declared| target(&declared.body).into_iter().collect()).collect()
}

/// Boxes what closes a cycle of types that hold each other by value.
pub(super) fn insert(types: &mut Types<'_>) {
    let mut held: Vec<Vec<(usize, usize)>> = vec![Vec::new(); types.declared.len()];
    for (id, declared) in types.written() {
        for (index, rust) in declared.body.mentions().into_iter().enumerate() {
            if let Some(target) = by_value(types, rust) {
                held[id.0 as usize].push((index, target));
            }
        }
    }
    let next: Vec<Vec<usize>> =
        held.iter().map(|held| held.iter().map(|(_, target)| *target).collect()).collect();
    for (place, edge) in graph::back_edges(&next) {
        let (index, _) = held[place][edge];
        let mut at = 0;
        types.declared[place].body.visit_mut(&mut |rust: &mut RustType| {
            if at == index {
                *rust = boxed(rust);
            }
            at += 1;
        });
    }
}

/// The declared type that a value of this type holds without a pointer in between.
fn by_value(types: &Types<'_>, rust: &RustType) -> Option<usize> {
    match types.behind(rust) {
        RustType::Named(id) => Some(id.0 as usize),
        RustType::Option(inner) | RustType::Field(inner) => by_value(types, &inner),
        _ => None,
    }
}

fn boxed(rust: &RustType) -> RustType {
    match rust {
        RustType::Option(_) | RustType::Field(_) => rust.map(&boxed),
        other => RustType::Box(Box::new(other.clone())),
    }
}
