//! Keeps types within what the compiler resolves.
//!
//! To know that a type is `Send`, the compiler walks through all it holds and gives up at a depth of
//! 128. The walk is followed here, with what each layer costs; a mention that lies too deep becomes
//! any JSON value, and the ledger says so.

use super::{Body, Types};
use crate::ledger::Ledger;
use crate::rust::{Plain, RustType};

/// The deepest that the walk may go: less than the compiler's limit, for what stands around a type.
const LIMIT: usize = 96;

/// Replaces what lies too deep.
pub(super) fn limit(types: &mut Types<'_>, ledger: &mut Ledger) {
    let count = types.declared.len();
    let roots: Vec<usize> = types.order.iter().map(|id| id.0 as usize).collect();
    let mut cut: Vec<(usize, usize)> = Vec::new();
    let next: Vec<Vec<(usize, usize, usize)>> = (0..count)
        .map(|place| {
            let mentions = types.declared[place].body.mentions();
            let edge = |(index, rust): (usize, &&RustType)| {
                Some((index, rust.core()?.0 as usize, cost(&types.declared[place].body, rust)))
            };
            mentions.iter().enumerate().filter_map(edge).collect()
        })
        .collect();
    for root in roots {
        let mut seen = vec![false; count];
        let mut path = vec![(root, 0, 0)];
        seen[root] = true;
        while let Some((place, at, depth)) = path.last_mut() {
            let (place, depth) = (*place, *depth);
            let Some((index, target, cost)) = next[place].get(*at).copied() else {
                path.pop();
                continue;
            };
            *at += 1;
            if seen[target] || cut.contains(&(place, index)) {
                continue;
            }
            if depth + cost > LIMIT {
                cut.push((place, index));
                continue;
            }
            seen[target] = true;
            path.push((target, 0, depth + cost));
        }
    }
    for (place, index) in cut {
        let at = types.api.schema(types.declared[place].schema).at.clone();
        ledger.approximated(&at, "what lies this deep is any value");
        let mut at = 0;
        types.declared[place].body.visit_mut(&mut |rust: &mut RustType| {
            if at == index {
                *rust = rust.with_core(&RustType::Plain(Plain::Any));
            }
            at += 1;
        });
    }
}

/// The layers between a type and the one it mentions.
fn cost(body: &Body, rust: &RustType) -> usize {
    let own = usize::from(!matches!(body, Body::Alias(_)));
    let mut layers = own;
    let mut rust = rust;
    while let Some(inner) = rust.inner() {
        layers += match rust {
            RustType::Map(_) => 6,
            RustType::Vec(_) => 3,
            RustType::Box(_) => 2,
            _ => 1,
        };
        rust = inner;
    }
    layers
}
